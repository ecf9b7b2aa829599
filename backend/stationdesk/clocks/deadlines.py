"""One clock of a case: when it is due, what pauses it, which rungs of its ladder are to fire.

HQ's clocks never pause; they move only by a granted extension or an exemption. The firm's own
may pause while the case waits on others, and then keep their remaining working time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from stationdesk.clocks.calendars import Calendar, add_working_time, working_time_between

LATE_AFTER = timedelta(minutes=2)
"""A rung that fires later than this after its moment is marked late: a worker was down."""

NOTIFIED = ("agent", "courier", "supervisor", "manager", "station")
ALWAYS, IF_NOTHING_MOVED = CONDITIONS = ("always", "if_nothing_moved")
PUSH_MINUTES = 15
CORRECTION_MINUTES = 15
"""What a bare list of minutes asks for, where a policy says no more."""


class ClockOwner(StrEnum):
    """Who set the deadline: the carrier's headquarters, or the firm for itself."""

    HQ = "hq"
    FIRM = "firm"


@dataclass(frozen=True, slots=True)
class RungTerms:
    """What a policy says about one rung: when, whom it tells, and what it asks for.

    `notify` names roles (agent, courier, supervisor, manager, station); `condition` is `always` or
    `if_nothing_moved`; `demands_correction_minutes` is how long the station's supervisor has to
    correct in person, and to have that recorded.
    """

    minutes_before: int
    notify: tuple[str, ...] = ()
    condition: str = ALWAYS
    demands_correction_minutes: int | None = None
    text: str = ""

    def __post_init__(self) -> None:
        unknown = sorted(set(self.notify) - set(NOTIFIED))
        if unknown:
            raise ValueError(f"a rung tells {', '.join(unknown)}; it can tell {NOTIFIED}")
        if self.condition not in CONDITIONS:
            raise ValueError(f"a rung's condition is {self.condition!r}; choose of {CONDITIONS}")
        minutes = self.demands_correction_minutes
        if self.minutes_before < 0 or (minutes is not None and minutes < 1):
            raise ValueError("a rung lies before the deadline, and a correction takes minutes")


def plain_rung(minutes_before: int) -> RungTerms:
    """What a bare number of minutes means (domain §4): remind, then push, then count as at risk."""
    if minutes_before > PUSH_MINUTES:
        return RungTerms(minutes_before, ("agent",))
    if minutes_before > 0:
        return RungTerms(minutes_before, ("agent", "courier"), IF_NOTHING_MOVED, CORRECTION_MINUTES)
    return RungTerms(minutes_before, ("supervisor", "manager"))


@dataclass(frozen=True, slots=True)
class ClockTerms:
    """What a policy version says about one clock."""

    name: str
    owner: ClockOwner
    length_minutes: int
    calendar: Calendar
    rungs_minutes_before: tuple[int, ...] = (30, 15, 0)
    rungs: tuple[RungTerms, ...] = ()
    """Typed rungs; where there are none, the bare minutes with what they mean."""

    def __post_init__(self) -> None:
        if self.length_minutes < 1:
            raise ValueError(f"clock {self.name} has no length")

    @property
    def ladder(self) -> tuple[RungTerms, ...]:
        """Its rungs, the furthest from the deadline first; one a moment."""
        written = self.rungs or tuple(plain_rung(each) for each in self.rungs_minutes_before)
        by_minutes = {rung.minutes_before: rung for rung in written}
        return tuple(by_minutes[minutes] for minutes in sorted(by_minutes, reverse=True))


@dataclass(frozen=True, slots=True)
class Rung:
    """A step of the warning ladder; `at` is wall-clock time before the clock is due."""

    minutes_before: int
    at: datetime
    fired_at: datetime | None = None
    is_late: bool = False
    notify: tuple[str, ...] = ()
    condition: str = ALWAYS
    demands_correction_minutes: int | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Wait:
    """A time in which the case waited on others; `to_at` None while it still does.

    Kept also where the clock had run out before: under a corrected rule it may not have.
    """

    from_at: datetime
    to_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """A deadline running on a case. While paused, `due_at` is what it was at `paused_at`."""

    name: str
    owner: ClockOwner
    started_at: datetime
    due_at: datetime
    rungs: tuple[Rung, ...]
    paused_at: datetime | None = None
    stopped_at: datetime | None = None
    waits: tuple[Wait, ...] = ()

    @property
    def is_waiting(self) -> bool:
        """Whether the case waits on others just now, be the clock paused or run out."""
        return bool(self.waits) and self.waits[-1].to_at is None

    @property
    def is_running(self) -> bool:
        """Whether time is passing on it."""
        return self.stopped_at is None and self.paused_at is None

    @property
    def next_rung_at(self) -> datetime | None:
        """When its ladder wants attention next; None if stopped, paused or all fired."""
        if not self.is_running:
            return None
        return min((rung.at for rung in self.rungs if rung.fired_at is None), default=None)

    def breached_at(self, now: datetime) -> datetime | None:
        """The moment it ran out, if it did by `now`: stopping at the very due time is in time."""
        end = self.stopped_at or self.paused_at or now
        return self.due_at if end > self.due_at else None


class HqClockNeverPauses(ValueError):
    """HQ's clocks go on while we wait on others."""


def start(terms: ClockTerms, started_at: datetime) -> Clock:
    """Set a clock by its terms. Rungs that lie before the start are left out, but the last."""
    due_at = add_working_time(terms.calendar, started_at, timedelta(minutes=terms.length_minutes))
    return Clock(
        name=terms.name,
        owner=terms.owner,
        started_at=started_at,
        due_at=due_at,
        rungs=ladder_of(terms.ladder, due_at, started_at),
    )


def stop(clock: Clock, now: datetime) -> Clock:
    """What the clock watched has happened. Stopping twice changes nothing."""
    return clock if clock.stopped_at else replace(clock, stopped_at=now)


def pause(clock: Clock, now: datetime) -> Clock:
    """Hold a firm clock while the case waits on others. A breached clock stays breached."""
    if clock.owner is ClockOwner.HQ:
        raise HqClockNeverPauses(clock.name)
    if not clock.is_running or clock.is_waiting:
        return clock
    waiting = replace(clock, waits=(*clock.waits, Wait(now)))
    return waiting if now >= clock.due_at else replace(waiting, paused_at=now)


def resume(clock: Clock, calendar: Calendar, now: datetime) -> Clock:
    """Let a paused clock go on with the working time that it had left."""
    if clock.stopped_at is not None:
        return clock
    if clock.is_waiting:
        ended = Wait(clock.waits[-1].from_at, max(now, clock.waits[-1].from_at))
        clock = replace(clock, waits=(*clock.waits[:-1], ended))
    if clock.paused_at is None:
        return clock
    left = working_time_between(calendar, clock.paused_at, clock.due_at)
    return move(replace(clock, paused_at=None), add_working_time(calendar, now, left), now)


def move(clock: Clock, due_at: datetime, now: datetime) -> Clock:
    """Give a clock another deadline (extension, exemption, corrected policy).

    A rung that has fired stays fired, unless its new moment is still to come.
    """
    rungs = tuple(_moved(rung, due_at, now) for rung in clock.rungs)
    return replace(clock, due_at=due_at, rungs=rungs)


def fire_due_rungs(clock: Clock, now: datetime) -> tuple[Clock, Sequence[Rung]]:
    """Fire each rung whose moment has come, once, earliest first, marking those that are late."""
    if not clock.is_running:
        return clock, ()
    fired: list[Rung] = []
    rungs: list[Rung] = []
    for rung in sorted(clock.rungs, key=lambda rung: rung.at):
        if rung.fired_at is None and rung.at <= now:
            rung = replace(rung, fired_at=now, is_late=now - rung.at > LATE_AFTER)
            fired.append(rung)
        rungs.append(rung)
    return replace(clock, rungs=tuple(rungs)), fired


def _moved(rung: Rung, due_at: datetime, now: datetime) -> Rung:
    moment = due_at - timedelta(minutes=rung.minutes_before)
    if rung.fired_at is not None and moment <= now:
        return replace(rung, at=moment)
    return replace(rung, at=moment, fired_at=None, is_late=False)


def ladder_of(
    ladder: Sequence[RungTerms], due_at: datetime, started_at: datetime
) -> tuple[Rung, ...]:
    """The rungs before a deadline; those that lie before the start are left out, but the last."""
    rungs = (
        Rung(
            terms.minutes_before,
            due_at - timedelta(minutes=terms.minutes_before),
            notify=terms.notify,
            condition=terms.condition,
            demands_correction_minutes=terms.demands_correction_minutes,
            text=terms.text,
        )
        for terms in ladder
    )
    return tuple(rung for rung in rungs if rung.at >= started_at or rung.minutes_before == 0)
