"""The same event on many cases: decided one by one, written together.

What only touches the case itself is read, decided and written with one statement a table. What
reaches further goes through `apply_event`, case by case, each in a savepoint: effects, rules of
fair dealing, facts of other rooms (they may follow from the rows before), an agent who is off,
a promise that is still open. A refused row leaves nothing behind either way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.cases.asking.service import ASKED_BY_LINK, follow_custody
from stationdesk.cases.capacities import capacities
from stationdesk.cases.core.context import (
    CaseContext,
    Connection,
    TermsOf,
    lock_and_load,
    with_facts,
)
from stationdesk.cases.core.events import apply_event, refused, stale, whole_data
from stationdesk.cases.core.writing import WAIVER_EVENT, Written, write, written
from stationdesk.cases.dealing.rules import is_watched
from stationdesk.cases.desk import undo_repository as undo
from stationdesk.cases.errors import CaseNotFound
from stationdesk.cases.promises import repository as promises
from stationdesk.cases.repository import records
from stationdesk.foundation.errors import StationdeskError
from stationdesk.notices.service import links
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import raw_connection
from stationdesk.workflow.custody import HolderKind
from stationdesk.workflow.decisions import Decision, decide
from stationdesk.workflow.definition import Event, Refusal

COMES_BACK = frozenset({HolderKind.AGENT, HolderKind.SUPERVISOR})

Became = int | StationdeskError
"""The case's new version, or why nothing was done."""


@dataclass(frozen=True, slots=True)
class Raised:
    """An event on one case: at the version that was looked at, None for whatever it is."""

    case_id: UUID
    version: int | None
    data: Mapping[str, Any]
    idempotency_key: str | None = None


async def apply_to_many(
    session: AsyncSession, actor: Actor, event: str, rows: Sequence[Raised], now: datetime
) -> dict[UUID, Became]:
    """Raise the event on each case, in the caller's transaction; refused rows change nothing.

    Cases are locked in the order of their ids.
    """
    connection = await raw_connection(session)
    known = await _done_before(connection, actor, rows)
    became: dict[UUID, Became] = dict(known)
    left = {row.case_id: row for row in rows if row.case_id not in known}
    contexts = await lock_and_load(session, actor, list(left))
    waiting = await promises.cases_that_wait(connection, actor.firm_id, list(contexts))
    terms_of = TermsOf(connection)
    together: list[tuple[Raised, CaseContext, Decision]] = []
    alone: list[Raised] = []
    for case_id, row in sorted(left.items()):
        context = contexts.get(case_id)
        if context is None:
            became[case_id] = CaseNotFound(f"There is no case {case_id} of your stations.")
            continue
        if row.version is not None and row.version != context.record.version:
            became[case_id] = await stale(connection, actor, context.record, row.version)
            continue
        context = await with_facts(session, actor, context, event, now, terms_of)
        if context.facts or is_watched(context.record.kind, event):
            alone.append(row)
            continue
        try:
            decision = _decided(actor, context, event, row, now)
        except StationdeskError as error:
            became[case_id] = error
            continue
        if _reaches_further(actor, decision, case_id in waiting):
            alone.append(row)
        else:
            together.append((row, context, decision))
    await _write(session, actor, together, terms_of, now)
    became |= {row.case_id: context.record.version + 1 for row, context, _ in together}
    for row in alone:
        became[row.case_id] = await _alone(session, actor, event, row, now)
    return became


def _decided(
    actor: Actor, context: CaseContext, event: str, row: Raised, now: datetime
) -> Decision:
    """Raises what `apply_event` would."""
    decision = decide(
        context.kind.workflow(context.record.direction),
        context.view(),
        Event(event, capacities(actor, context.record), whole_data(context, event, row.data),
              actor.member_id),
        now,
    )  # fmt: skip
    if isinstance(decision, Refusal):
        raise refused(decision)
    return decision


def _reaches_further(actor: Actor, decision: Decision, has_promises: bool) -> bool:
    holder = decision.holder
    comes_back = (
        holder is not None
        and holder.kind in COMES_BACK
        and holder.reference not in (None, actor.member_id)
    )
    is_waiver = decision.event == WAIVER_EVENT
    return (
        bool(decision.effects) or is_waiver or comes_back or (decision.is_ending and has_promises)
    )


async def _write(
    session: AsyncSession,
    actor: Actor,
    decided: Sequence[tuple[Raised, CaseContext, Decision]],
    terms_of: TermsOf,
    now: datetime,
) -> None:
    if not decided:
        return
    connection = await raw_connection(session)
    if actor.member_id is not None:
        ids = [context.record.id for _, context, _ in decided]
        await undo.keep_many(connection, actor.firm_id, ids, actor.member_id, now)
    rows: list[Written] = []
    for row, context, decision in decided:
        terms = await terms_of(context.record, decision.at)
        rows.append(written(actor, context, decision, terms, None, row.idempotency_key))
    await write(connection, actor, rows)
    await _follow(session, actor, rows, now)


async def _follow(
    session: AsyncSession, actor: Actor, rows: Sequence[Written], now: datetime
) -> None:
    """Links of whom the cases no longer wait on end; who is asked now gets one."""
    connection = await raw_connection(session)
    moved = [row for row in rows if row.decision.holder is not None]
    asked = [row for row in moved if row.columns["holder_kind"] in ASKED_BY_LINK.values()]
    over = [
        row.record.id for row in moved
        if row not in asked
        and (row.record.holder_kind in ASKED_BY_LINK.values() or row.decision.is_ending)
    ]  # fmt: skip
    if over:
        await links.close_links_of_many(connection, actor, over, now)
    for row in asked:
        after = await records.find(connection, actor.firm_id, row.record.id)
        assert after is not None
        await follow_custody(session, actor, row.record, after, row.decision)


async def _alone(
    session: AsyncSession, actor: Actor, event: str, row: Raised, now: datetime
) -> Became:
    try:
        async with session.begin_nested():
            record = await apply_event(
                session, actor, row.case_id, event, row.data, row.version, now,
                row.idempotency_key,
            )  # fmt: skip
    except StationdeskError as error:
        return error
    return record.version


async def _done_before(
    connection: Connection, actor: Actor, rows: Sequence[Raised]
) -> dict[UUID, int]:
    """A list that broke off halfway is sent again whole."""
    keys = [row.idempotency_key for row in rows if row.idempotency_key]
    return await records.done_before(connection, actor.firm_id, keys) if keys else {}
