"""The risk register over HTTP."""

from uuid import UUID

import msgspec
from litestar import get, patch, post
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.status_codes import HTTP_200_OK

from stationdesk.stations.risk import service
from stationdesk.stations.risk.schemas import (
    NewRisk,
    RiskChange,
    RiskConfirm,
    RiskDismiss,
    RiskOut,
    RiskPage,
    RiskRevealed,
    RiskRevealIn,
    given,
)
from stationdesk.stations.service import station_by_code
from stationdesk.tenancy.permissions import Permission, requires
from stationdesk.tenancy.wiring import Caller, Now, Transaction


@get("/risk", guards=[requires(Permission.RISK_READ)])
async def list_risk(
    session: Transaction,
    now: Now,
    status: FromQuery[str | None] = None,
    review_due: FromQuery[bool] = False,
    station: FromQuery[str | None] = None,
    category: FromQuery[str | None] = None,
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int] = 50,
) -> RiskPage:
    """The register, newest first; `review_due`: what waits to be confirmed or checked again."""
    return await service.entry_page(
        session, status=status, is_review_due=review_due, station_code=station,
        category=category, cursor=cursor, limit=limit, now=now,
    )  # fmt: skip


@post("/risk", guards=[requires(Permission.RISK_READ)])
async def propose_risk(
    data: JSONBody[NewRisk], actor: Caller, session: Transaction, now: Now
) -> RiskOut:
    """Propose an entry; a supervisor confirms it."""
    fields = msgspec.structs.asdict(data)
    station = await station_by_code(session, fields.pop("station"))
    entry = await service.propose(session, actor, station, fields, now)
    return (await service.shown(session, [entry], now))[0]


@get("/risk/{risk_id:uuid}", guards=[requires(Permission.RISK_READ)])
async def show_risk(risk_id: FromPath[UUID], session: Transaction, now: Now) -> RiskOut:
    """One entry, masked."""
    entry = await service.the_entry(session, risk_id)
    return (await service.shown(session, [entry], now))[0]


@patch("/risk/{risk_id:uuid}", guards=[requires(Permission.RISK_DECIDE)])
async def change_risk(
    risk_id: FromPath[UUID],
    data: JSONBody[RiskChange],
    actor: Caller,
    session: Transaction,
    now: Now,
) -> RiskOut:
    """Change instructions, reason, reviewer or review date."""
    fields = given(data)
    version = fields.pop("version")
    entry = await service.change(session, actor, risk_id, version, fields, now)
    return (await service.shown(session, [entry], now))[0]


@post(
    "/risk/{risk_id:uuid}/confirm",
    guards=[requires(Permission.RISK_DECIDE)],
    status_code=HTTP_200_OK,
)
async def confirm_risk(
    risk_id: FromPath[UUID],
    data: JSONBody[RiskConfirm],
    actor: Caller,
    session: Transaction,
    now: Now,
) -> RiskOut:
    """It is so, or still so."""
    entry = await service.confirm(
        session, actor, risk_id, data.version, data.reviewer_name, data.review_on, now
    )
    return (await service.shown(session, [entry], now))[0]


@post(
    "/risk/{risk_id:uuid}/dismiss",
    guards=[requires(Permission.RISK_DECIDE)],
    status_code=HTTP_200_OK,
)
async def dismiss_risk(
    risk_id: FromPath[UUID],
    data: JSONBody[RiskDismiss],
    actor: Caller,
    session: Transaction,
    now: Now,
) -> RiskOut:
    """It is not so, or no more."""
    entry = await service.dismiss(session, actor, risk_id, data.version, data.reason, now)
    return (await service.shown(session, [entry], now))[0]


@post(
    "/risk/{risk_id:uuid}/reveal",
    guards=[requires(Permission.CONTACTS_REVEAL)],
    status_code=HTTP_200_OK,
)
async def reveal_risk(
    risk_id: FromPath[UUID],
    data: JSONBody[RiskRevealIn],
    actor: Caller,
    session: Transaction,
    now: Now,
) -> RiskRevealed:
    """Name, phone and address in full, for a reason that is logged."""
    return await service.reveal(session, actor, risk_id, data.reason, now)


ROUTES = [
    list_risk,
    propose_risk,
    show_risk,
    change_risk,
    confirm_risk,
    dismiss_risk,
    reveal_risk,
]
