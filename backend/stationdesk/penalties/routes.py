"""Fines over HTTP."""

from uuid import UUID

from litestar import get, post
from litestar.params import FromPath, FromQuery, JSONBody

from stationdesk.penalties import service
from stationdesk.penalties.filters import NARROWING, Narrowed
from stationdesk.penalties.schemas import (
    AppealIn,
    AppealOpened,
    FineDetail,
    FinePage,
    NewAttributionIn,
    ReversalIn,
)
from stationdesk.tenancy.permissions import Permission, requires
from stationdesk.tenancy.wiring import Caller, Now, Transaction


@get(
    "/fines",
    guards=[requires(Permission.FINES_READ)],
    dependencies=NARROWING,
)
async def list_fines(
    actor: Caller,
    session: Transaction,
    filters: Narrowed,
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int] = 50,
) -> FinePage:
    """Fines and refunds, newest first, narrowed as `read_filters` says."""
    return await service.fine_page(session, actor, filters=filters, cursor=cursor, limit=limit)


@get("/fines/{fine_id:uuid}", guards=[requires(Permission.FINES_READ)])
async def show_fine(
    fine_id: FromPath[UUID], actor: Caller, session: Transaction, now: Now
) -> FineDetail:
    """One fine: evidence, proposal with reasons, what each cause would lead to, the decision."""
    return await service.fine_detail(session, actor, fine_id, now)


@post("/fines/{fine_id:uuid}/attribution", guards=[requires(Permission.FINES_DECIDE)])
async def attribute_fine(
    fine_id: FromPath[UUID],
    data: JSONBody[NewAttributionIn],
    actor: Caller,
    session: Transaction,
    now: Now,
) -> FineDetail:
    """Decide who bears it; split by rule and posted. 409 where it has been decided already."""
    await service.attribute(
        session, actor, fine_id, cause=data.cause, agent=data.agent, note=data.note, now=now
    )
    return await service.fine_detail(session, actor, fine_id, now)


@post("/fines/{fine_id:uuid}/reversal", guards=[requires(Permission.FINES_DECIDE)])
async def reverse_fine(
    fine_id: FromPath[UUID],
    data: JSONBody[ReversalIn],
    actor: Caller,
    session: Transaction,
    now: Now,
) -> FineDetail:
    """Negate every transaction of the fine: HQ gave it back. `reopen`: only the decision."""
    await service.reverse(
        session, actor, fine_id, note=data.note, is_reopening=data.reopen, now=now
    )
    return await service.fine_detail(session, actor, fine_id, now)


@post(
    "/fines/{fine_id:uuid}/appeal",
    guards=[requires(Permission.CASES_OPEN, Permission.FINES_DECIDE)],
)
async def appeal_fine(
    fine_id: FromPath[UUID],
    data: JSONBody[AppealIn],
    actor: Caller,
    session: Transaction,
    now: Now,
) -> AppealOpened:
    """Open an appeal with the fine's facts and evidence; 409 where one is open or it is late."""
    record = await service.open_appeal(
        session, actor, fine_id, ground=data.ground, reason=data.reason, now=now
    )
    return AppealOpened(record.id, record.number)


ROUTES = [
    list_fines,
    show_fine,
    attribute_fine,
    reverse_fine,
    appeal_fine,
]
