"""Promises to customers: written, settled, listed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

import asyncpg

from stationdesk.cases.promises.schemas import PromiseOut, PromiseRow

Connection: TypeAlias = "asyncpg.Connection[Any]"

BROKEN_BATCH = 500

_FIELDS = ", ".join(f"p.{name}" for name in PromiseOut.__struct_fields__)
_ROW = f"""
SELECT {_FIELDS}, c.number AS case_number, c.kind AS case_kind, c.waybill, s.code AS station,
       s.name AS station_name, c.closed_at IS NOT NULL AS is_case_closed
FROM case_promises p JOIN cases c ON c.firm_id = p.firm_id AND c.id = p.case_id
JOIN stations s ON s.firm_id = p.firm_id AND s.id = p.station_id
WHERE p.firm_id = $1
"""  # noqa: S608

DUE = """
SELECT p.id, p.case_id, p.station_id, p.due_at, p.to_whom, p.text, c.version
FROM case_promises p JOIN cases c ON c.firm_id = p.firm_id AND c.id = p.case_id
WHERE p.firm_id = $1 AND p.status = 'open' AND p.due_at < $2
ORDER BY p.due_at, p.id LIMIT $3 FOR UPDATE OF p SKIP LOCKED
"""


async def insert(connection: Connection, columns: dict[str, Any]) -> None:
    """Write a new promise."""
    names = list(columns)
    places = ", ".join(f"${n}" for n in range(1, len(names) + 1))
    await connection.execute(
        f"INSERT INTO case_promises ({', '.join(names)}) VALUES ({places})",  # noqa: S608
        *columns.values(),
    )


async def find_locked(
    connection: Connection, firm_id: UUID, case_id: UUID, promise_id: UUID
) -> tuple[PromiseOut, UUID] | None:
    """The promise and its clock's id, locked until the end of the transaction."""
    row = await connection.fetchrow(
        f"SELECT {_FIELDS}, p.clock_id FROM case_promises p "  # noqa: S608
        "WHERE p.firm_id = $1 AND p.case_id = $2 AND p.id = $3 FOR UPDATE",
        firm_id, case_id, promise_id,
    )  # fmt: skip
    if row is None:
        return None
    fields = dict(row.items())
    clock_id = fields.pop("clock_id")
    return PromiseOut(**fields), clock_id


async def update(
    connection: Connection, firm_id: UUID, promise_id: UUID, columns: dict[str, Any]
) -> None:
    """Rewrite columns of a promise that the caller has locked. Names are ours."""
    sets = ", ".join(f"{name} = ${n}" for n, name in enumerate(columns, start=3))
    await connection.execute(
        f"UPDATE case_promises SET {sets} WHERE firm_id = $1 AND id = $2",  # noqa: S608
        firm_id, promise_id, *columns.values(),
    )  # fmt: skip


async def of_case(connection: Connection, firm_id: UUID, case_id: UUID) -> list[PromiseOut]:
    """All of a case, those that wait first, then by time."""
    rows = await connection.fetch(
        f"SELECT {_FIELDS} FROM case_promises p WHERE p.firm_id = $1 AND p.case_id = $2 "  # noqa: S608
        "ORDER BY (p.status = 'open') DESC, p.due_at, p.id",
        firm_id, case_id,
    )  # fmt: skip
    return [PromiseOut(**dict(row.items())) for row in rows]


async def open_of_case(connection: Connection, firm_id: UUID, case_id: UUID) -> list[PromiseOut]:
    """Those that wait to be kept."""
    return [each for each in await of_case(connection, firm_id, case_id) if each.status == "open"]


async def cases_that_wait(
    connection: Connection, firm_id: UUID, case_ids: Sequence[UUID]
) -> frozenset[UUID]:
    """Those of the cases that have a promise to be kept."""
    rows = await connection.fetch(
        "SELECT DISTINCT case_id FROM case_promises "
        "WHERE firm_id = $1 AND case_id = ANY($2) AND status = 'open'",
        firm_id, list(case_ids),
    )  # fmt: skip
    return frozenset(row["case_id"] for row in rows)


async def page(
    connection: Connection,
    firm_id: UUID,
    condition: str,
    values: list[Any],
    *,
    is_latest_first: bool,
    after: tuple[datetime, UUID] | None,
    limit: int,
) -> list[PromiseRow]:
    """Lines by due time, one more than the limit; `condition` is ours, its values from `$2` on."""
    values = [firm_id, *values]
    direction, sign = ("DESC", "<") if is_latest_first else ("", ">")
    if after is not None:
        values += after
        condition += f" AND (p.due_at, p.id) {sign} (${len(values) - 1}, ${len(values)})"
    values.append(limit + 1)
    rows = await connection.fetch(
        f"{_ROW} AND {condition} ORDER BY p.due_at {direction}, p.id {direction} "
        f"LIMIT ${len(values)}",
        *values,
    )
    return [PromiseRow(**dict(row.items())) for row in rows]


async def overdue(
    connection: Connection, firm_id: UUID, now: datetime, limit: int
) -> list[asyncpg.Record]:
    """Open promises whose time has passed, the longest first, locked, with the case's version."""
    rows: list[asyncpg.Record] = await connection.fetch(DUE, firm_id, now, min(limit, BROKEN_BATCH))
    return rows
