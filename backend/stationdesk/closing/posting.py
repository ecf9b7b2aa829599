"""What a close posts: overflow, payroll, fees; and what it keeps of how they came about.

All of it, and the close itself, in one transaction of the caller: a month is closed with
everything that belongs to it, or it is open and nothing was posted.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, TypeAlias
from uuid import UUID

from stationdesk.closing.deductions import share_repository as shares
from stationdesk.closing.deductions.reckoning import AgentMonth
from stationdesk.closing.deductions.share_repository import PendingShare, SettledAgent, SettledShare
from stationdesk.closing.fees.charging import fee_accounts, post_fees, reckon_fees
from stationdesk.closing.fees.reckoning import Fee
from stationdesk.closing.months import write_month
from stationdesk.closing.settlements import repository as settlements
from stationdesk.ledger import service as ledger
from stationdesk.ledger.postings import Posting
from stationdesk.penalties import booking, chart
from stationdesk.penalties.disputes.freezing import frozen_fines
from stationdesk.penalties.repository import fines
from stationdesk.penalties.repository.fines import Connection

OVER_CAP, NOT_NOTICED, PAYROLL_KIND = "wage_cap_overflow", "deduction_not_noticed", "payroll"
PAYROLL: Final = "payroll"
POSTINGS_A_TURN: Final = 5_000

Progress: TypeAlias = Callable[[int, int], Awaitable[None]]
_Key: TypeAlias = tuple[str, UUID]


@dataclass(frozen=True, slots=True)
class _Cut:
    """What of a share falls to the firm."""

    account: str
    share: PendingShare
    overflow_fen: int
    outcome: str


async def post_month(
    connection: Connection,
    firm_id: UUID,
    period: date,
    agents: Sequence[AgentMonth],
    now: datetime,
    progress: Progress,
) -> dict[str, Any]:
    """Post the month's end and keep its reckoning; gives the figures of `MonthOut`.

    `agents`: as reckoned in this transaction. Afterwards an agent's account holds what is frozen
    of his shares, and nothing else of them.
    """
    fees = await reckon_fees(connection, firm_id, period)
    frozen = [each.fine_id for each in await frozen_fines(connection, firm_id)]
    overflows = await _post_overflows(connection, firm_id, period, agents, now, progress)
    payroll = await _post_payroll(connection, firm_id, period, agents, now)
    await _keep(connection, firm_id, period, agents, overflows, payroll)
    await post_fees(connection, firm_id, period, fees, now)
    await settlements.add_frozen(connection, firm_id, period, frozen)
    await settlements.add_settlements(connection, firm_id, period)
    return {
        **_figures(agents, fees),
        **await settlements.sums(connection, firm_id, period),
        "frozen": len(frozen),
    }


async def open_accounts(connection: Connection, firm_id: UUID, period: date, now: datetime) -> None:
    """Open what the close posts to, in a transaction before it: a poster who opens one of them at
    the same time would wait for the whole close otherwise."""
    names = [chart.PENALTY_COST, PAYROLL, *await fee_accounts(connection, firm_id, period)]
    await ledger.open_accounts(connection, firm_id, names, now)


async def _post_overflows(
    connection: Connection,
    firm_id: UUID,
    period: date,
    agents: Sequence[AgentMonth],
    now: datetime,
    progress: Progress,
) -> dict[_Key, UUID]:
    """Step 5 of the worked example, one transaction for each fine, each linked to it."""
    cut = [
        _Cut(agent.account, share, settled.overflow_fen, settled.outcome)
        for agent in agents
        for share, settled in zip(agent.shares, agent.plan.settled, strict=True)
        if settled.overflow_fen
    ]
    found: dict[_Key, UUID] = {}
    for start in range(0, len(cut), POSTINGS_A_TURN):
        turn = cut[start : start + POSTINGS_A_TURN]
        await progress(start, len(cut))
        postings = [_overflow(period, each) for each in turn]
        posted = await ledger.post_all(connection, firm_id, postings, now, period)
        ids = [each.transaction_id for each in posted]
        await fines.add_transactions(
            connection, firm_id, booking.CLOSED,
            [
                (each.share.fine_id, each.share.station_id, transaction_id)
                for each, transaction_id in zip(turn, ids, strict=True)
            ],
        )  # fmt: skip
        found |= {
            (each.account, each.share.fine_id): transaction_id
            for each, transaction_id in zip(turn, ids, strict=True)
        }
    await progress(len(cut), len(cut))
    return found


def _overflow(period: date, cut: _Cut) -> Posting:
    return Posting(
        key=f"close/{write_month(period)}/fine/{cut.share.fine_id}/{cut.account}",
        kind=NOT_NOTICED if cut.outcome == "not_noticed" else OVER_CAP,
        occurred_at=cut.share.occurred_at,
        entries=((chart.PENALTY_COST, cut.overflow_fen), (cut.account, -cut.overflow_fen)),
        reference=cut.share.reference,
        period=period,
    )


async def _post_payroll(
    connection: Connection,
    firm_id: UUID,
    period: date,
    agents: Sequence[AgentMonth],
    now: datetime,
) -> dict[str, UUID]:
    """Dr payroll · Cr agent for what is deducted; the other way round for what is paid back."""
    paid = [agent for agent in agents if agent.plan.payroll_fen]
    postings = [
        Posting(
            key=f"close/{write_month(period)}/payroll/{agent.account}",
            kind=PAYROLL_KIND,
            occurred_at=now,
            entries=((PAYROLL, agent.plan.payroll_fen), (agent.account, -agent.plan.payroll_fen)),
            reference=f"{write_month(period)} {agent.name} 赔偿扣款",
            period=period,
        )
        for agent in paid
    ]
    posted = await ledger.post_all(connection, firm_id, postings, now, period)
    return {agent.account: each.transaction_id for agent, each in zip(paid, posted, strict=True)}


async def _keep(
    connection: Connection,
    firm_id: UUID,
    period: date,
    agents: Sequence[AgentMonth],
    overflows: dict[_Key, UUID],
    payroll: dict[str, UUID],
) -> None:
    await shares.add_closed_agents(
        connection, firm_id, period, [_agent_row(each, payroll) for each in agents]
    )
    await shares.add_closed_shares(
        connection, firm_id, period,
        [
            SettledShare(
                fine_id=share.fine_id,
                agent_account=agent.account,
                member_id=agent.member_id,
                station_id=share.station_id,
                pending_fen=share.pending_fen,
                noticed_fen=share.noticed_fen,
                deducted_fen=settled.deducted_fen,
                overflow_fen=settled.overflow_fen,
                outcome=settled.outcome,
                notice_id=share.notice_id,
                transaction_id=overflows.get((agent.account, share.fine_id)),
            )
            for agent in agents
            for share, settled in zip(agent.shares, agent.plan.settled, strict=True)
        ],
    )  # fmt: skip


def _agent_row(agent: AgentMonth, payroll: dict[str, UUID]) -> SettledAgent:
    wage, plan = agent.wage, agent.plan
    return SettledAgent(
        agent_account=agent.account,
        member_id=agent.member_id,
        agent_name=agent.name,
        wage_fen=None if wage is None else wage.wage_fen,
        overtime_fen=None if wage is None else wage.overtime_fen,
        allowances_fen=None if wage is None else wage.allowances_fen,
        minimum_fen=None if wage is None else wage.floor_fen,
        cap_fen=plan.cap_fen,
        noticed_fen=plan.noticed_fen,
        not_noticed_fen=plan.not_noticed_fen,
        deducted_fen=plan.deducted_fen,
        over_cap_fen=plan.over_cap_fen,
        frozen_fen=plan.frozen_fen,
        paid_back_fen=plan.paid_back_fen,
        payroll_fen=plan.payroll_fen,
        transaction_id=payroll.get(agent.account),
    )


def _figures(agents: Sequence[AgentMonth], fees: Sequence[Fee]) -> dict[str, int]:
    return {
        "agents": len(agents),
        "shares": sum(len(agent.shares) for agent in agents),
        "deducted_fen": sum(agent.plan.deducted_fen for agent in agents),
        "over_cap_fen": sum(agent.plan.over_cap_fen for agent in agents),
        "not_noticed_fen": sum(agent.plan.not_noticed_fen for agent in agents),
        "paid_back_fen": sum(agent.plan.paid_back_fen for agent in agents),
        "fees": len(fees),
        "fees_fen": sum(fee.net_fen for fee in fees),
        "vat_fen": sum(fee.vat_fen for fee in fees),
    }
