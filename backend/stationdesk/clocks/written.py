"""Calendars as they are written in policies and on stations. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from stationdesk.clocks.calendars import ROUND_THE_CLOCK, Calendar, Window


def read_calendar(raw: Mapping[str, Any] | None) -> Calendar:
    """A calendar from `{"code", "zone", "workday": ["08:30-12:00"], "rest_day", "exceptions"}`.

    `exceptions` maps ISO dates to windows; nothing at all is the clock round.
    """
    if not raw:
        return ROUND_THE_CLOCK
    return Calendar(
        code=str(raw["code"]),
        zone=str(raw.get("zone", "Asia/Shanghai")),
        workday=_windows(raw.get("workday", ["00:00-24:00"])),
        rest_day=_windows(raw.get("rest_day", ["00:00-24:00"])),
        exceptions={
            date.fromisoformat(day): _windows(windows)
            for day, windows in raw.get("exceptions", {}).items()
        },
    )


def write_calendar(calendar: Calendar) -> dict[str, Any] | None:
    """The inverse of `read_calendar`; None for the clock round."""
    if calendar == ROUND_THE_CLOCK:
        return None
    return {
        "code": calendar.code,
        "zone": calendar.zone,
        "workday": [_text(window) for window in calendar.workday],
        "rest_day": [_text(window) for window in calendar.rest_day],
        "exceptions": {
            day.isoformat(): [_text(window) for window in windows]
            for day, windows in calendar.exceptions.items()
        },
    }


def _windows(texts: list[str]) -> tuple[Window, ...]:
    return tuple(Window.parse(text) for text in texts)


def _text(window: Window) -> str:
    return "-".join(f"{m // 60:02}:{m % 60:02}" for m in (window.start_minute, window.end_minute))
