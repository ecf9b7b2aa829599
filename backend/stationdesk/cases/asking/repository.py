"""What a rung needs to know of its case, and the corrections that rungs demand."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

import asyncpg

from stationdesk.notices.models import Correction

Connection: TypeAlias = "asyncpg.Connection[Any]"

FACTS = """
SELECT c.id AS case_id, c.number, c.kind, c.waybill, c.summary, c.risk_fen, c.station_id,
       c.agent_member_id, c.agent_name, c.holder_kind, c.holder_reference, c.holder_name,
       c.details ->> 'courier' AS courier, s.name AS station_name, s.timezone AS zone
FROM cases c JOIN stations s ON s.firm_id = c.firm_id AND s.id = c.station_id
WHERE c.firm_id = $1 AND c.id = ANY($2)
"""

# Handing a case about, asking and being reminded move nothing: answers, steps and proofs do.
STILL = (
    "opened", "claimed", "released", "transferred", "reassigned", "snoozed", "woke",
    "lease_expired", "noted", "recall", "escalate", "clock_rung",
)  # fmt: skip
HAS_MOVED = """
SELECT EXISTS (
    SELECT FROM case_timeline WHERE firm_id = $1 AND case_id = $2 AND at > $3
      AND event <> ALL ($4) AND event !~ '^(ask|link|correction|notice|clock)_')
"""

_CORRECTION = tuple(Correction.model_fields)
_FIELDS = ", ".join(f"k.{name}" for name in _CORRECTION)
LISTED = f"""
SELECT {_FIELDS}, c.number, c.waybill, c.kind, s.code AS station_code, s.name AS station_name
FROM corrections k
JOIN cases c ON c.firm_id = k.firm_id AND c.id = k.case_id
JOIN stations s ON s.firm_id = k.firm_id AND s.id = k.station_id
"""  # noqa: S608

# Only rows without an answer are waited for, so what is locked is being answered just now.
OVERDUE = """
UPDATE corrections SET escalated_at = $2 WHERE firm_id = $1 AND id IN (
    SELECT id FROM corrections
    WHERE firm_id = $1 AND recorded_at IS NULL AND escalated_at IS NULL AND due_at <= $2
    ORDER BY due_at LIMIT $3 FOR UPDATE SKIP LOCKED)
RETURNING id, case_id, station_id, demanded_of, due_at
"""


async def facts_of(
    connection: Connection, firm_id: UUID, case_ids: list[UUID]
) -> dict[UUID, asyncpg.Record]:
    """What is told of cases, by id."""
    rows = await connection.fetch(FACTS, firm_id, case_ids)
    return {row["case_id"]: row for row in rows}


async def has_moved(connection: Connection, firm_id: UUID, case_id: UUID, since: datetime) -> bool:
    """Whether anything got on with the case after that moment."""
    moved: bool = await connection.fetchval(HAS_MOVED, firm_id, case_id, since, list(STILL))
    return moved


async def demand(connection: Connection, row: Correction) -> None:
    """Write a correction that is demanded."""
    places = ", ".join(f"${n}" for n in range(1, len(_CORRECTION) + 1))
    await connection.execute(
        f"INSERT INTO corrections ({', '.join(_CORRECTION)}) VALUES ({places})",  # noqa: S608
        *(getattr(row, name) for name in _CORRECTION),
    )


async def corrections_of_case(
    connection: Connection, firm_id: UUID, case_id: UUID
) -> list[asyncpg.Record]:
    """Those of a case, the newest first."""
    rows: list[asyncpg.Record] = await connection.fetch(
        LISTED + "WHERE k.firm_id = $1 AND k.case_id = $2 ORDER BY k.demanded_at DESC, k.id DESC",
        firm_id, case_id,
    )  # fmt: skip
    return rows


async def correction(
    connection: Connection, firm_id: UUID, correction_id: UUID
) -> asyncpg.Record | None:
    """One with its case."""
    return await connection.fetchrow(
        LISTED + "WHERE k.firm_id = $1 AND k.id = $2", firm_id, correction_id
    )


async def corrections(
    connection: Connection,
    firm_id: UUID,
    after: tuple[datetime, UUID] | None,
    limit: int,
    *,
    is_open: bool,
) -> list[asyncpg.Record]:
    """A page by deadline, one more than asked for where there is more."""
    position = "AND (k.due_at, k.id) > ($3, $4)" if after else ""
    recorded = "IS NULL" if is_open else "IS NOT NULL"
    rows: list[asyncpg.Record] = await connection.fetch(
        f"{LISTED} WHERE k.firm_id = $1 AND k.recorded_at {recorded} {position} "
        "ORDER BY k.due_at, k.id LIMIT $2",
        firm_id, limit + 1, *(after or ()),
    )  # fmt: skip
    return rows


async def record_correction(
    connection: Connection,
    firm_id: UUID,
    correction_id: UUID,
    *,
    now: datetime,
    member_id: UUID | None,
    name: str,
    done: str,
    attachment_id: UUID | None,
) -> bool:
    """Write down what was done; False if somebody has done so."""
    status = await connection.execute(
        "UPDATE corrections SET recorded_at = $3, recorded_by_member_id = $4, "
        "recorded_by_name = $5, done = $6, attachment_id = $7 "
        "WHERE firm_id = $1 AND id = $2 AND recorded_at IS NULL",
        firm_id, correction_id, now, member_id, name, done, attachment_id,
    )  # fmt: skip
    return bool(status == "UPDATE 1")


async def take_overdue(
    connection: Connection, firm_id: UUID, now: datetime, limit: int
) -> list[asyncpg.Record]:
    """Mark overdue ones as escalated, and return them."""
    rows: list[asyncpg.Record] = await connection.fetch(OVERDUE, firm_id, now, limit)
    return rows
