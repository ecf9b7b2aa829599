"""Wages, payroll and notices of deduction over HTTP. Figures of wages are for finance alone."""

from tempfile import TemporaryDirectory
from typing import Annotated
from uuid import UUID

from litestar import Response, get, post
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath, FromQuery, JSONBody
from litestar.status_codes import HTTP_200_OK

from stationdesk.closing import exporting
from stationdesk.closing.deductions import noticing
from stationdesk.closing.deductions import reading as deductions
from stationdesk.closing.months import read_month, write_month
from stationdesk.closing.routes import CLOSERS, spreadsheet
from stationdesk.closing.schemas import (
    DeliveryIn,
    NoticeDetail,
    NoticePage,
    NoticesIn,
    NoticesMade,
    PayrollPage,
    ReceiptIn,
    WagePage,
)
from stationdesk.closing.wages import service as wages
from stationdesk.imports.small_tables import TableReport
from stationdesk.imports.table_uploads import BODY_MAX_BYTES, TableForm, kept_table
from stationdesk.tenancy.permissions import Permission, requires
from stationdesk.tenancy.session import raw_connection
from stationdesk.tenancy.wiring import Caller, Now, Transaction

FINANCE = [requires(Permission.WAGES_MANAGE)]


@get("/months/{period:str}/wages", guards=FINANCE)
async def list_wages(
    period: FromPath[str],
    actor: Caller,
    session: Transaction,
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int] = 100,
) -> WagePage:
    """The month's wages with what may be deducted of each."""
    connection = await raw_connection(session)
    return await wages.wage_page(connection, actor, read_month(period), cursor, limit)


@post(
    "/months/{period:str}/wages/import",
    guards=FINANCE,
    status_code=HTTP_200_OK,
    request_max_body_size=BODY_MAX_BYTES,
)
async def import_wages(
    period: FromPath[str],
    data: Annotated[TableForm, Body(media_type=RequestEncodingType.MULTI_PART)],
    actor: Caller,
    session: Transaction,
    now: Now,
) -> TableReport:
    """Take wages out of a spreadsheet; refused rows are named with their reasons."""
    with TemporaryDirectory() as folder:
        path = await kept_table(data, folder)
        name = data.file.filename or "wages"
        return await wages.import_wages(session, actor, read_month(period), path, name, now)


@get("/months/{period:str}/payroll", guards=FINANCE)
async def list_payroll(
    period: FromPath[str],
    actor: Caller,
    session: Transaction,
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int] = 100,
) -> PayrollPage:
    """What a close took from each wage, and what the cap was reckoned from."""
    connection = await raw_connection(session)
    return await exporting.payroll_page(
        connection, actor.firm_id, read_month(period), cursor, limit
    )


@get("/months/{period:str}/payroll.xlsx", guards=FINANCE)
async def export_payroll(
    period: FromPath[str], actor: Caller, session: Transaction
) -> Response[bytes]:
    """The same for whoever pays the wages; every agent."""
    month = read_month(period)
    connection = await raw_connection(session)
    table = await exporting.payroll_table(connection, actor.firm_id, month)
    return spreadsheet({"赔偿扣款": table}, f"payroll-{write_month(month)}.xlsx")


@get("/months/{period:str}/deduction-notices", guards=CLOSERS)
async def list_notices(
    period: FromPath[str],
    actor: Caller,
    session: Transaction,
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int] = 100,
) -> NoticePage:
    """The month's notices of deduction and their delivery."""
    connection = await raw_connection(session)
    return await deductions.notice_page(
        connection, actor.firm_id, period=read_month(period), member_id=None, cursor=cursor,
        limit=limit,
    )  # fmt: skip


@post("/months/{period:str}/deduction-notices", guards=CLOSERS, status_code=HTTP_200_OK)
async def make_notices(
    period: FromPath[str],
    data: JSONBody[NoticesIn],
    actor: Caller,
    session: Transaction,
    now: Now,
) -> NoticesMade:
    """Write a notice to every agent (or to one) of what he has not been told yet."""
    return await noticing.make_notices(session, actor, read_month(period), now, data.member_id)


@get("/deduction-notices", guards=[requires(Permission.FINES_OWN)])
async def list_own_notices(
    actor: Caller,
    session: Transaction,
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int] = 50,
) -> NoticePage:
    """The caller's own notices of deduction, the newest first."""
    connection = await raw_connection(session)
    return await deductions.notice_page(
        connection, actor.firm_id, period=None, member_id=actor.member_id, cursor=cursor,
        limit=limit,
    )  # fmt: skip


@get(
    "/deduction-notices/{deduction_id:uuid}",
    guards=[requires(Permission.FINES_OWN, Permission.MONTHS_CLOSE)],
)
async def show_notice(
    deduction_id: FromPath[UUID], actor: Caller, session: Transaction
) -> NoticeDetail:
    """A notice with the reason and amount of each fine; an agent sees his own alone."""
    connection = await raw_connection(session)
    row = await noticing.the_notice(connection, actor, deduction_id)
    return await deductions.notice_detail(connection, actor, row)


@post(
    "/deduction-notices/{deduction_id:uuid}/receipt",
    guards=[requires(Permission.FINES_OWN)],
    status_code=HTTP_200_OK,
)
async def receive_notice(
    deduction_id: FromPath[UUID],
    data: JSONBody[ReceiptIn],
    actor: Caller,
    session: Transaction,
    now: Now,
) -> NoticeDetail:
    """The agent has opened his notice, or confirms that he knows it."""
    connection = await raw_connection(session)
    await noticing.receive(connection, actor, deduction_id, now, acknowledged=data.acknowledged)
    row = await noticing.the_notice(connection, actor, deduction_id)
    return await deductions.notice_detail(connection, actor, row)


@post("/deduction-notices/{deduction_id:uuid}/delivery", guards=CLOSERS, status_code=HTTP_200_OK)
async def deliver_notice(
    deduction_id: FromPath[UUID],
    data: JSONBody[DeliveryIn],
    actor: Caller,
    session: Transaction,
    now: Now,
) -> NoticeDetail:
    """Record that the notice was handed over on paper, by the caller's name."""
    connection = await raw_connection(session)
    await noticing.record_delivery(
        connection, actor, deduction_id, data.delivered_on, data.note, now
    )
    row = await noticing.the_notice(connection, actor, deduction_id)
    return await deductions.notice_detail(connection, actor, row)


ROUTES = [
    list_wages,
    import_wages,
    list_payroll,
    export_payroll,
    list_notices,
    make_notices,
    list_own_notices,
    show_notice,
    receive_notice,
    deliver_notice,
]
