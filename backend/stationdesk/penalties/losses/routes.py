"""Losses without a bill line over HTTP."""

from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.status_codes import HTTP_200_OK, HTTP_201_CREATED

from stationdesk.penalties.losses import service
from stationdesk.penalties.losses.listing import loss_detail, loss_page
from stationdesk.penalties.losses.schemas import LossOut, LossPage, LossReasonIn, NewLoss
from stationdesk.tenancy.permissions import Permission, requires
from stationdesk.tenancy.wiring import Caller, Now, Transaction

_ENTERS = requires(Permission.LOSSES_ENTER)
_DECIDES = requires(Permission.FINES_DECIDE)


@get("/losses", guards=[_ENTERS])
async def list_losses(
    actor: Caller,
    session: Transaction,
    now: Now,
    status: FromQuery[str | None] = None,
    case_id: FromQuery[UUID | None] = None,
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int] = 50,
) -> LossPage:
    """Losses, the newest first; `status`: suggested, entered, approved, refused, withdrawn."""
    return await loss_page(
        session, actor, status=status, case_id=case_id, cursor=cursor, limit=limit, now=now
    )


@post("/cases/{case_id:uuid}/losses", guards=[_ENTERS], status_code=HTTP_201_CREATED)
async def enter_loss(
    case_id: FromPath[UUID], data: JSONBody[NewLoss], actor: Caller, session: Transaction, now: Now
) -> LossOut:
    """Enter what a case has cost and no bill says, with the files that prove it."""
    loss_id = await service.enter(session, actor, case_id, data, now)
    return await loss_detail(session, actor, loss_id, now)


@post("/losses/{loss_id:uuid}/approval", guards=[_DECIDES], status_code=HTTP_200_OK)
async def approve_loss(
    loss_id: FromPath[UUID], actor: Caller, session: Transaction, now: Now
) -> LossOut:
    """It becomes a fine, which is decided like any other."""
    await service.approve(session, actor, loss_id, now)
    return await loss_detail(session, actor, loss_id, now)


@post("/losses/{loss_id:uuid}/refusal", guards=[_DECIDES], status_code=HTTP_200_OK)
async def refuse_loss(
    loss_id: FromPath[UUID],
    data: JSONBody[LossReasonIn],
    actor: Caller,
    session: Transaction,
    now: Now,
) -> LossOut:
    """It is no loss, or is not proven."""
    await service.refuse(session, actor, loss_id, data.reason, now)
    return await loss_detail(session, actor, loss_id, now)


@post("/losses/{loss_id:uuid}/withdrawal", guards=[_ENTERS], status_code=HTTP_200_OK)
async def withdraw_loss(
    loss_id: FromPath[UUID], actor: Caller, session: Transaction, now: Now
) -> LossOut:
    """Whoever entered it takes it back."""
    await service.withdraw(session, actor, loss_id, now)
    return await loss_detail(session, actor, loss_id, now)


ROUTES: list[Any] = [list_losses, enter_loss, approve_loss, refuse_loss, withdraw_loss]
