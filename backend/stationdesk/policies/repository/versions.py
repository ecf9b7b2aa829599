"""SQL of policy versions and of who has read them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

import asyncpg

Connection: TypeAlias = "asyncpg.Connection[Any]"

PAGE_MAX = 200

FIELDS = """id, code, carrier, version, effective_from, effective_to, title, text, source,
    parameters::text AS parameters, created_by_name, created_at"""

VERSION_IN_FORCE = f"""
SELECT {FIELDS}
FROM policy_versions
WHERE firm_id = $1 AND code = $2 AND (carrier = $3 OR carrier IS NULL)
  AND effective_from <= $4 AND (effective_to IS NULL OR effective_to > $4)
ORDER BY carrier NULLS LAST, effective_from DESC, version DESC
LIMIT 1
"""  # noqa: S608

INSERT_VERSION = """
INSERT INTO policy_versions (firm_id, id, code, carrier, version, effective_from, effective_to,
                             title, text, source, parameters, created_at, created_by_name)
VALUES ($1, $2, $3, $4,
        (SELECT coalesce(max(version), 0) + 1 FROM policy_versions
         WHERE firm_id = $1 AND code = $3 AND carrier IS NOT DISTINCT FROM $4),
        $5, $6, $7, $8, $9, $10, $11, $12)
RETURNING version
"""

# Those that hold now or will within the notice; of a code and carrier, one that an even newer one
# in force has replaced need not be read any more. Stations are those that the actor may see.
_CONCERNING = """
SELECT {fields}
FROM policy_versions v
WHERE v.firm_id = $1 AND v.code = ANY($3::text[])
  AND v.effective_from <= $5 AND (v.effective_to IS NULL OR v.effective_to > $4)
  AND (v.carrier IS NULL OR v.carrier IN (SELECT s.carrier FROM stations s WHERE s.firm_id = $1))
  AND NOT EXISTS (SELECT FROM policy_receipts r
                  WHERE r.firm_id = $1 AND r.version_id = v.id AND r.member_id = $2)
  AND NOT EXISTS (SELECT FROM policy_versions n
                  WHERE n.firm_id = $1 AND n.code = v.code
                    AND n.carrier IS NOT DISTINCT FROM v.carrier
                    AND (n.effective_from, n.version) > (v.effective_from, v.version)
                    AND n.effective_from <= $4
                    AND (n.effective_to IS NULL OR n.effective_to > $4))
"""
UNREAD = _CONCERNING.format(fields=FIELDS) + "ORDER BY effective_from, code, version LIMIT 200"
IS_ANY_UNREAD = "SELECT EXISTS (" + _CONCERNING.format(fields="1") + ")"


async def version_in_force(
    connection: Connection, firm_id: UUID, code: str, carrier: str | None, at: datetime
) -> asyncpg.Record | None:
    """The version that held at `at`: the carrier's own before the one for all carriers."""
    return await connection.fetchrow(VERSION_IN_FORCE, firm_id, code, carrier, at)


async def versions_over_time(
    connection: Connection, firm_id: UUID, code: str
) -> list[asyncpg.Record]:
    """Every version of a code for every carrier: of any moment, the first that holds is the one
    that `version_in_force` gives."""
    rows: list[asyncpg.Record] = await connection.fetch(
        f"SELECT {FIELDS} FROM policy_versions WHERE firm_id = $1 AND code = $2 "  # noqa: S608
        "ORDER BY carrier NULLS LAST, effective_from DESC, version DESC",
        firm_id, code,
    )  # fmt: skip
    return rows


async def insert_version(connection: Connection, *values: Any) -> int:
    """Add a version; its number follows the last one's."""
    version: int = await connection.fetchval(INSERT_VERSION, *values)
    return version


async def lock_numbering(connection: Connection, firm_id: UUID) -> None:
    """Let versions of a firm be numbered one transaction at a time."""
    await connection.execute(
        "SELECT pg_advisory_xact_lock(hashtextextended($1, 6))", f"policies {firm_id}"
    )


async def all_versions(connection: Connection, firm_id: UUID) -> list[asyncpg.Record]:
    """Every version of the firm without its text, oldest first."""
    rows: list[asyncpg.Record] = await connection.fetch(
        """
        SELECT id, code, carrier, version, effective_from, effective_to, title,
               parameters::text AS parameters
        FROM policy_versions WHERE firm_id = $1 ORDER BY code, carrier, version
        """,
        firm_id,
    )
    return rows


async def versions_of(
    connection: Connection,
    firm_id: UUID,
    code: str,
    carrier: str | None,
    before: int | None,
    limit: int,
) -> list[asyncpg.Record]:
    """The versions of a code for exactly that carrier, the latest first; one more than `limit`."""
    rows: list[asyncpg.Record] = await connection.fetch(
        f"""
        SELECT {FIELDS} FROM policy_versions
        WHERE firm_id = $1 AND code = $2 AND carrier IS NOT DISTINCT FROM $3
          AND ($4::integer IS NULL OR version < $4)
        ORDER BY version DESC LIMIT $5
        """,  # noqa: S608
        firm_id, code, carrier, before, limit + 1,
    )  # fmt: skip
    return rows


async def version_by_id(
    connection: Connection, firm_id: UUID, version_id: UUID
) -> asyncpg.Record | None:
    """One version, with its text."""
    return await connection.fetchrow(
        f"SELECT {FIELDS} FROM policy_versions WHERE firm_id = $1 AND id = $2",  # noqa: S608
        firm_id, version_id,
    )  # fmt: skip


async def version_by_number(
    connection: Connection, firm_id: UUID, code: str, carrier: str | None, version: int
) -> asyncpg.Record | None:
    """One version by its number."""
    return await connection.fetchrow(
        f"""
        SELECT {FIELDS} FROM policy_versions
        WHERE firm_id = $1 AND code = $2 AND carrier IS NOT DISTINCT FROM $3 AND version = $4
        """,  # noqa: S608
        firm_id, code, carrier, version,
    )  # fmt: skip


async def is_any_unread(
    connection: Connection,
    firm_id: UUID,
    member_id: UUID,
    codes: list[str],
    now: datetime,
    until: datetime,
) -> bool:
    """Whether a version that concerns the actor's stations waits for his receipt."""
    found: bool = await connection.fetchval(IS_ANY_UNREAD, firm_id, member_id, codes, now, until)
    return found


async def unread(
    connection: Connection,
    firm_id: UUID,
    member_id: UUID,
    codes: list[str],
    now: datetime,
    until: datetime,
) -> list[asyncpg.Record]:
    """Those versions, the earliest first."""
    rows: list[asyncpg.Record] = await connection.fetch(
        UNREAD, firm_id, member_id, codes, now, until
    )
    return rows


async def add_receipt(
    connection: Connection, firm_id: UUID, version_id: UUID, member_id: UUID, name: str,
    now: datetime,
) -> None:  # fmt: skip
    """The member has read it; a second time changes nothing."""
    await connection.execute(
        """
        INSERT INTO policy_receipts (firm_id, version_id, member_id, member_name, read_at)
        VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING
        """,
        firm_id, version_id, member_id, name, now,
    )  # fmt: skip


async def read_at(
    connection: Connection, firm_id: UUID, member_id: UUID, version_ids: list[UUID]
) -> dict[UUID, datetime]:
    """When the member read which of the versions."""
    rows = await connection.fetch(
        """
        SELECT version_id, read_at FROM policy_receipts
        WHERE firm_id = $1 AND member_id = $2 AND version_id = ANY($3::uuid[])
        """,
        firm_id, member_id, version_ids,
    )  # fmt: skip
    return {row["version_id"]: row["read_at"] for row in rows}


async def readers(
    connection: Connection, firm_id: UUID, version_id: UUID, carrier: str | None, now: datetime
) -> list[asyncpg.Record]:
    """Who has read a version, and the agents it concerns who have not yet."""
    rows: list[asyncpg.Record] = await connection.fetch(
        """
        SELECT m.id AS member_id, m.name, r.read_at
        FROM members m LEFT JOIN policy_receipts r
          ON r.firm_id = m.firm_id AND r.member_id = m.id AND r.version_id = $2
        WHERE m.firm_id = $1 AND m.ended_at IS NULL AND (r.read_at IS NOT NULL OR (
            m.role = 'agent' AND EXISTS (
                SELECT FROM assignments a JOIN stations s
                  ON s.firm_id = a.firm_id AND s.id = a.station_id
                WHERE a.firm_id = $1 AND a.member_id = m.id
                  AND a.valid_from <= $4 AND (a.valid_to IS NULL OR a.valid_to > $4)
                  AND ($3::text IS NULL OR s.carrier = $3))))
        ORDER BY r.read_at DESC NULLS FIRST, m.name, m.id
        """,
        firm_id, version_id, carrier, now,
    )  # fmt: skip
    return rows


async def carriers_served(connection: Connection, firm_id: UUID) -> list[str]:
    """The carriers of the stations that the actor may see."""
    rows = await connection.fetch(
        "SELECT DISTINCT carrier FROM stations WHERE firm_id = $1 ORDER BY carrier", firm_id
    )
    return [row["carrier"] for row in rows]
