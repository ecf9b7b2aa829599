"""Moments and carriers as they come over HTTP, refused where they cannot be meant."""

from __future__ import annotations

from datetime import date, datetime

from stationdesk.foundation.errors import Invalid
from stationdesk.foundation.request_words import field_zh
from stationdesk.stations.carriers import CARRIERS

FIRST_YEAR, LAST_YEAR = 2000, 2200


def check_moment(error: type[Invalid], name: str, moment: datetime | None) -> None:
    """Raise `error` unless the moment has an offset and lies in a year that can be meant."""
    if moment is None:
        return
    if moment.tzinfo is None:
        raise error(
            f"{name} needs a UTC offset, such as +08:00.",
            field=name,
            zh=f"{field_zh(name)}没写时区，请写成 2026-11-20T14:30:00+08:00。",
        )
    check_day(error, name, moment.date())


def check_day(error: type[Invalid], name: str, day: date) -> None:
    """The same for a date."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise error(
            f"{name} lies outside of {FIRST_YEAR} to {LAST_YEAR}.",
            field=name,
            zh=f"{field_zh(name)}的年份要在 {FIRST_YEAR} 到 {LAST_YEAR} 之间。",
        )


def check_carrier(error: type[Invalid], carrier: str | None) -> None:
    """Raise `error` unless the carrier is known, or none is named."""
    if carrier is not None and carrier not in CARRIERS:
        raise error(
            f"There is no carrier {carrier!r}; known: {', '.join(CARRIERS)}.",
            field="carrier",
            zh=f"没有“{carrier}”这家快递公司，请从列表里选。",
        )


def check_text(error: type[Invalid], name: str, text: str, most: int) -> None:
    """Raise `error` for a text that is too long or cannot be stored."""
    if len(text) > most or "\0" in text:
        raise error(
            f"The {name} has more than {most} characters, or a NUL.",
            field=name,
            zh=f"{field_zh(name)}超过 {most} 个字，或有不可见的空字符，请改短些。",
        )
