"""Calendars at three levels, and the firm's own list of holidays and make-up workdays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfoNotFoundError

import msgspec
from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.clocks.calendars import (
    ROUND_THE_CLOCK,
    Calendar,
    add_working_time,
    is_year_known,
)
from stationdesk.clocks.written import read_calendar, window_text, write_calendar
from stationdesk.policies.errors import CalendarInvalid, CalendarUnknown
from stationdesk.policies.moments import check_day, check_text
from stationdesk.policies.repository import exemptions, rules
from stationdesk.policies.schemas import (
    CalendarOut,
    CalendarPage,
    DayOut,
    DayPage,
    OwnDay,
    OwnDayPage,
)
from stationdesk.policies.service.held import Connection, written_calendar
from stationdesk.policies.service.recomputations import request_recomputation
from stationdesk.stations.carriers import CARRIERS
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import raw_connection

FIRM, CARRIER, STATION = LEVELS = ("firm", "carrier", "station")
FIRM_KEY = "default"
"""In paths; stored as an empty key."""
UNREADABLE = (
    KeyError, TypeError, ValueError, AttributeError, OverflowError, ZoneInfoNotFoundError, OSError,
)  # fmt: skip
"""What reading a calendar that somebody wrote may raise."""
WINDOWS_MAX = 12
EXCEPTIONS_MAX = 1000
DAYS_MAX = 400
NOTE_MAX = 200


async def calendars(session: AsyncSession, actor: Actor) -> CalendarPage:
    """The calendars that have been set: the firm's, carriers', stations'; a page for all."""
    connection = await raw_connection(session)
    items = [
        CalendarOut(
            row["level"], row["key"] or FIRM_KEY, CARRIERS.get(row["key"], ""),
            msgspec.json.decode(row["calendar"]), row["changed_by_name"], row["changed_at"],
        )
        for row in await rules.firm_calendars(connection, actor.firm_id)
    ]  # fmt: skip
    own = await rules.station_calendars(connection, actor.firm_id)
    names = await exemptions.codes_of_stations(connection, actor.firm_id, list(own))
    items += [
        CalendarOut(STATION, names[id_], "", msgspec.json.decode(text), "", None)
        for id_, text in sorted(own.items(), key=lambda each: names[each[0]])
    ]
    return CalendarPage(items, None)


async def calendar(session: AsyncSession, actor: Actor, level: str, key: str) -> CalendarOut:
    """The calendar of a level's own; null where it has none. Raises CalendarUnknown."""
    connection = await raw_connection(session)
    own, row, _ = await _own(connection, actor, level, key)
    return CalendarOut(
        level, key, CARRIERS.get(key, ""), msgspec.json.decode(own) if own else None,
        row["changed_by_name"] if row else "", row["changed_at"] if row else None,
    )  # fmt: skip


async def put_calendar(
    session: AsyncSession,
    actor: Actor,
    level: str,
    key: str,
    raw: Mapping[str, Any] | None,
    now: datetime,
) -> CalendarOut:
    """Set a level's calendar or, with None, take it away; open clocks are reckoned again.

    Raises CalendarUnknown, CalendarInvalid.
    """
    connection = await raw_connection(session)
    before, _, station_id = await _own(connection, actor, level, key)
    written = checked_calendar(raw, f"{level}:{key}", now) if raw is not None else None
    text = msgspec.json.encode(written).decode() if written else None
    if station_id is not None:
        await rules.put_station_calendar(connection, actor.firm_id, station_id, text)
    elif text is None:
        await rules.delete_calendar(connection, actor.firm_id, level, _stored(level, key))
    else:
        await rules.put_calendar(
            connection, actor.firm_id, level, _stored(level, key), text, actor.name, now
        )
    if (msgspec.json.decode(before) if before else None) != written:
        await request_recomputation(
            session, actor, cause="calendar", reason=f"日历 {level}:{key}",
            carriers=[key] if level == CARRIER else [],
            station_ids=[station_id] if station_id else [], now=now,
        )  # fmt: skip
    return await calendar(session, actor, level, key)


async def days_of(
    session: AsyncSession, actor: Actor, level: str, key: str, from_: date, to: date, now: datetime
) -> DayPage:
    """Day by day what counts for a level, and why; the calendar that holds where it has none."""
    count = (to - from_).days + 1
    if not 1 <= count <= DAYS_MAX:
        raise CalendarInvalid(
            f"Ask for 1 to {DAYS_MAX} days, from before to.",
            field="to",
            zh=f"一次要看 1 到 {DAYS_MAX} 天，开始日期不能晚于结束日期。",
        )
    check_day(CalendarInvalid, "from", from_)
    check_day(CalendarInvalid, "to", to)
    connection = await raw_connection(session)
    own, _, _ = await _own(connection, actor, level, key)
    firm = await _own(connection, actor, FIRM, FIRM_KEY)
    source, text = (level, own) if own else (FIRM, firm[0])
    if text is None or (level == CARRIER and own is None):
        source, text = "none", None
    listed = await rules.days(connection, actor.firm_id)
    shown = replace(
        written_calendar(text) or ROUND_THE_CLOCK,
        days={row["day"]: row["is_workday"] for row in listed},
    )
    notes = {row["day"]: row["note"] for row in listed}
    items = [_day(shown, from_ + timedelta(days=offset), source, notes) for offset in range(count)]
    years = range(from_.year, to.year + 1)
    return DayPage(items, None, [year for year in years if not is_year_known(year)])


def _day(shown: Calendar, day: date, source: str, notes: Mapping[date, str]) -> DayOut:
    kind, name = shown.why(day)
    windows = [window_text(window) for window in shown.windows_on(day)]
    return DayOut(day, str(kind), notes.get(day) or name, shown.is_workday(day), windows, source)


async def own_days(session: AsyncSession, actor: Actor) -> OwnDayPage:
    """The firm's own holidays and make-up workdays; some dozens a year."""
    connection = await raw_connection(session)
    rows = await rules.days(connection, actor.firm_id)
    return OwnDayPage([OwnDay(row["day"], row["is_workday"], row["note"]) for row in rows], None)


async def put_days(
    session: AsyncSession, actor: Actor, entered: list[OwnDay], now: datetime
) -> OwnDayPage:
    """Enter days of the firm's own list, or take them away; open clocks are reckoned again."""
    if not 1 <= len(entered) <= DAYS_MAX or len({each.day for each in entered}) != len(entered):
        raise CalendarInvalid(
            f"Enter 1 to {DAYS_MAX} days, each once.",
            field="days",
            zh=f"一次填 1 到 {DAYS_MAX} 天，同一天只填一次。",
        )
    for each in entered:
        check_day(CalendarInvalid, "day", each.day)
        check_text(CalendarInvalid, "note", each.note, NOTE_MAX)
    connection = await raw_connection(session)
    set_ = [
        (each.day, each.is_workday, each.note) for each in entered if each.is_workday is not None
    ]
    await rules.put_days(connection, actor.firm_id, set_)
    removed = [each.day for each in entered if each.is_workday is None]
    await rules.delete_days(connection, actor.firm_id, removed)
    days = "、".join(each.day.isoformat() for each in entered[:5])
    await request_recomputation(
        session, actor, cause="calendar", reason=f"节假日与调休 {days}", now=now
    )
    return await own_days(session, actor)


def checked_calendar(
    raw: Mapping[str, Any], default_code: str, now: datetime
) -> dict[str, Any] | None:
    """The calendar in its one written form; None for round the clock. Raises CalendarInvalid."""
    named = {"code": default_code, **raw, "days": {}}
    try:
        if any(
            len(named.get(name) or ()) > most
            for name, most in (
                ("workday", WINDOWS_MAX), ("rest_day", WINDOWS_MAX), ("exceptions", EXCEPTIONS_MAX),
            )
        ):  # fmt: skip
            raise ValueError("too many windows or exceptions")
        read = read_calendar(named)
        add_working_time(read, now, timedelta(minutes=1))
        return write_calendar(read)
    except UNREADABLE as error:
        raise CalendarInvalid(
            f"The calendar cannot be read ({error}); write it like "
            '{"workday": ["08:30-12:00", "13:00-18:00"], "rest_day": [], '
            '"exceptions": {"2027-02-06": []}}, with working time somewhere.',
            field="calendar",
            zh=f"日历读不懂（{error}）；请检查各时段，例如 08:30-12:00，而且至少要有一段上班时间。",
        ) from error


async def _own(
    connection: Connection, actor: Actor, level: str, key: str
) -> tuple[str | None, Any, UUID | None]:
    """A level's calendar as text, its row, and the station's id where it is a station's."""
    if level == STATION and "\0" not in key:
        found = await exemptions.stations_by_code(connection, actor.firm_id, [key])
        if key not in found:
            raise CalendarUnknown(
                f"There is no station {key!r}.", zh=f"没有代码为“{key}”的网点，请核对。"
            )
        return found[key]["calendar"], None, found[key]["id"]
    is_known = key in CARRIERS if level == CARRIER else key == FIRM_KEY
    if level not in LEVELS or not is_known:
        raise CalendarUnknown(
            f"There is no calendar {level}/{key}; ask for firm/{FIRM_KEY}, carrier/<code> or "
            "station/<code>.",
            zh=f"没有“{level}/{key}”这份日历，请选全公司、某家快递公司或某个网点。",
        )
    for row in await rules.firm_calendars(connection, actor.firm_id):
        if (row["level"], row["key"]) == (level, _stored(level, key)):
            return row["calendar"], row, None
    return None, None, None


def _stored(level: str, key: str) -> str:
    return "" if level == FIRM else key
