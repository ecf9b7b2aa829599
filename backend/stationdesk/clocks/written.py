"""Calendars as they are written in policies and on stations. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from stationdesk.clocks.calendars import ROUND_THE_CLOCK, Calendar, Window
from stationdesk.foundation.zones import HOME_NAME


def read_calendar(raw: Mapping[str, Any] | None) -> Calendar:
    """A calendar from `{"code", "zone", "workday": ["08:30-12:00"], "rest_day", "exceptions",
    "days"}`.

    `exceptions` maps ISO dates to windows, `days` to whether people work on them; nothing at all
    is the clock round.
    """
    if not raw:
        return ROUND_THE_CLOCK
    return Calendar(
        code=str(raw["code"]),
        zone=str(raw.get("zone", HOME_NAME)),
        workday=_windows(raw.get("workday", ["00:00-24:00"])),
        rest_day=_windows(raw.get("rest_day", ["00:00-24:00"])),
        exceptions={
            date.fromisoformat(day): _windows(windows)
            for day, windows in raw.get("exceptions", {}).items()
        },
        days={
            date.fromisoformat(day): bool(is_workday)
            for day, is_workday in raw.get("days", {}).items()
        },
    )


def write_calendar(calendar: Calendar) -> dict[str, Any] | None:
    """The inverse of `read_calendar`; None for the clock round."""
    if calendar == ROUND_THE_CLOCK:
        return None
    written = {
        "code": calendar.code,
        "zone": calendar.zone,
        "workday": [window_text(window) for window in calendar.workday],
        "rest_day": [window_text(window) for window in calendar.rest_day],
        "exceptions": {
            day.isoformat(): [window_text(window) for window in windows]
            for day, windows in calendar.exceptions.items()
        },
    }
    if calendar.days:
        written["days"] = {day.isoformat(): works for day, works in calendar.days.items()}
    return written


def _windows(texts: list[str]) -> tuple[Window, ...]:
    return tuple(Window.parse(text) for text in texts)


def window_text(window: Window) -> str:
    return "-".join(f"{m // 60:02}:{m % 60:02}" for m in (window.start_minute, window.end_minute))
