"""What a precedent may say, and how near it is to a case. Pure.

A lesson is read at every station, so nothing in it may tell whose parcel it was: names, phones
and addresses that the case knows are masked when the lesson is written, and so is every long
number. The case itself stays where it is, for those who may open it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from stationdesk.tenancy.masking import mask_address, mask_name, mask_phone

_LONG_NUMBER: Final = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{0,4}\d[\d -]{5,18}\d(?!\d)")
_LETTERS: Final = re.compile(r"[A-Za-z]*")
GROUND_FIELDS: Final = (
    "ground", "problem_type", "category", "subject", "trouble", "target", "reason",
)  # fmt: skip
"""Where the kinds say what a case is about, in the order in which they are asked."""
SCORE_MIN: Final = 20
GROUND_SCORE: Final = 40
WORDS_SCORE: Final = 40
DIRECTION_SCORE: Final = 5
CARRIER_SCORE: Final = 5
STATION_SCORE: Final = 5


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom a case knows."""

    name: str
    phone: str
    address: str


@dataclass(frozen=True, slots=True)
class Likeness:
    """What two cases are compared by."""

    ground: str | None
    direction: str
    carrier: str
    station: object
    words: frozenset[str]


def ground_of(details: Mapping[str, Any]) -> str | None:
    """The type or ground of a case, whichever field its kind has for it."""
    for field in GROUND_FIELDS:
        value = details.get(field)
        if isinstance(value, str) and value:
            return value
    return None


def without_persons(text: str, people: Iterable[Person]) -> str:
    """The text with everybody masked whom the case knows, and with every long number masked."""
    for person in people:
        for said, masked in (
            (person.address, mask_address),
            (person.phone, mask_phone),
            (person.name, mask_name),
        ):
            if len(said) > 1:
                text = text.replace(said, masked(said))
    return _LONG_NUMBER.sub(_hidden, text)


def nearness(case: Likeness, precedent: Likeness) -> int:
    """How much a precedent has in common with a case of its kind; below SCORE_MIN: too little."""
    score = 0
    if case.ground is not None and case.ground == precedent.ground:
        score += GROUND_SCORE
    if case.words:
        score += WORDS_SCORE * len(case.words & precedent.words) // len(case.words)
    score += DIRECTION_SCORE * (case.direction == precedent.direction)
    score += CARRIER_SCORE * (case.carrier == precedent.carrier)
    score += STATION_SCORE * (case.station is not None and case.station == precedent.station)
    return score


def _hidden(match: re.Match[str]) -> str:
    """The letters in front, then stars for all digits but the last two."""
    found = match[0]
    letters = _LETTERS.match(found)
    head = letters[0] if letters else ""
    return f"{head}****{found[-2:]}"
