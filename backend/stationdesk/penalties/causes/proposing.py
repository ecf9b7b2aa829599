"""The proposed cause of a fine, from clocks and custody, with its reasons. Pure.

Who held the case when the clock ran out, and had it for at least the policy's minimum handling
time inside the window, let it run out. Had the last holder less than that, the largest user of the
window is proposed, with less confidence. An agent is not held to minutes off his shift: a case that
lay with somebody who had gone home is the firm's to cover. Where no clock was breached, or custody
says nothing about its window, nothing is proposed: a guess would cost somebody money.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Final
from uuid import UUID

from stationdesk.penalties.causes import texts as cause_texts
from stationdesk.penalties.causes.staffing import Cover, Lane
from stationdesk.penalties.causes.texts import Contrast, Sentence
from stationdesk.penalties.causes.words import Cause
from stationdesk.stations.contracts.coverage import Uncovered


@dataclass(frozen=True, slots=True)
class Policy:
    """Figures that a person may argue with; from the policy version of the day."""

    minimum_handling_minutes: int = 15
    queue_target_minutes: int = 15
    station_answer_minutes: int = 60


@dataclass(frozen=True, slots=True)
class ClockSpan:
    """One clock of the case. `stopped_at`: answered, by the proof of HQ's system."""

    name: str
    started_at: datetime
    due_at: datetime
    breached_at: datetime | None
    stopped_at: datetime | None
    is_carriers: bool = True

    def is_breached(self, now: datetime) -> bool:
        """Ran out before it was answered."""
        ended = self.stopped_at or now
        return self.breached_at is not None or ended > self.due_at


@dataclass(frozen=True, slots=True)
class HeldSpan:
    """Whom the case waited on, from when to when (None: still)."""

    kind: str
    name: str | None
    member_id: UUID | None
    from_at: datetime
    to_at: datetime | None


@dataclass(frozen=True, slots=True)
class MeasuredSpan:
    """A held span in whole minutes inside and after a clock's window; minutes of spans that touch
    add up exactly, because every edge is rounded once."""

    span: HeldSpan
    minutes_inside: int
    minutes_after: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """`confidence` from 0 to 1; `agent` only for agent_negligence: (member id, name)."""

    cause: Cause
    agent: tuple[UUID, str] | None
    confidence: float
    reasons: tuple[Sentence, ...]
    against: tuple[Contrast, ...]


CAUSE_OF_HOLDER: Final[dict[str, Cause]] = {
    "intake": Cause.FIRM_PROCESS,
    "queue": Cause.FIRM_PROCESS,
    "supervisor": Cause.FIRM_PROCESS,
    "agent": Cause.AGENT_NEGLIGENCE,
    "station": Cause.STATION_OPERATION,
    "courier": Cause.STATION_OPERATION,
    "customer": Cause.CUSTOMER,
    "counterparty": Cause.COUNTERPARTY,
    "carrier": Cause.CARRIER_ERROR,
}
_SURE, _OTHERS_WERE_LATE_TOO, _BY_LARGEST_USE = 0.9, 0.7, 0.5


def breached_clock(
    clocks: Sequence[ClockSpan], occurred_at: datetime, now: datetime
) -> ClockSpan | None:
    """The clock that a fine is about: the carrier's before the firm's own, and of those the last
    that ran out by the time of the fine (else the first that ran out at all)."""
    breached = [clock for clock in clocks if clock.is_breached(now)]
    carriers = [clock for clock in breached if clock.is_carriers]
    candidates = sorted(carriers or breached, key=lambda clock: clock.due_at)
    by_then = [clock for clock in candidates if clock.due_at <= occurred_at]
    return by_then[-1] if by_then else next(iter(candidates), None)


def measure(clock: ClockSpan, held: Sequence[HeldSpan], now: datetime) -> tuple[MeasuredSpan, ...]:
    """The custody from the clock's start to its answer, in minutes inside the window and after."""
    end = max(clock.stopped_at or now, clock.started_at)

    def minute(moment: datetime) -> int:
        return int((moment - clock.started_at).total_seconds() // 60)

    measured = []
    for span in sorted(held, key=lambda each: each.from_at):
        begin = max(span.from_at, clock.started_at)
        stop = min(span.to_at or end, end)
        if stop <= begin:
            continue
        inside = max(0, minute(min(stop, clock.due_at)) - minute(min(begin, clock.due_at)))
        after = max(0, minute(stop) - minute(begin) - inside)
        measured.append(MeasuredSpan(span, inside, after))
    return tuple(measured)


def propose(
    clock: ClockSpan | None,
    held: Sequence[HeldSpan],
    policy: Policy,
    now: datetime,
    zone: tzinfo,
    lane: Lane | None = None,
) -> Proposal | None:
    """The cause that clocks and custody speak for, or None where they say nothing.

    `zone`: of the station, for the clock times in the sentences. `lane`: who served it then; None:
    nothing is known of assignments and shifts.
    """
    if clock is None or not clock.is_breached(now):
        return None
    measured = measure(clock, held, now)
    last = _last_hold(measured, clock)
    if not measured or last is None or sum(each.minutes_inside for each in measured) == 0:
        return None
    off_minutes = _off_minutes(last, clock, lane)
    facts = _facts(measured, last, clock, policy, zone, lane, off_minutes)
    on_minutes = last.minutes_inside - off_minutes
    is_last_to_blame = last.minutes_inside >= policy.minimum_handling_minutes
    is_left_alone = is_last_to_blame and on_minutes < policy.minimum_handling_minutes
    user = last.span if is_last_to_blame else _largest_user(measured)
    if is_left_alone:
        # Held in name by somebody who was not there: nobody of the firm had it.
        user = HeldSpan("queue", None, None, last.span.from_at, last.span.to_at)
    if user.kind not in CAUSE_OF_HOLDER:
        return None
    cause = CAUSE_OF_HOLDER[user.kind]
    agent = None
    if cause is Cause.AGENT_NEGLIGENCE and user.member_id is not None:
        agent = (user.member_id, user.name or "")
    return Proposal(
        cause=cause,
        agent=agent,
        confidence=_confidence(cause, facts, is_last_to_blame, is_left_alone),
        reasons=cause_texts.reasons(cause, user.name or "", facts, is_last_to_blame, is_left_alone),
        against=cause_texts.against(cause, facts),
    )


def out_of_contract(proposal: Proposal, outside: Uncovered) -> Proposal:
    """The station's, because the contract does not cover it (domain §6); what custody says stays
    to be read."""
    reason = Sentence(f"uncovered_{outside.code}", outside.zh, outside.en)
    contrast = Contrast(proposal.cause, outside.zh, outside.en)
    return Proposal(
        cause=Cause.STATION_OPERATION,
        agent=None,
        confidence=_SURE,
        reasons=(reason, *proposal.reasons),
        against=(
            contrast,
            *(each for each in proposal.against if each.cause is not Cause.STATION_OPERATION),
        ),
    )


def _same_holder(one: HeldSpan, other: HeldSpan) -> bool:
    return (one.kind, one.member_id, one.name) == (other.kind, other.member_id, other.name)


def _last_hold(measured: Sequence[MeasuredSpan], clock: ClockSpan) -> MeasuredSpan | None:
    """The unbroken hold of whoever had the case as the clock ran out, spans that touch as one."""
    at_due = [
        at
        for at, each in enumerate(measured)
        if each.span.from_at < clock.due_at
        and (each.span.to_at is None or each.span.to_at >= clock.due_at)
    ]
    if not at_due:
        return None
    first = end = at_due[0]
    while first > 0 and _same_holder(measured[first - 1].span, measured[end].span):
        first -= 1
    while end + 1 < len(measured) and _same_holder(measured[end + 1].span, measured[first].span):
        end += 1
    run = measured[first : end + 1]
    span = HeldSpan(
        run[0].span.kind, run[0].span.name, run[0].span.member_id,
        run[0].span.from_at, run[-1].span.to_at,
    )  # fmt: skip
    return MeasuredSpan(
        span, sum(each.minutes_inside for each in run), sum(each.minutes_after for each in run)
    )


def _off_minutes(last: MeasuredSpan, clock: ClockSpan, lane: Lane | None) -> int:
    """Minutes inside of the window that the agent who held it last was not on shift."""
    span = last.span
    if lane is None or span.kind != "agent" or span.member_id is None:
        return 0
    begin = max(span.from_at, clock.started_at)
    end = min(span.to_at or clock.due_at, clock.due_at)
    return min(lane.off_minutes(span.member_id, begin, end), last.minutes_inside)


def _facts(
    measured: Sequence[MeasuredSpan],
    last: MeasuredSpan,
    clock: ClockSpan,
    policy: Policy,
    zone: tzinfo,
    lane: Lane | None,
    off_minutes: int,
) -> "cause_texts.Facts":
    return cause_texts.Facts(
        due_at=clock.due_at,
        zone=zone,
        minutes=_minutes_by_cause(measured),
        queue_minutes=_minutes_of(measured, "queue"),
        station_minutes=_minutes_of(measured, "station", "courier"),
        last_kind=last.span.kind,
        last_name=last.span.name or "",
        last_from=last.span.from_at,
        last_minutes=last.minutes_inside + last.minutes_after,
        last_inside=last.minutes_inside,
        last_off_minutes=off_minutes,
        cover=_cover(measured, clock, lane),
        answered_by_station_at=_station_answer(measured, clock),
        minimum_minutes=policy.minimum_handling_minutes,
        queue_target_minutes=policy.queue_target_minutes,
        station_answer_minutes=policy.station_answer_minutes,
    )


def _cover(measured: Sequence[MeasuredSpan], clock: ClockSpan, lane: Lane | None) -> Cover | None:
    """Who could have taken it while it waited in the queue, over the longest of such waits."""
    waits = [each for each in measured if each.span.kind == "queue" and each.minutes_inside]
    if lane is None or not waits:
        return None
    longest = max(waits, key=lambda each: each.minutes_inside).span
    begin = max(longest.from_at, clock.started_at)
    end = min(longest.to_at or clock.due_at, clock.due_at)
    found = lane.cover(begin, end)
    return found if found.is_known else None


def _minutes_of(measured: Sequence[MeasuredSpan], *kinds: str) -> int:
    return sum(each.minutes_inside for each in measured if each.span.kind in kinds)


def _minutes_by_cause(measured: Sequence[MeasuredSpan]) -> dict[Cause, int]:
    minutes = dict.fromkeys(Cause, 0)
    for each in measured:
        if each.span.kind in CAUSE_OF_HOLDER:
            minutes[CAUSE_OF_HOLDER[each.span.kind]] += each.minutes_inside
    return minutes


def _station_answer(measured: Sequence[MeasuredSpan], clock: ClockSpan) -> datetime | None:
    answers = [
        each.span.to_at
        for each in measured
        if each.span.kind in ("station", "courier") and each.span.to_at is not None
    ]
    inside = [answer for answer in answers if answer <= clock.due_at]
    return inside[-1] if inside else None


def _largest_user(measured: Sequence[MeasuredSpan]) -> HeldSpan:
    """Who used most of the window; ties go to the firm's process, then to the later holder."""

    def used(span: HeldSpan) -> int:
        return sum(each.minutes_inside for each in measured if _same_holder(each.span, span))

    def rank(each: MeasuredSpan) -> tuple[int, bool, datetime]:
        is_firms = CAUSE_OF_HOLDER.get(each.span.kind) is Cause.FIRM_PROCESS
        return used(each.span), is_firms, each.span.from_at

    return max(measured, key=rank).span


def _confidence(
    cause: Cause, facts: "cause_texts.Facts", is_last_to_blame: bool, is_left_alone: bool
) -> float:
    if is_left_alone:
        return _OTHERS_WERE_LATE_TOO
    if not is_last_to_blame:
        return _BY_LARGEST_USE
    others_late = (
        cause is not Cause.FIRM_PROCESS and facts.queue_minutes > facts.queue_target_minutes
    ) or (
        cause is not Cause.STATION_OPERATION
        and facts.station_minutes > facts.station_answer_minutes
    )
    return _OTHERS_WERE_LATE_TOO if others_late else _SURE
