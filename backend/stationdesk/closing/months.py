"""Months as they are written, and the ones around them. Pure."""

from datetime import date, timedelta

from stationdesk.closing.errors import MonthInvalid


def read_month(text: str) -> date:
    """`2026-11` as its first day. Raises MonthInvalid."""
    try:
        if len(text) != len("2026-11"):
            raise ValueError(text)
        return date.fromisoformat(f"{text}-01")
    except ValueError as error:
        raise MonthInvalid(
            f"{text[:20]!r} is no month: write it like 2026-11.", field="period", period=text[:20]
        ) from error


def write_month(period: date) -> str:
    """`2026-11`."""
    return f"{period:%Y-%m}"


def next_month(period: date) -> date:
    """The first day of the month after."""
    return (period.replace(day=28) + timedelta(days=4)).replace(day=1)
