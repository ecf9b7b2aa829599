"""From a Decision to the clocks of a case: start, stop, move, pause, resume. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from stationdesk.cases.kinds import ClockRule
from stationdesk.clocks import deadlines
from stationdesk.clocks.calendars import ROUND_THE_CLOCK, Calendar
from stationdesk.clocks.deadlines import Clock, ClockOwner, ClockTerms
from stationdesk.policies.terms import CaseTerms
from stationdesk.workflow.custody import HolderKind
from stationdesk.workflow.definition import ClockChange, MoveClock, StartClock, StopClock


@dataclass(frozen=True, slots=True)
class CaseClock:
    """A clock with its row's identity, its calendar and the policy version that set it."""

    id: UUID
    clock: Clock
    calendar: Calendar
    policy_code: str
    policy_version: int


def start_clock(
    id_: UUID,
    name: str,
    rule: ClockRule,
    terms: CaseTerms,
    started_at: datetime,
    length_minutes: int | None = None,
) -> CaseClock:
    """Set a clock by the policy, or by the length that the case itself was given.

    A policy silent about a clock of the kind gets a day around the clock, owned as the kind says.
    """
    found = terms.clocks.get(name)
    if found is None:
        found = ClockTerms(name, rule.owner, 24 * 60, ROUND_THE_CLOCK)
    if length_minutes is not None:
        # HQ's countdown runs round the clock, whatever the calendar of our example.
        found = replace(found, length_minutes=length_minutes, calendar=ROUND_THE_CLOCK)
    found = replace(found, owner=rule.owner)
    clock = deadlines.start(found, started_at)
    return CaseClock(id_, clock, found.calendar, terms.code, terms.version)


def apply_changes(
    clocks: Sequence[CaseClock],
    changes: Iterable[ClockChange],
    rules: Mapping[str, ClockRule],
    terms: CaseTerms,
    now: datetime,
    new_ids: Iterable[UUID],
) -> list[CaseClock]:
    """All clocks of the case after the changes; new ones at the end."""
    result = list(clocks)
    ids = iter(new_ids)
    for change in changes:
        match change:
            case StartClock(name, length):
                result.append(start_clock(next(ids), name, rules[name], terms, now, length))
            case StopClock(name, at):
                result = [_stopped(each, name, at or now) for each in result]
            case MoveClock(name, due_at):
                result = [_moved(each, name, due_at, now) for each in result]
    return result


def follow_custody(
    clocks: Sequence[CaseClock],
    rules: Mapping[str, ClockRule],
    holder: HolderKind,
    now: datetime,
) -> list[CaseClock]:
    """Pause the firm's clocks while the case waits on those that the kind names, else resume."""
    result: list[CaseClock] = []
    for each in clocks:
        rule = rules.get(each.clock.name)
        if rule is None or each.clock.owner is ClockOwner.HQ:
            result.append(each)
        elif holder in rule.pauses_while:
            result.append(replace(each, clock=deadlines.pause(each.clock, now)))
        else:
            clock = deadlines.resume(each.clock, each.calendar, now)
            result.append(replace(each, clock=clock))
    return result


def _stopped(each: CaseClock, name: str, at: datetime) -> CaseClock:
    if each.clock.name != name or each.clock.stopped_at is not None:
        return each
    # Answered at HQ before our clock even began, by their proof: it took no time at all.
    return replace(each, clock=deadlines.stop(each.clock, max(at, each.clock.started_at)))


def _moved(each: CaseClock, name: str, due_at: datetime, now: datetime) -> CaseClock:
    if each.clock.name != name or each.clock.stopped_at is not None:
        return each
    return replace(each, clock=deadlines.move(each.clock, due_at, now))
