"""SQL of losses and of what proves them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec

from stationdesk.penalties.repository.fines import Connection


class LossRow(msgspec.Struct, frozen=True):
    """A loss with its station and case."""

    id: UUID
    case_id: UUID
    case_number: str
    case_kind: str
    station_id: UUID
    station_code: str
    station_name: str
    carrier: str
    waybill: str
    kind: str
    amount_fen: int
    occurred_at: datetime
    text: str
    status: str
    entered_by_member_id: UUID | None
    entered_by: str
    entered_at: datetime
    decided_by: str | None
    decided_at: datetime | None
    reason: str
    fine_id: UUID | None


class ProofRow(msgspec.Struct, frozen=True):
    """A sealed file that proves a loss."""

    loss_id: UUID
    attachment_id: UUID
    name: str
    sha256: bytes


LOSS: Final = """
SELECT l.id, l.case_id, c.number AS case_number, c.kind AS case_kind, l.station_id,
    s.code AS station_code, s.name AS station_name, s.carrier, l.waybill, l.kind, l.amount_fen,
    l.occurred_at, l.text, l.status, l.entered_by_member_id, l.entered_by, l.entered_at,
    l.decided_by, l.decided_at, l.reason, l.fine_id
FROM losses l JOIN stations s ON s.firm_id = l.firm_id AND s.id = l.station_id
JOIN cases c ON c.firm_id = l.firm_id AND c.id = l.case_id
"""


async def insert_loss(connection: Connection, firm_id: UUID, **values: object) -> bool:
    """A new loss; False where the case's filing window has one already."""
    places = ", ".join(f"${at}" for at in range(2, len(values) + 2))
    done = await connection.execute(
        f"INSERT INTO losses (firm_id, {', '.join(values)}) VALUES ($1, {places}) "  # noqa: S608
        "ON CONFLICT (firm_id, case_id) WHERE kind = 'window_missed' "
        "AND status IN ('suggested', 'entered', 'approved') DO NOTHING",
        firm_id,
        *values.values(),
    )
    return bool(done.endswith(" 1"))


async def update_loss(
    connection: Connection, firm_id: UUID, loss_id: UUID, **values: object
) -> None:
    """Rewrite columns of a loss that the caller has locked. Names are ours."""
    sets = ", ".join(f"{name} = ${at}" for at, name in enumerate(values, 3))
    await connection.execute(
        f"UPDATE losses SET {sets} WHERE firm_id = $1 AND id = $2",  # noqa: S608
        firm_id,
        loss_id,
        *values.values(),
    )


async def add_proofs(
    connection: Connection,
    firm_id: UUID,
    loss_id: UUID,
    station_id: UUID,
    files: Sequence[tuple[UUID, str, bytes]],
) -> None:
    """The files (id, name, SHA-256) that prove the loss."""
    await connection.executemany(
        "INSERT INTO loss_proofs (firm_id, loss_id, station_id, attachment_id, name, sha256) "
        "VALUES ($1, $2, $3, $4, $5, $6)",
        [(firm_id, loss_id, station_id, *file) for file in files],
    )


async def get_loss(
    connection: Connection, firm_id: UUID, loss_id: UUID, *, lock: bool = False
) -> LossRow | None:
    """A loss that the actor may see; `lock` holds it until the transaction ends."""
    sql = LOSS + "WHERE l.firm_id = $1 AND l.id = $2" + (" FOR UPDATE OF l" if lock else "")
    row = await connection.fetchrow(sql, firm_id, loss_id)
    return None if row is None else LossRow(**row)


async def suggested(connection: Connection, firm_id: UUID, case_id: UUID) -> LossRow | None:
    """What the case's missed window has suggested and nobody has entered yet, locked."""
    row = await connection.fetchrow(
        LOSS + "WHERE l.firm_id = $1 AND l.case_id = $2 AND l.status = 'suggested' FOR UPDATE OF l",
        firm_id,
        case_id,
    )
    return None if row is None else LossRow(**row)


async def list_losses(
    connection: Connection,
    firm_id: UUID,
    *,
    status: str | None,
    case_id: UUID | None,
    member_id: UUID | None,
    before: UUID | None,
    limit: int,
) -> list[LossRow]:
    """The newest first; `member_id`: those that he entered, and suggestions."""
    rows = await connection.fetch(
        LOSS + "WHERE l.firm_id = $1 AND ($2::text IS NULL OR l.status = $2) "
        "AND ($3::uuid IS NULL OR l.case_id = $3) AND ($4::uuid IS NULL "
        "OR l.entered_by_member_id = $4 OR l.status = 'suggested') "
        "AND ($5::uuid IS NULL OR l.id < $5) ORDER BY l.id DESC LIMIT $6",
        firm_id,
        status,
        case_id,
        member_id,
        before,
        limit,
    )
    return [LossRow(**row) for row in rows]


async def proofs_of(
    connection: Connection, firm_id: UUID, loss_ids: Sequence[UUID]
) -> list[ProofRow]:
    """The files that prove these losses."""
    rows = await connection.fetch(
        "SELECT loss_id, attachment_id, name, sha256 FROM loss_proofs "
        "WHERE firm_id = $1 AND loss_id = ANY ($2) ORDER BY attachment_id",
        firm_id,
        list(loss_ids),
    )
    return [ProofRow(**row) for row in rows]
