"""Weeks, single days, pasted rotas, overtime."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Any, Final, TypeAlias
from uuid import UUID

import asyncpg
import msgspec
from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.accounts.repository import add_audit
from stationdesk.policies.moments import check_day, check_text
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import raw_connection
from stationdesk.workforce.errors import MemberUnknown, ShiftInvalid
from stationdesk.workforce.repository import leave, rotas
from stationdesk.workforce.schemas import (
    Rota,
    RotaMember,
    RotaRefusal,
    RotaTaken,
    ShiftOut,
)
from stationdesk.workforce.service.plans import plans_between
from stationdesk.workforce.shifts import Plan, duty, read_week, read_windows, write_week

Connection: TypeAlias = "asyncpg.Connection[Any]"

ROTA_DAYS_MAX: Final = 42
LINES_MAX: Final = 2000
NOTE_MAX: Final = 200
OFF_WORDS: Final = frozenset({"休", "休息", "off", "-", ""})
_NOBODY = ("is no name or e-mail of a member", "不是成员的姓名或邮箱，请核对。")
_SEVERAL = ("names several: use the e-mail", "有几位同名，请改写邮箱。")
_CELLS = re.compile(r"\t|,|，|;|；")


async def rota(
    session: AsyncSession, actor: Actor, from_day: date, days: int, now: datetime
) -> Rota:
    """Everybody's days from a day on, with leave, and what each is now."""
    check_day(ShiftInvalid, "from", from_day)
    if not 1 <= days <= ROTA_DAYS_MAX:
        raise ShiftInvalid(
            f"days is {days}; ask for 1 to {ROTA_DAYS_MAX}.",
            field="days",
            zh=f"一次看 1 到 {ROTA_DAYS_MAX} 天，您要了 {days} 天。",
        )
    connection = await raw_connection(session)
    zone, now_plans = await plans_between(
        connection, actor.firm_id, now, now + timedelta(minutes=1)
    )
    first = datetime.combine(from_day, time(), zone)
    last = first + timedelta(days=days)
    _, plans = await plans_between(connection, actor.firm_id, first, last)
    kinds = {
        (row["member_id"], row["from_at"]): row["kind"]
        for row in await leave.approved_between(connection, actor.firm_id, first, last)
    }
    notes = {
        (row["member_id"], row["day"]): row["note"]
        for row in await rotas.days(
            connection, actor.firm_id, from_day, from_day + timedelta(days=days)
        )
    }
    items = []
    for row in await rotas.workers(connection, actor.firm_id):
        plan = plans[row["id"]]
        items.append(
            RotaMember(
                member_id=row["id"],
                name=row["name"],
                role=row["role"],
                duty=duty(now_plans[row["id"]], now),
                seen_at=row["seen_at"],
                week=None if plan.week is None else write_week(plan.week),
                days=[
                    _shown_day(plan, row["id"], from_day + timedelta(days=n), notes, kinds)
                    for n in range(days)
                ],
            )
        )
    return Rota(from_day, items)


def _shown_day(
    plan: Plan,
    member_id: UUID,
    day: date,
    notes: dict[tuple[UUID, date], str],
    kinds: dict[tuple[UUID, datetime], str],
) -> ShiftOut:
    windows = plan.windows_on(day)
    begin = datetime.combine(day, time(), plan.zone)
    end = begin + timedelta(days=1)
    away = next((start for start, stop in plan.absences if start < end and stop > begin), None)
    return ShiftOut(
        day=day,
        windows=None if windows is None else [each.text() for each in windows],
        is_exception=day in plan.days,
        note=notes.get((member_id, day), ""),
        absence_kind=None if away is None else kinds.get((member_id, away), "other"),
    )


async def put_week(
    session: AsyncSession,
    actor: Actor,
    member_id: UUID,
    written: dict[str, list[str]] | None,
    now: datetime,
) -> None:
    """Set somebody's week, or with None keep no shifts for him. Raises ShiftInvalid."""
    connection = await raw_connection(session)
    member = await the_worker(connection, actor, member_id)
    if written is None:
        await rotas.drop_week(connection, actor.firm_id, member_id)
    else:
        week = msgspec.json.encode(write_week(read_week(written))).decode()
        await rotas.put_week(connection, actor.firm_id, member_id, week, now, actor.name)
    add_audit(session, actor, "shifts_set", member["name"], now, week=written)
    await session.flush()


async def put_day(
    session: AsyncSession,
    actor: Actor,
    member_id: UUID,
    day: date,
    written: list[str] | None,
    note: str,
    now: datetime,
) -> None:
    """Let a day differ from the week, or with None no more. Raises ShiftInvalid."""
    check_day(ShiftInvalid, "day", day)
    check_text(ShiftInvalid, "note", note, NOTE_MAX)
    connection = await raw_connection(session)
    member = await the_worker(connection, actor, member_id)
    if written is None:
        await rotas.drop_day(connection, actor.firm_id, member_id, day)
    else:
        windows = [each.text() for each in read_windows(written, "windows")]
        await rotas.put_days(
            connection,
            [(actor.firm_id, member_id, day, msgspec.json.encode(windows).decode(), note.strip())],
        )
    add_audit(session, actor, "shift_day_set", f"{member['name']} {day}", now, windows=written)
    await session.flush()


async def copy_week(
    session: AsyncSession,
    actor: Actor,
    from_monday: date,
    to_monday: date,
    member_ids: list[UUID],
    now: datetime,
) -> int:
    """Write one week's days, as they are, over another's; returns how many days were written.

    Leave is not copied, and days on which nothing is planned stay so.
    """
    for name, day in (("from_monday", from_monday), ("to_monday", to_monday)):
        check_day(ShiftInvalid, name, day)
        if day.isoweekday() != 1:
            raise ShiftInvalid(
                f"{name} is {day}; a week begins on a Monday.",
                field=name,
                zh=f"{day} 不是周一，请选一周的周一。",
            )
    connection = await raw_connection(session)
    found = await rota(session, actor, from_monday, 7, now)
    rows = [
        (actor.firm_id, member.member_id, to_monday + (each.day - from_monday),
         msgspec.json.encode(each.windows).decode(), each.note)
        for member in found.items
        if not member_ids or member.member_id in member_ids
        for each in member.days
        if each.windows is not None
    ]  # fmt: skip
    await rotas.put_days(connection, rows)
    add_audit(session, actor, "week_copied", f"{from_monday} {to_monday}", now, days=len(rows))
    await session.flush()
    return len(rows)


async def import_rota(session: AsyncSession, actor: Actor, text: str, now: datetime) -> RotaTaken:
    """Take lines of name or e-mail, day, shifts (several by space; 休 is off), pasted from a table.

    What cannot be read is named line by line; the rest is taken. Who gets his first shifts so has
    no others: days that no line names are off.
    """
    connection = await raw_connection(session)
    lines = [(n, line.strip()) for n, line in enumerate(text.splitlines(), 1) if line.strip()]
    if len(lines) > LINES_MAX:
        raise ShiftInvalid(
            f"At most {LINES_MAX} lines at once.",
            field="text",
            zh=f"一次最多粘贴 {LINES_MAX} 行，请分几次。",
        )
    by_name: dict[str, list[UUID]] = {}
    for row in await rotas.workers(connection, actor.firm_id):
        for key in (row["name"], row["email"], row["email"].split("@")[0]):
            by_name.setdefault(key.casefold(), []).append(row["id"])
    rows: dict[tuple[UUID, date], tuple[UUID, UUID, date, str, str]] = {}
    refused: list[RotaRefusal] = []
    for number, line in lines:
        try:
            member_id, day, windows = _read_line(line, by_name)
        except ShiftInvalid as error:
            refused.append(RotaRefusal(number, line[:200], error.both))
            continue
        written = msgspec.json.encode(windows).decode()
        rows[member_id, day] = (actor.firm_id, member_id, day, written, "")
    await rotas.put_days(connection, list(rows.values()))
    known = await rotas.weeks(connection, actor.firm_id)
    for member_id in {each[0] for each in rows} - set(known):
        await rotas.put_week(connection, actor.firm_id, member_id, "{}", now, actor.name)
    add_audit(session, actor, "rota_imported", f"{len(rows)}", now, refused=len(refused))
    await session.flush()
    return RotaTaken(len(rows), refused)


def _read_line(line: str, by_name: dict[str, list[UUID]]) -> tuple[UUID, date, list[str]]:
    cells = [cell.strip() for cell in _CELLS.split(line)]
    if len(cells) < 2:
        raise ShiftInvalid(
            "write name, day, shifts; such as 陈小雨,2026-11-23,08:30-17:30",
            zh="一行要写姓名、日期、班次，例如 陈小雨,2026-11-23,08:30-17:30。",
        )
    ids = sorted(set(by_name.get(cells[0].casefold(), [])))
    if len(ids) != 1:
        why, why_zh = _NOBODY if not ids else _SEVERAL
        raise ShiftInvalid(f"{cells[0]!r} {why}", zh=f"“{cells[0]}”{why_zh}")
    try:
        day = date.fromisoformat(cells[1].replace("/", "-"))
    except ValueError as error:
        raise ShiftInvalid(
            f"{cells[1]!r} is no day; write it like 2026-11-23",
            zh=f"“{cells[1]}”不是日期，请写成 2026-11-23。",
        ) from error
    check_day(ShiftInvalid, "day", day)
    words = [word for cell in cells[2:] for word in cell.split()]
    if all(word.casefold() in OFF_WORDS for word in words):
        return ids[0], day, []
    return ids[0], day, [each.text() for each in read_windows(words, cells[1])]


async def the_worker(connection: Connection, actor: Actor, member_id: UUID) -> asyncpg.Record:
    """A current member who holds cases. Raises MemberUnknown."""
    member = await rotas.worker(connection, actor.firm_id, member_id)
    if member is None:
        raise MemberUnknown(
            f"There is no current member {member_id} who works cases.",
            zh="这个人已不是在职成员，或不经手工作项；请刷新列表。",
        )
    return member
