"""SQL of which gap became which case."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

from stationdesk.parcels.repository.gaps import GapRow
from stationdesk.parcels.repository.staging import Connection

GapKey: TypeAlias = tuple[str, UUID, str, int, str, datetime]
"""Waybill, station, direction, leg, gap, since: one gap of one parcel, for ever."""


def key_of(gap: GapRow) -> GapKey:
    return (gap.waybill, gap.station_id, gap.direction, gap.leg, gap.gap, gap.since)


async def known(connection: Connection, opened_until: datetime) -> dict[GapKey, Any]:
    """Gaps that have a case opened not after that moment, resolved or not."""
    rows = await connection.fetch(
        "SELECT waybill, station_id, direction, leg, gap, gap_since, case_id, resolved_at "
        "FROM gap_cases WHERE opened_at <= $1",
        opened_until,
    )
    return {tuple(row)[:6]: row for row in rows}


async def open_cases_of(connection: Connection, gaps: Sequence[GapRow]) -> dict[GapKey, UUID]:
    """The open case of each of these gaps that has one."""
    rows = await connection.fetch(
        "SELECT waybill, station_id, direction, leg, gap, gap_since, case_id "
        "FROM gap_cases WHERE waybill = ANY($1) AND resolved_at IS NULL",
        list({gap.waybill for gap in gaps}),
    )
    return {tuple(row)[:6]: row["case_id"] for row in rows}


async def link(
    connection: Connection, firm_id: UUID, gap: GapRow, case_id: UUID, at: datetime
) -> None:
    await connection.execute(
        "INSERT INTO gap_cases (firm_id, waybill, station_id, direction, leg, gap, gap_since, "
        "case_id, opened_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING",
        firm_id,
        *key_of(gap),
        case_id,
        at,
    )


async def resolve(connection: Connection, case_ids: Sequence[UUID], at: datetime) -> None:
    await connection.execute(
        "UPDATE gap_cases SET resolved_at = $2 WHERE case_id = ANY($1) AND resolved_at IS NULL",
        list(case_ids),
        at,
    )


async def lock_sweep(connection: Connection, firm_id: UUID) -> None:
    """One sweep of a firm at a time."""
    await connection.execute(
        "SELECT pg_advisory_xact_lock(hashtextextended('sweep of ' || $1::text, 0))", str(firm_id)
    )
