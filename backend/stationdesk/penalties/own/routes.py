"""An agent's own fines over HTTP."""

from uuid import UUID

from litestar import get
from litestar.params import FromPath, FromQuery

from stationdesk.penalties.disputes.matters import in_own_matters
from stationdesk.penalties.own import service
from stationdesk.penalties.own.schemas import OwnFineDetail, OwnFinePage
from stationdesk.tenancy.permissions import Permission, requires
from stationdesk.tenancy.session import tenant_session
from stationdesk.tenancy.wiring import Caller, Connections, Now


@get("/own-fines", guards=[requires(Permission.FINES_OWN)])
async def list_own_fines(
    actor: Caller,
    database: Connections,
    now: Now,
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int] = 50,
) -> OwnFinePage:
    """What was decided about the caller, the latest first."""
    async with tenant_session(database, in_own_matters(actor)) as session:
        return await service.own_page(session, actor, cursor, limit, now)


@get("/own-fines/{fine_id:uuid}", guards=[requires(Permission.FINES_OWN)])
async def show_own_fine(
    fine_id: FromPath[UUID], actor: Caller, database: Connections, now: Now
) -> OwnFineDetail:
    """One of them, with whose minutes it was, the reasons, the split and his disputes."""
    async with tenant_session(database, in_own_matters(actor)) as session:
        return await service.own_detail(session, actor, fine_id, now)


ROUTES = [list_own_fines, show_own_fine]
