"""`apply_event`: the one way in which a case's state changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.cases import clockwork
from stationdesk.cases.asking.service import follow_custody
from stationdesk.cases.capacities import capacities
from stationdesk.cases.clockwork import CaseClock
from stationdesk.cases.core.context import CaseContext, Connection, details_json, load, with_facts
from stationdesk.cases.dealing.service import demand_fair
from stationdesk.cases.desk import undo_repository as undo
from stationdesk.cases.errors import (
    EventDataInvalid,
    EventRefused,
    NotYourCase,
    StaleCase,
)
from stationdesk.cases.kinds import Details
from stationdesk.cases.promises.listing import refuse_ending_with_promises
from stationdesk.cases.ranking import next_due_at, rank
from stationdesk.cases.repository import records, timeline, waivers
from stationdesk.cases.repository.waivers import Waiver
from stationdesk.cases.rows import record_row
from stationdesk.cases.schemas import CaseRecord
from stationdesk.foundation.errors import StationdeskError
from stationdesk.foundation.ids import new_id
from stationdesk.policies import service as policies
from stationdesk.policies.terms import CaseTerms
from stationdesk.tenancy.actor import Actor, Role
from stationdesk.tenancy.session import raw_connection
from stationdesk.workflow.custody import QUEUE, Holder, HolderKind, Interval
from stationdesk.workflow.decisions import Decision, decide
from stationdesk.workflow.definition import Event, Refusal
from stationdesk.workforce.service import StandIn, stand_in

LEASE = timedelta(minutes=20)
"""How long a claim lasts without any action or presence; the bound promised is 15 minutes."""
WAIVER_EVENT = "waive_evidence"
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
        Event(event, capacities(actor, context.record), data, actor.member_id),
        now,
    )
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
    return [
        {
            "at": change.at.isoformat(),
            "actor_name": change.actor_name,
            "event": change.event,
            "text": change.text,
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
    """Custody, clocks, row and timeline of one decision."""
    record, at = context.record, decision.at
    off = await _off(connection, actor, record, decision)
    if off is not None:
        decision = replace(decision, holder=_instead(off))
    holder = _who_exactly(decision.holder, record)
    details = _merge(context.details, decision.details)
    terms = await policies.case_terms(
        connection, record.firm_id, record.kind, record.carrier, record.station_id, at
    )
    clocks = await _write_clocks(connection, context, decision, terms)
    risk_fen = context.kind.risk_fen(details, terms.parameters)
    due_at = next_due_at(each.clock for each in clocks)
    columns: dict[str, Any] = {
        "state": decision.to_state,
        "version": record.version + 1,
        "details": details_json(details),
        "details_version": context.kind.details_version,
        "risk_fen": risk_fen,
        "due_at": due_at,
        "rank": rank(due_at, risk_fen, record.opened_at),
        "snoozed_until": None,
        "forgotten_since": None,
        **decision.columns,
        **_holding(record, holder, at),
        **_agent_instead(holder, off, at),
    }
    if decision.is_ending:
        columns["closed_at"] = at
    elif decision.is_reopening:
        columns["closed_at"] = None
    if holder is not None:
        ended = Interval(
            Holder(HolderKind(record.holder_kind), record.holder_reference, record.holder_name),
            record.custody_since,
            at,
        )
        await records.insert_custody(
            connection, record.firm_id, record.id, record.station_id, record.version, ended
        )
    await records.update_case(connection, record.firm_id, record.id, columns)
    await _note(connection, actor, record, decision, holder, off, idempotency_key)


async def _off(
    connection: Connection, actor: Actor, record: CaseRecord, decision: Decision
) -> StandIn | None:
    """Whether the case comes back to an agent who is off, and who takes it then (domain §10).

    None where he does it himself: whoever works is there.
    """
    holder = decision.holder
    if holder is None or holder.kind not in (HolderKind.AGENT, HolderKind.SUPERVISOR):
        return None
    if holder.reference is None or holder.reference == actor.member_id:
        return None
    return await stand_in(
        connection, record.firm_id, holder.reference, record.station_id, record.direction,
        decision.at,
    )  # fmt: skip


def _instead(off: StandIn) -> Holder:
    """The cover, or the queue."""
    if off.member_id is None:
        return QUEUE
    kind = HolderKind.AGENT if off.role == Role.AGENT else HolderKind.SUPERVISOR
    return Holder(kind, off.member_id, off.name)


def _agent_instead(holder: Holder | None, off: StandIn | None, at: datetime) -> dict[str, Any]:
    """The case is the cover's from now on, or nobody's."""
    if off is None or holder is None:
        return {}
    is_taken = off.member_id is not None
    return {
        "agent_member_id": off.member_id,
        "agent_kind": str(holder.kind) if is_taken else None,
        "agent_name": off.name,
        "lease_until": at + LEASE if is_taken else None,
    }


def _holding(record: CaseRecord, holder: Holder | None, at: datetime) -> dict[str, Any]:
    """Columns of custody and lease: whatever is done to a case renews its agent's lease."""
    kind = HolderKind(record.holder_kind) if holder is None else holder.kind
    reference = record.holder_reference if holder is None else holder.reference
    # What waits for a supervisor's word is not in its agent's hands: it does not fall back to the
    # queue because he has nothing to do.
    is_in_hands = kind is HolderKind.AGENT or (
        kind is HolderKind.SUPERVISOR and reference == record.agent_member_id
    )
    columns: dict[str, Any] = {
        "lease_until": at + LEASE if is_in_hands and record.agent_member_id else None
    }
    if holder is None:
        return columns
    columns |= {
        "holder_kind": str(holder.kind),
        "holder_reference": holder.reference,
        "holder_name": holder.name,
        "custody_since": at,
    }
    return columns


def _who_exactly(holder: Holder | None, record: CaseRecord) -> Holder | None:
    """The engine knows no stations: one that is asked without a name is the case's own."""
    if holder is None or holder.kind is not HolderKind.STATION:
        return holder
    return Holder(holder.kind, record.station_id, holder.name or record.station_name)


def _merge(details: Details, patch: Mapping[str, Any]) -> Details:
    """Validated again as a whole: a transition cannot store what the kind does not allow."""
    if not patch:
        return details
    return type(details).model_validate(details.model_dump() | dict(patch))


async def _write_clocks(
    connection: Connection, context: CaseContext, decision: Decision, terms: CaseTerms
) -> list[CaseClock]:
    kind, record = context.kind, context.record
    ids = [new_id() for _ in decision.clocks]
    changed = clockwork.apply_changes(
        context.clocks, decision.clocks, kind.clocks, terms, decision.at, ids
    )
    holder = decision.holder.kind if decision.holder else HolderKind(record.holder_kind)
    changed = clockwork.follow_custody(changed, kind.clocks, holder, decision.at, terms.exemptions)
    before = {each.id: each for each in context.clocks}
    await records.write_clocks(
        connection, record.firm_id, record.id, record.station_id,
        [each for each in changed if before.get(each.id) != each], decision.at,
    )  # fmt: skip
    return changed


async def _note(
    connection: Connection,
    actor: Actor,
    record: CaseRecord,
    decision: Decision,
    holder: Holder | None,
    off: StandIn | None,
    idempotency_key: str | None,
) -> None:
    data = dict(decision.data)
    if off is not None:
        data["stood_in"] = {"for": off.for_name, "why": off.why, "by": off.name or None}
    if decision.event == WAIVER_EVENT:
        waiver = Waiver(data["code"], data["reason"], actor.name)
        await waivers.add(
            connection, record.firm_id, record.id, record.station_id, waiver, actor.member_id,
            decision.at,
        )  # fmt: skip
    if decision.to_state != decision.from_state:
        data["state"] = decision.to_state
    if holder is not None:
        data["waits_on"] = {"kind": str(holder.kind), "name": holder.name}
    await timeline.note(
        connection, firm_id=record.firm_id, case_id=record.id, id_=new_id(),
        station_id=record.station_id, case_version=record.version + 1, at=decision.at,
        actor_member_id=actor.member_id, actor_name=actor.name, event=decision.event,
        text=decision.text, data=data, idempotency_key=idempotency_key,
    )  # fmt: skip
