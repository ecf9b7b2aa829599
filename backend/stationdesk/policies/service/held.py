"""What held at a moment: the terms of a kind's cases, the parameters of any other code."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache, partial
from typing import Any, Generic, TypeAlias, TypeVar
from uuid import UUID

import asyncpg
import msgspec
from pydantic import BaseModel

from stationdesk.clocks.calendars import Calendar
from stationdesk.clocks.reckoning import Relief, ReliefKind
from stationdesk.clocks.written import read_calendar
from stationdesk.policies.errors import NoPolicyInForce
from stationdesk.policies.examples import example_for
from stationdesk.policies.forms import PolicyForm, read_parameters
from stationdesk.policies.repository import rules, versions
from stationdesk.policies.terms import (
    CalendarsInForce,
    CaseTerms,
    ExemptionTerms,
    at_station,
    read_terms,
)

Connection: TypeAlias = "asyncpg.Connection[Any]"
P_co = TypeVar("P_co", bound=BaseModel, covariant=True)

CASE = "case."
"""The codes of kinds: `case.<kind>`."""


class ExemptionRow(msgspec.Struct, frozen=True):
    """An exemption as the database gives it."""

    id: UUID
    title: str
    proof: str
    clock_names: list[str]
    from_at: datetime
    to_at: datetime
    effect: str
    added_minutes: int | None
    new_due_at: datetime | None

    def terms(self) -> ExemptionTerms:
        """As a clock sees it."""
        relief = Relief(
            self.id, ReliefKind(self.effect), self.from_at, self.to_at,
            timedelta(minutes=self.added_minutes or 0), self.new_due_at,
        )  # fmt: skip
        return ExemptionTerms(relief, self.title, self.proof, frozenset(self.clock_names))


_EXEMPTIONS = msgspec.json.Decoder(list[ExemptionRow])
_DAYS = msgspec.json.Decoder(dict[date, bool])


@dataclass(frozen=True, slots=True)
class InForce(Generic[P_co]):
    """A policy as it held at a moment. `version_id` None: the shipped example."""

    code: str
    version: int
    title: str
    parameters: P_co
    version_id: UUID | None = None

    @property
    def reference(self) -> dict[str, Any]:
        """What a refusal that comes from it carries."""
        return {"code": self.code, "version": self.version, "title": self.title}


async def case_terms(
    connection: Connection,
    firm_id: UUID,
    kind: str,
    carrier: str,
    station_id: UUID,
    at: datetime,
) -> CaseTerms:
    """The terms for cases of `kind` at a carrier's station, as they held at `at`.

    The firm's own version first, else the shipped example; each clock counts by the calendar that
    holds for it there. Raises NoPolicyInForce.
    """
    terms = await _terms(connection, firm_id, kind, carrier, at)
    found = await rules.rules_at_station(connection, firm_id, station_id, carrier, kind, at)
    if found is None:
        return terms
    calendars = CalendarsInForce(
        station=written_calendar(found["station"]),
        carrier=written_calendar(found["carrier"]),
        firm=written_calendar(found["firm"]),
        days=_DAYS.decode(found["days"]) if found["days"] else {},
    )
    exempted = _EXEMPTIONS.decode(found["exemptions"]) if found["exemptions"] else []
    return replace(
        at_station(terms, calendars), exemptions=tuple(each.terms() for each in exempted)
    )


def written_calendar(text: str | None) -> Calendar | None:
    """A calendar from its JSON text; None where there is none."""
    raw = msgspec.json.decode(text) if text else None
    return read_calendar(raw) if raw else None


async def parameters_in_force(
    connection: Connection,
    firm_id: UUID,
    form: PolicyForm[P_co],
    carrier: str | None,
    at: datetime,
) -> InForce[P_co]:
    """A firm-level policy as it held at `at`: the firm's own version, else the shipped example.

    `carrier` None asks for what holds for every carrier.
    """
    row = await versions.version_in_force(connection, firm_id, form.code, carrier, at)
    return _example(form, carrier) if row is None else _written(form, row)


async def parameters_over_time(
    connection: Connection, firm_id: UUID, form: PolicyForm[P_co]
) -> Callable[[str | None, datetime], InForce[P_co]]:
    """The same for many moments: one query now, and a function of carrier and moment."""
    rows = await versions.versions_over_time(connection, firm_id, form.code)
    held = [(row, _written(form, row)) for row in rows]
    examples = cache(partial(_example, form))

    def in_force(carrier: str | None, at: datetime) -> InForce[P_co]:
        for row, written in held:
            is_of_carrier = row["carrier"] is None or row["carrier"] == carrier
            until = row["effective_to"]
            if is_of_carrier and row["effective_from"] <= at and (until is None or until > at):
                return written
        return examples(carrier)

    return in_force


def _written(form: PolicyForm[P_co], row: asyncpg.Record) -> InForce[P_co]:
    raw = msgspec.json.decode(row["parameters"])
    return InForce(form.code, row["version"], row["title"], read_parameters(form, raw), row["id"])


def _example(form: PolicyForm[P_co], carrier: str | None) -> InForce[P_co]:
    example = example_for(form.code, carrier)
    if example is None:
        title = f"示例:{form.label_zh}"
        return InForce(f"example.any.{form.code}", 1, title, read_parameters(form, {}))
    code = f"example.{example.carrier or 'any'}.{form.code}"
    return InForce(code, example.version, example.title, read_parameters(form, example.parameters))


def example_terms(kind: str, carrier: str | None) -> CaseTerms:
    """The shipped example of a kind. Raises NoPolicyInForce."""
    example = example_for(kind, carrier)
    if example is None:
        raise NoPolicyInForce(
            f"Neither the firm nor the product has a policy {CASE}{kind}.", policy=f"{CASE}{kind}"
        )
    scope = example.carrier or "any"
    return read_terms(f"example.{scope}.{kind}", example.version, example.title, example.parameters)


async def _terms(
    connection: Connection, firm_id: UUID, kind: str, carrier: str, at: datetime
) -> CaseTerms:
    code = f"{CASE}{kind}"
    row = await versions.version_in_force(connection, firm_id, code, carrier, at)
    if row is None:
        return example_terms(kind, carrier)
    parameters = msgspec.json.decode(row["parameters"])
    return replace(read_terms(code, row["version"], row["title"], parameters), version_id=row["id"])
