"""SQL of awards, and of the fines that they are about."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec

from stationdesk.penalties.repository.fines import FINE, Connection, FineRow

CANDIDATES_MAX: Final = 200


class AwardRow(msgspec.Struct, frozen=True):
    """An award with its station and, where there is one, its case."""

    id: UUID
    case_id: UUID | None
    case_number: str | None
    line_id: UUID | None
    same_as: UUID | None
    station_id: UUID
    station_code: str
    station_name: str
    carrier: str
    waybill: str
    ground: str
    amount_fen: int
    received_at: datetime
    proof: str
    recorded_by: str
    recorded_at: datetime
    status: str
    is_stations: bool
    decided_by: str | None
    decided_at: datetime | None
    note: str


class NewAward(msgspec.Struct, frozen=True):
    """A row of `arbitration_awards` to be."""

    id: UUID
    case_id: UUID | None
    line_id: UUID | None
    station_id: UUID
    waybill: str
    ground: str
    amount_fen: int
    received_at: datetime
    proof: str
    recorded_by: str
    recorded_at: datetime


AWARD: Final = """
SELECT a.id, a.case_id, c.number AS case_number, a.line_id, a.same_as, a.station_id,
    s.code AS station_code, s.name AS station_name, s.carrier, a.waybill, a.ground, a.amount_fen,
    a.received_at, a.proof, a.recorded_by, a.recorded_at, a.status, a.is_stations, a.decided_by,
    a.decided_at, a.note
FROM arbitration_awards a JOIN stations s ON s.firm_id = a.firm_id AND s.id = a.station_id
LEFT JOIN cases c ON c.firm_id = a.firm_id AND c.id = a.case_id
"""

_FINES_OF_PARCELS: Final = f"""
{FINE} JOIN (SELECT DISTINCT * FROM unnest($2::uuid[], $3::text[])) AS w (station, waybill)
    ON w.station = f.station_id AND w.waybill = f.waybill
WHERE f.firm_id = $1 AND f.waybill <> '' AND f.amount_fen > 0 ORDER BY f.id
"""  # noqa: S608

_AWARDS_OF_PARCELS: Final = f"""
{AWARD} JOIN (SELECT DISTINCT * FROM unnest($2::uuid[], $3::text[])) AS w (station, waybill)
    ON w.station = a.station_id AND w.waybill = a.waybill
WHERE a.firm_id = $1 AND a.waybill <> '' AND a.status <> 'same' ORDER BY a.id
"""  # noqa: S608


async def insert_award(connection: Connection, firm_id: UUID, award: NewAward) -> None:
    """Money that an arbitration brought."""
    names = NewAward.__struct_fields__
    places = ", ".join(f"${at}" for at in range(2, len(names) + 2))
    await connection.execute(
        f"INSERT INTO arbitration_awards (firm_id, {', '.join(names)}) VALUES ($1, {places})",  # noqa: S608
        firm_id,
        *(getattr(award, name) for name in names),
    )


async def get_award(
    connection: Connection, firm_id: UUID, award_id: UUID, *, lock: bool = False
) -> AwardRow | None:
    """An award that the actor may see; `lock` holds it until the transaction ends."""
    sql = AWARD + "WHERE a.firm_id = $1 AND a.id = $2" + (" FOR UPDATE OF a" if lock else "")
    row = await connection.fetchrow(sql, firm_id, award_id)
    return None if row is None else AwardRow(**row)


async def awards_of_waybill(
    connection: Connection, firm_id: UUID, station_id: UUID, waybill: str
) -> list[AwardRow]:
    """Every award of a parcel at a station, the oldest first."""
    rows = await connection.fetch(
        AWARD + "WHERE a.firm_id = $1 AND a.station_id = $2 AND a.waybill = $3 AND a.waybill <> '' "
        "AND a.status <> 'same' ORDER BY a.id",
        firm_id,
        station_id,
        waybill,
    )
    return [AwardRow(**row) for row in rows]


async def award_of_line(connection: Connection, firm_id: UUID, line_id: UUID) -> UUID | None:
    """The award that a line of a bill brought."""
    found: UUID | None = await connection.fetchval(
        "SELECT id FROM arbitration_awards WHERE firm_id = $1 AND line_id = $2", firm_id, line_id
    )
    return found


async def awards_about(
    connection: Connection, firm_id: UUID, fine_ids: Sequence[UUID]
) -> list[UUID]:
    """Awards that may have something to share out for these fines: of their parcels, or chosen
    for them by a person; the oldest first."""
    rows = await connection.fetch(
        "SELECT a.id FROM arbitration_awards a JOIN fines f ON f.firm_id = a.firm_id "
        "AND f.station_id = a.station_id AND f.waybill = a.waybill "
        "WHERE a.firm_id = $1 AND f.id = ANY ($2) AND f.waybill <> '' AND a.status <> 'same' "
        "UNION SELECT l.award_id FROM award_fines l WHERE l.firm_id = $1 AND l.fine_id = ANY ($2) "
        "ORDER BY 1",
        firm_id,
        list(fine_ids),
    )
    return [row["id"] for row in rows]


async def candidates(
    connection: Connection, firm_id: UUID, station_id: UUID, waybill: str, *, lock: bool = False
) -> list[FineRow]:
    """Fines of a parcel at a station, the oldest first; `lock` holds them."""
    sql = (
        FINE + "WHERE f.firm_id = $1 AND f.station_id = $2 AND f.waybill = $3 AND f.waybill <> '' "
        "AND f.amount_fen > 0 ORDER BY f.id LIMIT $4" + (" FOR UPDATE OF f" if lock else "")
    )
    rows = await connection.fetch(sql, firm_id, station_id, waybill, CANDIDATES_MAX)
    return [FineRow(**row) for row in rows]


async def chosen_fines(connection: Connection, firm_id: UUID, award_id: UUID) -> list[FineRow]:
    """The fines that a person chose for the award, the oldest first."""
    rows = await connection.fetch(
        FINE + "JOIN award_fines l ON l.firm_id = f.firm_id AND l.fine_id = f.id "
        "WHERE f.firm_id = $1 AND l.award_id = $2 ORDER BY f.id",
        firm_id,
        award_id,
    )
    return [FineRow(**row) for row in rows]


async def choose_fines(
    connection: Connection,
    firm_id: UUID,
    award: AwardRow,
    fine_ids: Sequence[UUID],
    by: str,
    now: datetime,
) -> None:
    """From now on the award is about these fines, and about no others."""
    await connection.execute(
        "DELETE FROM award_fines WHERE firm_id = $1 AND award_id = $2", firm_id, award.id
    )
    await connection.execute(
        "INSERT INTO award_fines (firm_id, award_id, station_id, chosen_by, chosen_at, fine_id) "
        "SELECT $1, $2, $3, $4, $5, * FROM unnest($6::uuid[])",
        firm_id,
        award.id,
        award.station_id,
        by,
        now,
        list(fine_ids),
    )


async def set_status(connection: Connection, firm_id: UUID, award_id: UUID, status: str) -> None:
    """Whether the award waits for something."""
    await connection.execute(
        "UPDATE arbitration_awards SET status = $3 WHERE firm_id = $1 AND id = $2",
        firm_id,
        award_id,
        status,
    )


async def set_decided(
    connection: Connection,
    firm_id: UUID,
    award_id: UUID,
    *,
    is_stations: bool,
    by: str,
    note: str,
    now: datetime,
) -> None:
    """A person said what the award is about."""
    await connection.execute(
        "UPDATE arbitration_awards SET is_stations = $3, decided_by = $4, note = $5, "
        "decided_at = $6 WHERE firm_id = $1 AND id = $2",
        firm_id,
        award_id,
        is_stations,
        by,
        note,
        now,
    )


async def join_line(connection: Connection, firm_id: UUID, award_id: UUID, line_id: UUID) -> None:
    """The bill's line is the same money as the recorded award."""
    await connection.execute(
        "UPDATE arbitration_awards SET line_id = $3 WHERE firm_id = $1 AND id = $2",
        firm_id,
        award_id,
        line_id,
    )


async def join_case(
    connection: Connection, firm_id: UUID, award_id: UUID, case_id: UUID, proof: str
) -> None:
    """The case's payment is the same money as the bill's line."""
    await connection.execute(
        "UPDATE arbitration_awards SET case_id = $3, proof = $4 WHERE firm_id = $1 AND id = $2",
        firm_id,
        award_id,
        case_id,
        proof,
    )


async def set_same(connection: Connection, firm_id: UUID, award_id: UUID, other_id: UUID) -> None:
    """The award is the same money as another, which stays."""
    await connection.execute(
        "UPDATE arbitration_awards SET status = 'same', same_as = $3 "
        "WHERE firm_id = $1 AND id = $2",
        firm_id,
        award_id,
        other_id,
    )


async def list_awards(
    connection: Connection,
    firm_id: UUID,
    *,
    status: str | None,
    before: UUID | None,
    limit: int,
) -> list[AwardRow]:
    """The newest first."""
    rows = await connection.fetch(
        AWARD + "WHERE a.firm_id = $1 AND a.status <> 'same' AND ($2::text IS NULL "
        "OR a.status = $2) AND ($3::uuid IS NULL OR a.id < $3) ORDER BY a.id DESC LIMIT $4",
        firm_id,
        status,
        before,
        limit,
    )
    return [AwardRow(**row) for row in rows]


async def fines_of_parcels(
    connection: Connection, firm_id: UUID, parcels: Sequence[tuple[UUID, str]]
) -> list[FineRow]:
    """Fines that awards of these parcels (station, waybill) could be about, the oldest first."""
    rows = await connection.fetch(
        _FINES_OF_PARCELS,
        firm_id,
        [station for station, _ in parcels],
        [waybill for _, waybill in parcels],
    )
    return [FineRow(**row) for row in rows]


async def awards_of_parcels(
    connection: Connection, firm_id: UUID, parcels: Sequence[tuple[UUID, str]]
) -> list[AwardRow]:
    """All awards of these parcels (station, waybill), the oldest first."""
    rows = await connection.fetch(
        _AWARDS_OF_PARCELS,
        firm_id,
        [station for station, _ in parcels],
        [waybill for _, waybill in parcels],
    )
    return [AwardRow(**row) for row in rows]


async def links_of(
    connection: Connection, firm_id: UUID, award_ids: Sequence[UUID]
) -> dict[UUID, set[UUID]]:
    """The fines that each award is about."""
    rows = await connection.fetch(
        "SELECT award_id, fine_id FROM award_fines WHERE firm_id = $1 AND award_id = ANY ($2)",
        firm_id,
        list(award_ids),
    )
    found: dict[UUID, set[UUID]] = {}
    for row in rows:
        found.setdefault(row["award_id"], set()).add(row["fine_id"])
    return found


async def fines_by_id(
    connection: Connection, firm_id: UUID, fine_ids: Sequence[UUID]
) -> list[FineRow]:
    """Fines by their ids, the oldest first."""
    rows = await connection.fetch(
        FINE + "WHERE f.firm_id = $1 AND f.id = ANY ($2) ORDER BY f.id", firm_id, list(fine_ids)
    )
    return [FineRow(**row) for row in rows]
