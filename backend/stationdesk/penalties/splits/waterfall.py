"""The split: one fine, one rule, whole fen that add up. Pure.

Order of work, written down because pennies are quarrelled over:
1. Each step's claim is an exact fraction: fixed amounts and percentages in the rule's order, never
   more than what is left; what no step claims is the firm's.
2. Claims become whole fen by largest remainder; ties go to the firm, then the station, then the
   counterparty, then the agent (`RANK`), then to the earlier step.
3. Caps per fine, then per month, cut each party's total in step order.
4. What was cut overflows to the party the step names, as far as that party's own caps leave room,
   the rest to the firm, which has no cap.

A refund (negative amount) is split as a fine of that size and negated. Monthly caps do not apply
to it: they limit what may be taken in a month, not what is given back.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from typing import Final

from stationdesk.foundation.money import Fen, format_yuan
from stationdesk.penalties.causes.words import PARTY_ZH, Party
from stationdesk.penalties.splits.rules import BASIS_POINTS_OF_ALL, Rule, Step

RANK: Final[dict[Party, int]] = {
    Party.FIRM: 0,
    Party.STATION: 1,
    Party.COUNTERPARTY: 2,
    Party.AGENT: 3,
}


class Reason(StrEnum):
    """Why a line of the split is what it is."""

    SHARE = "SHARE"
    CAP_FINE = "CAP_FINE"
    CAP_MONTH = "CAP_MONTH"
    OVERFLOW = "OVERFLOW"
    DISPUTE = "DISPUTE"
    CAP_WAGE = "CAP_WAGE"


@dataclass(frozen=True, slots=True)
class Line:
    """One figure of the waterfall; the lines of a split add up to the fine."""

    reason: Reason
    party: Party
    amount_fen: Fen
    text_zh: str
    text_en: str
    counterparty_code: str | None = None


@dataclass(frozen=True, slots=True)
class Split:
    """The lines in the order of the waterfall, and each party's total (zeros left out)."""

    lines: tuple[Line, ...]
    totals: dict[tuple[Party, str | None], Fen]

    def total(self, party: Party) -> Fen:
        """What a party bears, over all its accounts."""
        return sum(amount for (owner, _), amount in self.totals.items() if owner is party)


@dataclass(slots=True)
class _Room:
    """How much more each capped party may be given, per fine and per month."""

    fine_fen: dict[Party, Fen]
    month_fen: dict[Party, Fen]

    def cut(self, party: Party, amount_fen: Fen) -> tuple[Fen, Fen]:
        """What the two caps cut off an amount; what is kept is booked against the room."""
        by_fine = max(0, amount_fen - self.fine_fen.get(party, amount_fen))
        kept = amount_fen - by_fine
        by_month = max(0, kept - self.month_fen.get(party, kept))
        kept -= by_month
        for room in (self.fine_fen, self.month_fen):
            if party in room:
                room[party] -= kept
        return by_fine, by_month


def split(rule: Rule, amount_fen: Fen, month_used_fen: dict[Party, Fen] | None = None) -> Split:
    """Allot `amount_fen` (negative: a refund) by the rule's waterfall.

    `month_used_fen`: what each party has borne in the month already, for caps per month.
    """
    is_refund = amount_fen < 0
    size = abs(amount_fen)
    steps = (*rule.steps, Step(party=Party.FIRM, gives="remainder"))
    shares = _whole_fen(_claims(steps, size), steps, size)
    room = _room(rule.steps, None if is_refund else (month_used_fen or {}))
    lines: list[Line] = []
    overflow: list[tuple[Step, Fen]] = []
    for number, (step, share) in enumerate(zip(steps, shares, strict=True), start=1):
        if share == 0 and number == len(steps):
            continue  # the unwritten last step: nothing was left to it
        lines.append(_share_line(step, share, number))
        by_fine, by_month = room.cut(step.party, share)
        if by_fine:
            lines.append(_cut_line(step, Reason.CAP_FINE, by_fine))
        if by_month:
            lines.append(_cut_line(step, Reason.CAP_MONTH, by_month))
        if by_fine + by_month:
            overflow.append((step, by_fine + by_month))
    for step, cut_fen in overflow:
        lines += _overflow_lines(step, cut_fen, room)
    return _summed(lines, -1 if is_refund else 1)


def _claims(steps: tuple[Step, ...], size: Fen) -> list[Fraction]:
    left = Fraction(size)
    claims: list[Fraction] = []
    for step in steps:
        if step.gives == "fixed":
            wanted = Fraction(step.amount_fen or 0)
        elif step.gives == "percentage":
            wanted = Fraction(size * (step.basis_points or 0), BASIS_POINTS_OF_ALL)
        elif step.gives == "percentage_of_remainder":
            wanted = left * (step.basis_points or 0) / BASIS_POINTS_OF_ALL
        else:
            wanted = left
        claims.append(min(wanted, left))
        left -= claims[-1]
    return claims


def _whole_fen(claims: list[Fraction], steps: tuple[Step, ...], size: Fen) -> list[Fen]:
    whole = [claim.numerator // claim.denominator for claim in claims]
    order = sorted(
        range(len(claims)),
        key=lambda at: (whole[at] - claims[at], RANK[steps[at].party], at),
    )
    for at in order[: size - sum(whole)]:
        whole[at] += 1
    assert sum(whole) == size
    return whole


def _room(steps: tuple[Step, ...], month_used_fen: dict[Party, Fen] | None) -> _Room:
    room = _Room(fine_fen={}, month_fen={})
    for step in steps:
        if step.cap_fine_fen is not None:
            earlier = room.fine_fen.get(step.party, step.cap_fine_fen)
            room.fine_fen[step.party] = min(earlier, step.cap_fine_fen)
        if step.cap_month_fen is not None and month_used_fen is not None:
            left = max(0, step.cap_month_fen - month_used_fen.get(step.party, 0))
            room.month_fen[step.party] = min(room.month_fen.get(step.party, left), left)
    return room


def _share_line(step: Step, share: Fen, number: int) -> Line:
    party = PARTY_ZH[step.party]
    percent = f"{(step.basis_points or 0) / 100:g}%"
    how_zh, how_en = {
        "fixed": ("固定金额", "a fixed amount"),
        "percentage": (f"{percent}（按全额算）", f"{percent} of the whole fine"),
        "percentage_of_remainder": (f"其余的 {percent}", f"{percent} of what is left"),
        "remainder": ("其余", "the remainder"),
    }[step.gives]
    return Line(
        Reason.SHARE,
        step.party,
        share,
        f"第 {number} 步：{party}承担{how_zh}，¥{format_yuan(share)}",
        f"Step {number}: {step.party} bears {how_en}, ¥{format_yuan(share)}",
        step.counterparty_code,
    )


def _cut_line(step: Step, reason: Reason, cut_fen: Fen) -> Line:
    cap = (step.cap_fine_fen if reason is Reason.CAP_FINE else step.cap_month_fen) or 0
    zh, en = ("每笔", "a fine") if reason is Reason.CAP_FINE else ("每月", "a month")
    return Line(
        reason,
        step.party,
        -cut_fen,
        f"{PARTY_ZH[step.party]}{zh}封顶 ¥{format_yuan(cap)}，切下 ¥{format_yuan(cut_fen)}",
        f"Capped at ¥{format_yuan(cap)} {en} for the {step.party}: ¥{format_yuan(cut_fen)} cut off",
        step.counterparty_code,
    )


def _overflow_lines(step: Step, cut_fen: Fen, room: _Room) -> list[Line]:
    by_fine, by_month = room.cut(step.overflow_to, cut_fen)
    to_firm = by_fine + by_month
    parts = ((step.overflow_to, cut_fen - to_firm), (Party.FIRM, to_firm))
    return [
        Line(
            Reason.OVERFLOW,
            party,
            amount,
            f"{PARTY_ZH[step.party]}封顶切下的 ¥{format_yuan(amount)} 由{PARTY_ZH[party]}承担",
            f"¥{format_yuan(amount)} over the {step.party}'s cap falls to the {party}",
        )
        for party, amount in parts
        if amount
    ]


def _summed(lines: list[Line], sign: int) -> Split:
    totals: dict[tuple[Party, str | None], Fen] = {}
    signed: list[Line] = []
    for line in lines:
        amount = sign * line.amount_fen
        signed.append(replace(line, amount_fen=amount))
        key = (line.party, line.counterparty_code)
        totals[key] = totals.get(key, 0) + amount
    return Split(tuple(signed), {key: amount for key, amount in totals.items() if amount})
