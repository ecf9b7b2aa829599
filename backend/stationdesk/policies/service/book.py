"""All rules of a firm at once, for work over many cases: the same answers as one by one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

import msgspec

from stationdesk.clocks.calendars import Calendar
from stationdesk.policies.repository import exemptions, rules, versions
from stationdesk.policies.service.held import (
    CASE,
    Connection,
    ExemptionRow,
    example_terms,
    written_calendar,
)
from stationdesk.policies.terms import (
    CalendarsInForce,
    CaseTerms,
    ExemptionTerms,
    at_station,
    read_terms,
)


@dataclass(frozen=True, slots=True)
class BookVersion:
    """A version with what decides when it holds."""

    id: UUID
    version: int
    carrier: str | None
    effective_from: datetime
    effective_to: datetime | None
    title: str
    parameters: str

    def holds(self, carrier: str, at: datetime) -> bool:
        """Whether it says something for that carrier at that moment."""
        return (
            self.carrier in (carrier, None)
            and self.effective_from <= at
            and (self.effective_to is None or self.effective_to > at)
        )


def pick(known: Sequence[BookVersion], carrier: str, at: datetime) -> BookVersion | None:
    """The version that held: the carrier's own first, then the latest beginning, then number."""
    holding = [each for each in known if each.holds(carrier, at)]
    return max(
        holding,
        key=lambda each: (each.carrier is not None, each.effective_from, each.version),
        default=None,
    )


@dataclass(slots=True)
class RuleBook:
    """Versions, calendars and exemptions of a firm, as they stand now."""

    versions: Mapping[str, Sequence[BookVersion]]
    stations: Mapping[UUID, Calendar]
    carriers: Mapping[str, Calendar]
    firm: Calendar | None
    days: Mapping[date, bool]
    exemptions: Sequence[tuple[ExemptionTerms, Mapping[str, object]]]
    _terms: dict[tuple[str, str, UUID, UUID | None], CaseTerms] = field(default_factory=dict)

    def case_terms(self, kind: str, carrier: str, station_id: UUID, at: datetime) -> CaseTerms:
        """What `service.case_terms` says, without asking the database."""
        found = pick(self.versions.get(f"{CASE}{kind}", ()), carrier, at)
        key = (kind, carrier, station_id, found.id if found else None)
        if key not in self._terms:
            self._terms[key] = self._assemble(kind, carrier, station_id, found)
        return self._terms[key]

    def _assemble(
        self, kind: str, carrier: str, station_id: UUID, found: BookVersion | None
    ) -> CaseTerms:
        if found is None:
            terms = example_terms(kind, carrier)
        else:
            parameters = msgspec.json.decode(found.parameters)
            terms = replace(
                read_terms(f"{CASE}{kind}", found.version, found.title, parameters),
                version_id=found.id,
            )
        calendars = CalendarsInForce(
            self.stations.get(station_id), self.carriers.get(carrier), self.firm, self.days
        )
        concerned = tuple(
            exempted
            for exempted, scope in self.exemptions
            if scope["carrier"] in (None, carrier)
            and _within(scope["station_ids"], station_id)
            and _within(scope["kinds"], kind)
        )
        return replace(at_station(terms, calendars), exemptions=concerned)


def _within(wanted: object, value: object) -> bool:
    assert isinstance(wanted, list)
    return not wanted or value in wanted


async def rule_book(connection: Connection, firm_id: UUID, now: datetime) -> RuleBook:
    """Read all rules of a firm."""
    by_code: defaultdict[str, list[BookVersion]] = defaultdict(list)
    for row in await versions.all_versions(connection, firm_id):
        by_code[row["code"]].append(
            BookVersion(
                row["id"], row["version"], row["carrier"], row["effective_from"],
                row["effective_to"], row["title"], row["parameters"],
            )
        )  # fmt: skip
    calendars = {
        (row["level"], row["key"]): written_calendar(row["calendar"])
        for row in await rules.firm_calendars(connection, firm_id)
    }
    stations = await rules.station_calendars(connection, firm_id)
    since = now - rules.EXEMPTIONS_LOOKED_BACK
    names = ExemptionRow.__struct_fields__
    return RuleBook(
        versions=by_code,
        stations={
            id_: calendar for id_, text in stations.items() if (calendar := written_calendar(text))
        },
        carriers={
            key: calendar
            for (level, key), calendar in calendars.items()
            if level == "carrier" and calendar
        },
        firm=calendars.get(("firm", "")),
        days={row["day"]: row["is_workday"] for row in await rules.days(connection, firm_id)},
        exemptions=[
            (ExemptionRow(**{name: row[name] for name in names}).terms(), dict(row.items()))
            for row in await exemptions.standing(connection, firm_id, since)
        ],
    )
