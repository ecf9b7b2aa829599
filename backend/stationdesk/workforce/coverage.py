"""Whether each station has a primary and a backup on shift, now and in the next hours. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias
from uuid import UUID

from stationdesk.workforce.shifts import Plan, Span, on_shift, spans

Alarm: TypeAlias = Literal["nobody", "no_primary", "no_backup"]
Lane: TypeAlias = tuple[UUID, str]
"""A station and a direction."""


@dataclass(frozen=True, slots=True)
class Post:
    """Somebody who serves a lane."""

    lane: Lane
    member_id: UUID
    is_primary: bool


@dataclass(frozen=True, slots=True)
class Covering:
    """Who stands in for whom, from when to when."""

    covered: UUID
    cover: UUID
    from_at: datetime
    to_at: datetime


@dataclass(frozen=True, slots=True)
class LaneCover:
    """A lane as it is served: who is there, what is wrong, and since or from when."""

    lane: Lane
    primaries: tuple[UUID, ...]
    backups: tuple[UUID, ...]
    alarm: Alarm | None
    alarm_from: datetime | None
    alarm_to: datetime | None


def cover_of_lanes(
    lanes: Sequence[Lane],
    posts: Sequence[Post],
    plans: Mapping[UUID, Plan],
    coverings: Sequence[Covering],
    served: Sequence[Span],
    at: datetime,
    until: datetime,
) -> list[LaneCover]:
    """Each lane now, and its first alarm in [at, until) within the served hours."""
    moments = _moments(plans, coverings, served, at, until)
    found = []
    for lane in lanes:
        here = [post for post in posts if post.lane == lane]
        now = _serving(here, plans, coverings, at)
        alarm, from_at, to_at = _first_alarm(here, plans, coverings, served, moments, until)
        found.append(LaneCover(lane, *now, alarm, from_at, to_at))
    return found


def alarm_of(primaries: Iterable[UUID], backups: Iterable[UUID]) -> Alarm | None:
    """One person cannot back himself up; two primaries back each other up."""
    first, others = set(primaries), set(backups)
    if not first | others:
        return "nobody"
    if not first:
        return "no_primary"
    return "no_backup" if len(first | others) < 2 else None


def _first_alarm(
    posts: Sequence[Post],
    plans: Mapping[UUID, Plan],
    coverings: Sequence[Covering],
    served: Sequence[Span],
    moments: Sequence[datetime],
    until: datetime,
) -> tuple[Alarm | None, datetime | None, datetime | None]:
    alarm: Alarm | None = None
    began: datetime | None = None
    for moment in moments:
        is_served = any(start <= moment < end for start, end in served)
        here = alarm_of(*_serving(posts, plans, coverings, moment)) if is_served else None
        if alarm is None and here is not None:
            alarm, began = here, moment
        elif alarm is not None and here != alarm:
            return alarm, began, moment
    return (alarm, began, until) if alarm else (None, None, None)


def _serving(
    posts: Sequence[Post],
    plans: Mapping[UUID, Plan],
    coverings: Sequence[Covering],
    at: datetime,
) -> tuple[tuple[UUID, ...], tuple[UUID, ...]]:
    primaries: dict[UUID, None] = {}
    backups: dict[UUID, None] = {}
    for post in posts:
        standing = [post.member_id, *(
            each.cover for each in coverings
            if each.covered == post.member_id and each.from_at <= at < each.to_at
        )]  # fmt: skip
        into = primaries if post.is_primary else backups
        for member_id in standing:
            if member_id in plans and on_shift(plans[member_id], at):
                into[member_id] = None
    return tuple(primaries), tuple(each for each in backups if each not in primaries)


def _moments(
    plans: Mapping[UUID, Plan],
    coverings: Sequence[Covering],
    served: Sequence[Span],
    at: datetime,
    until: datetime,
) -> list[datetime]:
    """When anything may change: the beginnings and ends of shifts, covers and served hours."""
    edges = {at}
    for plan in plans.values():
        for span in spans(plan, at, until):
            edges.update(span)
    for each in coverings:
        edges.update((each.from_at, each.to_at))
    for span in served:
        edges.update(span)
    return sorted(edge for edge in edges if at <= edge < until)
