"""One clock: ladder, pause, extension, breach."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stationdesk.clocks import deadlines
from stationdesk.clocks.calendars import (
    ROUND_THE_CLOCK,
    Calendar,
    Window,
    working_time_between,
)
from stationdesk.clocks.deadlines import Clock, ClockOwner, ClockTerms, HqClockNeverPauses

START = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
OFFICE = Calendar(
    code="office", workday=(Window(510, 720), Window(780, 1080)), rest_day=(Window(540, 600),)
)


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def hq(length: int = 120) -> Clock:
    return deadlines.start(ClockTerms("reply", ClockOwner.HQ, length, ROUND_THE_CLOCK), START)


def of_firm(length: int = 120, calendar: Calendar = ROUND_THE_CLOCK) -> Clock:
    return deadlines.start(ClockTerms("outcome", ClockOwner.FIRM, length, calendar), START)


def test_the_ladder_stands_before_the_deadline() -> None:
    clock = hq()
    assert clock.due_at == START + minutes(120)
    assert [rung.minutes_before for rung in clock.rungs] == [30, 15, 0]
    assert clock.next_rung_at == START + minutes(90)


def test_a_short_clock_has_no_rungs_before_its_start_but_keeps_the_last() -> None:
    assert [rung.minutes_before for rung in hq(20).rungs] == [15, 0]
    assert [rung.minutes_before for rung in hq(1).rungs] == [0]


def test_stopping_at_the_very_deadline_is_in_time_and_later_is_not() -> None:
    clock = hq()
    assert deadlines.stop(clock, clock.due_at).breached_at(clock.due_at + minutes(99)) is None
    late = deadlines.stop(clock, clock.due_at + timedelta(seconds=1))
    assert late.breached_at(late.due_at) == clock.due_at


def test_rungs_fire_once_in_order_and_late_ones_say_so() -> None:
    clock = hq()
    after, fired = deadlines.fire_due_rungs(clock, START + minutes(91))
    assert [(rung.minutes_before, rung.is_late) for rung in fired] == [(30, False)]
    # The worker was down until long after the deadline.
    after, fired = deadlines.fire_due_rungs(after, START + minutes(300))
    assert [(rung.minutes_before, rung.is_late) for rung in fired] == [(15, True), (0, True)]
    assert deadlines.fire_due_rungs(after, START + minutes(301))[1] == []
    assert after.next_rung_at is None


def test_hq_clocks_never_pause() -> None:
    with pytest.raises(HqClockNeverPauses):
        deadlines.pause(hq(), START + minutes(1))


def test_an_extension_moves_the_rungs_that_are_still_to_come() -> None:
    clock, _ = deadlines.fire_due_rungs(hq(), START + minutes(106))
    moved = deadlines.move(clock, clock.due_at + minutes(20), START + minutes(106))
    fired = {rung.minutes_before: rung.fired_at is not None for rung in moved.rungs}
    assert fired == {30: False, 15: False, 0: False}, "each lies ahead again"
    moved = deadlines.move(clock, clock.due_at + minutes(5), START + minutes(106))
    fired = {rung.minutes_before: rung.fired_at is not None for rung in moved.rungs}
    assert fired == {30: True, 15: False, 0: False}, "−30 lies behind: it does not fire twice"


@given(
    length=st.integers(1, 3000),
    steps=st.lists(st.tuples(st.booleans(), st.integers(0, 2000)), max_size=8),
    calendar=st.sampled_from([ROUND_THE_CLOCK, OFFICE]),
)
@settings(max_examples=60, deadline=None)
def test_pauses_never_cost_working_time(
    length: int, steps: list[tuple[bool, int]], calendar: Calendar
) -> None:
    """Running working time used plus what is left is the clock's length, whatever the pauses."""
    clock, now, used = of_firm(length, calendar), START, timedelta(0)
    for is_pausing, gap in steps:
        later = now + minutes(gap)
        if clock.is_running:
            used += working_time_between(calendar, now, min(later, clock.due_at))
        now = later
        if is_pausing:
            clock = deadlines.pause(clock, now)
        else:
            clock = deadlines.resume(clock, calendar, now)
    reference = clock.paused_at or now
    left = working_time_between(calendar, reference, clock.due_at)
    assert used + left == minutes(length)


def test_a_breached_clock_cannot_be_paused_back_into_time() -> None:
    clock = of_firm(60)
    late = clock.due_at + minutes(1)
    assert deadlines.pause(clock, late).breached_at(late) == clock.due_at
