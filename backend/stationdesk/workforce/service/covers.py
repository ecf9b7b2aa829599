"""Covers 代班 entered by hand, and the lanes that they and the shifts leave open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any, Final, TypeAlias
from uuid import UUID
from zoneinfo import ZoneInfo

import asyncpg
from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.accounts.repository import add_audit
from stationdesk.foundation.ids import new_id
from stationdesk.policies import service as policies
from stationdesk.policies.moments import check_moment, check_text
from stationdesk.stations.models import Direction
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import raw_connection
from stationdesk.workforce.coverage import Covering, Lane, LaneCover, Post, cover_of_lanes
from stationdesk.workforce.errors import CoverInvalid, CoverUnknown
from stationdesk.workforce.repository import leave, rotas
from stationdesk.workforce.schemas import (
    Coverage,
    CoverIn,
    CoverOut,
    CoverPage,
    LaneOut,
    Served,
)
from stationdesk.workforce.service.plans import plans_between
from stationdesk.workforce.service.rota import the_worker
from stationdesk.workforce.shifts import Span
from stationdesk.workforce.terms import WORKFORCE

Connection: TypeAlias = "asyncpg.Connection[Any]"

LOOK_AHEAD: Final = timedelta(days=92)
LENGTH_MAX: Final = timedelta(days=366)
REASON_MAX: Final = 500


async def covers(session: AsyncSession, actor: Actor, now: datetime) -> CoverPage:
    """Covers that hold now or begin within three months; one page, a firm has dozens."""
    connection = await raw_connection(session)
    rows = await leave.covers_between(connection, actor.firm_id, now, now + LOOK_AHEAD)
    return CoverPage([_out(row) for row in rows], None)


async def add_cover(
    session: AsyncSession, actor: Actor, wanted: CoverIn, now: datetime
) -> CoverOut:
    """Let somebody stand in for somebody else. Raises CoverInvalid, MemberUnknown."""
    for name, moment in (("from_at", wanted.from_at), ("to_at", wanted.to_at)):
        check_moment(CoverInvalid, name, moment)
    check_text(CoverInvalid, "reason", wanted.reason, REASON_MAX)
    if not wanted.from_at < wanted.to_at <= wanted.from_at + LENGTH_MAX or wanted.to_at <= now:
        raise CoverInvalid(
            "A cover ends after it begins, within a year.",
            field="to_at",
            zh="代班结束要晚于开始，且不超过一年。",
        )
    if wanted.cover_member_id == wanted.covered_member_id:
        raise CoverInvalid(
            "Nobody stands in for himself.",
            field="cover_member_id",
            zh="自己不能给自己代班，请另选一人。",
        )
    connection = await raw_connection(session)
    covered = await the_worker(connection, actor, wanted.covered_member_id)
    cover = await the_worker(connection, actor, wanted.cover_member_id)
    cover_id = new_id()
    await leave.insert(
        connection,
        "covers",
        {
            "firm_id": actor.firm_id, "id": cover_id, "covered_member_id": covered["id"],
            "cover_member_id": cover["id"], "from_at": wanted.from_at, "to_at": wanted.to_at,
            "reason": wanted.reason.strip(), "entered_at": now, "entered_by_name": actor.name,
        },
    )  # fmt: skip
    add_audit(session, actor, "cover_added", f"{cover['name']} → {covered['name']}", now)
    await session.flush()
    return _out(await leave.cover(connection, actor.firm_id, cover_id))


async def end_cover(session: AsyncSession, actor: Actor, cover_id: UUID, now: datetime) -> None:
    """End a cover now; one that has not begun is taken away. Raises CoverUnknown."""
    connection = await raw_connection(session)
    row = await leave.cover(connection, actor.firm_id, cover_id)
    if row is None:
        raise CoverUnknown(f"There is no cover {cover_id}; reload the list.")
    await leave.end_covers(connection, actor.firm_id, now, cover_id=cover_id)
    add_audit(session, actor, "cover_ended", f"{row['cover_name']} → {row['covered_name']}", now)
    await session.flush()


async def coverage(session: AsyncSession, actor: Actor, now: datetime) -> Coverage:
    """Each station and direction: who is there now, and the next hours' first alarm."""
    connection = await raw_connection(session)
    held = await policies.parameters_in_force(connection, actor.firm_id, WORKFORCE, None, now)
    terms = held.parameters
    until = now + max(timedelta(hours=terms.look_ahead_hours), timedelta(minutes=1))
    zone, plans = await plans_between(connection, actor.firm_id, now, until)
    stations = await rotas.stations(connection, actor.firm_id)
    lanes: list[Lane] = [(row["id"], str(way)) for row in stations for way in Direction]
    coverings = [
        Covering(row["covered_member_id"], row["cover_member_id"], row["from_at"], row["to_at"])
        for row in await leave.covers_between(connection, actor.firm_id, now, until)
    ]
    found = cover_of_lanes(
        lanes, await _posts(connection, actor, now), plans, coverings,
        _served(zone, terms.service_from, terms.service_to, now, until), now, until,
    )  # fmt: skip
    workers = await rotas.workers(connection, actor.firm_id)
    names = {row["id"]: row["name"] for row in workers}
    stood_for = {
        each.cover: names.get(each.covered, "") for each in coverings
        if each.from_at <= now < each.to_at
    }  # fmt: skip
    by_id = {row["id"]: row for row in stations}
    items = [_lane_out(each, by_id[each.lane[0]], names, stood_for) for each in found]
    return Coverage(now, until, items, sum(each.alarm is not None for each in items))


async def _posts(connection: Connection, actor: Actor, now: datetime) -> list[Post]:
    return [
        Post((row["station_id"], str(way)), row["member_id"], row["is_primary"])
        for row in await rotas.posts(connection, actor.firm_id, now)
        for way in Direction
        if row["direction"] in (str(way), "both")
    ]


def _served(zone: ZoneInfo, from_: str, to: str, at: datetime, until: datetime) -> list[Span]:
    """The served hours of each day that [at, until) touches."""
    day = at.astimezone(zone).date() - timedelta(days=1)
    found: list[Span] = []
    while day <= until.astimezone(zone).date():
        begin = datetime.combine(day, time.fromisoformat(from_), zone)
        end = datetime.combine(day, time.fromisoformat(to), zone)
        found.append((begin, end if end > begin else end + timedelta(days=1)))
        day += timedelta(days=1)
    return found


def _lane_out(
    found: LaneCover,
    station: asyncpg.Record,
    names: Mapping[UUID, str],
    stood_for: Mapping[UUID, str],
) -> LaneOut:
    def people(ids: Sequence[UUID]) -> list[Served]:
        return [Served(each, names.get(each, ""), stood_for.get(each)) for each in ids]

    return LaneOut(
        station_id=station["id"],
        station_code=station["code"],
        station_name=station["name"],
        direction=found.lane[1],
        primaries=people(found.primaries),
        backups=people(found.backups),
        alarm=found.alarm,
        alarm_from=found.alarm_from,
        alarm_to=found.alarm_to,
    )


def _out(row: asyncpg.Record | None) -> CoverOut:
    assert row is not None
    return CoverOut(
        id=row["id"],
        covered_member_id=row["covered_member_id"],
        covered_name=row["covered_name"],
        cover_member_id=row["cover_member_id"],
        cover_name=row["cover_name"],
        from_at=row["from_at"],
        to_at=row["to_at"],
        is_of_leave=row["absence_id"] is not None,
        reason=row["reason"],
        entered_by=row["entered_by_name"],
    )
