"""Working time: which minutes of which day count for a clock.

A calendar is data: windows for working days, windows for days of rest, exceptions by date.
Chinese holidays and make-up workdays come from the firm's own list of days first, then from
`chinesecalendar`; for a year that neither knows, Monday to Friday are working days.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise
from zoneinfo import ZoneInfo

import chinese_calendar

from stationdesk.foundation.zones import HOME_NAME

MINUTES_PER_DAY = 24 * 60
SEARCH_LIMIT_DAYS = 3660
"""No deadline lies further away: a calendar without working time would search for ever."""


class NoWorkingTime(ValueError):
    """The calendar has not enough working time in the next ten years to reach a deadline."""


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """Minutes of a day that count: [start_minute, end_minute), from local midnight."""

    start_minute: int
    end_minute: int

    def __post_init__(self) -> None:
        if not 0 <= self.start_minute < self.end_minute <= MINUTES_PER_DAY:
            raise ValueError(f"not a window of one day: {self.start_minute}-{self.end_minute}")

    @classmethod
    def parse(cls, text: str) -> Window:
        """'08:30-12:00' -> Window. '24:00' is the end of the day."""
        start, _, end = text.partition("-")
        return cls(_minutes(start), _minutes(end))


def _minutes(text: str) -> int:
    hours, _, minutes = text.strip().partition(":")
    return int(hours) * 60 + int(minutes)


WHOLE_DAY = (Window(0, MINUTES_PER_DAY),)


class DayKind(StrEnum):
    """Why a day has the windows that it has, the strongest reason first."""

    EXCEPTION = "exception"
    OWN_WORKDAY = "own_workday"
    OWN_REST_DAY = "own_rest_day"
    HOLIDAY = "holiday"
    MAKE_UP_WORKDAY = "make_up_workday"
    WEEKEND = "weekend"
    WORKDAY = "workday"


@dataclass(frozen=True, slots=True)
class Calendar:
    """What counts as working time. `exceptions` win over holidays, holidays over weekdays.

    `days` is the firm's own list of holidays (False) and make-up workdays (True).
    """

    code: str
    zone: str = HOME_NAME
    workday: tuple[Window, ...] = WHOLE_DAY
    rest_day: tuple[Window, ...] = WHOLE_DAY
    exceptions: Mapping[date, tuple[Window, ...]] = field(default_factory=dict)
    days: Mapping[date, bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        ZoneInfo(self.zone)  # a zone that there is not must not wait for the first deadline
        for windows in (self.workday, self.rest_day, *self.exceptions.values()):
            ordered = sorted(windows)
            overlaps = any(
                later.start_minute < earlier.end_minute for earlier, later in pairwise(ordered)
            )
            if list(windows) != ordered or overlaps:
                raise ValueError(f"windows of {self.code} overlap or are out of order")

    def windows_on(self, day: date) -> tuple[Window, ...]:
        """The windows that count on a local date."""
        if day in self.exceptions:
            return self.exceptions[day]
        return self.workday if self.is_workday(day) else self.rest_day

    def is_workday(self, day: date) -> bool:
        """Whether people work on that day: the firm's own list before the statutory one."""
        own = self.days.get(day)
        return is_workday(day) if own is None else own

    @property
    def is_round_the_clock(self) -> bool:
        """Whether every minute counts, whatever day it is."""
        return self.workday == self.rest_day == WHOLE_DAY and not self.exceptions

    def why(self, day: date) -> tuple[DayKind, str]:
        """Why the day has its windows, and the holiday's name where it has one."""
        if day in self.exceptions:
            return DayKind.EXCEPTION, ""
        if day in self.days:
            return (DayKind.OWN_WORKDAY if self.days[day] else DayKind.OWN_REST_DAY), ""
        return statutory_reason(day)

    def spans_from(self, moment: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Working spans in UTC, from `moment` on, in order; the first may be cut short."""
        zone = ZoneInfo(self.zone)
        # One day back: at a change of the zone's offset, a window of the day before may reach in.
        first = moment.astimezone(zone).date() - timedelta(days=1)
        for offset in range(SEARCH_LIMIT_DAYS):
            day = first + timedelta(days=offset)
            for window in self.windows_on(day):
                start = _instant(day, window.start_minute, zone)
                end = _instant(day, window.end_minute, zone)
                if end > moment:
                    yield max(start, moment.astimezone(UTC)), end


ROUND_THE_CLOCK = Calendar(code="24h")


def is_workday(day: date) -> bool:
    """Whether people work on that day in China: holidays and make-up workdays counted."""
    try:
        known: bool = chinese_calendar.is_workday(day)
    except NotImplementedError:
        return day.weekday() < 5
    return known


def is_year_known(year: int) -> bool:
    """Whether the statutory list covers the year; beyond it the firm's own list has to."""
    try:
        chinese_calendar.is_workday(date(year, 12, 31))
    except NotImplementedError:
        return False
    return True


def statutory_reason(day: date) -> tuple[DayKind, str]:
    """What the statutory list says of a day, with the holiday's name; else its weekday."""
    is_weekend = day.weekday() >= 5
    try:
        is_off, name = chinese_calendar.get_holiday_detail(day)
    except NotImplementedError:
        return (DayKind.WEEKEND if is_weekend else DayKind.WORKDAY), ""
    if is_off:
        return (DayKind.HOLIDAY if name else DayKind.WEEKEND), name or ""
    return (DayKind.MAKE_UP_WORKDAY if is_weekend else DayKind.WORKDAY), name or ""


def add_working_time(calendar: Calendar, start: datetime, length: timedelta) -> datetime:
    """The moment (UTC) at which `length` of working time has passed since `start`.

    A length of zero gives `start` itself. Raises NoWorkingTime if it is never reached.
    """
    if length < timedelta(0):
        raise ValueError("a clock cannot have a negative length")
    if length == timedelta(0) or calendar.is_round_the_clock:
        return start.astimezone(UTC) + length
    left = length
    for span_start, span_end in calendar.spans_from(start):
        if span_end - span_start >= left:
            return span_start + left
        left -= span_end - span_start
    raise NoWorkingTime(f"calendar {calendar.code} has no room for {length}")


def working_time_between(calendar: Calendar, start: datetime, end: datetime) -> timedelta:
    """How much working time lies in [start, end); zero if end is not after start."""
    total = timedelta(0)
    if end <= start:
        return total
    for span_start, span_end in calendar.spans_from(start):
        if span_start >= end:
            break
        total += min(span_end, end) - span_start
    return total


def _instant(day: date, minute: int, zone: ZoneInfo) -> datetime:
    if minute == MINUTES_PER_DAY:
        return datetime.combine(day + timedelta(days=1), time(0), zone).astimezone(UTC)
    return datetime.combine(day, time(minute // 60, minute % 60), zone).astimezone(UTC)
