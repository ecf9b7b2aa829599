"""Decisions that wait for approval over HTTP; the list is that of fines (`status=waiting`)."""

from uuid import UUID

from litestar import post
from litestar.params import FromPath, JSONBody

from stationdesk.penalties import service as fines
from stationdesk.penalties.approvals import service
from stationdesk.penalties.approvals.schemas import SendBackIn
from stationdesk.penalties.schemas import FineDetail
from stationdesk.tenancy.permissions import Permission, requires
from stationdesk.tenancy.wiring import Caller, Now, Transaction


@post("/fine-approvals/{approval_id:uuid}/approval", guards=[requires(Permission.FINES_DECIDE)])
async def approve_decision(
    approval_id: FromPath[UUID], actor: Caller, session: Transaction, now: Now
) -> FineDetail:
    """Let somebody's decision hold; never one's own, and only within one's limit."""
    fine_id = await service.approve(session, actor, approval_id, now)
    return await fines.fine_detail(session, actor, fine_id, now)


@post("/fine-approvals/{approval_id:uuid}/return", guards=[requires(Permission.FINES_DECIDE)])
async def return_decision(
    approval_id: FromPath[UUID],
    data: JSONBody[SendBackIn],
    actor: Caller,
    session: Transaction,
    now: Now,
) -> FineDetail:
    """Send it back with a reason, or take one's own back; the fine is undecided as before."""
    fine_id = await service.send_back(session, actor, approval_id, data.reason, now)
    return await fines.fine_detail(session, actor, fine_id, now)


ROUTES = [approve_decision, return_decision]
