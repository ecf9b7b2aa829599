"""What a month would do to each agent if it were closed now; the close posts exactly this."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from stationdesk.closing.deductions import share_repository as repository
from stationdesk.closing.deductions.share_repository import PendingShare
from stationdesk.closing.wages.cap import Plan, Share, WageFacts, plan
from stationdesk.penalties.disputes.freezing import frozen_fines
from stationdesk.penalties.repository.fines import Connection


@dataclass(frozen=True, slots=True)
class AgentMonth:
    """One agent's open shares and what becomes of them.

    Without `wage` nothing can be deducted. `has_left`: he had left before the month began, and
    earns no wage in it.
    """

    account: str
    member_id: UUID | None
    name: str
    shares: tuple[PendingShare, ...]
    frozen: frozenset[UUID]
    wage: WageFacts | None
    has_left: bool
    plan: Plan

    @property
    def needs_wage(self) -> bool:
        """Something could be deducted, and no wage says how much."""
        owes = any(each.pending_fen > 0 and each.fine_id not in self.frozen for each in self.shares)
        return owes and self.wage is None and not self.has_left


async def reckon(
    connection: Connection, firm_id: UUID, period: date, account: str | None = None
) -> list[AgentMonth]:
    """Every agent with open shares at the month's end, by account; or one of them."""
    shares = await repository.pending_shares(connection, firm_id, period, account)
    frozen = frozenset(each.fine_id for each in await frozen_fines(connection, firm_id))
    wages = await repository.wage_facts(connection, firm_id, period)
    left = await repository.left_before(connection, firm_id, period)
    return [
        _agent_month(account, tuple(own), frozen, wages, left)
        for account, own in groupby(shares, key=lambda each: each.account)
    ]


def _agent_month(
    account: str,
    shares: Sequence[PendingShare],
    frozen: frozenset[UUID],
    wages: dict[UUID, WageFacts],
    left: set[UUID],
) -> AgentMonth:
    first = shares[0]
    wage = wages.get(first.member_id) if first.member_id else None
    own = [
        Share(
            each.fine_id, each.pending_fen, each.noticed_fen, each.occurred_at,
            each.fine_id in frozen,
        )
        for each in shares
    ]  # fmt: skip
    return AgentMonth(
        account=account,
        member_id=first.member_id,
        name=first.agent_name,
        shares=tuple(shares),
        frozen=frozen,
        wage=wage,
        has_left=first.member_id is None or first.member_id in left,
        plan=plan(own, 0 if wage is None else wage.cap_fen),
    )
