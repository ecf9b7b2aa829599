"""Fines that should be appealed instead of borne: charged twice, or exempted by a notice. Pure.

Both are headquarters' error (domain §6): pointed out with why, proposed as such, and appealed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from stationdesk.foundation.money import Fen, format_yuan
from stationdesk.penalties.causes.proposing import Proposal
from stationdesk.penalties.causes.texts import Contrast, Sentence
from stationdesk.penalties.causes.words import CAUSE_ZH, Cause

POINTED_OUT: Final = 0.9
REVERSED: Final = "reversed"


class Repeat(StrEnum):
    """By which rule a charge is the same as an earlier one."""

    SAME_CHARGE = "same_charge"
    SAME_CASE = "same_case"


@dataclass(frozen=True, slots=True)
class Charge:
    """A line that takes money, as far as repeats are told by it."""

    id: UUID
    place: tuple[UUID, str]
    code: str
    occurred_at: datetime
    amount_fen: Fen
    case_id: UUID | None
    bill_no: str
    line_no: str
    status: str = "undecided"
    duplicate_of: UUID | None = None


@dataclass(frozen=True, slots=True)
class Twin:
    """The earlier charge of which this one is a repetition, and by which rule."""

    charge: Charge
    rule: Repeat


@dataclass(frozen=True, slots=True)
class Notice:
    """An exemption notice 免考 that stands: for whom, for what, from when to when."""

    id: UUID
    title: str
    carrier: str | None
    station_ids: frozenset[UUID]
    kinds: frozenset[str]
    from_at: datetime
    to_at: datetime


def twin_of(charge: Charge, earlier: Iterable[Charge], same_case_days: int) -> Twin | None:
    """The first of the earlier charges on the same station and waybill that this one repeats.

    Same code and same time: charged twice. Same code for the same case within so many days is so
    only where the carrier's own rule says it (`same_case_days`, 0: it does not). What was given
    back already is not in the way, and a repetition is told of the first charge, not of another.
    """
    for each in earlier:
        if each.code != charge.code or each.status == REVERSED or each.duplicate_of is not None:
            continue
        if each.occurred_at == charge.occurred_at:
            return Twin(each, Repeat.SAME_CHARGE)
        is_case = each.case_id is not None and each.case_id == charge.case_id
        apart = abs(each.occurred_at - charge.occurred_at)
        if is_case and same_case_days and apart <= timedelta(days=same_case_days):
            return Twin(each, Repeat.SAME_CASE)
    return None


def exempting(
    notices: Sequence[Notice],
    *,
    carrier: str,
    station_id: UUID,
    occurred_at: datetime,
    kind: str | None,
) -> Notice | None:
    """The notice that a fine lies in. One for some kinds of work only needs the case to be known.

    `listing.EXEMPTED` says the same in SQL.
    """
    for each in notices:
        if (
            each.carrier in (None, carrier)
            and (not each.station_ids or station_id in each.station_ids)
            and each.from_at <= occurred_at < each.to_at
            and (not each.kinds or kind in each.kinds)
        ):
            return each
    return None


def pointed_out(
    proposal: Proposal | None, twin: Twin | None, notice: Notice | None
) -> Proposal | None:
    """The proposal once repeats and notices are known: headquarters' error, before all else."""
    if twin is None and notice is None:
        return proposal
    sentences = [*([_repeated(twin)] if twin else []), *([_exempted(notice)] if notice else [])]
    against: tuple[Contrast, ...] = ()
    if proposal is not None:
        against = (
            Contrast(
                proposal.cause,
                f"若申诉不成，按时限内的持有情况是{CAUSE_ZH[proposal.cause]}",
                f"Should the appeal fail, custody speaks for {proposal.cause}",
            ),
            *(each for each in proposal.against if each.cause is not Cause.CARRIER_ERROR),
        )
    return Proposal(
        cause=Cause.CARRIER_ERROR,
        agent=None,
        confidence=POINTED_OUT,
        reasons=(*sentences, *(proposal.reasons if proposal else ())),
        against=against,
    )


def _repeated(twin: Twin) -> Sentence:
    first = twin.charge
    line = f"{first.bill_no} 第 {first.line_no} 行"
    amount = format_yuan(first.amount_fen)
    if twin.rule is Repeat.SAME_CASE:
        return Sentence(
            "CHARGED_TWICE",
            f"同一件工作同一科目已扣过：{line} ¥{amount}，按快递公司的规则只能扣一次，请申诉",
            f"The same case was charged under the same code: bill {first.bill_no}, line "
            f"{first.line_no}, ¥{amount}; the carrier's own rule allows one charge: appeal it",
        )
    return Sentence(
        "CHARGED_TWICE",
        f"同一网点、运单、科目、时间已扣过：{line} ¥{amount}，请申诉",
        f"The same station, waybill, code and time were charged already: bill {first.bill_no}, "
        f"line {first.line_no}, ¥{amount}: appeal it",
    )


def _exempted(notice: Notice) -> Sentence:
    return Sentence(
        "EXEMPTED",
        f"发生时间在免考通知《{notice.title}》范围内，请申诉",
        f"It happened within the exemption notice {notice.title!r}: appeal it",
    )
