"""Working time against an independent model that counts minutes one by one."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stationdesk.clocks.calendars import (
    ROUND_THE_CLOCK,
    Calendar,
    NoWorkingTime,
    Window,
    add_working_time,
    is_workday,
    working_time_between,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")
OFFICE = Calendar(
    code="office",
    workday=(Window.parse("08:30-12:00"), Window.parse("13:00-18:00")),
    rest_day=(Window.parse("09:00-10:00"),),
    exceptions={date(2026, 10, 3): (), date(2026, 11, 11): (Window.parse("00:00-24:00"),)},
)
moments = st.datetimes(
    min_value=datetime(2026, 9, 25), max_value=datetime(2027, 1, 5), timezones=st.just(UTC)
).map(lambda moment: moment.replace(second=0, microsecond=0))


def counts(calendar: Calendar, minute: datetime) -> bool:
    """The model: does this minute count?"""
    local = minute.astimezone(ZoneInfo(calendar.zone))
    windows = calendar.windows_on(local.date())
    of_day = local.hour * 60 + local.minute
    return any(window.start_minute <= of_day < window.end_minute for window in windows)


@given(start=moments, minutes=st.integers(1, 900))
@settings(max_examples=40, deadline=None)
def test_a_deadline_is_where_the_minutes_have_been_counted(start: datetime, minutes: int) -> None:
    due_at = add_working_time(OFFICE, start, timedelta(minutes=minutes))
    counted, cursor = 0, start
    while counted < minutes:
        counted += counts(OFFICE, cursor)
        cursor += timedelta(minutes=1)
    assert due_at == cursor


@given(start=moments, length=st.integers(0, 4 * 24 * 60))
@settings(max_examples=40, deadline=None)
def test_time_between_is_the_count_of_working_minutes(start: datetime, length: int) -> None:
    end = start + timedelta(minutes=length)
    model = sum(counts(OFFICE, start + timedelta(minutes=n)) for n in range(length))
    assert working_time_between(OFFICE, start, end) == timedelta(minutes=model)


@given(start=moments, seconds=st.integers(0, 3_000_000))
@settings(max_examples=60, deadline=None)
def test_adding_and_measuring_are_inverse(start: datetime, seconds: int) -> None:
    length = timedelta(seconds=seconds)
    due_at = add_working_time(OFFICE, start, length)
    assert working_time_between(OFFICE, start, due_at) == length


def test_holidays_and_make_up_workdays_are_those_of_china() -> None:
    assert not is_workday(date(2026, 10, 1))
    assert is_workday(date(2026, 10, 10)), "a Saturday that makes up for the holiday"
    assert not is_workday(date(2026, 10, 11))


def test_years_that_the_library_does_not_know_fall_back_to_weekdays() -> None:
    assert is_workday(date(2031, 10, 1)), "a Wednesday; nobody knows that holiday's decree yet"
    assert not is_workday(date(2031, 10, 4))


def test_an_exception_by_day_wins_over_the_calendar() -> None:
    new_year = Calendar(
        code="x", workday=(Window(0, 60),), rest_day=(), exceptions={date(2031, 1, 1): ()}
    )
    start = datetime(2030, 12, 31, 12, tzinfo=SHANGHAI)
    due_at = add_working_time(new_year, start, timedelta(minutes=30))
    assert due_at == datetime(2031, 1, 2, 0, 30, tzinfo=SHANGHAI)


def test_round_the_clock_is_plain_arithmetic_over_a_year_end() -> None:
    start = datetime(2026, 12, 31, 23, 50, tzinfo=SHANGHAI)
    due_at = add_working_time(ROUND_THE_CLOCK, start, timedelta(minutes=120))
    assert due_at == start + timedelta(minutes=120)


def test_a_calendar_without_working_time_is_refused_and_not_searched_for_ever() -> None:
    never = Calendar(code="never", workday=(), rest_day=())
    with pytest.raises(NoWorkingTime, match="never"):
        add_working_time(never, datetime(2026, 1, 1, tzinfo=UTC), timedelta(minutes=1))


@pytest.mark.parametrize(
    "windows", [("09:00-12:00", "11:00-13:00"), ("13:00-14:00", "09:00-10:00")]
)
def test_overlapping_or_unordered_windows_are_refused(windows: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="overlap or are out of order"):
        Calendar(code="bad", workday=tuple(Window.parse(text) for text in windows))
