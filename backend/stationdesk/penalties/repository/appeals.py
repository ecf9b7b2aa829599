"""SQL of appeals on fines."""

from datetime import datetime
from typing import Any
from uuid import UUID

from stationdesk.penalties.repository.fines import FINE, Connection, FineRow

APPEALABLE_MAX = 500


async def appealable(
    connection: Connection, firm_id: UUID, station_id: UUID, waybill: str
) -> list[FineRow]:
    """Fines of a waybill at a station that have not been given back, the newest first."""
    rows = await connection.fetch(
        FINE + "WHERE f.firm_id = $1 AND f.station_id = $2 AND f.waybill = $3 "
        "AND f.amount_fen > 0 AND f.status <> 'reversed' ORDER BY f.id DESC LIMIT $4",
        firm_id,
        station_id,
        waybill,
        APPEALABLE_MAX,
    )
    return [FineRow(**row) for row in rows]


async def set_case(connection: Connection, firm_id: UUID, fine_id: UUID, case_id: UUID) -> None:
    """The fine is being appealed by that case; how an earlier appeal ended is history."""
    await connection.execute(
        "UPDATE fines SET appeal_case_id = $3 WHERE firm_id = $1 AND id = $2",
        firm_id,
        fine_id,
        case_id,
    )


async def set_outcome(
    connection: Connection,
    firm_id: UUID,
    fine_id: UUID,
    case_id: UUID,
    outcome: str,
    amount_fen: int,
    now: datetime,
) -> None:
    """How the appeal ended, and what the fine comes to by it."""
    await connection.execute(
        "UPDATE fines SET appeal_case_id = $3, appeal_outcome = $4, appeal_amount_fen = $5, "
        "appeal_decided_at = $6 WHERE firm_id = $1 AND id = $2",
        firm_id,
        fine_id,
        case_id,
        outcome,
        amount_fen,
        now,
    )


async def advance(connection: Connection, firm_id: UUID, fine_id: UUID, amount_fen: int) -> None:
    """So much is taken as given back, though no refund line has come."""
    await connection.execute(
        "UPDATE fines SET advanced_fen = greatest(advanced_fen, $3) WHERE firm_id = $1 AND id = $2",
        firm_id,
        fine_id,
        amount_fen,
    )


async def case_of(connection: Connection, firm_id: UUID, case_id: UUID) -> Any:
    """Number and state of the appeal's case."""
    return await connection.fetchrow(
        "SELECT id, number, state, closed_at FROM cases WHERE firm_id = $1 AND id = $2",
        firm_id,
        case_id,
    )


async def evidence_of_waybill(
    connection: Connection, firm_id: UUID, station_id: UUID, waybill: str
) -> list[Any]:
    """Every file of the waybill's cases at the station, by case."""
    rows = await connection.fetch(
        "SELECT c.id AS case_id, c.number, c.kind, a.id AS attachment_id, a.name, a.sha256 "
        "FROM cases c JOIN attachments a ON a.firm_id = c.firm_id AND a.case_id = c.id "
        'WHERE c.firm_id = $1 AND c.station_id = $2 AND c.waybill COLLATE "C" = $3 '
        "ORDER BY c.opened_at, a.created_at, a.id LIMIT $4",
        firm_id,
        station_id,
        waybill,
        APPEALABLE_MAX,
    )
    return list(rows)
