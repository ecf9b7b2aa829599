"""SQL of what is known of waybills beside their cases: parcels, fines, notices."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

PARCELS_MAX = 1_000
FINES_MAX = 200
NOTICES_MAX = 500

_PARCELS = """
    SELECT p.*, s.code AS station_code, s.name AS station_name, s.carrier
    FROM parcels p JOIN stations s ON s.firm_id = p.firm_id AND s.id = p.station_id
"""

_FINES = f"""
    SELECT f.id, f.station_id, s.code AS station_code, s.name AS station_name, f.code, f.name,
           f.amount_fen, f.occurred_at, f.notified_at, f.taken_in_at, f.status, f.refund_of,
           a.cause, a.decided_at, a.decided_by, a.note
    FROM fines f JOIN stations s ON s.firm_id = f.firm_id AND s.id = f.station_id
    LEFT JOIN fine_attributions a
        ON a.firm_id = f.firm_id AND a.fine_id = f.id AND a.ended_at IS NULL
    WHERE f.waybill = :waybill ORDER BY f.occurred_at, f.id LIMIT {FINES_MAX}
"""  # noqa: S608

_NOTICES = f"""
    SELECT n.id, n.case_id, n.to_kind, n.to_role, n.to_name, n.channel, n.subject_zh,
           n.subject_en, n.state, n.created_at, n.sent_at, n.read_at
    FROM notices n
    WHERE n.case_id = ANY(:case_ids) AND n.channel <> 'in_app'
    ORDER BY n.created_at, n.id LIMIT {NOTICES_MAX}
"""  # noqa: S608


async def parcels_of(session: AsyncSession, waybills: Sequence[str]) -> list[dict[str, Any]]:
    """Parcel rows of these waybills that the reader may see, in order of their legs."""
    return await _rows(
        session,
        _PARCELS + "WHERE p.waybill = ANY(:waybills) "
        f"ORDER BY p.waybill, p.last_scan_at, p.station_id, p.direction, p.leg LIMIT {PARCELS_MAX}",
        waybills=list(waybills),
    )


async def parcels_beginning(session: AsyncSession, prefix: str, most: int) -> list[dict[str, Any]]:
    """Parcel rows whose waybill begins so; ranges, for row-level security and the index."""
    rows = await _rows(
        session,
        _PARCELS + "WHERE p.waybill >= :prefix AND p.waybill < :above "
        "ORDER BY p.waybill, p.station_id, p.direction, p.leg LIMIT :most",
        prefix=prefix, above=prefix + "\U0010ffff", most=most,
    )  # fmt: skip
    return [row for row in rows if row["waybill"].startswith(prefix)]


async def fines_of(session: AsyncSession, waybill: str) -> list[dict[str, Any]]:
    """The waybill's fines with their present decision."""
    return await _rows(session, _FINES, waybill=waybill)


async def notices_of(session: AsyncSession, case_ids: Sequence[UUID]) -> list[dict[str, Any]]:
    """What couriers, stations and groups were told about these cases."""
    return await _rows(session, _NOTICES, case_ids=list(case_ids)) if case_ids else []


async def _rows(session: AsyncSession, sql: str, **values: Any) -> list[dict[str, Any]]:
    result = await session.exec(text(sql), params=values)  # type: ignore[call-overload]
    return [dict(row._mapping) for row in result]
