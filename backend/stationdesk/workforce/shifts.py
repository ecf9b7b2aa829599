"""Whether somebody is on shift: his week, what single days say instead, his leave. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Final, Literal, TypeAlias
from zoneinfo import ZoneInfo

from stationdesk.workforce.errors import ShiftInvalid

Duty: TypeAlias = Literal["on", "off", "absent", "unplanned"]
Span: TypeAlias = tuple[datetime, datetime]

DAY_MINUTES: Final = 24 * 60
WINDOWS_MAX: Final = 4
WEEKDAYS_ZH: Final = "一二三四五六日"
_WINDOW = re.compile(r"(\d{1,2}):(\d{2})\s*[-–~]\s*(\d{1,2}):(\d{2})")


@dataclass(frozen=True, slots=True)
class Window:
    """Minutes of a day; `end` beyond 1,440 lies in the next one."""

    start: int
    end: int

    def text(self) -> str:
        """As it is written: 20:00-08:00 passes midnight."""
        end = self.end if self.end <= DAY_MINUTES else self.end - DAY_MINUTES
        return f"{_clock(self.start)}-{_clock(end)}"


@dataclass(frozen=True, slots=True)
class Plan:
    """What is known of somebody's time. `week` None: no shifts are kept for him."""

    zone: ZoneInfo
    week: Mapping[int, Sequence[Window]] | None = None
    days: Mapping[date, Sequence[Window]] = field(default_factory=dict)
    absences: Sequence[Span] = ()

    def windows_on(self, day: date) -> Sequence[Window] | None:
        """The shifts that begin on a day; None where nothing is planned at all."""
        if day in self.days:
            return self.days[day]
        return None if self.week is None else self.week.get(day.isoweekday(), ())


def on_shift(plan: Plan, at: datetime) -> bool:
    """Whether work may be left to him now. Without shifts, everybody always is."""
    return duty(plan, at) in ("on", "unplanned")


def duty(plan: Plan, at: datetime) -> Duty:
    """Leave comes before shifts; a shift that passes midnight belongs to the day it began."""
    if any(start <= at < end for start, end in plan.absences):
        return "absent"
    today = at.astimezone(plan.zone).date()
    for day in (today - timedelta(days=1), today):
        windows = plan.windows_on(day) or ()
        if any(start <= at < end for start, end in _spans_of(plan, day, windows)):
            return "on"
    return "unplanned" if plan.windows_on(today) is None else "off"


def spans(plan: Plan, from_at: datetime, to_at: datetime) -> list[Span]:
    """When he is on shift within [from_at, to_at), in order; all of it where nothing is planned."""
    first = from_at.astimezone(plan.zone).date() - timedelta(days=1)
    last = to_at.astimezone(plan.zone).date()
    found: list[Span] = []
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        windows = plan.windows_on(day)
        if windows is None:
            windows = (Window(0, DAY_MINUTES),)
        found += _spans_of(plan, day, windows)
    cut = ((max(start, from_at), min(end, to_at)) for start, end in found)
    return _without(_merged(span for span in cut if span[0] < span[1]), plan.absences)


def read_windows(written: Sequence[str], what: str) -> tuple[Window, ...]:
    """Windows such as 08:30-12:00, in order and not overlapping. Raises ShiftInvalid."""
    if len(written) > WINDOWS_MAX:
        raise ShiftInvalid(
            f"{what}: at most {WINDOWS_MAX} shifts a day.",
            field=what,
            zh=f"{day_zh(what)}最多 {WINDOWS_MAX} 段班次。",
        )
    windows = sorted((_read_window(each, what) for each in written), key=lambda each: each.start)
    for earlier, later in pairwise(windows):
        if later.start < earlier.end:
            raise ShiftInvalid(
                f"{what}: {earlier.text()} and {later.text()} overlap.",
                field=what,
                zh=f"{day_zh(what)}的 {earlier.text()} 和 {later.text()} 重叠了，请改其中一段。",
            )
    return tuple(windows)


def read_week(written: Mapping[str, Sequence[str]]) -> dict[int, tuple[Window, ...]]:
    """A week by ISO weekday ("1" is Monday). Raises ShiftInvalid."""
    week: dict[int, tuple[Window, ...]] = {}
    for name, windows in written.items():
        if name not in {"1", "2", "3", "4", "5", "6", "7"}:
            raise ShiftInvalid(
                f"{name!r} is no weekday; write 1 (Monday) to 7.",
                field="week",
                zh=f"“{name}”不是星期，请写 1（周一）到 7（周日）。",
            )
        week[int(name)] = read_windows(windows, f"week.{name}")
    return week


def write_week(week: Mapping[int, Sequence[Window]]) -> dict[str, list[str]]:
    """The inverse; days off are left out."""
    return {str(day): [each.text() for each in week[day]] for day in sorted(week) if week[day]}


def day_zh(what: str) -> str:
    """The weekday (`week.1`) or the day that a window belongs to, for a Chinese sentence."""
    weekday = what.removeprefix("week.")
    return f"周{WEEKDAYS_ZH[int(weekday) - 1]}" if weekday != what else f"{what} 这天"


def _read_window(written: str, what: str) -> Window:
    found = _WINDOW.fullmatch(written.strip())
    numbers = [int(part) for part in found.groups()] if found else []
    if (
        not numbers
        or numbers[0] > 23
        or max(numbers[1], numbers[3]) > 59
        or (numbers[2] * 60 + numbers[3] > DAY_MINUTES)
    ):
        raise ShiftInvalid(
            f"{what}: {written[:40]!r} is no shift; write it like 08:30-17:30.",
            field=what,
            zh=f"{day_zh(what)}的“{written[:40]}”不是班次，请写成 08:30-17:30。",
        )
    start, end = numbers[0] * 60 + numbers[1], numbers[2] * 60 + numbers[3]
    if start == end:
        raise ShiftInvalid(
            f"{what}: {written[:40]!r} has no length.",
            field=what,
            zh=f"{day_zh(what)}的“{written[:40]}”起止相同，请改时间。",
        )
    return Window(start, end if end > start else end + DAY_MINUTES)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _spans_of(plan: Plan, day: date, windows: Sequence[Window]) -> list[Span]:
    midnight = datetime.combine(day, time(), plan.zone)
    return [
        (
            (midnight + timedelta(minutes=each.start)).astimezone(UTC),
            (midnight + timedelta(minutes=each.end)).astimezone(UTC),
        )
        for each in windows
    ]


def _merged(found: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(found):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def _without(found: list[Span], cut: Sequence[Span]) -> list[Span]:
    for from_at, to_at in cut:
        found = [
            part
            for start, end in found
            for part in ((start, min(end, from_at)), (max(start, to_at), end))
            if part[0] < part[1]
        ]
    return found
