"""Who was at work while a case waited: assignments and shifts of that moment. Pure.

Where no shifts are kept of somebody, nothing is held against anybody for it. A week that was
written after the moment says nothing about it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from stationdesk.workforce.shifts import Plan, Span, duty, spans

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Post:
    """An assignment: who served a station in a direction, from when to when."""

    member_id: UUID
    name: str
    is_primary: bool
    direction: str
    from_at: datetime
    to_at: datetime | None

    def held(self, direction: str, at: datetime) -> bool:
        """Whether it held then, for that direction."""
        is_direction = self.direction in ("both", direction)
        return is_direction and self.from_at <= at and (self.to_at is None or self.to_at > at)


@dataclass(frozen=True, slots=True)
class Cover:
    """Who could take a case within a stretch; whole minutes without anybody on shift.

    `names`: those who were on shift for some of it, primaries first. `is_known`: shifts are kept
    of everybody who served the lane then.
    """

    names: tuple[str, ...]
    minutes: int
    uncovered_minutes: int
    is_known: bool


@dataclass(frozen=True, slots=True)
class Staffing:
    """Assignments by station, and everybody's plan with the moment since when its week holds."""

    posts: Mapping[UUID, Sequence[Post]] = field(default_factory=dict)
    plans: Mapping[UUID, Plan] = field(default_factory=dict)
    week_since: Mapping[UUID, datetime] = field(default_factory=dict)
    _days: dict[tuple[UUID, date], list[Span]] = field(default_factory=dict)

    def off_minutes(self, member_id: UUID, begin: datetime, end: datetime) -> int:
        """Minutes of [begin, end) that the member was not on shift; 0 where none are kept."""
        plan = self._plan(member_id, begin)
        if plan is None or end <= begin:
            return 0
        return _minutes(end - begin) - _minutes(_length(self._on(member_id, plan, begin, end)))

    def cover(self, station_id: UUID, direction: str, begin: datetime, end: datetime) -> Cover:
        """Who of those that served the lane at `begin` was on shift until `end`."""
        posts = [
            each for each in self.posts.get(station_id, ()) if each.held(direction, begin)
        ]  # fmt: skip
        names, found, is_known = [], [], True
        for each in posts:
            plan = self._plan(each.member_id, begin)
            if plan is None:
                is_known = False
                continue
            on = self._on(each.member_id, plan, begin, end)
            if on:
                names.append(each.name)
                found += on
        minutes = _minutes(end - begin)
        uncovered = minutes - _minutes(_length(_merged(found)))
        return Cover(tuple(dict.fromkeys(names)), minutes, uncovered, is_known)

    def _plan(self, member_id: UUID, at: datetime) -> Plan | None:
        plan = self.plans.get(member_id)
        if plan is None:
            return None
        since = self.week_since.get(member_id)
        if since is not None and since > at:
            plan = replace(plan, week=None)
        return None if duty(plan, at) == "unplanned" else plan

    def _on(self, member_id: UUID, plan: Plan, begin: datetime, end: datetime) -> list[Span]:
        found = []
        day, last = begin.astimezone(plan.zone).date(), end.astimezone(plan.zone).date()
        while day <= last:
            key = (member_id, day)
            if key not in self._days:
                midnight = datetime(day.year, day.month, day.day, tzinfo=plan.zone)
                self._days[key] = spans(plan, midnight, midnight + _DAY)
            found += self._days[key]
            day += _DAY
        cut = ((max(start, begin), min(stop, end)) for start, stop in found)
        return [span for span in cut if span[0] < span[1]]


@dataclass(frozen=True, slots=True)
class Lane:
    """The staffing of one station in one direction, as a proposal asks for it."""

    staffing: Staffing
    station_id: UUID
    direction: str
    zone: ZoneInfo

    def off_minutes(self, member_id: UUID, begin: datetime, end: datetime) -> int:
        """Minutes of the stretch that the member was not on shift."""
        return self.staffing.off_minutes(member_id, begin, end)

    def cover(self, begin: datetime, end: datetime) -> Cover:
        """Who could have taken the case then."""
        return self.staffing.cover(self.station_id, self.direction, begin, end)


def _minutes(length: timedelta) -> int:
    return int(length.total_seconds() // 60)


def _length(found: Sequence[Span]) -> timedelta:
    return sum((stop - start for start, stop in found), timedelta())


def _merged(found: Sequence[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, stop in sorted(found):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], stop))
        else:
            merged.append((start, stop))
    return merged
