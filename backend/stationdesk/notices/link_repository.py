"""SQL of the one-time links."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

import asyncpg

from stationdesk.notices.models import Link

Connection: TypeAlias = "asyncpg.Connection[Any]"

_NAMES = tuple(Link.model_fields)
_FIELDS = ", ".join(f"l.{name}" for name in _NAMES)
_OPEN = "answered_at IS NULL AND revoked_at IS NULL"


def _read(row: asyncpg.Record) -> Link:
    return Link(**dict(row.items()))


async def insert(connection: Connection, link: Link) -> None:
    """Write a new link."""
    places = ", ".join(f"${n}" for n in range(1, len(_NAMES) + 1))
    await connection.execute(
        f"INSERT INTO links ({', '.join(_NAMES)}) VALUES ({places})",  # noqa: S608
        *(getattr(link, name) for name in _NAMES),
    )


async def insert_token(
    connection: Connection,
    firm_id: UUID,
    token_hash: bytes,
    link_id: UUID,
    station_id: UUID,
    now: datetime,
) -> None:
    """Write an address of a link."""
    await connection.execute(
        "INSERT INTO link_tokens (firm_id, token_hash, link_id, station_id, made_at) "
        "VALUES ($1, $2, $3, $4, $5)",
        firm_id, token_hash, link_id, station_id, now,
    )  # fmt: skip


async def by_token(
    connection: Connection, firm_id: UUID, token_hash: bytes, *, locked: bool
) -> Link | None:
    """The link of a token."""
    row = await connection.fetchrow(
        f"SELECT {_FIELDS} FROM link_tokens t JOIN links l "  # noqa: S608
        "ON l.firm_id = t.firm_id AND l.id = t.link_id "
        "WHERE t.firm_id = $1 AND t.token_hash = $2" + (" FOR UPDATE OF l" if locked else ""),
        firm_id, token_hash,
    )  # fmt: skip
    return _read(row) if row else None


async def of_case(connection: Connection, firm_id: UUID, case_id: UUID) -> list[Link]:
    """The links of a case, the newest first."""
    rows = await connection.fetch(
        f"SELECT {_FIELDS} FROM links l WHERE firm_id = $1 AND case_id = $2 "  # noqa: S608
        "ORDER BY made_at DESC, id DESC LIMIT 200",
        firm_id, case_id,
    )  # fmt: skip
    return [_read(row) for row in rows]


async def open_of_case(
    connection: Connection, firm_id: UUID, case_id: UUID, now: datetime
) -> list[Link]:
    """Those that would still take an answer."""
    rows = await connection.fetch(
        f"SELECT {_FIELDS} FROM links l WHERE firm_id = $1 AND case_id = $2 "  # noqa: S608
        f"AND {_OPEN} AND expires_at > $3 ORDER BY made_at DESC, id DESC",
        firm_id, case_id, now,
    )  # fmt: skip
    return [_read(row) for row in rows]


async def mark_opened(connection: Connection, firm_id: UUID, link_id: UUID, now: datetime) -> bool:
    """Its page was looked at; True for the first time."""
    status = await connection.execute(
        "UPDATE links SET opened_at = $3 WHERE firm_id = $1 AND id = $2 AND opened_at IS NULL",
        firm_id, link_id, now,
    )  # fmt: skip
    return bool(status == "UPDATE 1")


async def mark_pasted(connection: Connection, firm_id: UUID, link_id: UUID, now: datetime) -> None:
    """Its text was copied for a group."""
    await connection.execute(
        "UPDATE links SET pasted_at = $3 WHERE firm_id = $1 AND id = $2", firm_id, link_id, now
    )


async def mark_answered(
    connection: Connection, firm_id: UUID, link_id: UUID, answer: str, origin: str, now: datetime
) -> None:
    """Its one answer; the caller has locked it and seen that it is open."""
    await connection.execute(
        "UPDATE links SET answered_at = $5, answer = $3, answered_from = $4 "
        "WHERE firm_id = $1 AND id = $2 AND answered_at IS NULL AND revoked_at IS NULL",
        firm_id, link_id, answer, origin, now,
    )  # fmt: skip


async def revoke_of_cases(
    connection: Connection, firm_id: UUID, case_ids: Sequence[UUID], by: str, now: datetime
) -> None:
    """Those of several cases that would still take an answer take none any more."""
    await connection.execute(
        "UPDATE links SET revoked_at = $4, revoked_by = $3 WHERE firm_id = $1 "
        "AND case_id = ANY($2) AND answered_at IS NULL AND revoked_at IS NULL AND expires_at > $4",
        firm_id, list(case_ids), by, now,
    )  # fmt: skip


async def revoke(
    connection: Connection, firm_id: UUID, ids: Sequence[UUID], by: str, now: datetime
) -> None:
    """They take nothing any more."""
    await connection.execute(
        "UPDATE links SET revoked_at = $4, revoked_by = $3 "
        "WHERE firm_id = $1 AND id = ANY($2) AND answered_at IS NULL AND revoked_at IS NULL",
        firm_id, list(ids), by, now,
    )  # fmt: skip
