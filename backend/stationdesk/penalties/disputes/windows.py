"""Until when a decision may be disputed, and a dispute must be decided. Pure."""

from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

LAST_SECOND: Final = time(23, 59, 59)


def end_of_day(after: datetime, days: int, zone: str) -> datetime:
    """The last second of the station's day that lies `days` days after a moment.

    Whole days: whoever was told in the evening has as long as whoever was told in the morning.
    """
    local = after.astimezone(ZoneInfo(zone)).date() + timedelta(days=days)
    return datetime.combine(local, LAST_SECOND, ZoneInfo(zone))
