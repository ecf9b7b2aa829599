"""A case as it was before its last event, kept for the seconds in which that is taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

import asyncpg
import msgspec
from msgspec import Struct

from stationdesk.cases.models import Case
from stationdesk.cases.schemas import CaseRecord

Connection: TypeAlias = "asyncpg.Connection[Any]"

_KEEP = """
INSERT INTO case_undo (firm_id, case_id, station_id, version, member_id, at, before, clocks)
SELECT c.firm_id, c.id, c.station_id, c.version + 1, $3, $4, to_jsonb(c), coalesce(
    (SELECT jsonb_agg(to_jsonb(k)) FROM case_clocks k WHERE k.firm_id = $1 AND k.case_id = c.id),
    '[]')
FROM cases c WHERE c.firm_id = $1 AND c.id = ANY($2)
ON CONFLICT (firm_id, case_id) DO UPDATE
SET version = excluded.version, member_id = excluded.member_id, at = excluded.at,
    before = excluded.before, clocks = excluded.clocks
"""

STANDING = frozenset(
    {
        "firm_id", "id", "number", "kind", "direction", "station_id", "version", "custody_since",
        "source", "source_key", "idempotency_key", "opened_by_member_id", "opened_at",
        "received_at",
    }
)  # fmt: skip
"""Columns that no event changes, and the two that undoing moves on itself."""
_RESTORED = [c.name for c in Case.__table__.columns if c.name not in STANDING]  # type: ignore[attr-defined]
_SETS = ", ".join(f"{name} = r.{name}" for name in _RESTORED)

# A holder that stays keeps his running interval; another one's begins now.
_RESTORE = f"""
WITH ended AS (
    INSERT INTO case_custody (firm_id, case_id, case_version, station_id, holder_kind,
                              holder_reference, holder_name, from_at, to_at)
    SELECT c.firm_id, c.id, c.version, c.station_id, c.holder_kind, c.holder_reference,
           c.holder_name, c.custody_since, $3
    FROM cases c, jsonb_populate_record(NULL::cases, $4::jsonb) r
    WHERE c.firm_id = $1 AND c.id = $2
      AND (c.holder_kind, c.holder_reference, c.holder_name)
          IS DISTINCT FROM (r.holder_kind, r.holder_reference, r.holder_name)
    RETURNING case_id
)
UPDATE cases c
SET {_SETS}, version = c.version + 1,
    custody_since = CASE WHEN EXISTS (SELECT FROM ended) THEN $3 ELSE c.custody_since END
FROM jsonb_populate_record(NULL::cases, $4::jsonb) r
WHERE c.firm_id = $1 AND c.id = $2
RETURNING c.version
"""  # noqa: S608


class Kept(Struct, frozen=True):
    """What would be put back: the case's row and clocks as JSON text."""

    version: int
    member_id: UUID
    at: datetime
    before: str
    clocks: str


class LastDeed(Struct, frozen=True):
    """What somebody did last to a case: the timeline row that made its present version."""

    case_id: UUID
    version: int
    event: str
    at: datetime
    member_id: UUID | None
    data: Any


async def keep(connection: Connection, record: CaseRecord, member_id: UUID, now: datetime) -> None:
    """Remember a locked case before an event changes it; one case keeps its last only."""
    await keep_many(connection, record.firm_id, [record.id], member_id, now)


async def keep_many(
    connection: Connection, firm_id: UUID, case_ids: Sequence[UUID], member_id: UUID, now: datetime
) -> None:
    """The same for several cases that the caller has locked."""
    await connection.execute(_KEEP, firm_id, list(case_ids), member_id, now)


async def kept(connection: Connection, firm_id: UUID, case_id: UUID) -> Kept | None:
    """What is kept of the case."""
    row = await connection.fetchrow(
        "SELECT version, member_id, at, before::text AS before, clocks::text AS clocks "
        "FROM case_undo WHERE firm_id = $1 AND case_id = $2",
        firm_id, case_id,
    )  # fmt: skip
    return Kept(**dict(row.items())) if row else None


async def stretch(
    connection: Connection, firm_id: UUID, case_id: UUID, first: Kept, version: int
) -> None:
    """Let one undo take back everything since `first` was kept: the steps of a macro."""
    await connection.execute(
        "UPDATE case_undo SET version = $3, before = $4::jsonb, clocks = $5::jsonb "
        "WHERE firm_id = $1 AND case_id = $2",
        firm_id, case_id, version, first.before, first.clocks,
    )  # fmt: skip


async def restore(
    connection: Connection, firm_id: UUID, case_id: UUID, saved: Kept, at: datetime
) -> int:
    """Put row, custody and clocks back as they were; the case's new version."""
    version: int = await connection.fetchval(_RESTORE, firm_id, case_id, at, saved.before)
    await connection.execute(
        "DELETE FROM case_clocks WHERE firm_id = $1 AND case_id = $2", firm_id, case_id
    )
    await connection.execute(
        "INSERT INTO case_clocks SELECT * FROM jsonb_populate_recordset("
        "NULL::case_clocks, $1::jsonb)",
        saved.clocks,
    )
    await connection.execute(
        "DELETE FROM case_undo WHERE firm_id = $1 AND case_id = $2", firm_id, case_id
    )
    return version


async def last_deeds(
    connection: Connection, firm_id: UUID, case_ids: Sequence[UUID], events: Sequence[str]
) -> dict[UUID, LastDeed]:
    """What made the present version of each case: one of `events`, or what `kept` knows."""
    rows = await connection.fetch(
        """
        SELECT DISTINCT ON (t.case_id) t.case_id, c.version, t.event, t.at,
               t.actor_member_id AS member_id, t.data::text AS data
        FROM cases c JOIN case_timeline t
            ON t.firm_id = c.firm_id AND t.case_id = c.id AND t.case_version = c.version
        WHERE c.firm_id = $1 AND c.id = ANY($2)
          AND (t.event = ANY($3) OR EXISTS (SELECT FROM case_undo u WHERE u.firm_id = $1
               AND u.case_id = c.id AND u.version = c.version))
        ORDER BY t.case_id, t.event = ANY($3) DESC, t.at, t.id
        """,
        firm_id, list(case_ids), list(events),
    )  # fmt: skip
    return {
        row["case_id"]: LastDeed(
            row["case_id"], row["version"], row["event"], row["at"], row["member_id"],
            msgspec.json.decode(row["data"]),
        )
        for row in rows
    }  # fmt: skip
