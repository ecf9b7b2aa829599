"""Everybody's time over a stretch, as the pure functions want it."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Any, TypeAlias
from uuid import UUID
from zoneinfo import ZoneInfo

import asyncpg
import msgspec

from stationdesk.workforce.repository import leave, rotas
from stationdesk.workforce.shifts import Plan, Span, Window, read_week, read_windows

Connection: TypeAlias = "asyncpg.Connection[Any]"


async def plans_between(
    connection: Connection, firm_id: UUID, from_at: datetime, to_at: datetime
) -> tuple[ZoneInfo, dict[UUID, Plan]]:
    """The firm's zone, and the plan of each who holds cases, within [from_at, to_at)."""
    zone = ZoneInfo(await rotas.zone(connection, firm_id))
    weeks = await rotas.weeks(connection, firm_id)
    days: defaultdict[UUID, dict[date, tuple[Window, ...]]] = defaultdict(dict)
    for row in await rotas.days(
        connection, firm_id, from_at.astimezone(zone).date() - timedelta(days=1),
        to_at.astimezone(zone).date(),
    ):  # fmt: skip
        written = msgspec.json.decode(row["windows"])
        days[row["member_id"]][row["day"]] = read_windows(written, "windows")
    away: defaultdict[UUID, list[Span]] = defaultdict(list)
    for row in await leave.approved_between(connection, firm_id, from_at, to_at):
        away[row["member_id"]].append((row["from_at"], row["to_at"]))
    plans = {
        row["id"]: Plan(
            zone,
            read_week(weeks[row["id"]]) if row["id"] in weeks else None,
            days[row["id"]],
            away[row["id"]],
        )
        for row in await rotas.workers(connection, firm_id)
    }
    return zone, plans
