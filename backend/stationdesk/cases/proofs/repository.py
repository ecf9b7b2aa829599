"""SQL of keeping and deleting evidence: whose time may be over, holds, the log."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

import asyncpg
from msgspec import Struct

from stationdesk.foundation.ids import new_id

Connection: TypeAlias = "asyncpg.Connection[Any]"


class Candidate(Struct, frozen=True, kw_only=True):
    """A file of a closed case."""

    id: UUID
    case_id: UUID
    case_number: str
    case_version: int
    kind: str
    carrier: str
    station_id: UUID
    waybill: str
    name: str
    media_type: str
    closed_at: datetime


class Entry(Struct, frozen=True, kw_only=True):
    """A deletion as it was written down."""

    id: UUID
    case_id: UUID
    case_number: str
    name: str
    sha256: bytes
    size_bytes: int
    media_type: str
    storage_key: str
    preview_key: str | None
    policy_code: str
    policy_version: int
    kept_days: int
    closed_at: datetime
    at: datetime


class Hold(Struct, frozen=True):
    """A hold that stands."""

    reason: str
    member_name: str
    at: datetime


# An open case on the same parcel still argues with the files of the closed one.
CANDIDATES = """
SELECT a.id, a.case_id, c.number AS case_number, c.version AS case_version, c.kind, s.carrier,
       a.station_id, c.waybill, a.name, a.media_type, c.closed_at
FROM attachments a
JOIN cases c ON c.firm_id = a.firm_id AND c.id = a.case_id
JOIN stations s ON s.firm_id = c.firm_id AND s.id = c.station_id
WHERE a.firm_id = $1 AND a.deleted_at IS NULL AND c.closed_at <= $2
  AND ($3::uuid IS NULL OR a.id > $3)
  AND NOT EXISTS (SELECT FROM case_legal_holds h
                  WHERE h.firm_id = c.firm_id AND h.case_id = c.id AND h.released_at IS NULL)
  AND (c.waybill = '' OR NOT EXISTS (
      SELECT FROM cases o
      WHERE o.firm_id = c.firm_id AND o.waybill = c.waybill AND o.closed_at IS NULL))
ORDER BY a.id LIMIT $4
"""

# The row first, then the log from that very row: what is deleted once is written down once.
DELETE = """
WITH gone AS (
    UPDATE attachments SET deleted_at = $7, deleted_reason = $3 || ' v' || $4
    WHERE firm_id = $1 AND id = $2 AND deleted_at IS NULL
    RETURNING *
)
INSERT INTO retention_log (firm_id, id, attachment_id, case_id, case_number, station_id, name,
                           sha256, size_bytes, media_type, storage_key, preview_key, policy_code,
                           policy_version, kept_days, closed_at, at)
SELECT firm_id, $8, id, case_id, $9, station_id, name, sha256, size_bytes, media_type,
       storage_key, preview_key, $3, $4::integer, $5, $6, $7
FROM gone
RETURNING id
"""

_ENTRY = """
SELECT id, case_id, case_number, name, sha256, size_bytes, media_type, storage_key, preview_key,
       policy_code, policy_version, kept_days, closed_at, at
FROM retention_log
"""


async def candidates(
    connection: Connection, firm_id: UUID, closed_by: datetime, after: UUID | None, limit: int
) -> list[Candidate]:
    """Files of cases closed by then that no hold and no open case keeps, in the order of ids."""
    rows = await connection.fetch(CANDIDATES, firm_id, closed_by, after, limit)
    return [Candidate(**dict(row.items())) for row in rows]


async def delete(
    connection: Connection,
    firm_id: UUID,
    candidate: Candidate,
    *,
    policy_code: str,
    policy_version: int,
    kept_days: int,
    now: datetime,
) -> bool:
    """Mark a file as deleted and write it down; False where it was done before."""
    done = await connection.fetchval(
        DELETE, firm_id, candidate.id, policy_code, str(policy_version), kept_days,
        candidate.closed_at, now, new_id(), candidate.case_number,
    )  # fmt: skip
    return done is not None


async def unfinished(connection: Connection, firm_id: UUID, limit: int) -> list[Entry]:
    """Deletions whose bytes are still to be erased."""
    rows = await connection.fetch(
        _ENTRY + "WHERE firm_id = $1 AND erased_at IS NULL ORDER BY id LIMIT $2", firm_id, limit
    )
    return [Entry(**dict(row.items())) for row in rows]


async def set_erased(
    connection: Connection, firm_id: UUID, ids: Sequence[UUID], now: datetime
) -> None:
    """Their bytes are gone."""
    await connection.execute(
        "UPDATE retention_log SET erased_at = $3 WHERE firm_id = $1 AND id = ANY($2)",
        firm_id, list(ids), now,
    )  # fmt: skip


async def page(
    connection: Connection, firm_id: UUID, before: UUID | None, limit: int
) -> list[Entry]:
    """What was deleted, the latest first."""
    rows = await connection.fetch(
        _ENTRY + "WHERE firm_id = $1 AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3",
        firm_id, before, limit,
    )  # fmt: skip
    return [Entry(**dict(row.items())) for row in rows]


async def hold_of(connection: Connection, firm_id: UUID, case_id: UUID) -> Hold | None:
    """The hold that stands on a case."""
    row = await connection.fetchrow(
        "SELECT reason, member_name, at FROM case_legal_holds "
        "WHERE firm_id = $1 AND case_id = $2 AND released_at IS NULL",
        firm_id, case_id,
    )  # fmt: skip
    return None if row is None else Hold(*row)


async def set_hold(
    connection: Connection,
    firm_id: UUID,
    case_id: UUID,
    station_id: UUID,
    reason: str,
    member: tuple[UUID | None, str],
    now: datetime,
) -> bool:
    """Hold a case's evidence; False where a hold stands already."""
    done = await connection.fetchval(
        "INSERT INTO case_legal_holds (firm_id, id, case_id, station_id, reason, member_id, "
        "member_name, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) "
        "ON CONFLICT (firm_id, case_id) WHERE released_at IS NULL DO NOTHING RETURNING id",
        firm_id, new_id(), case_id, station_id, reason, *member, now,
    )  # fmt: skip
    return done is not None


async def release_hold(
    connection: Connection, firm_id: UUID, case_id: UUID, by: str, now: datetime
) -> bool:
    """Release the hold; False where none stands."""
    done = await connection.fetchval(
        "UPDATE case_legal_holds SET released_at = $4, released_by = $3 "
        "WHERE firm_id = $1 AND case_id = $2 AND released_at IS NULL RETURNING id",
        firm_id, case_id, by, now,
    )  # fmt: skip
    return done is not None
