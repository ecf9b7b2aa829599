"""What a policy version says about the cases of one kind: clocks and amounts. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfoNotFoundError

from stationdesk.clocks.calendars import Calendar
from stationdesk.clocks.deadlines import ClockOwner, ClockTerms
from stationdesk.clocks.written import read_calendar
from stationdesk.policies.errors import PolicyUnreadable

DEFAULT_RUNGS = (30, 15, 0)


@dataclass(frozen=True, slots=True)
class CaseTerms:
    """A kind's clocks and parameters, with the policy version that they came from."""

    code: str
    version: int
    title: str
    clocks: Mapping[str, ClockTerms]
    parameters: Mapping[str, Any]

    def amount_fen(self, name: str) -> int:
        """A parameter in whole fen; 0 where the policy is silent."""
        value = self.parameters.get(name, 0)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise PolicyUnreadable(f"{self.code} v{self.version}: {name} is no amount in fen")
        return value


def read_terms(code: str, version: int, title: str, parameters: Mapping[str, Any]) -> CaseTerms:
    """Typed terms from a version's parameters. Raises PolicyUnreadable, naming the clock.

    Shape: `{"risk_fen": 5000, "clocks": {"reply": {"owner": "hq", "length_minutes": 120,
    "calendar": {…}, "rungs_minutes_before": [30, 15, 0]}}}`; a calendar left out counts 24 h.
    """
    clocks: dict[str, ClockTerms] = {}
    for name, raw in parameters.get("clocks", {}).items():
        try:
            clocks[name] = ClockTerms(
                name=name,
                owner=ClockOwner(raw.get("owner", "firm")),
                length_minutes=int(raw["length_minutes"]),
                calendar=read_calendar(raw.get("calendar")),
                rungs_minutes_before=tuple(raw.get("rungs_minutes_before", DEFAULT_RUNGS)),
            )
        except (KeyError, TypeError, ValueError, AttributeError, ZoneInfoNotFoundError) as error:
            raise PolicyUnreadable(f"{code} v{version}: clock {name}: {error}") from error
    return CaseTerms(code, version, title, clocks, parameters)


def at_station(terms: CaseTerms, calendar: Calendar | None) -> CaseTerms:
    """The same terms with the firm's own clocks counted by a station's calendar, if it has one.

    HQ's clocks run as HQ says, whatever a station's hours are (domain §5).
    """
    if calendar is None:
        return terms
    clocks = {
        name: replace(clock, calendar=calendar) if clock.owner is ClockOwner.FIRM else clock
        for name, clock in terms.clocks.items()
    }
    return replace(terms, clocks=clocks)
