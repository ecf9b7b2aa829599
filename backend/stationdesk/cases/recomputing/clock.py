"""One clock under a corrected rule. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import msgspec

from stationdesk.cases.clockwork import CaseClock, relieved, terms_of_clock
from stationdesk.cases.kinds import ClockRule
from stationdesk.clocks import reckoning
from stationdesk.clocks.deadlines import ClockOwner
from stationdesk.policies.terms import CaseTerms


def is_reckoned(each: CaseClock) -> bool:
    """Whether a correction may touch the clock.

    Not one that has stopped, nor one that keeps no length; nor a clock of the firm's own that
    was granted another day: its pauses since then count from there.
    """
    if each.clock.stopped_at is not None or each.length_minutes is None:
        return False
    return each.granted_due_at is None or each.clock.owner is ClockOwner.HQ


def recomputed(each: CaseClock, rule: ClockRule, terms: CaseTerms, now: datetime) -> CaseClock:
    """The clock as it would stand, had the terms held since it was set; itself if nothing differs.

    A length that the case was given itself stays; what HQ granted to the case never shortens.
    """
    own = each.length_minutes if each.is_own_length else None
    found = terms_of_clock(each.clock.name, rule, terms, own)
    length = timedelta(minutes=found.length_minutes)
    due_at, marks = relieved(each.clock, found.calendar, length, terms.exemptions)
    if each.granted_due_at is not None:
        due_at = max(due_at, each.granted_due_at)
    source = (terms.code, terms.version, terms.title, terms.version_id)
    if each.is_own_length:
        source = (
            each.policy_code, each.policy_version, each.policy_title, each.policy_version_id
        )  # fmt: skip
    after = replace(
        each,
        calendar=found.calendar,
        policy_code=source[0],
        policy_version=source[1],
        policy_title=source[2],
        policy_version_id=source[3],
        length_minutes=found.length_minutes,
        exemptions=marks,
    )
    if after == each and due_at == each.clock.due_at:
        return each
    return replace(after, clock=reckoning.corrected(each.clock, due_at, found.ladder, now))


def told(
    before: CaseClock, after: CaseClock, was_breached: bool, cause: str, now: datetime
) -> dict[str, Any]:
    """What the timeline says of it."""
    breached_at = after.clock.breached_at(now)
    return {
        "clock": after.clock.name,
        "cause": cause,
        "old_due_at": before.clock.due_at,
        "new_due_at": after.clock.due_at,
        "policy": {
            "code": after.policy_code,
            "version": after.policy_version,
            "title": after.policy_title,
        },
        "exemptions": msgspec.to_builtins(after.exemptions),
        "is_breach_withdrawn": was_breached and breached_at is None,
        "is_breached": breached_at is not None,
    }
