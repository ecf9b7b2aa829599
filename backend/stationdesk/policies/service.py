"""What held on a day, and how a firm enters a version of its own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from stationdesk.clocks.written import read_calendar
from stationdesk.foundation.ids import new_id
from stationdesk.policies import repository
from stationdesk.policies.errors import NoPolicyInForce
from stationdesk.policies.examples import example_for
from stationdesk.policies.terms import CaseTerms, at_station, read_terms


async def case_terms(
    connection: asyncpg.Connection[Any],
    firm_id: UUID,
    kind: str,
    carrier: str,
    station_id: UUID,
    at: datetime,
) -> CaseTerms:
    """The terms for cases of `kind` at a carrier's station, as they held at `at`.

    The firm's own version first, else the shipped example; the firm's own clocks count by the
    station's calendar where it has one. Raises NoPolicyInForce.
    """
    terms = await _terms(connection, firm_id, kind, carrier, at)
    written = await repository.station_calendar(connection, firm_id, station_id)
    return at_station(terms, read_calendar(msgspec.json.decode(written)) if written else None)


async def _terms(
    connection: asyncpg.Connection[Any], firm_id: UUID, kind: str, carrier: str, at: datetime
) -> CaseTerms:
    code = f"case.{kind}"
    row = await repository.version_in_force(connection, firm_id, code, carrier, at)
    if row is not None:
        parameters = msgspec.json.decode(row["parameters"])
        return read_terms(code, row["version"], row["title"], parameters)
    example = example_for(kind, carrier)
    if example is None:
        raise NoPolicyInForce(f"Neither the firm nor the product has a policy {code}.")
    scope = example.carrier or "any"
    return read_terms(f"example.{scope}.{kind}", example.version, example.title, example.parameters)


async def add_version(
    connection: asyncpg.Connection[Any],
    firm_id: UUID,
    *,
    code: str,
    carrier: str | None,
    effective_from: datetime,
    effective_to: datetime | None,
    title: str,
    text: str,
    source: str,
    parameters: Mapping[str, Any],
    now: datetime,
) -> int:
    """Enter the next version of a policy and return its number. Raises PolicyUnreadable."""
    read_terms(code, 0, title, parameters)
    return await repository.insert_version(
        connection, firm_id, new_id(), code, carrier, effective_from, effective_to, title, text,
        source, msgspec.json.encode(parameters).decode(), now,
    )  # fmt: skip
