"""Approving a decision that was over its decider's limit, or sending it back with a reason."""

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.penalties.approvals import repository
from stationdesk.penalties.approvals.errors import (
    ApprovalSettled,
    ApprovalUnknown,
    OwnApproval,
    ReasonNeeded,
)
from stationdesk.penalties.approvals.limits import demand_limit, limit_of
from stationdesk.penalties.approvals.repository import ApprovalRow
from stationdesk.penalties.causes.words import Cause
from stationdesk.penalties.errors import FineReversed
from stationdesk.penalties.repository import decisions
from stationdesk.penalties.repository.fines import Connection, FineRow
from stationdesk.penalties.service.attribution import (
    agent_by_reference,
    figures_at,
    locked,
    settle,
    split_for,
)
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import raw_connection

REASON_MAX: Final = 2000


async def approve(session: AsyncSession, actor: Actor, approval_id: UUID, now: datetime) -> UUID:
    """Let the decision hold: it is split and posted now. Returns the fine's id.

    Raises ApprovalUnknown, ApprovalSettled, OwnApproval, OverLimit, FineReversed.
    """
    connection = await raw_connection(session)
    approval, fine = await _waiting(connection, actor, approval_id)
    if fine.status == "reversed":
        raise FineReversed(
            "The fine has been given back: there is nothing left to approve.",
            zh="罚款已退回，不用再复核。",
        )
    if actor.member_id is None or actor.member_id == approval.decided_by_member_id:
        raise OwnApproval(
            "Whoever made the decision does not approve it; ask a colleague.",
            zh="不能复核自己的定责，请同事来复核。",
        )
    held = await figures_at(connection, actor.firm_id, fine.carrier, now)
    demand_limit(actor.role, fine.net_fen, held)
    await repository.settle(
        connection, actor.firm_id, approval.id, state="approved", member_id=actor.member_id,
        by=actor.name, limit_fen=limit_of(actor.role, held.parameters), note="", now=now,
    )  # fmt: skip
    cause = Cause(approval.cause)
    agent = None
    if approval.agent_member_id is not None:
        reference = str(approval.agent_member_id)
        agent = await agent_by_reference(connection, actor.firm_id, reference)
    present = await decisions.present_attribution(connection, actor.firm_id, fine.id)
    prepared = await split_for(connection, actor.firm_id, fine, cause, agent, now)
    await settle(
        connection, actor, fine, present, cause, agent, approval.note, prepared, now, approval
    )
    return fine.id


async def send_back(
    session: AsyncSession, actor: Actor, approval_id: UUID, reason: str, now: datetime
) -> UUID:
    """Undo the decision before it held: by whoever could approve it, or by its own decider.

    The fine is to be decided again. Returns its id. Raises ApprovalUnknown, ApprovalSettled,
    ReasonNeeded, OverLimit.
    """
    reason = reason.strip()[:REASON_MAX]
    connection = await raw_connection(session)
    approval, fine = await _waiting(connection, actor, approval_id)
    is_own = actor.member_id is not None and actor.member_id == approval.decided_by_member_id
    if not is_own:
        held = await figures_at(connection, actor.firm_id, fine.carrier, now)
        demand_limit(actor.role, fine.net_fen, held)
        if not reason:
            raise ReasonNeeded(
                "Say why it comes back, for whoever decided it.",
                field="reason",
                zh="请写明退回的理由。",
            )
    await repository.settle(
        connection, actor.firm_id, approval.id, state="withdrawn" if is_own else "returned",
        member_id=actor.member_id, by=actor.name, limit_fen=None, note=reason, now=now,
    )  # fmt: skip
    return fine.id


async def _waiting(
    connection: Connection, actor: Actor, approval_id: UUID
) -> tuple[ApprovalRow, FineRow]:
    """The approval and its fine, locked in the order in which decisions lock."""
    seen = await repository.find(connection, actor.firm_id, approval_id)
    if seen is None:
        raise ApprovalUnknown("There is no such decision; reload the list.")
    fine = await locked(connection, actor.firm_id, seen.fine_id)
    approval = await repository.find(connection, actor.firm_id, approval_id, lock=True)
    assert approval is not None
    if approval.state != "waiting":
        at = "" if approval.settled_at is None else approval.settled_at.isoformat()
        raise ApprovalSettled(
            f"{approval.settled_by} has {approval.state} it; reload the fine.",
            zh=f"{approval.settled_by} 已经处理过了，请刷新。",
            state=approval.state,
            settled_by=approval.settled_by,
            settled_at=at,
        )
    return approval, fine
