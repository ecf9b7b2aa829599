"""SQL of what disputes freeze: the settlement of each disputed fine, and of no other."""

from uuid import UUID

import msgspec

from stationdesk.penalties.repository.fines import Connection


class FrozenFine(msgspec.Struct, frozen=True):
    """A fine under an open dispute: what is not settled of it, per account. Fen.

    `station_fen`: what the firm would repay to the station for it (the fine less the station's own
    share); `agent_fen`: what would be deducted from the agent. An agent without a share has no
    account.
    """

    fine_id: UUID
    station_id: UUID
    station_account: str
    station_fen: int
    agent_member_id: UUID | None
    agent_account: str | None
    agent_fen: int


async def frozen_fines(
    connection: Connection, firm_id: UUID, station_id: UUID | None = None
) -> list[FrozenFine]:
    """Every frozen fine of the firm, or of one station, in one query.

    Payable to a station now = its credit − its unattributed − the `station_fen` of these
    (domain §6, ledger).
    """
    rows = await connection.fetch(
        """
        SELECT a.fine_id, a.station_id, 'station/' || s.code AS station_account,
            a.amount_fen - coalesce((
                SELECT sum((share ->> 'amount_fen')::bigint)
                FROM jsonb_array_elements(a.shares) AS share
                WHERE share ->> 'party' = 'station'), 0)::bigint AS station_fen,
            a.agent_member_id, a.agent_account, a.agent_fen
        FROM fine_attributions a
        JOIN stations s ON s.firm_id = a.firm_id AND s.id = a.station_id
        WHERE a.firm_id = $1 AND a.ended_at IS NULL AND ($2::uuid IS NULL OR a.station_id = $2)
            AND a.id IN (SELECT attribution_id FROM fine_disputes
                         WHERE firm_id = $1 AND state = 'open')
        ORDER BY a.fine_id
        """,
        firm_id,
        station_id,
    )
    return [FrozenFine(**row) for row in rows]
