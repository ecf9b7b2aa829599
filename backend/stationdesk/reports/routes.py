"""Reports over HTTP."""

from typing import Annotated

from litestar import get
from litestar.params import FromQuery, QueryParameter

from stationdesk.foundation.zones import HOME_NAME
from stationdesk.reports import service
from stationdesk.reports.schemas import OwnerOut, SlaOut
from stationdesk.stations import repository as station_repository
from stationdesk.stations import service as stations
from stationdesk.stations.errors import StationUnknown
from stationdesk.tenancy.permissions import Permission, requires
from stationdesk.tenancy.wiring import Now, Transaction


@get("/reports/sla", guards=[requires(Permission.REPORTS_READ)])
async def show_sla(
    session: Transaction,
    now: Now,
    station: FromQuery[str | None] = None,
    since: Annotated[str | None, QueryParameter(name="from")] = None,
    until: Annotated[str | None, QueryParameter(name="to")] = None,
) -> SlaOut:
    """Kept promises of a station (or of all that the asker sees) from one day to another."""
    found = await stations.station_by_code(session, station) if station else None
    zone = found.timezone if found else HOME_NAME
    begin, end = service.period(since, until, now, zone)
    return await service.sla(session, found.id if found else None, station, begin, end, now, zone)


@get("/reports/owner", guards=[requires(Permission.REPORTS_READ)])
async def show_owner(
    session: Transaction,
    now: Now,
    station: FromQuery[str | None] = None,
    month: FromQuery[str | None] = None,
) -> OwnerOut:
    """The station owner's page of a month; without `station`, his first."""
    if station:
        found = await stations.station_by_code(session, station)
    else:
        seen = await station_repository.stations(session)
        if not seen:
            raise StationUnknown(
                "No station is yours yet; ask the firm's manager.",
                zh="您名下还没有网点，请联系外包公司的经理。",
            )
        found = seen[0]
    return await service.owner_month(session, found, month, now)


ROUTES = [show_sla, show_owner]
