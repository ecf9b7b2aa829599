"""With which words somebody has asked others, in all of his cases."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

import asyncpg

Connection: TypeAlias = "asyncpg.Connection[Any]"

TEXTS_MAX = 500
"""Of the latest; who asks more often in one window has been refused long before."""


async def texts_of_member(
    connection: Connection,
    firm_id: UUID,
    member_id: UUID,
    *,
    kind: str,
    event: str,
    since: datetime,
    but: UUID,
) -> list[tuple[str, str]]:
    """The text of each such event and the number of its case, the latest first."""
    rows = await connection.fetch(
        """
        SELECT t.text, c.number
        FROM case_timeline t JOIN cases c ON c.firm_id = t.firm_id AND c.id = t.case_id
        WHERE t.firm_id = $1 AND t.actor_member_id = $2 AND t.event = $4 AND t.at > $5
          AND t.case_id <> $6 AND c.kind = $3
        ORDER BY t.at DESC LIMIT $7
        """,
        firm_id, member_id, kind, event, since, but, TEXTS_MAX,
    )  # fmt: skip
    return [(row["text"], row["number"]) for row in rows]


async def has_event_like(connection: Connection, firm_id: UUID, case_id: UUID, suffix: str) -> bool:
    """Whether an event whose name ends so has happened to the case."""
    found: bool = await connection.fetchval(
        """
        SELECT EXISTS (SELECT FROM case_timeline
                       WHERE firm_id = $1 AND case_id = $2 AND right(event, length($3)) = $3)
        """,
        firm_id, case_id, suffix,
    )  # fmt: skip
    return found
