"""Clock arithmetic against an independent model: minute by minute, without a calendar engine."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from stationdesk.clocks import deadlines, reckoning
from stationdesk.clocks.calendars import (
    ROUND_THE_CLOCK,
    Calendar,
    DayKind,
    Window,
    is_year_known,
)
from stationdesk.clocks.deadlines import Clock, ClockOwner, ClockTerms, RungTerms
from stationdesk.clocks.reckoning import Relief, ReliefKind

SHANGHAI = ZoneInfo("Asia/Shanghai")
MINUTE = timedelta(minutes=1)
STATUTORY = {
    date(2026, 1, 1): False, date(2026, 1, 2): False, date(2026, 1, 3): False,
    date(2026, 1, 4): True,
}  # fmt: skip
"""New Year 2026 as the State Council announced it, with its make-up workday."""
OWN_DAYS = {date(2025, 12, 31): False, date(2026, 1, 2): True, date(2026, 1, 4): False}


def counts(calendar: Calendar, moment: datetime) -> bool:
    """The model: whether the minute that begins then is working time."""
    local = moment.astimezone(SHANGHAI)
    day = local.date()
    if day in calendar.exceptions:
        windows = calendar.exceptions[day]
    else:
        works = calendar.days.get(day)
        if works is None:
            works = STATUTORY.get(day, day.weekday() < 5)
        windows = calendar.workday if works else calendar.rest_day
    minute = local.hour * 60 + local.minute
    return any(window.start_minute <= minute < window.end_minute for window in windows)


def model_due(
    calendar: Calendar,
    start: datetime,
    minutes: int,
    idle: list[tuple[datetime, datetime]],
) -> datetime:
    """The model: count the working minutes outside of idle time, one at a time."""
    moment, left = start, minutes
    while left:
        if counts(calendar, moment) and not any(a <= moment < b for a, b in idle):
            left -= 1
        moment += MINUTE
    return moment


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    cuts = draw(st.lists(st.integers(0, 1440), min_size=2, max_size=6, unique=True))
    ordered = sorted(cuts)[: len(cuts) // 2 * 2]
    windows = tuple(Window(a, b) for a, b in zip(ordered[::2], ordered[1::2], strict=True))
    exceptions = draw(
        st.dictionaries(
            st.dates(date(2025, 12, 20), date(2026, 1, 10)),
            st.sampled_from([(), (Window(600, 660),), (Window(0, 1440),)]),
            max_size=4,
        )
    )
    return Calendar(
        code="drawn",
        workday=windows,
        rest_day=draw(st.sampled_from([(), windows, (Window(540, 600),)])),
        exceptions=exceptions,
        days=draw(st.sampled_from([{}, OWN_DAYS])),
    )


starts = st.integers(0, 14 * 1440).map(
    lambda minutes: datetime(2025, 12, 21, tzinfo=SHANGHAI).astimezone(UTC) + minutes * MINUTE
)


@settings(max_examples=60, deadline=None)
@given(calendars(), starts, st.integers(1, 1500), st.data())
def test_the_deadline_is_where_the_minutes_are_used_up(
    calendar: Calendar, start: datetime, minutes: int, data: st.DataObject
) -> None:
    assume(sum(w.end_minute - w.start_minute for w in calendar.workday) >= 120)
    spans = data.draw(st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 900)), max_size=3))
    idle = [(start + a * MINUTE, start + (a + b) * MINUTE) for a, b in spans]
    found = reckoning.due_at(calendar, start, timedelta(minutes=minutes), idle)
    assert found == model_due(calendar, start, minutes, idle)


@settings(max_examples=60, deadline=None)
@given(
    calendars(), starts, st.integers(30, 900),
    st.lists(st.tuples(st.integers(1, 400), st.integers(1, 400)), max_size=3),
)  # fmt: skip
def test_pausing_step_by_step_and_reckoning_at_once_agree(
    calendar: Calendar, start: datetime, minutes: int, steps: list[tuple[int, int]]
) -> None:
    """A clock that runs, waits, runs: and the same from what it kept, under its own rule."""
    assume(sum(w.end_minute - w.start_minute for w in calendar.workday) >= 120)
    terms = ClockTerms("outcome", ClockOwner.FIRM, minutes, calendar)
    clock, now = deadlines.start(terms, start), start
    for runs, waits in steps:
        now += runs * MINUTE
        clock = deadlines.pause(clock, now)
        now += waits * MINUTE
        clock = deadlines.resume(clock, calendar, now)
    due, moved_by = reckoning.relieved(calendar, clock, timedelta(minutes=minutes), [])
    assert due == clock.due_at
    assert moved_by == ()
    assert reckoning.corrected(clock, due, terms.ladder, now).due_at == clock.due_at


@settings(max_examples=60, deadline=None)
@given(
    calendars(), calendars(), starts, st.integers(30, 600), st.integers(30, 600),
    st.lists(st.tuples(st.integers(1, 300), st.integers(1, 300)), max_size=3), st.booleans(),
)  # fmt: skip
def test_a_corrected_clock_is_the_one_that_the_right_rule_would_have_made(
    wrong: Calendar,
    right: Calendar,
    start: datetime,
    was: int,
    should_be: int,
    steps: list[tuple[int, int]],
    is_waiting: bool,
) -> None:
    for calendar in (wrong, right):
        assume(sum(w.end_minute - w.start_minute for w in calendar.workday) >= 120)

    def lived(terms: ClockTerms) -> tuple[Clock, datetime]:
        clock, now = deadlines.start(terms, start), start
        for runs, waits in steps:
            clock = deadlines.pause(clock, now := now + runs * MINUTE)
            clock = deadlines.resume(clock, terms.calendar, now := now + waits * MINUTE)
        return (deadlines.pause(clock, now) if is_waiting else clock), now

    by_wrong, now = lived(ClockTerms("outcome", ClockOwner.FIRM, was, wrong))
    by_right, _ = lived(ClockTerms("outcome", ClockOwner.FIRM, should_be, right))
    due, _ = reckoning.relieved(right, by_wrong, timedelta(minutes=should_be), [])
    corrected = reckoning.corrected(by_wrong, due, (RungTerms(30), RungTerms(0)), now)
    assert corrected.due_at == by_right.due_at
    assert corrected.paused_at == by_right.paused_at
    assert corrected.breached_at(now) == by_right.breached_at(now)


NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)


def hq(minutes: int = 120) -> Clock:
    return deadlines.start(ClockTerms("reply", ClockOwner.HQ, minutes, ROUND_THE_CLOCK), NOW)


def relief(kind: ReliefKind, from_minutes: int, to_minutes: int, **more: object) -> Relief:
    span = (NOW + from_minutes * MINUTE, NOW + to_minutes * MINUTE)
    return Relief(UUID(int=from_minutes + 10**6), kind, *span, **more)  # type: ignore[arg-type]


def due_under(*reliefs: Relief) -> tuple[int, int]:
    """Minutes from the start, and how many exemptions moved the clock."""
    due, moved_by = reckoning.relieved(ROUND_THE_CLOCK, hq(), timedelta(minutes=120), reliefs)
    return int((due - NOW) / MINUTE), len(moved_by)


def test_exemptions_move_what_runs_in_their_time_and_nothing_else() -> None:
    assert due_under(relief(ReliefKind.SUSPEND, -60, 30)) == (150, 1)
    assert due_under(relief(ReliefKind.SUSPEND, 120, 300)) == (120, 0), "begins when it is due"
    assert due_under(relief(ReliefKind.ADD, 100, 101, added=60 * MINUTE)) == (180, 1)
    assert due_under(relief(ReliefKind.ADD, -60, 0, added=60 * MINUTE)) == (120, 0), "was over"
    assert due_under(relief(ReliefKind.UNTIL, 0, 60, until=NOW + 500 * MINUTE)) == (500, 1)
    assert due_under(relief(ReliefKind.UNTIL, 0, 60, until=NOW + 90 * MINUTE)) == (120, 0)


def test_exemptions_add_up_in_one_written_order() -> None:
    both = (
        relief(ReliefKind.ADD, 0, 200, added=60 * MINUTE),
        relief(ReliefKind.SUSPEND, 60, 90),
    )
    assert due_under(*both) == due_under(*reversed(both)) == (210, 2)


def test_a_correction_never_fires_a_rung_twice_and_warns_anew_of_a_later_deadline() -> None:
    clock, _ = deadlines.fire_due_rungs(hq(), NOW + 106 * MINUTE)
    now = NOW + 106 * MINUTE
    ladder = (RungTerms(30), RungTerms(15), RungTerms(0))
    nearer = reckoning.corrected(clock, NOW + 110 * MINUTE, ladder, now)
    _, fired = deadlines.fire_due_rungs(nearer, now)
    assert [rung.minutes_before for rung in fired] == [], "both had fired"
    later = reckoning.corrected(clock, NOW + 600 * MINUTE, ladder, now)
    assert [rung.fired_at for rung in later.rungs] == [None, None, None]


def test_a_rung_that_is_new_and_long_over_warns_nobody() -> None:
    now = NOW + 100 * MINUTE
    ladder = (RungTerms(60), RungTerms(10), RungTerms(0))
    corrected = reckoning.corrected(hq(), NOW + 120 * MINUTE, ladder, now)
    assert [rung.minutes_before for rung in corrected.rungs] == [10, 0]


def test_a_day_says_why_it_has_its_windows() -> None:
    calendar = Calendar("c", exceptions={date(2026, 10, 3): ()}, days={date(2027, 1, 2): True})
    assert calendar.why(date(2026, 10, 3))[0] is DayKind.EXCEPTION
    assert calendar.why(date(2026, 10, 2))[0] is DayKind.HOLIDAY
    assert calendar.why(date(2026, 10, 10))[0] is DayKind.MAKE_UP_WORKDAY
    assert calendar.why(date(2026, 11, 21))[0] is DayKind.WEEKEND
    assert calendar.why(date(2027, 1, 2))[0] is DayKind.OWN_WORKDAY
    assert is_year_known(2026)
    assert not is_year_known(2090)
