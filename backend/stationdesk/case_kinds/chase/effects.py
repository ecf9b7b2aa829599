"""What a chase promises is a promise like any other: on record, with its clock."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.case_kinds.chase.details import Chase
from stationdesk.cases.promises import repository as promises
from stationdesk.cases.promises.schemas import NewPromise, PromiseGivenUp, PromiseKept, PromiseMoved
from stationdesk.cases.promises.service import (
    break_promise,
    keep_promise,
    make_promise,
    move_promise,
)
from stationdesk.cases.schemas import CaseRecord
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import raw_connection
from stationdesk.workflow.decisions import Decision

TO_ROLES = {"recipient": "recipient", "shipper": "sender"}


async def _open(session: AsyncSession, actor: Actor, record: CaseRecord) -> list[Any]:
    connection = await raw_connection(session)
    return list(await promises.open_of_case(connection, actor.firm_id, record.id))


async def promise(
    session: AsyncSession, actor: Actor, record: CaseRecord, decision: Decision
) -> None:
    """What was told; one that still runs is moved, so that nobody is promised two times."""
    due_at: datetime = decision.details["promised_at"]
    known = await _open(session, actor, record)
    if known:
        moved = PromiseMoved(due_at=due_at, reason=decision.text)
        await move_promise(session, actor, record.id, known[0].id, moved, decision.at)
        return
    before = Chase.model_validate(msgspec.json.decode(record.details))
    told = NewPromise(
        to_role=TO_ROLES.get(before.urged_by, "other"),
        text=decision.text[:500],
        due_at=due_at,
        to_whom=decision.details.get("promised_to") or before.promised_to or before.name,
    )
    await make_promise(session, actor, record.id, told, decision.at)


async def keep(session: AsyncSession, actor: Actor, record: CaseRecord, decision: Decision) -> None:
    """It came as promised, or late: the promise says which."""
    said = decision.data.get("fulfilled_at")
    kept_at = datetime.fromisoformat(said) if said else None
    for each in await _open(session, actor, record):
        kept = PromiseKept(
            proof=decision.text, kept_at=max(kept_at, each.made_at) if kept_at else None
        )
        await keep_promise(session, actor, record.id, each.id, kept, decision.at)


async def give_up(
    session: AsyncSession, actor: Actor, record: CaseRecord, decision: Decision
) -> None:
    """It did not come."""
    for each in await _open(session, actor, record):
        why = PromiseGivenUp(reason=decision.text)
        await break_promise(session, actor, record.id, each.id, why, decision.at)


EFFECTS: dict[str, Any] = {"promise": promise, "keep": keep, "give_up": give_up}
