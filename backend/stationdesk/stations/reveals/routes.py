"""The log of reveals over HTTP."""

from litestar import get
from litestar.params import FromQuery

from stationdesk.stations.reveals import service
from stationdesk.stations.reveals.schemas import RevealPage
from stationdesk.tenancy.permissions import Permission, requires
from stationdesk.tenancy.wiring import Transaction


@get("/reveals", guards=[requires(Permission.REVEALS_READ)])
async def list_reveals(
    session: Transaction, cursor: FromQuery[str | None] = None, limit: FromQuery[int] = 50
) -> RevealPage:
    """Who saw whose data in full, and why; the latest first."""
    return await service.reveal_page(session, cursor=cursor, limit=limit)


ROUTES = [list_reveals]
