"""How much may be deducted from a month's wage, and which fines it is taken for. Pure.

工资支付暂行规定 第十六条: at most 20 % of the month's wage, and what is left may not fall below the
local minimum wage. 最低工资规定 第十二条: overtime pay and special allowances do not count towards
that minimum, so they are left out before it is compared. The wage here holds both of them.

What is over the cap is the firm's, for good (product policy, domain §6).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from stationdesk.foundation.money import Fen

PERCENT_MAX: Final = 20


@dataclass(frozen=True, slots=True)
class WageFacts:
    """A month's wage. `days_worked` of `days_due` where the month was worked in part."""

    wage_fen: Fen
    overtime_fen: Fen
    allowances_fen: Fen
    minimum_fen: Fen
    days_worked: int | None = None
    days_due: int | None = None

    @property
    def floor_fen(self) -> Fen:
        """The minimum that must be left: for a month worked in part by its days, rounded up to a
        whole fen in the agent's favour; the whole month's where no days are given."""
        if self.days_worked is None or self.days_due is None:
            return self.minimum_fen
        return -(-self.minimum_fen * self.days_worked // self.days_due)

    @property
    def cap_fen(self) -> Fen:
        """The most that may be deducted: whole fen, rounded down."""
        fifth = self.wage_fen * PERCENT_MAX // 100
        above = self.wage_fen - self.overtime_fen - self.allowances_fen - self.floor_fen
        return max(0, min(fifth, above))


@dataclass(frozen=True, slots=True)
class Share:
    """What a fine has put on an agent and no month has settled yet; below zero: owed back to him.

    `noticed_fen`: how much of it a delivered notice covers. `occurred_at` of the fine.
    """

    fine_id: UUID
    pending_fen: Fen
    noticed_fen: Fen
    occurred_at: datetime
    is_frozen: bool = False


@dataclass(frozen=True, slots=True)
class Settled:
    """What becomes of a share. deducted + overflow = pending, but for a frozen one: both are 0."""

    fine_id: UUID
    deducted_fen: Fen
    overflow_fen: Fen
    outcome: str


@dataclass(frozen=True, slots=True)
class Plan:
    """One agent's month: `settled` in the order of the shares; sums in fen.

    noticed = deducted + over_cap. `paid_back`: of fines that were taken off him later.
    """

    settled: tuple[Settled, ...]
    cap_fen: Fen
    noticed_fen: Fen
    not_noticed_fen: Fen
    deducted_fen: Fen
    frozen_fen: Fen
    paid_back_fen: Fen

    @property
    def over_cap_fen(self) -> Fen:
        """What the cap cuts off; the firm bears it."""
        return self.noticed_fen - self.deducted_fen

    @property
    def payroll_fen(self) -> Fen:
        """Deducted less paid back: what the payroll takes, or below zero gives."""
        return self.deducted_fen - self.paid_back_fen


def plan(shares: Sequence[Share], cap_fen: Fen) -> Plan:
    """Settle an agent's shares of a month under his cap.

    A frozen share waits. What is owed back is paid back whole, beside the cap: giving back is no
    reason to take more. What no delivered notice covers is not deducted: the firm bears it. The
    rest is taken up to the cap, from each fine in proportion to its share, in whole fen by largest
    remainder; ties go to the older fine, then to the smaller id.
    """
    open_shares = [each for each in shares if not each.is_frozen and each.pending_fen > 0]
    wanted = {each.fine_id: min(each.noticed_fen, each.pending_fen) for each in open_shares}
    noticed = sum(wanted.values())
    deducted = min(noticed, cap_fen)
    taken = _allot(open_shares, wanted, deducted)
    settled = tuple(_settle(each, wanted, taken) for each in shares)
    return Plan(
        settled=settled,
        cap_fen=cap_fen,
        noticed_fen=noticed,
        not_noticed_fen=sum(each.pending_fen for each in open_shares) - noticed,
        deducted_fen=deducted,
        frozen_fen=sum(each.pending_fen for each in shares if each.is_frozen),
        paid_back_fen=-sum(
            each.pending_fen for each in shares if not each.is_frozen and each.pending_fen < 0
        ),
    )


def _allot(shares: Sequence[Share], wanted: dict[UUID, Fen], total: Fen) -> dict[UUID, Fen]:
    whole = sum(wanted.values())
    if whole in (0, total):
        return wanted
    exact = {fine_id: divmod(amount * total, whole) for fine_id, amount in wanted.items()}
    taken = {fine_id: quotient for fine_id, (quotient, _) in exact.items()}
    order = sorted(
        shares, key=lambda each: (-exact[each.fine_id][1], each.occurred_at, each.fine_id)
    )
    for each in order[: total - sum(taken.values())]:
        taken[each.fine_id] += 1
    assert sum(taken.values()) == total
    return taken


def _settle(share: Share, wanted: dict[UUID, Fen], taken: dict[UUID, Fen]) -> Settled:
    if share.is_frozen:
        return Settled(share.fine_id, 0, 0, "frozen")
    if share.pending_fen < 0:
        return Settled(share.fine_id, share.pending_fen, 0, "paid_back")
    deducted = taken[share.fine_id]
    overflow = share.pending_fen - deducted
    if wanted[share.fine_id] < share.pending_fen:
        outcome = "not_noticed"
    else:
        outcome = "over_cap" if overflow else "deducted"
    return Settled(share.fine_id, deducted, overflow, outcome)
