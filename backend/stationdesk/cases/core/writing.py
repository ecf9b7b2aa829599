"""What one decision writes: custody, clocks, row and timeline; of one case, or of many at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from stationdesk.cases import clockwork, personal
from stationdesk.cases.clockwork import CaseClock
from stationdesk.cases.core.context import CaseContext, Connection, details_json
from stationdesk.cases.kinds import Details, kind_of
from stationdesk.cases.ranking import next_due_at, rank
from stationdesk.cases.repository import records, timeline, waivers
from stationdesk.cases.repository.timeline import Noted
from stationdesk.cases.repository.waivers import Waiver
from stationdesk.cases.schemas import CaseRecord
from stationdesk.foundation.ids import new_id
from stationdesk.policies.terms import CaseTerms
from stationdesk.tenancy.actor import Actor, Role
from stationdesk.workflow.custody import QUEUE, Holder, HolderKind, Interval
from stationdesk.workflow.decisions import Decision
from stationdesk.workforce.service import StandIn, stand_in

LEASE: Final = timedelta(minutes=20)
"""How long a claim lasts without any action or presence; the bound promised is 15 minutes."""
WAIVER_EVENT: Final = "waive_evidence"


@dataclass(frozen=True, slots=True)
class Written:
    """All rows of one decision."""

    record: CaseRecord
    decision: Decision
    columns: Mapping[str, Any]
    clocks: Sequence[CaseClock]
    ended: Interval | None
    noted: Noted


def written(
    actor: Actor,
    context: CaseContext,
    decision: Decision,
    terms: CaseTerms,
    off: StandIn | None,
    idempotency_key: str | None,
) -> Written:
    """Custody, clocks, row and timeline of one decision under the terms of its moment. Pure, but
    for the ids of new rows."""
    record, at = context.record, decision.at
    if off is not None:
        decision = replace(decision, holder=_instead(off))
    holder = _who_exactly(decision.holder, record)
    details = _merge(context.details, decision.details)
    clocks = _clocks_after(context, decision, terms)
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
    ended = None
    if holder is not None:
        before = Holder(HolderKind(record.holder_kind), record.holder_reference, record.holder_name)
        ended = Interval(before, record.custody_since, at)
    known = {each.id: each for each in context.clocks}
    return Written(
        record, decision, columns,
        [each for each in clocks if known.get(each.id) != each], ended,
        _noted(actor, record, decision, holder, off, idempotency_key),
    )  # fmt: skip


async def write(connection: Connection, actor: Actor, rows: Sequence[Written]) -> None:
    """Write what was decided, of all cases statement by statement, in the caller's transaction."""
    firm_id = actor.firm_id
    await records.write_clocks_of(
        connection, firm_id,
        [(each.record.id, each.record.station_id, each.clocks, each.decision.at) for each in rows],
    )  # fmt: skip
    ended = [
        (each.record.id, each.record.station_id, each.record.version, each.ended)
        for each in rows
        if each.ended is not None
    ]
    if ended:
        await records.insert_custodies(connection, firm_id, ended)
    await records.update_cases(
        connection, firm_id, [(each.record.id, each.columns) for each in rows]
    )
    for each in rows:
        if each.decision.event == WAIVER_EVENT:
            await _waive(connection, actor, each)
    await timeline.note_many(connection, [each.noted for each in rows])


async def stand_in_for(
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


async def _waive(connection: Connection, actor: Actor, row: Written) -> None:
    data, record = row.decision.data, row.record
    waiver = Waiver(data["code"], data["reason"], actor.name)
    await waivers.add(
        connection, record.firm_id, record.id, record.station_id, waiver, actor.member_id,
        row.decision.at,
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


def _clocks_after(context: CaseContext, decision: Decision, terms: CaseTerms) -> list[CaseClock]:
    kind, record = context.kind, context.record
    ids = [new_id() for _ in decision.clocks]
    changed = clockwork.apply_changes(
        context.clocks, decision.clocks, kind.clocks, terms, decision.at, ids
    )
    holder = decision.holder.kind if decision.holder else HolderKind(record.holder_kind)
    return clockwork.follow_custody(changed, kind.clocks, holder, decision.at, terms.exemptions)


def _noted(
    actor: Actor,
    record: CaseRecord,
    decision: Decision,
    holder: Holder | None,
    off: StandIn | None,
    idempotency_key: str | None,
) -> Noted:
    data = dict(decision.data)
    persons: Collection[str] = personal.marks_of_event(kind_of(record.kind), decision.event)
    if off is not None:
        data["stood_in"] = {"for": off.for_name, "why": off.why, "by": off.name or None}
    if decision.to_state != decision.from_state:
        data["state"] = decision.to_state
    if holder is not None:
        data["waits_on"] = {"kind": str(holder.kind), "name": holder.name}
    return Noted(
        firm_id=record.firm_id, case_id=record.id, id=new_id(), station_id=record.station_id,
        case_version=record.version + 1, at=decision.at, actor_member_id=actor.member_id,
        actor_name=actor.name, event=decision.event, text=decision.text, data=data,
        idempotency_key=idempotency_key, persons=persons,
    )  # fmt: skip
