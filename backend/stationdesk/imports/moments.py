"""Times as exports write them; pure, the zone of the station given where no offset is written."""

import re
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import msgspec

_WRITTEN = re.compile(
    r"(?P<year>\d{4})(?P<sep>[-/.年])(?P<month>\d{1,2})(?:(?P=sep)|月)(?P<day>\d{1,2})日?"
    r"[T\s]\s*(?P<hour>\d{1,2})[:：时](?P<minute>\d{1,2})"
    r"(?:[:：分](?P<second>\d{1,2})(?:[.,](?P<fraction>\d{1,9}))?秒?|分)?"
    r"\s*(?P<offset>Z|z|[+-]\d{2}:?\d{2}|[+-]\d{2})?"
)
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)


class Moment(msgspec.Struct, frozen=True):
    """An instant if an offset was written, otherwise the wall clock of a place to be known."""

    at: datetime | None
    local: datetime | None


def parse_moment(text: str) -> Moment | None:
    """`2026-11-20 08:04:24`, `2026/11/20 8:04`, `2026-11-20T08:04:24+08:00`, and
    `2026年11月20日 8时4分`.

    A date alone is no moment of a scan. None: no such time, or not written as one.
    """
    match = _WRITTEN.fullmatch(text.strip())
    if match is None:
        return None
    part = match.groupdict()
    try:
        local = datetime(
            int(part["year"]),
            int(part["month"]),
            int(part["day"]),
            int(part["hour"]),
            int(part["minute"]),
            int(part["second"] or 0),
            int((part["fraction"] or "0")[:6].ljust(6, "0")),
        )
        if part["offset"] is None:
            return Moment(at=None, local=local) if local.year >= EARLIEST.year else None
        at = local.replace(tzinfo=_offset(part["offset"])).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return Moment(at=at, local=None) if at >= EARLIEST else None


def _offset(written: str) -> timezone:
    if written in "Zz":
        return UTC
    digits = written[1:].replace(":", "").ljust(4, "0")
    hours, minutes = int(digits[:2]), int(digits[2:])
    if hours > 14 or minutes > 59:
        raise ValueError("no place on earth has this offset")
    delta = timedelta(hours=hours, minutes=minutes)
    return timezone(-delta if written[0] == "-" else delta)


EXCEL_EPOCH = datetime(1899, 12, 30)
_EXCEL_DAYS = range(36_526, 73_051)
"""2000-01-01 to 2099-12-31 as Excel counts days."""


def read_local_moment(text: str, zone: ZoneInfo) -> datetime | None:
    """A moment of a list: as `parse_moment` reads it, a date alone (its midnight), or Excel's
    number of days, where the spreadsheet has lost the format. None: no such time."""
    moment = parse_moment(text) or parse_moment(f"{text} 00:00")
    if moment is not None:
        return moment.at or (moment.local and moment.local.replace(tzinfo=zone))
    try:
        days = float(text)
        if int(days) not in _EXCEL_DAYS:
            return None
    except (ValueError, OverflowError):
        return None
    whole = EXCEL_EPOCH + timedelta(days=int(days))
    return (whole + timedelta(seconds=round((days % 1) * 86_400))).replace(tzinfo=zone)
