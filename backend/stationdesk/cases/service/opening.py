"""Opening a case: by hand, from a gap, by import."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import ValidationError
from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.cases import clockwork
from stationdesk.cases.errors import AlreadyOpen, CaseNotFound, DetailsInvalid
from stationdesk.cases.kinds import CaseKind, Details, Opening, kind_of
from stationdesk.cases.ranking import next_due_at, rank
from stationdesk.cases.repository import records, timeline
from stationdesk.cases.schemas import CaseRecord
from stationdesk.cases.service.context import Connection, details_json
from stationdesk.foundation.ids import new_id
from stationdesk.policies import service as policies
from stationdesk.policies.terms import CaseTerms
from stationdesk.stations import repository as stations
from stationdesk.stations.errors import StationUnknown
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import raw_connection
from stationdesk.workflow.custody import begin

Source = Literal["hand", "gap", "import", "push", "case"]
WAYBILL_MAX = 64
NUMBER_ZONE = ZoneInfo("Asia/Shanghai")


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
) -> CaseRecord:
    """Open a case; it waits in the queue from `now`, and was in intake since HQ issued it.

    `source_key` names what it was opened for (one gap, say): AlreadyOpen if that has an open
    case. The same `idempotency_key` again gives the case that it opened. Raises UnknownKind,
    DetailsInvalid, StationUnknown.
    """
    connection = await raw_connection(session)
    if idempotency_key is not None:
        known = await records.by_idempotency_key(connection, actor.firm_id, idempotency_key)
        if known is not None:
            return await _existing(connection, actor, known)
    definition = kind_of(kind)
    workflow = definition.workflow(direction)
    read = _read_details(definition, details)
    station = await stations.station_by_id(session, station_id)
    if station is None:
        raise StationUnknown(f"There is no station {station_id}, or it is not one of yours.")
    terms = await policies.case_terms(
        connection, actor.firm_id, kind, station.carrier, station_id, now
    )
    refusal = definition.refuse_opening(read, direction, terms.parameters)
    if refusal is not None:
        raise DetailsInvalid(
            refusal.en, reason=refusal.code, zh=refusal.zh, missing=list(refusal.missing)
        )
    opening = definition.opening(read, direction, now)
    columns = {
        "firm_id": actor.firm_id,
        "id": new_id(),
        "kind": kind,
        "direction": direction,
        "state": workflow.first_state,
        "station_id": station_id,
        "waybill": clean_waybill(waybill),
        "details": details_json(read),
        "details_version": definition.details_version,
        "source": source,
        "source_key": source_key,
        "idempotency_key": idempotency_key,
        "opened_by_member_id": actor.member_id,
        "risk_fen": definition.risk_fen(read, terms.parameters),
    }
    return await _write(connection, actor, definition, opening, terms, columns, now)


def clean_waybill(waybill: str) -> str:
    """The number as it is stored: without blanks, letters in capitals. Raises DetailsInvalid."""
    cleaned = "".join(waybill.split()).upper()
    if not cleaned or len(cleaned) > WAYBILL_MAX or not cleaned.isprintable():
        raise DetailsInvalid(
            f"The waybill {waybill[:80]!r} is no number of 1 to {WAYBILL_MAX} characters.",
            faults=[{"field": "waybill", "message": "not a waybill"}],
        )
    return cleaned


def _read_details(kind: CaseKind, details: Mapping[str, Any]) -> Details:
    try:
        return kind.details.model_validate(dict(details))
    except ValidationError as error:
        faults = [
            {"field": ".".join(map(str, fault["loc"])) or "details", "message": fault["msg"]}
            for fault in error.errors(include_url=False, include_context=False)
        ]
        told = "; ".join(f"{fault['field']}: {fault['message']}" for fault in faults)
        raise DetailsInvalid(
            f"The details of this {kind.code} are not valid: {told}", faults=faults
        ) from error


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
) -> CaseRecord:
    firm_id, case_id, station_id = columns["firm_id"], columns["id"], columns["station_id"]
    intervals = begin(opening.issued_at, now)
    opened_at = intervals[0].from_at
    clocks = [
        clockwork.start_clock(
            new_id(), first.name, kind.clocks[first.name], terms, first.started_at or now,
            first.length_minutes,
        )
        for first in opening.clocks
    ]  # fmt: skip
    due_at = next_due_at(each.clock for each in clocks)
    period = now.astimezone(NUMBER_ZONE).strftime("%y%m")
    number = await records.next_number(connection, firm_id, period)
    is_new = await records.insert_case(
        connection,
        columns
        | {
            "number": f"C{period}{number:05}",
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
    await timeline.note(
        connection, firm_id=firm_id, case_id=case_id, id_=new_id(), station_id=station_id,
        case_version=1, at=now, actor_member_id=actor.member_id, actor_name=actor.name,
        event="opened", text=opening.summary,
        data={
            "source": columns["source"],
            "policy": {"code": terms.code, "version": terms.version},
        },
    )  # fmt: skip
    return await _existing(connection, actor, case_id)


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
