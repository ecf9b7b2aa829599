"""`apply_event`: the one way in which a case's state changes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.cases import personal
from stationdesk.cases.asking.service import follow_custody
from stationdesk.cases.capacities import capacities
from stationdesk.cases.core.context import CaseContext, Connection, load, with_facts
from stationdesk.cases.core.writing import WAIVER_EVENT, stand_in_for, write, written
from stationdesk.cases.dealing.service import demand_fair
from stationdesk.cases.desk import undo_repository as undo
from stationdesk.cases.errors import (
    EventDataInvalid,
    EventRefused,
    NotYourCase,
    StaleCase,
)
from stationdesk.cases.kinds import kind_of
from stationdesk.cases.promises.listing import refuse_ending_with_promises
from stationdesk.cases.repository import records, timeline
from stationdesk.cases.rows import record_row
from stationdesk.cases.schemas import CaseRecord
from stationdesk.foundation.errors import StationdeskError
from stationdesk.policies import service as policies
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import raw_connection
from stationdesk.workflow.decisions import Decision, decide
from stationdesk.workflow.definition import Event, Refusal

SHOWN_CHANGES_MAX = 50


async def apply_event(
    session: AsyncSession,
    actor: Actor,
    case_id: UUID,
    event: str,
    data: Mapping[str, Any],
    version: int | None,
    now: datetime,
    idempotency_key: str | None = None,
) -> CaseRecord:
    """Let something happen to a case, in the caller's transaction, wholly or not at all.

    `version` is the one that the caller looked at; None for the system, which looks at none.
    Raises CaseNotFound, StaleCase, EventRefused, EventDataInvalid, NotYourCase.
    """
    connection = await raw_connection(session)
    if idempotency_key is not None:
        known = await records.by_idempotency_key(connection, actor.firm_id, idempotency_key)
        if known == case_id:
            return (await load(session, actor, case_id)).record
    context = await load(session, actor, case_id, locked=True)
    if version is not None and version != context.record.version:
        raise await stale(connection, actor, context.record, version)
    context = await with_facts(session, actor, context, event, now)
    decision = decide(
        context.kind.workflow(context.record.direction),
        context.view(),
        Event(event, capacities(actor, context.record), whole_data(context, event, data),
              actor.member_id),
        now,
    )  # fmt: skip
    if isinstance(decision, Refusal):
        raise refused(decision)
    await demand_fair(connection, actor, context.record, event, decision.data, now)
    if actor.member_id is not None and not decision.effects and event != WAIVER_EVENT:
        await undo.keep(connection, context.record, actor.member_id, now)
    await _write(connection, actor, context, decision, idempotency_key)
    for effect in decision.effects:
        await context.kind.effects[effect](session, actor, context.record, decision)
    if decision.is_ending:
        # After the effects: an ending may itself settle what was promised.
        await refuse_ending_with_promises(connection, context.record, now)
    record = await records.find(connection, actor.firm_id, case_id)
    assert record is not None
    await follow_custody(session, actor, context.record, record, decision)
    return record


def whole_data(context: CaseContext, event: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """The data with what was shown masked and left as it is. Raises EventDataInvalid for what
    was sent back masked."""
    faults = personal.masked_faults(personal.marks_of_event(context.kind, event), data)
    if faults:
        told = "; ".join(f"{fault.field}: {fault.en}" for fault in faults)
        raise EventDataInvalid(
            f"Not valid: {told}", reason="invalid_data", zh=f"填写有误:{faults[0].zh}",
            missing=[fault.field for fault in faults],
        )  # fmt: skip
    known = context.details.model_dump()
    whole = dict(data)
    for transition in context.kind.workflow(context.record.direction).named(event):
        whole = personal.completed(transition.data, whole, known)
    return whole


async def stale(
    connection: Connection, actor: Actor, record: CaseRecord, version: int
) -> StaleCase:
    """The refusal of a write that looked at an older version, with what happened since."""
    return StaleCase(
        f"You looked at version {version}; the case is at {record.version}. Look again.",
        current=msgspec.to_builtins(record_row(record, actor.member_id)),
        changes=await changes_since(connection, actor, record.id, version),
    )


async def changes_since(
    connection: Connection, actor: Actor, case_id: UUID, version: int
) -> list[dict[str, Any]]:
    """What happened to a case after a version: who, when, what."""
    changes = await timeline.of_case(connection, actor.firm_id, case_id, version)
    record = await records.find(connection, actor.firm_id, case_id) if changes else None
    if record is None:
        return []
    kind = kind_of(record.kind)
    return [
        {
            "at": change.at.isoformat(),
            "actor_name": change.actor_name,
            "event": change.event,
            "text": personal.shown_line(kind, change.event, change.text, change.data, actor)[0],
            "version": change.case_version,
        }
        for change in changes[:SHOWN_CHANGES_MAX]
    ]


def refused(refusal: Refusal) -> StationdeskError:
    """A refusal of the engine as the error that a person sees."""
    members = {"reason": refusal.code, "zh": refusal.zh, "missing": list(refusal.missing)}
    if refusal.code in ("invalid_data", "unknown_event"):
        return EventDataInvalid(refusal.en, **members)
    if refusal.code in ("not_holder", "not_permitted"):
        return NotYourCase(refusal.en, **members)
    return EventRefused(refusal.en, **members)


async def _write(
    connection: Connection,
    actor: Actor,
    context: CaseContext,
    decision: Decision,
    idempotency_key: str | None,
) -> None:
    record = context.record
    off = await stand_in_for(connection, actor, record, decision)
    terms = await policies.case_terms(
        connection, record.firm_id, record.kind, record.carrier, record.station_id, decision.at
    )
    await write(connection, actor, [written(actor, context, decision, terms, off, idempotency_key)])
