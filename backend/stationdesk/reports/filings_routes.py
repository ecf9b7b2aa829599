"""The report on filings over HTTP: both tables, the cases behind a line, files for Excel."""

from datetime import datetime
from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from litestar import Response, get
from litestar.params import FromQuery, QueryParameter
from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.foundation.zones import HOME_NAME
from stationdesk.integrations.documents.tables import MEDIA_TYPES, as_csv, as_xlsx
from stationdesk.reports import filings, service
from stationdesk.reports.errors import ExportUnknown
from stationdesk.reports.filings_export import tables
from stationdesk.reports.filings_schemas import FilingPage, FilingsOut
from stationdesk.reports.filings_sql import Wanted
from stationdesk.stations import service as stations
from stationdesk.tenancy.permissions import Permission, requires
from stationdesk.tenancy.wiring import Now, Transaction

GUARDS = [requires(Permission.REPORTS_READ), requires(Permission.MEMBERS_READ)]
"""Both: a station's owner reads reports, but how the firm's people work is the firm's own."""
TABLES = {"agents": "坐席", "relations": "网点往来"}
_From = Annotated[str | None, QueryParameter(name="from")]
_To = Annotated[str | None, QueryParameter(name="to")]


@get("/reports/filings", guards=GUARDS)
async def show_filings(
    session: Transaction,
    now: Now,
    station: FromQuery[str | None] = None,
    since: _From = None,
    until: _To = None,
) -> FilingsOut:
    """Quality of filings per agent and per relation of stations."""
    return await _report(session, station, since, until, now)


@get("/reports/filings/cases", guards=GUARDS)
async def list_filings(
    session: Transaction,
    now: Now,
    station: FromQuery[str | None] = None,
    member_id: FromQuery[UUID | None] = None,
    counterparty: FromQuery[str | None] = None,
    since: _From = None,
    until: _To = None,
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int] = 50,
) -> FilingPage:
    """The claims behind a line of a table."""
    begin, end = service.period(since, until, now, HOME_NAME)
    found = await stations.station_by_code(session, station) if station else None
    wanted = Wanted(begin, end, found.id if found else None, member_id, counterparty)
    return await filings.filing_page(session, wanted, cursor, limit)


@get("/reports/filings/export", guards=GUARDS)
async def export_filings(
    session: Transaction,
    now: Now,
    format: FromQuery[str] = "xlsx",
    table: FromQuery[str] = "agents",
    station: FromQuery[str | None] = None,
    since: _From = None,
    until: _To = None,
) -> Response[bytes]:
    """Both tables as XLSX, or one (`table`: agents, relations) as CSV; whole, never cut off."""
    if format not in MEDIA_TYPES or table not in TABLES:
        raise ExportUnknown("Ask for format=xlsx or csv, and table=agents or relations.")
    made = tables(await _report(session, station, since, until, now))
    body = as_xlsx(made) if format == "xlsx" else as_csv(made[TABLES[table]])
    name = quote(f"往来质量.{format}", safe="")
    return Response(
        body,
        media_type=MEDIA_TYPES[format],
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{name}",
            "Cache-Control": "private, no-store",
        },
    )


async def _report(
    session: AsyncSession, station: str | None, since: str | None, until: str | None, now: datetime
) -> FilingsOut:
    begin, end = service.period(since, until, now, HOME_NAME)
    found = await stations.station_by_code(session, station) if station else None
    return await filings.filings(session, found.id if found else None, begin, end, HOME_NAME)


ROUTES = [show_filings, list_filings, export_filings]
