"""What an example policy is, and the words that the examples are written with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

OFFICE_HOURS: Mapping[str, Any] = {
    "code": "office_hours",
    "workday": ["08:30-12:00", "13:00-18:00"],
    "rest_day": ["09:00-17:00"],
}
HOUR = 60
DAY = 24 * HOUR


@dataclass(frozen=True, slots=True)
class ExamplePolicy:
    """An example version of a kind; in force from the beginning of time until the firm's own."""

    code: str
    carrier: str | None
    title: str
    parameters: Mapping[str, Any]
    version: int = 1


def hq(length_minutes: int) -> dict[str, Any]:
    """A clock that headquarters set: it runs round the clock and never pauses."""
    return {"owner": "hq", "length_minutes": length_minutes}


def firm(length_minutes: int, calendar: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """A clock of the firm's own, by a calendar; without one round the clock."""
    terms: dict[str, Any] = {"owner": "firm", "length_minutes": length_minutes}
    return terms | ({"calendar": dict(calendar)} if calendar else {})
