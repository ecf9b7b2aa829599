"""Custody: whom a case is waiting on, minute by minute, without a gap.

The intervals of a case add up to its life, exactly. They are the evidence of who used up the time
of a breached clock (domain §5), so nothing here rounds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from uuid import UUID


class HolderKind(StrEnum):
    """Who can hold a case. `closed` fills the rest between an ending and a reopening."""

    INTAKE = "intake"
    QUEUE = "queue"
    AGENT = "agent"
    SUPERVISOR = "supervisor"
    STATION = "station"
    COURIER = "courier"
    CUSTOMER = "customer"
    COUNTERPARTY = "counterparty"
    CARRIER = "carrier"
    CLOSED = "closed"


OUTSIDE = frozenset(
    {
        HolderKind.STATION,
        HolderKind.COURIER,
        HolderKind.CUSTOMER,
        HolderKind.COUNTERPARTY,
        HolderKind.CARRIER,
    }
)
"""Those whom the firm asks and waits for."""


@dataclass(frozen=True, slots=True)
class Holder:
    """One who holds a case. `reference` is a member's, station's or courier's id, where known."""

    kind: HolderKind
    reference: UUID | None = None
    name: str = ""


QUEUE = Holder(HolderKind.QUEUE)
INTAKE = Holder(HolderKind.INTAKE)
CLOSED = Holder(HolderKind.CLOSED)


@dataclass(frozen=True, slots=True)
class Interval:
    """[from_at, to_at) in one holder's hands; `to_at` None: still there."""

    holder: Holder
    from_at: datetime
    to_at: datetime | None = None


class CustodyBroken(AssertionError):
    """The intervals of a case do not add up to its life: a bug, never a user's mistake."""


def not_before(now: datetime, custody_since: datetime) -> datetime:
    """The moment to use once the case's row is locked.

    Whoever waited for the lock read his clock before the one who had it: without this, intervals
    would become negative.
    """
    return max(now, custody_since)


def begin(issued_at: datetime | None, received_at: datetime) -> tuple[Interval, ...]:
    """Custody of a new case: with HQ's issue before our receipt, the time between is intake."""
    if issued_at is not None and issued_at < received_at:
        return (Interval(INTAKE, issued_at, received_at), Interval(QUEUE, received_at))
    return (Interval(QUEUE, received_at),)


def hand_over(intervals: Sequence[Interval], holder: Holder, now: datetime) -> tuple[Interval, ...]:
    """Close the running interval and open the next one at the same instant."""
    running = intervals[-1]
    if running.to_at is not None:
        raise CustodyBroken("a case without a running interval cannot be handed over")
    at = not_before(now, running.from_at)
    return (*intervals[:-1], replace(running, to_at=at), Interval(holder, at))


def assert_adds_up(
    intervals: Sequence[Interval], opened_at: datetime, closed_at: datetime | None
) -> None:
    """Raise CustodyBroken unless the intervals cover [opened_at, closed_at) without gap or overlap.

    The last interval of an open case is running; that of a closed one is the rest, and no part
    of its life.
    """
    if not intervals or intervals[0].from_at != opened_at:
        raise CustodyBroken("custody does not begin where the case does")
    for earlier, later in pairwise(intervals):
        if earlier.to_at != later.from_at or earlier.from_at > later.from_at:
            raise CustodyBroken(f"gap or overlap at {later.from_at.isoformat()}")
    last = intervals[-1]
    if last.to_at is not None:
        raise CustodyBroken("the last interval must be running")
    at_rest = last.holder.kind is HolderKind.CLOSED
    if at_rest != (closed_at is not None) or (at_rest and last.from_at != closed_at):
        raise CustodyBroken("custody does not end where the case does")


def time_by_holder(
    intervals: Iterable[Interval], window_start: datetime, window_end: datetime
) -> dict[Holder, timedelta]:
    """How long each held the case inside a window; the values add up to the covered part."""
    totals: dict[Holder, timedelta] = {}
    for interval in intervals:
        start = max(interval.from_at, window_start)
        end = window_end if interval.to_at is None else min(interval.to_at, window_end)
        if end > start:
            totals[interval.holder] = totals.get(interval.holder, timedelta(0)) + (end - start)
    return totals
