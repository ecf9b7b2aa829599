"""Deciding who bears a fine, and taking it back: posted in the transaction that records it.

Every decision goes through `record`, whoever makes it and from wherever: it posts, and writes down
until when each bearer may dispute it. Over the decider's limit it is kept and waits for somebody
else's approval; nothing is posted then.
"""

import json
from datetime import datetime
from typing import Any, Final, Literal, TypeAlias
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.foundation.ids import new_id
from stationdesk.ledger import service as ledger
from stationdesk.ledger.postings import Posting
from stationdesk.penalties import chart
from stationdesk.penalties.approvals import repository as approvals
from stationdesk.penalties.approvals.limits import demand_limit, is_within, limit_of
from stationdesk.penalties.approvals.repository import ApprovalRow
from stationdesk.penalties.awards.settling import demand_no_award, settle_awards
from stationdesk.penalties.booking import ATTRIBUTED, DECIDED, WHOLE, negate, reference_of
from stationdesk.penalties.causes.evidence import evidence_of_fine, proposal_json
from stationdesk.penalties.causes.policy import PENALTIES, PenaltyParameters
from stationdesk.penalties.causes.words import CAUSE_ZH, Cause, Party
from stationdesk.penalties.disputes.windows import end_of_day
from stationdesk.penalties.errors import (
    AgentNeeded,
    AgentUnknown,
    AlreadyAttributed,
    AwaitsApproval,
    FineReversed,
    FineUnknown,
    NothingToReverse,
)
from stationdesk.penalties.repository import decisions, fines
from stationdesk.penalties.repository.decisions import AgentRow, AttributionRow, NewAttribution
from stationdesk.penalties.repository.fines import Connection, FineRow
from stationdesk.penalties.splits.splitting import Prepared, known_rule_sets, prepare
from stationdesk.policies import service as policies
from stationdesk.policies.service import InForce
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import raw_connection

ATTRIBUTION = "fine_attribution"
APPROVAL_WITHDRAWN: Final = "罚款已退回 / the fine was given back"

Outcome: TypeAlias = Literal["decided", "waiting"]
"""`waiting`: over the decider's limit, so that nothing holds until somebody approves it."""


async def attribute(
    session: AsyncSession,
    actor: Actor,
    fine_id: UUID,
    *,
    cause: Cause,
    agent: str | None,
    note: str,
    now: datetime,
) -> Outcome:
    """Decide a fine: split by the rule of its day and post step 2 of the worked example.

    `agent`: an e-mail or a member id; for agent_negligence the proposal's where left out. A
    carrier's error is recorded and posts nothing: the fine stays undecided until its appeal ends.
    Raises FineUnknown, AlreadyAttributed, AwaitsApproval, FineReversed, AgentNeeded, AgentUnknown.
    """
    connection = await raw_connection(session)
    fine = await locked(connection, actor.firm_id, fine_id)
    present = await decisions.present_attribution(connection, actor.firm_id, fine_id)
    _check_undecided(fine, present, cause)
    await demand_no_award(connection, actor.firm_id, fine)
    await _check_not_waiting(connection, actor.firm_id, fine_id)
    proposal, case_id = await _proposal(session, actor, fine, now)
    await fines.set_proposal(connection, actor.firm_id, fine_id, proposal, case_id)
    chosen = await _agent(connection, actor.firm_id, cause, agent, proposal)
    prepared = await split_for(connection, actor.firm_id, fine, cause, chosen, now)
    held = await figures_at(connection, actor.firm_id, fine.carrier, now)
    if not is_within(actor.role, fine.net_fen, held.parameters):
        await _let_wait(connection, actor, fine, cause, chosen, note, prepared, held, now)
        return "waiting"
    await settle(connection, actor, fine, present, cause, chosen, note, prepared, now)
    return "decided"


async def split_for(
    connection: Connection,
    firm_id: UUID,
    fine: FineRow,
    cause: Cause,
    agent: AgentRow | None,
    now: datetime,
) -> Prepared | None:
    """The split that a cause leads to now; None for a carrier's error whose appeal is not over.

    Raises AgentNeeded.
    """
    if cause is Cause.CARRIER_ERROR and not fine.is_appeal_over:
        return None
    known = await known_rule_sets(connection, firm_id)
    prepared = await prepare(connection, firm_id, fine, cause, agent, known, now)
    if prepared.needs_agent and agent is None:
        raise AgentNeeded(
            f"The rule {prepared.rule_name!r} gives the agent a share: name the agent by e-mail.",
            field="agent",
            zh=f"规则“{prepared.rule_name}”要坐席分担，请选是哪位坐席。",
        )
    return prepared


async def settle(
    connection: Connection,
    actor: Actor,
    fine: FineRow,
    present: AttributionRow | None,
    cause: Cause,
    agent: AgentRow | None,
    note: str,
    prepared: Prepared | None,
    now: datetime,
    approval: ApprovalRow | None = None,
) -> None:
    """End an earlier decision that posted nothing (a carrier's error) and record the new one."""
    if present is not None:
        ended_by = f"{CAUSE_ZH[cause]} / {cause}"
        await decisions.end_attribution(
            connection, actor.firm_id, fine.id, actor.name, ended_by, now
        )
    await record(connection, actor, fine, cause, agent, note, prepared, now, approval=approval)
    status = fine.status if prepared is None else "attributed"
    await fines.set_fine(connection, actor.firm_id, fine.id, status, cause)


async def record(
    connection: Connection,
    actor: Actor,
    fine: FineRow,
    cause: Cause,
    agent: AgentRow | None,
    note: str,
    prepared: Prepared | None,
    now: datetime,
    *,
    approval: ApprovalRow | None = None,
    attribution_id: UUID | None = None,
) -> None:
    """Write the decision with each bearer's time to dispute it; post it where there is a split.

    `approval`: somebody else made it, and the actor approved it.
    """
    attribution_id, transaction_id = attribution_id or new_id(), None
    if prepared is not None:
        posting = posting_of(fine, attribution_id, prepared)
        names = [account for account, _ in posting.entries]
        await ledger.open_accounts(connection, actor.firm_id, names, now)
        posted = await ledger.post(connection, actor.firm_id, posting, now)
        transaction_id = posted.transaction_id
        link = (fine.id, fine.station_id, transaction_id)
        await fines.add_transactions(connection, actor.firm_id, ATTRIBUTED, [link])
    held = await figures_at(connection, actor.firm_id, fine.carrier, now)
    await decisions.add_attribution(
        connection,
        actor.firm_id,
        written(
            actor, fine, cause, agent, note, prepared, held, now, attribution_id, transaction_id,
            approval,
        ),
    )  # fmt: skip
    await settle_awards(connection, actor, [fine.id], now)


def posting_of(fine: FineRow, attribution_id: UUID, prepared: Prepared) -> Posting:
    """Step 2 of the worked example, in the open month: caps may be those of an earlier one."""
    return Posting(
        key=f"fine/{fine.id}/attribution/{attribution_id}",
        kind=ATTRIBUTION,
        occurred_at=fine.occurred_at,
        entries=prepared.entries,
        reference=reference_of(fine),
    )


def written(
    actor: Actor,
    fine: FineRow,
    cause: Cause,
    agent: AgentRow | None,
    note: str,
    prepared: Prepared | None,
    held: InForce[PenaltyParameters],
    now: datetime,
    attribution_id: UUID,
    transaction_id: UUID | None,
    approval: ApprovalRow | None = None,
) -> NewAttribution:
    """The decision as it is kept, with until when each bearer may dispute it. Pure."""
    split = None if prepared is None else prepared.split
    agent_fen = 0 if split is None else split.total(Party.AGENT)
    station_fen = 0 if split is None else split.total(Party.STATION)
    agent_until = end_of_day(now, held.parameters.agent_dispute_days, fine.timezone)
    station_until = end_of_day(now, held.parameters.station_dispute_days, fine.timezone)
    return NewAttribution(
        id=attribution_id,
        fine_id=fine.id,
        station_id=fine.station_id,
        cause=cause,
        amount_fen=fine.net_fen,
        agent_member_id=None if agent is None else agent.id,
        agent_name=None if agent is None else agent.name,
        agent_account=None if agent is None else chart.agent(agent.email),
        agent_fen=agent_fen,
        period=None if prepared is None else prepared.period,
        note=note,
        rule=None if prepared is None else prepared.rule_json(),
        inputs=None if prepared is None else _json(prepared.inputs),
        steps=_json(prepared.steps if prepared else []),
        shares=_json(prepared.shares if prepared else []),
        transaction_id=transaction_id,
        decided_by_member_id=approval.decided_by_member_id if approval else actor.member_id,
        decided_by=approval.decided_by if approval else actor.name,
        decided_at=now,
        approved_by_member_id=actor.member_id if approval else None,
        approved_by=actor.name if approval else None,
        agent_dispute_until=agent_until if agent_fen > 0 else None,
        station_dispute_until=station_until if station_fen > 0 else None,
    )


async def reverse(
    session: AsyncSession,
    actor: Actor,
    fine_id: UUID,
    *,
    note: str,
    is_reopening: bool,
    now: datetime,
) -> None:
    """Take a decision back (domain §6, step 6).

    Every transaction of the fine that stands is negated in the open month, linked to its original:
    what it was taken in with too, because HQ has given the money back. The fine is `reversed`, and
    the refund line that comes later only matches it. With `is_reopening` the decision was wrong
    and the fine stands: what the decision caused is negated, and the fine is undecided again.
    Raises FineUnknown, NothingToReverse, FineReversed, OverLimit.
    """
    connection = await raw_connection(session)
    fine = await locked(connection, actor.firm_id, fine_id)
    if fine.status == "reversed":
        raise FineReversed(
            "The fine has been reversed already; nothing is left of it.",
            zh="这笔罚款已经冲销，没有可撤的。",
        )
    present = await decisions.present_attribution(connection, actor.firm_id, fine_id)
    if present is None:
        raise NothingToReverse("The fine has not been attributed, so there is nothing to reverse.")
    held = await figures_at(connection, actor.firm_id, fine.carrier, now)
    demand_limit(actor.role, fine.net_fen, held)
    steps = DECIDED if is_reopening else WHOLE
    await negate(connection, actor.firm_id, fine, steps, note, now)
    await decisions.end_attribution(connection, actor.firm_id, fine_id, actor.name, note, now)
    status = "undecided" if is_reopening else "reversed"
    await fines.set_fine(connection, actor.firm_id, fine_id, status, None)
    await settle_awards(connection, actor, [fine_id], now)
    if not is_reopening:
        await approvals.end_waiting(
            connection, actor.firm_id, fine_id, actor.name, APPROVAL_WITHDRAWN, now
        )


async def figures_at(
    connection: Connection, firm_id: UUID, carrier: str, at: datetime
) -> InForce[PenaltyParameters]:
    """Limits and windows that hold for a carrier's fines at a moment."""
    return await policies.parameters_in_force(connection, firm_id, PENALTIES, carrier, at)


async def locked(connection: Connection, firm_id: UUID, fine_id: UUID) -> FineRow:
    """The fine, held until the transaction ends. Raises FineUnknown."""
    fine = await fines.get_fine(connection, firm_id, fine_id, lock=True)
    if fine is None:
        raise FineUnknown("There is no such fine; reload the list.")
    return fine


async def _let_wait(
    connection: Connection,
    actor: Actor,
    fine: FineRow,
    cause: Cause,
    agent: AgentRow | None,
    note: str,
    prepared: Prepared | None,
    held: InForce[PenaltyParameters],
    now: datetime,
) -> None:
    await approvals.add(
        connection, actor.firm_id, id=new_id(), fine_id=fine.id, station_id=fine.station_id,
        cause=str(cause), agent_member_id=None if agent is None else agent.id,
        agent_name=None if agent is None else agent.name, note=note, amount_fen=fine.net_fen,
        shares=_json(prepared.shares if prepared else []), decided_by_member_id=actor.member_id,
        decided_by=actor.name, decided_role=str(actor.role),
        limit_fen=limit_of(actor.role, held.parameters), policy_version=held.version,
        decided_at=now,
    )  # fmt: skip


async def _check_not_waiting(connection: Connection, firm_id: UUID, fine_id: UUID) -> None:
    waiting = await approvals.waiting(connection, firm_id, fine_id)
    if waiting is not None:
        raise AwaitsApproval(
            f"{waiting.decided_by} has decided it as {waiting.cause}, which waits for approval; "
            "approve it or send it back first.",
            zh=f"{waiting.decided_by} 已定为{CAUSE_ZH[Cause(waiting.cause)]}，在等复核；"
            "请先通过或退回。",
            decided_by=waiting.decided_by,
            decided_at=waiting.decided_at.isoformat(),
            cause=waiting.cause,
        )


def _check_undecided(fine: FineRow, present: AttributionRow | None, cause: Cause) -> None:
    if fine.status == "reversed":
        raise FineReversed(
            "The fine has been given back: there is nothing to attribute.",
            zh="这笔罚款已经退回，不用定责。",
        )
    is_repeated = present is not None and present.cause == cause
    if fine.status == "attributed" or is_repeated:
        assert present is not None
        raise AlreadyAttributed(
            f"{present.decided_by} has decided it as {present.cause}; reload the fine. To decide "
            "it anew, reverse the attribution first.",
            decided_by=present.decided_by,
            decided_at=present.decided_at.isoformat(),
            cause=present.cause,
        )


async def _proposal(
    session: AsyncSession, actor: Actor, fine: FineRow, now: datetime
) -> tuple[dict[str, Any] | None, UUID | None]:
    found = await evidence_of_fine(session, actor, fine, now)
    return proposal_json(found.proposal), None if found.case is None else found.case.id


async def _agent(
    connection: Connection,
    firm_id: UUID,
    cause: Cause,
    named: str | None,
    proposal: dict[str, Any] | None,
) -> AgentRow | None:
    if named is not None and named.strip():
        found = await agent_by_reference(connection, firm_id, named.strip())
        if found is None:
            raise AgentUnknown(
                f"{named!r} is no member of this firm; give an e-mail or a member id.",
                field="agent",
                zh=f"“{named}”不是本公司成员，请从列表里选坐席。",
            )
        return found
    if cause is not Cause.AGENT_NEGLIGENCE:
        return None
    proposed = proposal and proposal["cause"] == cause and proposal["agent"]
    if not proposed:
        raise AgentNeeded(
            "Nothing proposes an agent for this fine: name the agent by e-mail.",
            field="agent",
            zh="系统没有建议坐席，请选是哪位坐席。",
        )
    return await agent_by_reference(connection, firm_id, proposed["member_id"])


async def agent_by_reference(
    connection: Connection, firm_id: UUID, reference: str
) -> AgentRow | None:
    """A member by id or e-mail."""
    try:
        member_id, email = UUID(reference), None
    except ValueError:
        member_id, email = None, reference
    return await decisions.agent_by(connection, firm_id, member_id=member_id, email=email)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
