"""SQL of an agent's own fines: every query names the agent."""

from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec

from stationdesk.penalties.repository.fines import Connection


class OwnRow(msgspec.Struct, frozen=True):
    """The agent's last decision on a fine; JSON columns are still text."""

    id: UUID
    fine_id: UUID
    name: str
    station_name: str
    carrier: str
    waybill: str
    amount_fen: int
    share_fen: int
    cause: str
    occurred_at: datetime
    decided_at: datetime
    dispute_until: datetime | None
    dispute_state: str | None
    code: str
    bill_note: str
    decided_by: str
    approved_by: str | None
    note: str
    ended_at: datetime | None
    end_note: str | None
    rule: str | None
    shares: str
    steps: str


_OWN: Final = """
SELECT a.id, a.fine_id, f.name, s.name AS station_name, f.carrier, f.waybill, a.amount_fen,
    a.agent_fen AS share_fen, a.cause, f.occurred_at, a.decided_at,
    a.agent_dispute_until AS dispute_until, d.state AS dispute_state, f.code,
    f.note AS bill_note, a.decided_by, a.approved_by, a.note, a.ended_at, a.end_note,
    a.rule::text AS rule, a.shares::text AS shares, a.steps::text AS steps
FROM fine_attributions a
JOIN fines f ON f.firm_id = a.firm_id AND f.id = a.fine_id
JOIN stations s ON s.firm_id = a.firm_id AND s.id = a.station_id
LEFT JOIN fine_disputes d ON d.firm_id = a.firm_id AND d.attribution_id = a.id
    AND d.party = 'agent'
WHERE a.firm_id = $1 AND a.agent_member_id = $2 AND NOT EXISTS (
    SELECT FROM fine_attributions later WHERE later.firm_id = a.firm_id
    AND later.fine_id = a.fine_id AND later.agent_member_id = $2 AND later.id > a.id)
"""


async def page(
    connection: Connection, firm_id: UUID, member_id: UUID, before: UUID | None, limit: int
) -> list[OwnRow]:
    """The agent's fines, the last decided first."""
    rows = await connection.fetch(
        _OWN + "AND ($3::uuid IS NULL OR a.id < $3) ORDER BY a.id DESC LIMIT $4",
        firm_id,
        member_id,
        before,
        limit,
    )
    return [OwnRow(**row) for row in rows]


async def find(
    connection: Connection, firm_id: UUID, member_id: UUID, fine_id: UUID
) -> OwnRow | None:
    """One of them."""
    row = await connection.fetchrow(_OWN + "AND a.fine_id = $3", firm_id, member_id, fine_id)
    return None if row is None else OwnRow(**row)
