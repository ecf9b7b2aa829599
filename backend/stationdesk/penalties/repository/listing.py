"""SQL of the list of fines: what it can be narrowed to, its sum, and the marks of its rows."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

import asyncpg
import msgspec

from stationdesk.foundation.zones import HOME
from stationdesk.penalties.repository.fines import FINE, Connection, FineRow

EXEMPTED: Final = """(SELECT e.title FROM exemptions e
    WHERE e.firm_id = f.firm_id AND e.withdrawn_at IS NULL AND f.amount_fen > 0
      AND (e.carrier IS NULL OR e.carrier = f.carrier)
      AND (e.station_ids = '{}' OR f.station_id = ANY(e.station_ids))
      AND f.occurred_at >= e.from_at AND f.occurred_at < e.to_at
      AND (e.kinds = '{}' OR (SELECT c.kind FROM cases c WHERE c.firm_id = f.firm_id
                              AND c.id = f.case_id) = ANY(e.kinds))
    ORDER BY e.id LIMIT 1)"""
"""The notice that a fine lies in, by its title; `causes.pointing.exempting` says the same."""

DUPLICATE: Final = """EXISTS (SELECT FROM fines o WHERE o.firm_id = f.firm_id
    AND o.id = f.duplicate_of AND o.status <> 'reversed')"""
"""It repeats a charge that stands: once that one was given back, this one is the only one."""

WAITING: Final = """EXISTS (SELECT FROM fine_approvals w WHERE w.firm_id = f.firm_id
    AND w.fine_id = f.id AND w.state = 'waiting')"""

MARKS: Final = ("duplicate", "exempted", "any", "none")


class Filters(msgspec.Struct, frozen=True):
    """What the list is narrowed to; None or empty: everything.

    `status`: undecided, waiting (for approval), attributed, reversed. `proposed`: a cause, or
    `none`. `mark`: duplicate, exempted, any of them, none of them. Days are China's, both included,
    of when it happened; amounts are in fen, both included.
    """

    status: str | None = None
    station: str | None = None
    category: str | None = None
    proposed: str | None = None
    confidence_from: int | None = None
    mark: str | None = None
    day_from: date | None = None
    day_to: date | None = None
    amount_from_fen: int | None = None
    amount_to_fen: int | None = None
    batch_id: UUID | None = None


class Mark(msgspec.Struct, frozen=True):
    """Why a fine should be appealed: the charge that it repeats, or the notice that it lies in."""

    fine_id: UUID
    rule: str | None
    first_id: UUID | None
    first_bill_no: str | None
    first_line_no: str | None
    exempted_by: str | None


def _where(firm_id: UUID, filters: Filters) -> tuple[str, list[Any]]:
    values: list[Any] = [firm_id]
    parts = ["f.firm_id = $1"]

    def add(sql: str, value: Any) -> None:
        if value is not None:
            values.append(value)
            parts.append(sql.replace("?", f"${len(values)}"))

    if filters.status in ("undecided", "waiting"):
        parts.append("f.status = 'undecided'")
        parts.append(WAITING if filters.status == "waiting" else f"NOT {WAITING}")
    else:
        add("f.status = ?", filters.status)
    add("s.code = ?", filters.station)
    add("f.category = ?", filters.category)
    if filters.proposed == "none":
        parts.append("f.proposed_cause IS NULL")
    else:
        add("f.proposed_cause = ?", filters.proposed)
    add("f.confidence_percent >= ?", filters.confidence_from)
    add("f.occurred_at >= ?", _midnight(filters.day_from))
    add("f.occurred_at < ?", _midnight(filters.day_to, after=1))
    add("f.amount_fen >= ?", filters.amount_from_fen)
    add("f.amount_fen <= ?", filters.amount_to_fen)
    add("f.batch_id = ?", filters.batch_id)
    marks = {
        "duplicate": f"f.duplicate_of IS NOT NULL AND {DUPLICATE}",
        "exempted": f"{EXEMPTED} IS NOT NULL",
        "any": f"({DUPLICATE} OR {EXEMPTED} IS NOT NULL)",
        "none": f"NOT ({DUPLICATE} OR {EXEMPTED} IS NOT NULL)",
    }
    if filters.mark in marks:
        parts.append(marks[filters.mark])
    return " AND ".join(parts), values


def _midnight(day: date | None, after: int = 0) -> datetime | None:
    if day is None:
        return None
    return datetime(day.year, day.month, day.day, tzinfo=HOME) + timedelta(days=after)


async def list_fines(
    connection: Connection, firm_id: UUID, filters: Filters, before: UUID | None, limit: int
) -> list[FineRow]:
    """Newest first, below `before`."""
    where, values = _where(firm_id, filters)
    at = len(values) + 1
    rows = await connection.fetch(
        FINE + f"WHERE {where} AND (${at}::uuid IS NULL OR f.id < ${at}) "
        f"ORDER BY f.id DESC LIMIT ${at + 1}",
        *values, before, limit,
    )  # fmt: skip
    return [FineRow(**row) for row in rows]


async def sums(connection: Connection, firm_id: UUID, filters: Filters) -> asyncpg.Record:
    """How many fines the whole list has, what they come to, and how many of them are proposed."""
    where, values = _where(firm_id, filters)
    found: asyncpg.Record = await connection.fetchrow(
        "SELECT count(*)::int AS fines, coalesce(sum(f.amount_fen), 0)::bigint AS amount_fen, "  # noqa: S608
        "count(f.proposed_cause)::int AS proposed, "
        "min(f.appeal_due_at) FILTER (WHERE f.amount_fen > 0 AND f.status <> 'reversed' "
        "AND f.appeal_case_id IS NULL AND f.appeal_due_at > now()) AS next_appeal_due_at "
        "FROM fines f JOIN stations s ON s.firm_id = f.firm_id AND s.id = f.station_id "
        f"WHERE {where}",
        *values,
    )
    return found


async def marks_of(
    connection: Connection, firm_id: UUID, fine_ids: Sequence[UUID]
) -> dict[UUID, Mark]:
    """What points to an appeal, of those fines that something does."""
    rows = await connection.fetch(
        f"""
        SELECT f.id AS fine_id, CASE WHEN o.id IS NOT NULL THEN f.duplicate_rule END AS rule,
               o.id AS first_id, o.bill_no AS first_bill_no, o.line_no AS first_line_no,
               {EXEMPTED} AS exempted_by
        FROM fines f LEFT JOIN fines o
            ON o.firm_id = f.firm_id AND o.id = f.duplicate_of AND o.status <> 'reversed'
        WHERE f.firm_id = $1 AND f.id = ANY($2)
        """,  # noqa: S608
        firm_id, list(fine_ids),
    )  # fmt: skip
    found = [Mark(**row) for row in rows]
    return {each.fine_id: each for each in found if each.first_id or each.exempted_by}
