"""SQL of disputes: raising, deciding, listing, and their files."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec

from stationdesk.penalties.repository.fines import Connection
from stationdesk.penalties.splits.relief import Disputing

OPEN, ENDED = "open", "ended"


class DisputeRow(msgspec.Struct, frozen=True):
    """A dispute with what it is about."""

    id: UUID
    fine_id: UUID
    attribution_id: UUID
    station_id: UUID
    station_code: str
    station_name: str
    party: Disputing
    raised_by_member_id: UUID
    raised_by: str
    raised_at: datetime
    reason: str
    share_fen: int
    asked_fen: int
    decide_by: datetime
    state: str
    ended_at: datetime | None
    ended_by: str | None
    answer: str
    borne_fen: int | None
    fine_name: str
    waybill: str
    amount_fen: int
    cause: str


class FileRow(msgspec.Struct, frozen=True):
    """A sealed file of a dispute."""

    id: UUID
    dispute_id: UUID
    name: str
    size_bytes: int
    sha256: bytes
    media_type: str
    storage_key: str
    added_by: str
    added_at: datetime


_DISPUTE: Final = """
SELECT d.id, d.fine_id, d.attribution_id, d.station_id, s.code AS station_code,
    s.name AS station_name, d.party, d.raised_by_member_id, d.raised_by, d.raised_at, d.reason,
    d.share_fen, d.asked_fen, d.decide_by, d.state, d.ended_at, d.ended_by, d.answer, d.borne_fen,
    f.name AS fine_name, f.waybill, f.amount_fen, a.cause
FROM fine_disputes d
JOIN fines f ON f.firm_id = d.firm_id AND f.id = d.fine_id
JOIN stations s ON s.firm_id = d.firm_id AND s.id = d.station_id
JOIN fine_attributions a ON a.firm_id = d.firm_id AND a.id = d.attribution_id
"""
_FILE: Final = ", ".join(FileRow.__struct_fields__)


async def add(connection: Connection, firm_id: UUID, **values: Any) -> bool:
    """A dispute from now on; False where the party has disputed this decision before."""
    places = ", ".join(f"${at}" for at in range(2, len(values) + 2))
    added = await connection.fetchval(
        f"INSERT INTO fine_disputes (firm_id, {', '.join(values)}) VALUES ($1, {places}) "  # noqa: S608
        "ON CONFLICT ON CONSTRAINT fine_disputes_once DO NOTHING RETURNING id",
        firm_id,
        *values.values(),
    )
    return added is not None


async def find(connection: Connection, firm_id: UUID, dispute_id: UUID) -> DisputeRow | None:
    """A dispute that the transaction's actor may see."""
    row = await connection.fetchrow(
        _DISPUTE + "WHERE d.firm_id = $1 AND d.id = $2", firm_id, dispute_id
    )
    return None if row is None else DisputeRow(**row)


async def of_fine(
    connection: Connection, firm_id: UUID, fine_id: UUID, raised_by: UUID | None = None
) -> list[DisputeRow]:
    """The disputes of a fine, the latest first; `raised_by`: that member's alone."""
    rows = await connection.fetch(
        _DISPUTE + "WHERE d.firm_id = $1 AND d.fine_id = $2 "
        "AND ($3::uuid IS NULL OR d.raised_by_member_id = $3) ORDER BY d.id DESC",
        firm_id,
        fine_id,
        raised_by,
    )
    return [DisputeRow(**row) for row in rows]


async def open_page(
    connection: Connection,
    firm_id: UUID,
    *,
    party: str | None,
    station: str | None,
    after: tuple[datetime, UUID] | None,
    limit: int,
) -> list[DisputeRow]:
    """Those that wait to be decided, what is due first at the top."""
    rows = await connection.fetch(
        _DISPUTE + "WHERE d.firm_id = $1 AND d.state = 'open' "
        "AND ($2::text IS NULL OR d.party = $2) AND ($3::text IS NULL OR s.code = $3) "
        "AND ($4::timestamptz IS NULL OR (d.decide_by, d.id) > ($4, $5)) "
        "ORDER BY d.decide_by, d.id LIMIT $6",
        firm_id, party, station, *(after or (None, None)), limit,
    )  # fmt: skip
    return [DisputeRow(**row) for row in rows]


async def ended_page(
    connection: Connection,
    firm_id: UUID,
    *,
    party: str | None,
    station: str | None,
    after: tuple[datetime, UUID] | None,
    limit: int,
) -> list[DisputeRow]:
    """Those that have ended, the latest first."""
    rows = await connection.fetch(
        _DISPUTE + "WHERE d.firm_id = $1 AND d.state <> 'open' "
        "AND ($2::text IS NULL OR d.party = $2) AND ($3::text IS NULL OR s.code = $3) "
        "AND ($4::timestamptz IS NULL OR (d.ended_at, d.id) < ($4, $5)) "
        "ORDER BY d.ended_at DESC, d.id DESC LIMIT $6",
        firm_id, party, station, *(after or (None, None)), limit,
    )  # fmt: skip
    return [DisputeRow(**row) for row in rows]


async def count_open(connection: Connection, firm_id: UUID, now: datetime) -> tuple[int, int]:
    """How many wait to be decided, and how many of these past their deadline."""
    row = await connection.fetchrow(
        "SELECT count(*) AS open, count(*) FILTER (WHERE decide_by < $2) AS overdue "
        "FROM fine_disputes WHERE firm_id = $1 AND state = 'open'",
        firm_id,
        now,
    )
    return row["open"], row["overdue"]


async def end(
    connection: Connection,
    firm_id: UUID,
    dispute_id: UUID,
    *,
    state: str,
    member_id: UUID | None,
    by: str,
    answer: str,
    now: datetime,
    new_attribution_id: UUID | None = None,
    borne_fen: int | None = None,
) -> None:
    """How it ended. Who withdrew it himself need not be told."""
    await connection.execute(
        "UPDATE fine_disputes SET state = $3, ended_by_member_id = $4, ended_by = $5, "
        "answer = $6, ended_at = $7, new_attribution_id = $8, borne_fen = $9, "
        "told_at = CASE WHEN $3 = 'withdrawn' THEN $7::timestamptz END "
        "WHERE firm_id = $1 AND id = $2 AND state = 'open'",
        firm_id,
        dispute_id,
        state,
        member_id,
        by,
        answer,
        now,
        new_attribution_id,
        borne_fen,
    )


async def has_other_decider(
    connection: Connection, firm_id: UUID, roles: Sequence[str], but: Sequence[UUID]
) -> bool:
    """Whether somebody else of those roles is in the firm."""
    found: bool = await connection.fetchval(
        "SELECT EXISTS (SELECT FROM members WHERE firm_id = $1 AND ended_at IS NULL "
        "AND role = ANY($2) AND id <> ALL($3))",
        firm_id,
        list(roles),
        list(but),
    )
    return found


async def add_file(connection: Connection, firm_id: UUID, **values: Any) -> None:
    """A sealed file that belongs to the dispute."""
    places = ", ".join(f"${at}" for at in range(2, len(values) + 2))
    await connection.execute(
        f"INSERT INTO dispute_files (firm_id, {', '.join(values)}) VALUES ($1, {places})",  # noqa: S608
        firm_id,
        *values.values(),
    )


async def files_of(
    connection: Connection, firm_id: UUID, dispute_ids: Sequence[UUID]
) -> list[FileRow]:
    """The files of those disputes, the first added first."""
    rows = await connection.fetch(
        f"SELECT {_FILE} FROM dispute_files "  # noqa: S608
        "WHERE firm_id = $1 AND dispute_id = ANY($2) ORDER BY dispute_id, id",
        firm_id,
        list(dispute_ids),
    )
    return [FileRow(**row) for row in rows]


async def log_view(
    connection: Connection,
    firm_id: UUID,
    view_id: UUID,
    file_id: UUID,
    member: tuple[UUID | None, str],
    now: datetime,
) -> None:
    """Who takes which file, written down first."""
    await connection.execute(
        "INSERT INTO dispute_file_views (firm_id, id, file_id, member_id, member_name, at) "
        "VALUES ($1, $2, $3, $4, $5, $6)",
        firm_id,
        view_id,
        file_id,
        *member,
        now,
    )
