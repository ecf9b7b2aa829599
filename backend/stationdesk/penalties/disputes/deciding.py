"""Deciding a dispute: upheld, or the decision taken back exactly and made anew in one step."""

from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.foundation.ids import new_id
from stationdesk.penalties.approvals.limits import demand_limit
from stationdesk.penalties.booking import DECIDED, negate, wage_reliefs
from stationdesk.penalties.causes.words import Cause, Party
from stationdesk.penalties.disputes import repository
from stationdesk.penalties.disputes.errors import DecisionChanged, OwnDecision
from stationdesk.penalties.disputes.raising import check_open, locked_dispute
from stationdesk.penalties.disputes.repository import DisputeRow
from stationdesk.penalties.disputes.verdicts import (
    Verdict,
    check_effect,
    check_form,
    relief_of,
)
from stationdesk.penalties.errors import AgentUnknown
from stationdesk.penalties.repository import decisions, fines
from stationdesk.penalties.repository.decisions import AgentRow, AttributionRow
from stationdesk.penalties.repository.fines import Connection
from stationdesk.penalties.service.attribution import (
    agent_by_reference,
    figures_at,
    locked,
    record,
    split_for,
)
from stationdesk.penalties.splits.splitting import Prepared, as_before
from stationdesk.tenancy.actor import Actor, Role
from stationdesk.tenancy.permissions import ROLE_PERMISSIONS, Permission
from stationdesk.tenancy.session import raw_connection

_DECIDERS = [
    str(role)
    for role, granted in ROLE_PERMISSIONS.items()
    if Permission.DISPUTES_DECIDE in granted and role is not Role.SYSTEM
]


async def decide_dispute(
    session: AsyncSession, actor: Actor, dispute_id: UUID, verdict: Verdict, now: datetime
) -> None:
    """Decide a dispute with a reason. What is changed is negated to the fen and posted anew, in the
    open month; the new decision opens new windows.

    Raises DisputeUnknown, DisputeEnded, DecisionChanged, OwnDecision, OverLimit, VerdictInvalid,
    AgentUnknown, AgentNeeded.
    """
    connection = await raw_connection(session)
    dispute = await locked_dispute(connection, actor.firm_id, dispute_id)
    check_open(dispute)
    check_form(verdict, dispute.share_fen, dispute.asked_fen)
    decision = await decisions.present_attribution(connection, actor.firm_id, dispute.fine_id)
    if decision is None or decision.id != dispute.attribution_id:
        raise DecisionChanged(
            "The disputed decision does not stand any more; reload the fine.",
            zh="被异议的定责已经变了，请刷新。",
        )
    await _check_impartial(connection, actor, decision)
    if verdict.outcome == "upheld":
        await repository.end(
            connection, actor.firm_id, dispute.id, state="upheld", member_id=actor.member_id,
            by=actor.name, answer=verdict.reason.strip(), now=now, borne_fen=dispute.share_fen,
        )  # fmt: skip
        return
    await _decide_anew(connection, actor, dispute, decision, verdict, now)


async def _check_impartial(connection: Connection, actor: Actor, decision: AttributionRow) -> None:
    """Whoever decided or approved it does not judge himself, where the firm has another."""
    makers = {decision.decided_by_member_id, decision.approved_by_member_id} - {None}
    if actor.member_id not in makers:
        return
    others = [each for each in (*makers, actor.member_id) if each is not None]
    if await repository.has_other_decider(connection, actor.firm_id, _DECIDERS, others):
        raise OwnDecision(
            "You made or approved the decision that is disputed: another manager, the firm's "
            "owner or finance decides this dispute.",
            zh="这笔是您定的责或复核的，请另一位经理、老板或财务来裁定。",
        )


async def _decide_anew(
    connection: Connection,
    actor: Actor,
    dispute: DisputeRow,
    decision: AttributionRow,
    verdict: Verdict,
    now: datetime,
) -> None:
    fine = await locked(connection, actor.firm_id, dispute.fine_id)
    held = await figures_at(connection, actor.firm_id, fine.carrier, now)
    demand_limit(actor.role, fine.net_fen, held)
    note = verdict.reason.strip()
    cut = await wage_reliefs(connection, actor.firm_id, fine.id)
    await negate(connection, actor.firm_id, fine, DECIDED, note, now)
    # Ended before it is split anew: what it put on the agent this month counts no more.
    await decisions.end_attribution(
        connection, actor.firm_id, fine.id, actor.name, note, now, settling=dispute.id
    )
    cause = verdict.cause or Cause(decision.cause)
    agent = await _agent(connection, actor.firm_id, verdict, decision, cause)
    relief = relief_of(verdict, dispute.party, dispute.share_fen, dispute.asked_fen)
    if relief is None:
        prepared = await split_for(connection, actor.firm_id, fine, cause, agent, now)
    else:
        assert decision.period is not None
        prepared = as_before(decision, fine, agent, decision.period, (*cut, relief))
    borne_fen = _borne(dispute, decision, agent, prepared)
    check_effect(verdict, dispute.share_fen, dispute.asked_fen, borne_fen)
    new_decision = new_id()
    await record(
        connection, actor, fine, cause, agent, note, prepared, now, attribution_id=new_decision
    )
    status = "undecided" if prepared is None else "attributed"
    await fines.set_fine(connection, actor.firm_id, fine.id, status, cause)
    await repository.end(
        connection, actor.firm_id, dispute.id, state=verdict.outcome, member_id=actor.member_id,
        by=actor.name, answer=note, now=now, new_attribution_id=new_decision, borne_fen=borne_fen,
    )  # fmt: skip


async def _agent(
    connection: Connection,
    firm_id: UUID,
    verdict: Verdict,
    decision: AttributionRow,
    cause: Cause,
) -> AgentRow | None:
    """Whoever was named; else, where the agent stays the cause, whoever it was."""
    named = (verdict.agent or "").strip()
    if named:
        found = await agent_by_reference(connection, firm_id, named)
        if found is None:
            raise AgentUnknown(
                f"{named!r} is no member of this firm; give an e-mail or a member id.",
                field="agent",
                zh=f"“{named}”不是本公司成员，请从列表里选坐席。",
            )
        return found
    stays = verdict.cause is None or cause is Cause.AGENT_NEGLIGENCE
    if not stays or decision.agent_member_id is None:
        return None
    return await agent_by_reference(connection, firm_id, str(decision.agent_member_id))


def _borne(
    dispute: DisputeRow,
    decision: AttributionRow,
    agent: AgentRow | None,
    prepared: Prepared | None,
) -> int:
    """What the disputing party bears by the new split, in fen."""
    if prepared is None:
        return 0
    is_other = agent is None or agent.id != decision.agent_member_id
    if dispute.party == "agent" and is_other:
        return 0
    return prepared.split.total(Party(dispute.party))
