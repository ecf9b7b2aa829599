"""Months over HTTP: checklist, close, deductions, fees, settlements."""

from typing import Any
from uuid import UUID

import msgspec
from litestar import Response, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.status_codes import HTTP_200_OK, HTTP_202_ACCEPTED, HTTP_204_NO_CONTENT

from stationdesk.closing import exporting, running
from stationdesk.closing import repository as months
from stationdesk.closing.checklist import service as checklist
from stationdesk.closing.deductions import reading as deductions
from stationdesk.closing.deductions.reckoning import reckon
from stationdesk.closing.fees import charging
from stationdesk.closing.months import read_month, write_month
from stationdesk.closing.repository import MonthRow
from stationdesk.closing.schemas import (
    AcceptedOut,
    Checklist,
    CloseIn,
    DeductionPage,
    FeePage,
    MonthOut,
    MonthPage,
    NoteIn,
    OvertimeIn,
    PaymentIn,
    SettlementPage,
    SharePage,
    StationOvertimeOut,
)
from stationdesk.closing.settlements import service as settling
from stationdesk.integrations.documents.tables import MEDIA_TYPES, as_xlsx
from stationdesk.ledger.postings import month_of
from stationdesk.stations import service as stations
from stationdesk.tenancy.permissions import Permission, requires
from stationdesk.tenancy.session import raw_connection
from stationdesk.tenancy.wiring import Caller, Now, Transaction

CLOSERS = [requires(Permission.MONTHS_CLOSE)]


@get("/months", guards=CLOSERS)
async def list_months(actor: Caller, session: Transaction, now: Now) -> MonthPage:
    """Every month from the first posting to the present one, the latest first."""
    connection = await raw_connection(session)
    first = await months.first_month(connection, actor.firm_id)
    last = month_of(now)
    closed = await months.last_closed(connection, actor.firm_id)
    rows = await months.months(
        connection, actor.firm_id, min(first or last, last), max(closed or last, last)
    )
    return MonthPage([_month(row) for row in rows])


@get("/months/{period:str}", guards=CLOSERS)
async def show_month(period: FromPath[str], actor: Caller, session: Transaction) -> MonthOut:
    """One month, with the progress of its close and what it posted."""
    month = read_month(period)
    connection = await raw_connection(session)
    [row] = await months.months(connection, actor.firm_id, month, month)
    return _month(row)


@get("/months/{period:str}/checklist", guards=CLOSERS)
async def show_checklist(
    period: FromPath[str], actor: Caller, session: Transaction, now: Now
) -> Checklist:
    """What stands in the way of the close, what to know before it, and what is in order."""
    month = read_month(period)
    connection = await raw_connection(session)
    if await deductions.is_closed(connection, actor.firm_id, month):
        return Checklist(write_month(month), is_closed=True, items=[])
    agents = await reckon(connection, actor.firm_id, month)
    lines = await checklist.checklist(connection, actor.firm_id, month, agents, now)
    return Checklist(write_month(month), is_closed=False, items=lines)


@post("/months/{period:str}/open-fines", guards=CLOSERS, status_code=HTTP_200_OK)
async def accept_open_fines(
    period: FromPath[str], data: JSONBody[NoteIn], actor: Caller, session: Transaction, now: Now
) -> AcceptedOut:
    """List the fines that are undecided now as open, by the caller's name."""
    connection = await raw_connection(session)
    accepted = await checklist.accept_open_fines(
        connection, actor, read_month(period), data.note, now
    )
    return AcceptedOut(accepted)


@post("/months/{period:str}/close", guards=CLOSERS, status_code=HTTP_202_ACCEPTED)
async def close_month(
    period: FromPath[str], data: JSONBody[CloseIn], actor: Caller, session: Transaction, now: Now
) -> MonthOut:
    """Have the month closed; a job does it. 409 with `blockers`, or where it is being closed."""
    month = read_month(period)
    await running.ask_for_close(session, actor, month, data.confirm, now)
    connection = await raw_connection(session)
    [row] = await months.months(connection, actor.firm_id, month, month)
    return _month(row)


@get("/months/{period:str}/deductions", guards=CLOSERS)
async def list_deductions(
    period: FromPath[str],
    actor: Caller,
    session: Transaction,
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int] = 100,
) -> DeductionPage:
    """What falls to each agent: as it would be now, after the close as it was. No wages."""
    connection = await raw_connection(session)
    return await deductions.deduction_page(
        connection, actor.firm_id, read_month(period), cursor, limit
    )


@get("/months/{period:str}/deductions/shares", guards=CLOSERS)
async def list_shares(
    period: FromPath[str],
    account: FromQuery[str],
    actor: Caller,
    session: Transaction,
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int] = 100,
) -> SharePage:
    """The fines behind one agent's sums."""
    connection = await raw_connection(session)
    return await deductions.share_page(
        connection, actor.firm_id, read_month(period), account, cursor, limit
    )


@get("/months/{period:str}/fees", guards=CLOSERS)
async def list_fees(
    period: FromPath[str],
    actor: Caller,
    session: Transaction,
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int] = 100,
) -> FeePage:
    """Service fees by contract: charged, or what they would be now."""
    connection = await raw_connection(session)
    return await exporting.fee_page(connection, actor.firm_id, read_month(period), cursor, limit)


@get("/months/{period:str}/fees.xlsx", guards=CLOSERS)
async def export_fees(
    period: FromPath[str], actor: Caller, session: Transaction
) -> Response[bytes]:
    """A closed month's fees for invoicing."""
    month = read_month(period)
    connection = await raw_connection(session)
    table = await exporting.fee_table(connection, actor.firm_id, month)
    return spreadsheet({"服务费": table}, f"fees-{write_month(month)}.xlsx")


@put("/months/{period:str}/overtime/{station_id:uuid}", guards=CLOSERS)
async def set_overtime(
    period: FromPath[str],
    station_id: FromPath[UUID],
    data: JSONBody[OvertimeIn],
    actor: Caller,
    session: Transaction,
    now: Now,
) -> StationOvertimeOut:
    """Enter the overtime that a station is charged for; the same again corrects it."""
    station = await stations.the_station(session, station_id)
    connection = await raw_connection(session)
    await charging.set_overtime(
        connection, actor, read_month(period), station, data.minutes, data.note, now
    )
    return StationOvertimeOut(station.id, station.code, station.name, data.minutes, data.note)


@get("/months/{period:str}/settlements", guards=CLOSERS)
async def list_settlements(
    period: FromPath[str],
    actor: Caller,
    session: Transaction,
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int] = 100,
) -> SettlementPage:
    """What a closed month left payable to each station, or by it."""
    connection = await raw_connection(session)
    return await settling.settlement_page(
        connection, actor.firm_id, read_month(period), cursor, limit
    )


@post(
    "/months/{period:str}/settlements/{station_id:uuid}",
    guards=CLOSERS,
    status_code=HTTP_204_NO_CONTENT,
)
async def pay_settlement(
    period: FromPath[str],
    station_id: FromPath[UUID],
    data: JSONBody[PaymentIn],
    actor: Caller,
    session: Transaction,
    now: Now,
) -> None:
    """Record that it was paid: Dr station · Cr cash, or the other way round."""
    station = await stations.the_station(session, station_id)
    connection = await raw_connection(session)
    await settling.pay(
        connection, actor, read_month(period), station.id,
        paid_on=data.paid_on, reference=data.reference, now=now,
    )  # fmt: skip


def spreadsheet(sheets: dict[str, list[tuple[Any, ...]]], name: str) -> Response[bytes]:
    """Tables as a file to be kept."""
    return Response(
        as_xlsx(sheets),
        media_type=MEDIA_TYPES["xlsx"],
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "private, no-store",
        },
    )


def _month(row: MonthRow) -> MonthOut:
    # A month may have been closed by the command or before this room was there.
    state = row.state or "open"
    if row.closed_at is not None and state in ("open", "waiting", "posting", "refused"):
        state = "done"
    return MonthOut(
        period=write_month(row.period),
        state=state,
        closed_at=row.closed_at,
        closed_by=row.closed_by,
        requested_by=row.requested_by_name,
        requested_at=row.requested_at,
        finished_at=row.finished_at,
        done=row.done,
        total=row.total,
        problem=row.problem,
        figures=msgspec.json.decode(row.figures, type=dict[str, Any]),
    )


ROUTES = [
    list_months,
    show_month,
    show_checklist,
    accept_open_fines,
    close_month,
    list_deductions,
    list_shares,
    list_fees,
    export_fees,
    set_overtime,
    list_settlements,
    pay_settlement,
]
