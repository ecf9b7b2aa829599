"""What a station's calendar, time zone and public texts may be."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from stationdesk.clocks.calendars import add_working_time
from stationdesk.clocks.written import read_calendar, write_calendar
from stationdesk.foundation.request_words import field_zh
from stationdesk.stations.errors import StationInvalid

PUBLIC_MAX = 200


def checked_calendar(
    written: Mapping[str, Any], timezone: str, now: datetime
) -> dict[str, Any] | None:
    """The calendar in its one written form; an empty one takes the station's own away.

    One without working time is refused: no clock could ever run out by it.
    Raises StationInvalid.
    """
    if not written:
        return None
    try:
        named = {"code": "station", "zone": timezone, **written}
        calendar = read_calendar(named)
        add_working_time(calendar, now, timedelta(minutes=1))
        return write_calendar(calendar)
    except (KeyError, TypeError, ValueError, AttributeError, ZoneInfoNotFoundError) as error:
        raise StationInvalid(
            f"The calendar cannot be read ({error}); write it like "
            '{"workday": ["08:30-12:00", "13:00-18:00"], "rest_day": [], '
            '"exceptions": {"2026-10-01": []}}.',
            field="calendar",
            zh=f"日历读不懂（{error}）；请检查工作日、休息日的时段，例如 08:30-12:00。",
        ) from error


def checked_public(field: str, value: str) -> str:
    """A text for callers, without doubled blanks. Raises StationInvalid."""
    text = " ".join(value.split())
    if len(text) > PUBLIC_MAX or not text.isprintable():
        raise StationInvalid(
            f"{field} has at most {PUBLIC_MAX} plain characters.",
            field=field,
            zh=f"{field_zh(field)}最多 {PUBLIC_MAX} 个字，不能有换行等特殊字符。",
        )
    return text


def check_timezone(timezone: str) -> None:
    """Raises StationInvalid unless the zone is known."""
    try:
        ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise StationInvalid(
            f"{timezone!r} is no time zone; write one like Asia/Shanghai.",
            field="timezone",
            zh=f"没有“{timezone}”这个时区，国内请填 Asia/Shanghai。",
        ) from error
