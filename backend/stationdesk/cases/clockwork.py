"""From a Decision to the clocks of a case: start, stop, move, pause, resume. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from stationdesk.cases.kinds import ClockRule
from stationdesk.clocks import deadlines, reckoning
from stationdesk.clocks.calendars import ROUND_THE_CLOCK, Calendar
from stationdesk.clocks.deadlines import Clock, ClockOwner, ClockTerms
from stationdesk.policies.terms import CaseTerms, ExemptionTerms
from stationdesk.workflow.custody import HolderKind
from stationdesk.workflow.definition import ClockChange, MoveClock, StartClock, StopClock


@dataclass(frozen=True, slots=True)
class ExemptionMark:
    """An exemption that moved a clock, named with its proof."""

    id: UUID
    title: str
    proof: str


@dataclass(frozen=True, slots=True)
class CaseClock:
    """A clock with its row's identity, its calendar and the policy version that set it.

    - `set_at`: the moment whose policy version holds for it;
    - `length_minutes`: None for a clock that no correction of a rule may touch;
    - `is_own_length`: the case itself said how long, no policy;
    - `granted_due_at`: the deadline of an extension that was granted to this case.
    """

    id: UUID
    clock: Clock
    calendar: Calendar
    policy_code: str
    policy_version: int
    policy_title: str = ""
    policy_version_id: UUID | None = None
    set_at: datetime | None = None
    length_minutes: int | None = None
    is_own_length: bool = False
    granted_due_at: datetime | None = None
    exemptions: tuple[ExemptionMark, ...] = ()


def terms_of_clock(
    name: str, rule: ClockRule, terms: CaseTerms, length_minutes: int | None = None
) -> ClockTerms:
    """What holds for a clock: the policy, or the length that the case itself was given.

    A policy silent about a clock of the kind gets a day around the clock, owned as the kind says.
    """
    found = terms.clocks.get(name)
    if found is None:
        found = ClockTerms(name, rule.owner, 24 * 60, ROUND_THE_CLOCK)
    if length_minutes is not None:
        # HQ's countdown runs round the clock, whatever the calendar of our example.
        found = replace(found, length_minutes=length_minutes, calendar=ROUND_THE_CLOCK)
    return replace(found, owner=rule.owner)


def start_clock(
    id_: UUID,
    name: str,
    rule: ClockRule,
    terms: CaseTerms,
    started_at: datetime,
    length_minutes: int | None = None,
    set_at: datetime | None = None,
) -> CaseClock:
    """Set a clock as `terms_of_clock` says; an exemption that runs then moves it at once."""
    found = terms_of_clock(name, rule, terms, length_minutes)
    clock = deadlines.start(found, started_at)
    length = timedelta(minutes=found.length_minutes)
    due_at, marks = relieved(clock, found.calendar, length, terms.exemptions)
    if marks:
        rungs = deadlines.ladder_of(found.ladder, due_at, started_at)
        clock = replace(clock, due_at=due_at, rungs=rungs)
    return CaseClock(
        id_, clock, found.calendar, terms.code, terms.version, terms.title, terms.version_id,
        set_at or started_at, found.length_minutes, length_minutes is not None, exemptions=marks,
    )  # fmt: skip


def relieved(
    clock: Clock, calendar: Calendar, length: timedelta, exemptions: Sequence[ExemptionTerms]
) -> tuple[datetime, tuple[ExemptionMark, ...]]:
    """When the clock is due under the exemptions that concern it, and which ones moved it."""
    mine = {each.relief.id: each for each in exemptions if each.concerns(clock.name, clock.owner)}
    reliefs = [each.relief for each in mine.values()]
    due_at, moved_by = reckoning.relieved(calendar, clock, length, reliefs)
    return due_at, tuple(ExemptionMark(id_, mine[id_].title, mine[id_].proof) for id_ in moved_by)


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
    exemptions: Sequence[ExemptionTerms] = (),
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
            result.append(_resumed(each, exemptions, now))
    return result


def _resumed(each: CaseClock, exemptions: Sequence[ExemptionTerms], now: datetime) -> CaseClock:
    clock = deadlines.resume(each.clock, each.calendar, now)
    was_paused = each.clock.paused_at is not None and clock.paused_at is None
    is_exempted = any(exemption.concerns(clock.name, clock.owner) for exemption in exemptions)
    if was_paused and is_exempted and each.length_minutes and each.granted_due_at is None:
        length = timedelta(minutes=each.length_minutes)
        due_at, marks = relieved(clock, each.calendar, length, exemptions)
        return replace(each, clock=deadlines.move(clock, due_at, now), exemptions=marks)
    return replace(each, clock=clock)


def _stopped(each: CaseClock, name: str, at: datetime) -> CaseClock:
    if each.clock.name != name or each.clock.stopped_at is not None:
        return each
    # Answered at HQ before our clock even began, by their proof: it took no time at all.
    return replace(each, clock=deadlines.stop(each.clock, max(at, each.clock.started_at)))


def _moved(each: CaseClock, name: str, due_at: datetime, now: datetime) -> CaseClock:
    if each.clock.name != name or each.clock.stopped_at is not None:
        return each
    return replace(each, clock=deadlines.move(each.clock, due_at, now), granted_due_at=due_at)
