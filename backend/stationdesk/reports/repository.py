"""SQL of reports, under the asker's own row-level security."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

LATE_MAX = 200

# A clock counts once its outcome is known: it was stopped, or its time has passed.
_KNOWN = """
    FROM case_clocks k JOIN cases c ON c.firm_id = k.firm_id AND c.id = k.case_id
    JOIN stations s ON s.firm_id = k.firm_id AND s.id = k.station_id
    WHERE k.due_at >= :from_at AND k.due_at < :to_at
      AND (CAST(:station_id AS uuid) IS NULL OR k.station_id = :station_id)
      AND (k.stopped_at IS NOT NULL OR k.due_at <= :now) AND k.name <> 'promise'
"""
_KEPT = "(k.stopped_at IS NOT NULL AND k.stopped_at <= k.due_at)"

_BY_DAY = f"""
    SELECT (k.due_at AT TIME ZONE :timezone)::date AS day, count(*) AS promised,
           count(*) FILTER (WHERE {_KEPT}) AS kept
    {_KNOWN} GROUP BY 1 ORDER BY 1
"""
_LATE = f"""
    SELECT k.case_id, c.number, c.kind, s.code AS station, c.waybill, k.name AS clock, k.due_at,
           k.stopped_at,
           ceil(extract(epoch FROM least(coalesce(k.stopped_at, :now), :now) - k.due_at) / 60)::int
               AS late_minutes
    {_KNOWN} AND NOT {_KEPT} ORDER BY k.due_at DESC, k.case_id LIMIT {LATE_MAX}
"""  # noqa: S608
# Of those taken back or still to come nobody knows whether they would have been kept.
_PROMISES = """
    SELECT count(*) FILTER (WHERE status IN ('kept', 'broken')) AS due,
           count(*) FILTER (WHERE status = 'kept') AS kept,
           count(*) FILTER (WHERE status = 'broken' AND kept_at IS NOT NULL) AS late,
           count(*) FILTER (WHERE status = 'broken' AND kept_at IS NULL) AS broken,
           count(*) FILTER (WHERE status = 'withdrawn') AS withdrawn,
           count(*) FILTER (WHERE due_at <> first_due_at) AS moved
    FROM case_promises
    WHERE due_at >= :from_at AND due_at < :to_at
      AND (CAST(:station_id AS uuid) IS NULL OR station_id = :station_id)
"""
_CUSTODY = """
    SELECT holder_kind AS holder, round(sum(extract(epoch FROM
               least(to_at, :to_at) - greatest(from_at, :from_at))) / 60)::int AS minutes
    FROM case_custody
    WHERE from_at < :to_at AND to_at > :from_at
      AND (CAST(:station_id AS uuid) IS NULL OR station_id = :station_id)
    GROUP BY 1 ORDER BY 2 DESC
"""


async def kept_by_day(
    session: AsyncSession, station_id: UUID | None, from_at: datetime, to_at: datetime,
    now: datetime, timezone: str,
) -> list[dict[str, Any]]:  # fmt: skip
    """Per local day: clocks that fell due and those kept."""
    return await _rows(
        session, _BY_DAY, station_id=station_id, from_at=from_at, to_at=to_at, now=now,
        timezone=timezone,
    )  # fmt: skip


async def late_clocks(
    session: AsyncSession, station_id: UUID | None, from_at: datetime, to_at: datetime,
    now: datetime,
) -> list[dict[str, Any]]:  # fmt: skip
    """Missed clocks, the latest first, at most LATE_MAX."""
    return await _rows(session, _LATE, station_id=station_id, from_at=from_at, to_at=to_at, now=now)


async def promises(
    session: AsyncSession, station_id: UUID | None, from_at: datetime, to_at: datetime
) -> dict[str, Any]:
    """What became of the promises to customers that fell due in the period."""
    rows = await _rows(session, _PROMISES, station_id=station_id, from_at=from_at, to_at=to_at)
    return rows[0]


async def custody_minutes(
    session: AsyncSession, station_id: UUID | None, from_at: datetime, to_at: datetime
) -> list[dict[str, Any]]:
    """Ended custody intervals inside of the period, by kind of holder."""
    return await _rows(session, _CUSTODY, station_id=station_id, from_at=from_at, to_at=to_at)


async def _rows(session: AsyncSession, sql: str, **values: Any) -> list[dict[str, Any]]:
    result = await session.exec(text(sql), params=values)  # type: ignore[call-overload]
    return [dict(row._mapping) for row in result]
