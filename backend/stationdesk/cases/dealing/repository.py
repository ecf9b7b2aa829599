"""SQL of what was sent to other stations, for the rules of fair dealing."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

import asyncpg

Connection: TypeAlias = "asyncpg.Connection[Any]"

RECENT_MAX = 500


async def has_contacted(connection: Connection, firm_id: UUID, case_id: UUID) -> bool:
    """Whether the other side was spoken to in this case."""
    found: bool = await connection.fetchval(
        "SELECT EXISTS (SELECT FROM case_timeline WHERE firm_id = $1 AND case_id = $2 "
        "AND event IN ('contact', 'ask_counterparty'))",
        firm_id, case_id,
    )  # fmt: skip
    return found


async def recent_texts(
    connection: Connection, firm_id: UUID, member_id: UUID, since: datetime, but: UUID
) -> list[str]:
    """What the member sent to other stations in other cases since then, the latest first."""
    rows = await connection.fetch(
        "SELECT text FROM case_timeline WHERE firm_id = $1 AND at >= $2 "
        "AND event IN ('file', 'contact', 'chase', 'ask_counterparty', 'complain') "
        "AND actor_member_id = $3 AND case_id <> $4 ORDER BY at DESC LIMIT $5",
        firm_id, since, member_id, but, RECENT_MAX,
    )  # fmt: skip
    return [row["text"] for row in rows]
