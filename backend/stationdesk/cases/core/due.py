"""What time does to cases: rungs fire, leases end, sleepers wake. Each is safe to run twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

import asyncpg
from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.cases.asking.ladder import Fired, Told, last_ring, tell_rungs
from stationdesk.cases.clockwork import CaseClock
from stationdesk.cases.core.writing import LEASE
from stationdesk.cases.repository import due, holds, records, timeline
from stationdesk.clocks.deadlines import Rung
from stationdesk.clocks.deadlines import fire_due_rungs as fire
from stationdesk.foundation.ids import new_id
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import raw_connection

Connection: TypeAlias = "asyncpg.Connection[Any]"

BATCH = 500


async def fire_due_rungs(session: AsyncSession, actor: Actor, now: datetime) -> int:
    """Fire the rungs whose moment has come: once, in order, late ones marked; at most a batch.

    Returns how many clocks were looked at; call again while it equals BATCH. A clock's breach is
    written with its last rung. Of several late rungs of a clock, only the newest tells anybody.
    """
    connection = await raw_connection(session)
    rows = await due.due_clocks(connection, actor.firm_id, now, BATCH)
    rung_rows: list[tuple[Any, CaseClock, Sequence[Rung]]] = []
    newest: list[Fired] = []
    for row in rows:
        before = records.read_clock(row)
        clock, fired = fire(before.clock, now)
        after = replace(before, clock=clock)
        await records.write_clocks(
            connection, actor.firm_id, row["case_id"], row["station_id"], [after], now
        )
        rung_rows.append((row, after, fired))
        if fired:
            newest.append(Fired(row["case_id"], after, fired[-1], last_ring(before.clock)))
    told = await tell_rungs(session, connection, actor, newest, now)
    for row, after, fired in rung_rows:
        await _note(connection, actor, row, after, fired, told, now)
    return len(rows)


async def _note(
    connection: Connection,
    actor: Actor,
    row: Any,
    after: CaseClock,
    fired: Sequence[Rung],
    told: Mapping[tuple[UUID, int], Told],
    now: datetime,
) -> None:
    """One line a rung; those that were overtaken by a later one have told nobody."""
    # Made within one millisecond, ids come in any order; the timeline sorts by them.
    ids = sorted(new_id() for _ in fired)
    for id_, rung in zip(ids, fired, strict=True):
        what = told.get((after.id, rung.minutes_before), Told())
        await timeline.note(
            connection, firm_id=actor.firm_id, case_id=row["case_id"], id_=id_,
            station_id=row["station_id"], case_version=row["version"], at=now,
            actor_member_id=None, actor_name=actor.name, event="clock_rung", text="",
            data={
                "clock": after.clock.name, "minutes_before": rung.minutes_before,
                "due_at": after.clock.due_at, "planned_at": rung.at, "is_late": rung.is_late,
                **what.data(),
            },
        )  # fmt: skip


async def expire_leases(session: AsyncSession, actor: Actor, now: datetime) -> int:
    """Give back to the queue what nobody has touched for a lease's length; at most a batch."""
    connection = await raw_connection(session)
    ids = [new_id() for _ in range(BATCH)]
    return await holds.expire_leases(connection, actor.firm_id, now, LEASE, ids, actor.name)


async def wake_snoozed(session: AsyncSession, actor: Actor, now: datetime) -> int:
    """Show again what was put to sleep until now; at most a batch."""
    connection = await raw_connection(session)
    ids = [new_id() for _ in range(BATCH)]
    return await holds.wake(connection, actor.firm_id, now, ids, actor.name)
