"""SQL of the policies."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg

VERSION_IN_FORCE = """
SELECT version, title, parameters::text AS parameters
FROM policy_versions
WHERE firm_id = $1 AND code = $2 AND (carrier = $3 OR carrier IS NULL)
  AND effective_from <= $4 AND (effective_to IS NULL OR effective_to > $4)
ORDER BY carrier NULLS LAST, effective_from DESC, version DESC
LIMIT 1
"""

INSERT_VERSION = """
INSERT INTO policy_versions (firm_id, id, code, carrier, version, effective_from, effective_to,
                             title, text, source, parameters, created_at)
VALUES ($1, $2, $3, $4,
        (SELECT coalesce(max(version), 0) + 1 FROM policy_versions
         WHERE firm_id = $1 AND code = $3 AND carrier IS NOT DISTINCT FROM $4),
        $5, $6, $7, $8, $9, $10, $11)
RETURNING version
"""


async def station_calendar(
    connection: asyncpg.Connection[Any], firm_id: UUID, station_id: UUID
) -> str | None:
    """The calendar of a station as JSON text; None where it has none of its own."""
    calendar: str | None = await connection.fetchval(
        "SELECT calendar::text FROM stations WHERE firm_id = $1 AND id = $2", firm_id, station_id
    )
    return calendar


async def version_in_force(
    connection: asyncpg.Connection[Any], firm_id: UUID, code: str, carrier: str, at: datetime
) -> asyncpg.Record | None:
    """The version that held at `at`: the carrier's own before the one for all carriers."""
    return await connection.fetchrow(VERSION_IN_FORCE, firm_id, code, carrier, at)


async def insert_version(connection: asyncpg.Connection[Any], *values: Any) -> int:
    """Add a version; its number follows the last one's."""
    version: int = await connection.fetchval(INSERT_VERSION, *values)
    return version
