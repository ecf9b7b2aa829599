"""SQL of bulk work: what many fines need at once, what became of them, how proposals fared."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

import asyncpg

from stationdesk.penalties.bulk.models import FineBulk
from stationdesk.penalties.repository.decisions import AgentRow
from stationdesk.penalties.repository.fines import FINE, Connection, FineRow

Item: TypeAlias = tuple[UUID, UUID, str, str, UUID | None]
"""Fine, station, outcome, code, case."""


async def lock_fines(
    connection: Connection, firm_id: UUID, fine_ids: Sequence[UUID]
) -> dict[UUID, FineRow]:
    """The fines, held until the transaction ends; in one order, so that two never cross."""
    rows = await connection.fetch(
        FINE + "WHERE f.firm_id = $1 AND f.id = ANY($2) ORDER BY f.id FOR UPDATE OF f",
        firm_id,
        list(fine_ids),
    )
    return {row["id"]: FineRow(**row) for row in rows}


async def waiting(connection: Connection, firm_id: UUID, fine_ids: Sequence[UUID]) -> set[UUID]:
    """Those of the fines on which a decision waits for approval."""
    rows = await connection.fetch(
        "SELECT fine_id FROM fine_approvals "
        "WHERE firm_id = $1 AND fine_id = ANY($2) AND state = 'waiting'",
        firm_id,
        list(fine_ids),
    )
    return {row["fine_id"] for row in rows}


async def decided(connection: Connection, firm_id: UUID, fine_ids: Sequence[UUID]) -> set[UUID]:
    """Those of the fines that have a present decision, one that posted nothing among them."""
    rows = await connection.fetch(
        "SELECT fine_id FROM fine_attributions "
        "WHERE firm_id = $1 AND fine_id = ANY($2) AND ended_at IS NULL",
        firm_id,
        list(fine_ids),
    )
    return {row["fine_id"] for row in rows}


async def under_appeal(
    connection: Connection, firm_id: UUID, fine_ids: Sequence[UUID]
) -> set[UUID]:
    """Those of the fines whose appeal is still open."""
    rows = await connection.fetch(
        "SELECT f.id FROM fines f "
        "JOIN cases c ON c.firm_id = f.firm_id AND c.id = f.appeal_case_id "
        "WHERE f.firm_id = $1 AND f.id = ANY($2) AND c.closed_at IS NULL",
        firm_id,
        list(fine_ids),
    )
    return {row["id"] for row in rows}


async def agents(
    connection: Connection, firm_id: UUID, member_ids: Sequence[UUID]
) -> dict[UUID, AgentRow]:
    """Members by id, also those who have left: their fines may come later."""
    rows = await connection.fetch(
        "SELECT id, name, email, created_at FROM members WHERE firm_id = $1 AND id = ANY($2)",
        firm_id,
        list(member_ids),
    )
    return {row["id"]: AgentRow(**row) for row in rows}


async def add_bulk(
    connection: Connection,
    bulk: FineBulk,
    items: Sequence[tuple[UUID, UUID, str, str, UUID | None]],
) -> None:
    """Keep what was done: (fine, station, outcome, code, case) of each, in order."""
    await connection.execute(
        "INSERT INTO fine_bulks (firm_id, id, kind, note, asked, done, made_at, "
        "made_by_member_id, made_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        bulk.firm_id, bulk.id, bulk.kind, bulk.note, bulk.asked, bulk.done, bulk.made_at,
        bulk.made_by_member_id, bulk.made_by,
    )  # fmt: skip
    if items:
        await connection.execute(
            "INSERT INTO fine_bulk_items (firm_id, bulk_id, position, fine_id, station_id, "
            "outcome, code, case_id) SELECT $1, $2, t.n, t.fine_id, t.station_id, t.outcome, "
            "t.code, t.case_id FROM unnest($3::uuid[], $4::uuid[], $5::text[], $6::text[], "
            "$7::uuid[]) WITH ORDINALITY AS t (fine_id, station_id, outcome, code, case_id, n)",
            bulk.firm_id, bulk.id, *([item[at] for item in items] for at in range(5)),
        )  # fmt: skip


async def accuracy(
    connection: Connection, firm_id: UUID, from_at: datetime, to_at: datetime
) -> list[asyncpg.Record]:
    """Of each fine the last decision made in the time, beside what was proposed then."""
    rows: list[asyncpg.Record] = await connection.fetch(
        """
        WITH last AS (
            SELECT DISTINCT ON (a.fine_id) a.fine_id, a.cause, a.decided_at
            FROM fine_attributions a
            WHERE a.firm_id = $1 AND a.decided_at >= $2 AND a.decided_at < $3
              AND a.decided_by_member_id IS NOT NULL
            ORDER BY a.fine_id, a.decided_at DESC, a.id DESC)
        SELECT f.category, coalesce(f.proposed_cause, '') AS proposed, l.cause,
               count(*)::int AS fines, avg(f.confidence_percent)::int AS confidence_percent,
               count(*) FILTER (WHERE EXISTS (
                   SELECT FROM fine_bulk_items i
                   JOIN fine_bulks b ON b.firm_id = i.firm_id AND b.id = i.bulk_id
                   WHERE i.firm_id = $1 AND i.fine_id = l.fine_id AND i.outcome = 'decided'
                     AND b.made_at = l.decided_at))::int AS in_bulk
        FROM last l JOIN fines f ON f.firm_id = $1 AND f.id = l.fine_id
        GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
        """,
        firm_id, from_at, to_at,
    )  # fmt: skip
    return rows
