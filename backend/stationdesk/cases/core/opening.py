"""Opening a case: by hand, from a gap, by import."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, Literal
from uuid import UUID

import msgspec
from pydantic import ValidationError
from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.cases import clockwork, personal
from stationdesk.cases.core.context import Connection, details_json
from stationdesk.cases.errors import AlreadyOpen, CaseNotFound, DetailsInvalid
from stationdesk.cases.kinds import CaseKind, Details, Occasion, Opening, kind_of
from stationdesk.cases.ranking import next_due_at, rank
from stationdesk.cases.repository import records, timeline, words
from stationdesk.cases.schemas import CaseRecord
from stationdesk.foundation.ids import new_id
from stationdesk.foundation.zones import HOME
from stationdesk.policies import service as policies
from stationdesk.policies.terms import CaseTerms
from stationdesk.stations import repository as stations
from stationdesk.stations.errors import StationUnknown
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import raw_connection
from stationdesk.workflow.custody import begin
from stationdesk.workflow.definition import Refusal
from stationdesk.workflow.faults import Fault, faults_of

Source = Literal["hand", "gap", "import", "push", "case", "fine"]
BY_HAND: Final = frozenset({"hand", "case"})
"""Written down by somebody; what a carrier sends may come with its own stars."""
WAYBILL_MAX = 64


async def open_case(
    session: AsyncSession,
    actor: Actor,
    *,
    kind: str,
    direction: str,
    station_id: UUID,
    waybill: str,
    details: Mapping[str, Any],
    now: datetime,
    source: Source = "hand",
    source_key: str | None = None,
    idempotency_key: str | None = None,
    parent_case_id: UUID | None = None,
) -> CaseRecord:
    """Open a case; it waits in the queue from `now`, and was in intake since HQ issued it.

    `source_key` names what it was opened for (one gap, say): AlreadyOpen if that has an open
    case. The same `idempotency_key` again gives the case that it opened. `parent_case_id`: the case
    that it follows from; each names the other. Raises UnknownKind, DetailsInvalid, StationUnknown,
    CaseNotFound.
    """
    connection = await raw_connection(session)
    if idempotency_key is not None:
        known = await records.by_idempotency_key(connection, actor.firm_id, idempotency_key)
        if known is not None:
            return await _existing(connection, actor, known)
    parent = await _parent(connection, actor, parent_case_id)
    definition = kind_of(kind)
    workflow = definition.workflow(direction)
    if source in BY_HAND:
        _demand_unmasked(definition, details)
    read = _read_details(definition, details)
    station = await stations.station_by_id(session, station_id)
    if station is None:
        raise StationUnknown(f"There is no station {station_id}, or it is not one of yours.")
    terms = await policies.case_terms(
        connection, actor.firm_id, kind, station.carrier, station_id, now
    )
    refusal = definition.refuse_opening(read, direction, terms.parameters)
    if refusal is not None:
        raise _not_to_be_opened(refusal, terms)
    occasion = Occasion(
        None, station_id, station.carrier, direction, waybill, terms.parameters, now
    )  # fmt: skip
    read = await _settled(session, actor, definition, read, occasion)
    opening = definition.opening(read, direction, now)
    columns = {
        "firm_id": actor.firm_id,
        "id": new_id(),
        "kind": kind,
        "direction": direction,
        "state": opening.state or workflow.first_state,
        "station_id": station_id,
        "waybill": _waybill(definition, waybill),
        "details": details_json(read),
        "details_version": definition.details_version,
        "source": source,
        "source_key": source_key,
        "idempotency_key": idempotency_key,
        "opened_by_member_id": actor.member_id,
        "risk_fen": definition.risk_fen(read, terms.parameters),
        "parent_case_id": parent_case_id,
    }
    record = await _write(connection, actor, definition, opening, terms, columns, now, parent)
    if parent is not None:
        await _tell_parent(connection, actor, parent, record, now)
    return record


async def _parent(
    connection: Connection, actor: Actor, parent_case_id: UUID | None
) -> CaseRecord | None:
    return None if parent_case_id is None else await _existing(connection, actor, parent_case_id)


async def _tell_parent(
    connection: Connection, actor: Actor, parent: CaseRecord, child: CaseRecord, now: datetime
) -> None:
    await timeline.note(
        connection, firm_id=parent.firm_id, case_id=parent.id, id_=new_id(),
        station_id=parent.station_id, case_version=parent.version, at=now,
        actor_member_id=actor.member_id, actor_name=actor.name, event="child_opened",
        text=f"{kind_of(child.kind).messages.name.zh} {child.number}",
        data=_named(child),
    )  # fmt: skip


async def _settled(
    session: AsyncSession, actor: Actor, kind: CaseKind, details: Details, occasion: Occasion
) -> Details:
    """The details with what other rooms know of the matter; refused where they forbid it."""
    if kind.facts is None or kind.settle is None:
        return details
    facts = await kind.facts(session, actor, occasion)
    settled = kind.settle(details, occasion.direction, facts)
    if isinstance(settled, Refusal):
        raise _not_to_be_opened(settled)
    return settled


def _waybill(kind: CaseKind, waybill: str) -> str | None:
    if kind.is_waybill_optional and not waybill.strip():
        return None
    return clean_waybill(waybill)


def _not_to_be_opened(refusal: Refusal, terms: CaseTerms | None = None) -> DetailsInvalid:
    """The refusal; `terms` where it follows from them: it names the version."""
    members: dict[str, Any] = {
        "reason": refusal.code, "zh": refusal.zh, "missing": list(refusal.missing)
    }  # fmt: skip
    if terms is not None:
        members["policy"] = {"code": terms.code, "version": terms.version, "title": terms.title}
    return DetailsInvalid(refusal.en, **members)


def clean_waybill(waybill: str) -> str:
    """The number as it is stored: without blanks, letters in capitals. Raises DetailsInvalid."""
    cleaned = "".join(waybill.split()).upper()
    if not cleaned or len(cleaned) > WAYBILL_MAX or not cleaned.isprintable():
        raise DetailsInvalid(
            f"The waybill {waybill[:80]!r} is no number of 1 to {WAYBILL_MAX} characters.",
            faults=[{"field": "waybill", "message": "not a waybill", "zh": "不是运单号"}],
            zh=f"“{waybill[:80]}”不是运单号（1 到 {WAYBILL_MAX} 个字符），请核对。",
        )
    return cleaned


def _read_details(kind: CaseKind, details: Mapping[str, Any]) -> Details:
    try:
        return kind.details.model_validate(dict(details))
    except ValidationError as error:
        raise _invalid(kind, faults_of(error)) from error


def _demand_unmasked(kind: CaseKind, details: Mapping[str, Any]) -> None:
    """What was copied from another case's screen is no name and no number."""
    faults = personal.masked_faults(personal.marks_of(kind.details), details)
    if faults:
        raise _invalid(kind, faults)


def _invalid(kind: CaseKind, found: list[Fault]) -> DetailsInvalid:
    told = "; ".join(f"{fault.field or 'details'}: {fault.en}" for fault in found)
    return DetailsInvalid(
        f"The details of this {kind.code} are not valid: {told}",
        zh="填写有误:" + ";".join(dict.fromkeys(fault.zh for fault in found)),
        faults=[
            {"field": fault.field or "details", "message": fault.en, "zh": fault.zh}
            for fault in found
        ],
    )


async def _existing(connection: Connection, actor: Actor, case_id: UUID) -> CaseRecord:
    record = await records.find(connection, actor.firm_id, case_id)
    if record is None:
        raise CaseNotFound(f"There is no case {case_id}.")
    return record


async def _write(
    connection: Connection,
    actor: Actor,
    kind: CaseKind,
    opening: Opening,
    terms: CaseTerms,
    columns: dict[str, Any],
    now: datetime,
    parent: CaseRecord | None,
) -> CaseRecord:
    firm_id, case_id, station_id = columns["firm_id"], columns["id"], columns["station_id"]
    intervals = begin(opening.issued_at, now)
    opened_at = intervals[0].from_at
    clocks = [
        clockwork.start_clock(
            new_id(), first.name, kind.clocks[first.name], terms, first.started_at or now,
            first.length_minutes, set_at=now,
        )
        for first in opening.clocks
    ]  # fmt: skip
    due_at = next_due_at(each.clock for each in clocks)
    period = now.astimezone(HOME).strftime("%y%m")
    number = f"C{period}{await records.next_number(connection, firm_id, period):05}"
    is_new = await records.insert_case(
        connection,
        columns
        | {
            "number": number,
            # A parcel that has no label yet goes by the case's own number until it gets one.
            "waybill": columns["waybill"] or number,
            "summary": opening.summary,
            # As it is searched; the details keep it as it was typed.
            "order_no": opening.order_no.upper() if opening.order_no else None,
            "counterparty": opening.counterparty,
            "claimed_amount_fen": opening.claimed_amount_fen,
            "due_at": due_at,
            "rank": rank(due_at, columns["risk_fen"], now),
            "holder_kind": str(intervals[-1].holder.kind),
            "custody_since": intervals[-1].from_at,
            "opened_at": opened_at,
            "received_at": now,
        },
    )
    if not is_new:
        return await _beaten(connection, actor, columns)
    if len(intervals) > 1:
        await records.insert_custody(connection, firm_id, case_id, station_id, 0, intervals[0])
    await records.write_clocks(connection, firm_id, case_id, station_id, clocks, now)
    texts = words.lines_in(
        "details", msgspec.json.decode(columns["details"]), personal.marks_of(kind.details)
    )
    lines = [("summary", opening.summary), *texts]
    await words.add(connection, firm_id, case_id, lines, is_new=True)
    await timeline.note(
        connection, firm_id=firm_id, case_id=case_id, id_=new_id(), station_id=station_id,
        case_version=1, at=now, actor_member_id=actor.member_id, actor_name=actor.name,
        event="opened", text=opening.summary,
        data={
            "source": columns["source"],
            "policy": {"code": terms.code, "version": terms.version},
            **({} if parent is None else {"from_case": _named(parent)}),
        },
    )  # fmt: skip
    return await _existing(connection, actor, case_id)


def _named(case: CaseRecord) -> dict[str, str]:
    return {"case_id": str(case.id), "number": case.number, "kind": case.kind}


async def _beaten(connection: Connection, actor: Actor, columns: dict[str, Any]) -> CaseRecord:
    """Somebody else has just opened it for the same reason."""
    if columns["idempotency_key"] is not None:
        known = await records.by_idempotency_key(
            connection, actor.firm_id, columns["idempotency_key"]
        )
        if known is not None:
            return await _existing(connection, actor, known)
    open_one = None
    if columns["source_key"] is not None:
        open_one = await records.open_of_source(connection, actor.firm_id, columns["source_key"])
    raise AlreadyOpen(
        "There is an open case for this already.", case_id=str(open_one) if open_one else None
    )
