"""When a clock is due, reckoned from its beginning: for corrections of the rule behind it.

A clock that runs is moved step by step (`deadlines`); here the same deadline is found in one go
from what the clock keeps: start, length, the times in which the case waited on others, what HQ
granted. So a corrected length, calendar or exemption gives the deadline that would have stood,
had it held from the beginning.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TypeAlias
from uuid import UUID

from stationdesk.clocks.calendars import Calendar, NoWorkingTime, add_working_time
from stationdesk.clocks.deadlines import Clock, ClockOwner, Rung, RungTerms, ladder_of, move

Spans: TypeAlias = "Sequence[tuple[datetime, datetime]]"


class ReliefKind(StrEnum):
    """What an exemption does to a clock that runs in its time."""

    SUSPEND = "suspend"
    ADD = "add"
    UNTIL = "until"


@dataclass(frozen=True, slots=True)
class Relief:
    """An exemption 免考 as a clock sees it: from when to when, and what it gives.

    `suspend`: the time in between does not count. `add`: `added` more for each clock that runs in
    between. `until`: not due before `until`.
    """

    id: UUID
    kind: ReliefKind
    from_at: datetime
    to_at: datetime
    added: timedelta = timedelta(0)
    until: datetime | None = None


def due_at(
    calendar: Calendar,
    started_at: datetime,
    length: timedelta,
    idle: Spans = (),
) -> datetime:
    """The moment at which `length` of working time outside of the idle spans has passed.

    Raises NoWorkingTime.
    """
    merged = merge(idle)
    if not merged:
        return add_working_time(calendar, started_at, length)
    left = length
    for span in calendar.spans_from(started_at):
        for start, end in _outside(span, merged):
            if end - start >= left:
                return start + left
            left -= end - start
    raise NoWorkingTime(f"calendar {calendar.code} has no room for {length}")


def merge(spans: Iterable[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    """The same time as spans in order that neither touch nor overlap."""
    merged: list[tuple[datetime, datetime]] = []
    for start, end in sorted(span for span in spans if span[1] > span[0]):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def relieved(
    calendar: Calendar, clock: Clock, length: timedelta, reliefs: Sequence[Relief]
) -> tuple[datetime, tuple[UUID, ...]]:
    """When the clock is due under the exemptions, and which of them moved it.

    Suspensions first, then added time by date, then fixed days: whatever order they came in.
    """
    idle = [(wait.from_at, wait.to_at) for wait in clock.waits if wait.to_at is not None]
    plain = due_at(calendar, clock.started_at, length, idle)
    due, moved_by = plain, list[UUID]()
    ordered = sorted(reliefs, key=lambda relief: (relief.from_at, relief.id))
    for relief in (each for each in ordered if each.kind is ReliefKind.SUSPEND):
        idle.append((relief.from_at, relief.to_at))
        later = due_at(calendar, clock.started_at, length, idle)
        if later > due:
            due, moved_by = later, [*moved_by, relief.id]
    for kind in (ReliefKind.ADD, ReliefKind.UNTIL):
        for relief in (each for each in ordered if each.kind is kind):
            if clock.started_at >= relief.to_at or due <= relief.from_at:
                continue
            later = due + relief.added if kind is ReliefKind.ADD else max(due, relief.until or due)
            if later > due:
                due, moved_by = later, [*moved_by, relief.id]
    return due.astimezone(UTC), tuple(moved_by)


def corrected(clock: Clock, due: datetime, ladder: Sequence[RungTerms], now: datetime) -> Clock:
    """The clock with the deadline and the ladder of a corrected rule.

    What has fired stays fired, unless its moment is still to come; a rung that is new and whose
    moment has passed is left out: nobody is warned of what is long over. A wait that began
    before the new deadline holds the clock; one that began after it comes too late.
    """
    stays_paused = (
        clock.owner is ClockOwner.FIRM and clock.is_waiting and clock.waits[-1].from_at < due
    )
    moved = move(replace(clock, rungs=_relaid(clock, due, ladder, now)), due, now)
    return replace(moved, paused_at=clock.waits[-1].from_at if stays_paused else None)


def _relaid(
    clock: Clock, due: datetime, ladder: Sequence[RungTerms], now: datetime
) -> tuple[Rung, ...]:
    known = {rung.minutes_before: rung for rung in clock.rungs}
    wanted = {rung.minutes_before: rung for rung in ladder_of(ladder, due, clock.started_at)}
    kept = [
        replace(rung, fired_at=known[minutes].fired_at, is_late=known[minutes].is_late)
        for minutes, rung in wanted.items()
        if minutes in known
    ]
    fresh = [
        rung
        for minutes, rung in wanted.items()
        if minutes not in known and (rung.at > now or minutes == 0)
    ]
    history = [
        rung
        for minutes, rung in known.items()
        # One that lies ahead again is no longer on the ladder: it is forgotten, not armed anew.
        if minutes not in wanted and rung.fired_at and due - timedelta(minutes=minutes) <= now
    ]
    return tuple(sorted([*kept, *fresh, *history], key=lambda rung: -rung.minutes_before))


def _outside(span: tuple[datetime, datetime], idle: Spans) -> Iterator[tuple[datetime, datetime]]:
    start, end = span
    for idle_start, idle_end in idle:
        if idle_end <= start:
            continue
        if idle_start >= end:
            break
        if idle_start > start:
            yield start, idle_start
        start = max(start, idle_end)
    if start < end:
        yield start, end
