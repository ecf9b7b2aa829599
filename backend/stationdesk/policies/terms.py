"""What a policy version says about the cases of one kind: clocks and amounts. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfoNotFoundError

from stationdesk.clocks.calendars import ROUND_THE_CLOCK, Calendar
from stationdesk.clocks.deadlines import ALWAYS, ClockOwner, ClockTerms, RungTerms, plain_rung
from stationdesk.clocks.reckoning import Relief
from stationdesk.clocks.written import read_calendar
from stationdesk.policies.errors import PolicyUnreadable

DEFAULT_RUNGS = (30, 15, 0)


@dataclass(frozen=True, slots=True)
class ExemptionTerms:
    """An exemption notice as it stands for one kind at one station, with its proof.

    `clock_names` empty: every clock of headquarters, and none of the firm's own.
    """

    relief: Relief
    title: str
    proof: str
    clock_names: frozenset[str] = frozenset()

    def concerns(self, name: str, owner: ClockOwner) -> bool:
        """Whether that clock is exempted."""
        return name in self.clock_names if self.clock_names else owner is ClockOwner.HQ


@dataclass(frozen=True, slots=True)
class CalendarsInForce:
    """The calendars that hold at a station; None where there is none. `days`: the firm's list."""

    station: Calendar | None = None
    carrier: Calendar | None = None
    firm: Calendar | None = None
    days: Mapping[date, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CaseTerms:
    """A kind's clocks and parameters, with the policy version that they came from."""

    code: str
    version: int
    title: str
    clocks: Mapping[str, ClockTerms]
    parameters: Mapping[str, Any]
    version_id: UUID | None = None
    """None for a shipped example."""
    exemptions: tuple[ExemptionTerms, ...] = ()

    def amount_fen(self, name: str) -> int:
        """A parameter in whole fen; 0 where the policy is silent."""
        value = self.parameters.get(name, 0)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise PolicyUnreadable(
                f"{self.code} v{self.version}: {name} is no amount in fen",
                zh=f"制度 {self.code} 第 {self.version} 版：参数“{name}”不是金额，"
                "请改成以分为单位的整数。",
            )
        return value


def read_terms(code: str, version: int, title: str, parameters: Mapping[str, Any]) -> CaseTerms:
    """Typed terms from a version's parameters. Raises PolicyUnreadable, naming the clock.

    Shape: `{"risk_fen": 5000, "clocks": {"reply": {"owner": "hq", "length_minutes": 120,
    "calendar": {…}, "rungs_minutes_before": [30, 15, 0]}}}`; a calendar left out counts 24 h.
    Instead of bare minutes, `"rungs": [{"minutes_before": 15, "notify": ["courier"], "condition":
    "if_nothing_moved", "demands_correction_minutes": 15, "text": ""}]`; the two may be mixed.
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
                rungs=tuple(_read_rung(each) for each in raw.get("rungs", ())),
            )
        except (KeyError, TypeError, ValueError, AttributeError, ZoneInfoNotFoundError) as error:
            raise PolicyUnreadable(
                f"{code} v{version}: clock {name}: {error}",
                zh=f"制度 {code} 第 {version} 版：时限“{name}”读不懂，请检查。",
            ) from error
    return CaseTerms(code, version, title, clocks, parameters)


def _read_rung(raw: Any) -> RungTerms:
    if isinstance(raw, int):
        return plain_rung(raw)
    minutes = raw.get("demands_correction_minutes")
    return RungTerms(
        minutes_before=int(raw["minutes_before"]),
        notify=tuple(raw.get("notify", ())),
        condition=str(raw.get("condition", ALWAYS)),
        demands_correction_minutes=None if minutes is None else int(minutes),
        text=str(raw.get("text", "")),
    )


def at_station(terms: CaseTerms, calendars: CalendarsInForce) -> CaseTerms:
    """The same terms with each clock counted by the calendar that holds for it (domain §5).

    HQ's clocks: the calendar that the policy names, else the carrier's, else round the clock;
    the firm's own: the station's, else the firm's, else what the policy names.
    """
    written = terms.parameters.get("clocks", {})
    clocks = {
        name: replace(clock, calendar=_calendar_of(clock, written.get(name, {}), calendars))
        for name, clock in terms.clocks.items()
    }
    return replace(terms, clocks=clocks)


def _calendar_of(
    clock: ClockTerms, written: Mapping[str, Any], calendars: CalendarsInForce
) -> Calendar:
    if clock.owner is ClockOwner.FIRM:
        found = calendars.station or calendars.firm or clock.calendar
    elif written.get("calendar"):
        found = clock.calendar
    else:
        found = calendars.carrier or ROUND_THE_CLOCK
    if found.is_round_the_clock or not calendars.days:
        return found
    return replace(found, days={**calendars.days, **found.days})
