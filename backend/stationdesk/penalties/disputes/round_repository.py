"""SQL of what the round of disputes takes up: each row once, whoever else turns at the time."""

import json
from datetime import datetime
from uuid import UUID

from stationdesk.penalties.causes.words import Cause, Party
from stationdesk.penalties.disputes.texts import Decided
from stationdesk.penalties.repository.fines import Connection

_TAKE_DECISIONS = """
WITH taken AS (
    SELECT id FROM fine_attributions WHERE firm_id = $1 AND told_at IS NULL
    ORDER BY id LIMIT $3 FOR UPDATE SKIP LOCKED
), told AS (
    UPDATE fine_attributions a SET told_at = $2 FROM taken
    WHERE a.firm_id = $1 AND a.id = taken.id RETURNING a.*
)
SELECT t.id, t.fine_id, t.station_id, s.name AS station_name, s.timezone, f.name AS fine_name,
    f.waybill, t.amount_fen, t.cause, t.note, t.agent_member_id, t.agent_fen,
    t.agent_dispute_until, t.station_dispute_until, t.ended_at, t.shares::text AS shares,
    (f.proposal -> 'reasons' -> 0)::text AS reason,
    f.proposed_cause IS NOT DISTINCT FROM t.cause AS is_as_proposed
FROM told t
JOIN fines f ON f.firm_id = t.firm_id AND f.id = t.fine_id
JOIN stations s ON s.firm_id = t.firm_id AND s.id = t.station_id
ORDER BY t.id
"""


async def take_decisions(
    connection: Connection, firm_id: UUID, now: datetime, limit: int
) -> tuple[int, list[tuple[Party, Decided]]]:
    """Decisions that nobody was told of: how many were taken, and whom each concerns.

    What was taken back before anybody was told concerns nobody.
    """
    rows = await connection.fetch(_TAKE_DECISIONS, firm_id, now, limit)
    found: list[tuple[Party, Decided]] = []
    for row in rows:
        if row["ended_at"] is not None:
            continue
        shares = json.loads(row["shares"])
        station_fen = sum(each["amount_fen"] for each in shares if each["party"] == "station")
        reason = json.loads(row["reason"]) if row["reason"] and row["is_as_proposed"] else {}
        for party, share_fen, until in (
            (Party.AGENT, row["agent_fen"], row["agent_dispute_until"]),
            (Party.STATION, station_fen, row["station_dispute_until"]),
        ):
            if until is None:
                continue
            each = Decided(
                attribution_id=row["id"], fine_id=row["fine_id"], station_id=row["station_id"],
                station_name=row["station_name"], zone=row["timezone"],
                fine_name=row["fine_name"], waybill=row["waybill"], amount_fen=row["amount_fen"],
                share_fen=share_fen, cause=Cause(row["cause"]), note=row["note"],
                reason_zh=reason.get("text_zh", ""), reason_en=reason.get("text_en", ""),
                until=until, agent_member_id=row["agent_member_id"],
            )  # fmt: skip
            found.append((party, each))
    return len(rows), found


async def take_ended(
    connection: Connection, firm_id: UUID, now: datetime, limit: int
) -> list[UUID]:
    """Disputes whose end nobody was told of."""
    rows = await connection.fetch(
        "UPDATE fine_disputes SET told_at = $2 WHERE firm_id = $1 AND id IN ("
        "SELECT id FROM fine_disputes WHERE firm_id = $1 AND state <> 'open' AND told_at IS NULL "
        "ORDER BY id LIMIT $3 FOR UPDATE SKIP LOCKED) RETURNING id",
        firm_id,
        now,
        limit,
    )
    return [row["id"] for row in rows]


async def take_overdue(
    connection: Connection, firm_id: UUID, now: datetime, limit: int
) -> list[UUID]:
    """Open disputes past their deadline of which no manager was told."""
    rows = await connection.fetch(
        "UPDATE fine_disputes SET overdue_told_at = $2 WHERE firm_id = $1 AND id IN ("
        "SELECT id FROM fine_disputes WHERE firm_id = $1 AND state = 'open' AND decide_by < $2 "
        "AND overdue_told_at IS NULL ORDER BY decide_by LIMIT $3 FOR UPDATE SKIP LOCKED) "
        "RETURNING id",
        firm_id,
        now,
        limit,
    )
    return [row["id"] for row in rows]


async def zones(connection: Connection, firm_id: UUID) -> dict[UUID, str]:
    """Each station's zone."""
    rows = await connection.fetch("SELECT id, timezone FROM stations WHERE firm_id = $1", firm_id)
    return {row["id"]: row["timezone"] for row in rows}
