"""SQL of what was shared out of awards, and of what stands as borne of fines."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from stationdesk.penalties.awards.allotting import Part
from stationdesk.penalties.repository.fines import Connection


class ShareRow(msgspec.Struct, frozen=True):
    """What one party was given back of one fine."""

    award_id: UUID
    fine_id: UUID
    party: str
    account: str
    name: str
    amount_fen: int
    transaction_id: UUID | None
    shared_at: datetime


async def decided(connection: Connection, firm_id: UUID, fine_ids: Sequence[UUID]) -> set[UUID]:
    """Those of which it stands, and is posted, who bears them; or that were given back."""
    rows = await connection.fetch(
        "SELECT id FROM fines WHERE firm_id = $1 AND id = ANY ($2) AND status = 'reversed' "
        "UNION ALL SELECT fine_id FROM fine_attributions WHERE firm_id = $1 "
        "AND fine_id = ANY ($2) AND ended_at IS NULL AND transaction_id IS NOT NULL",
        firm_id,
        list(fine_ids),
    )
    return {row["id"] for row in rows}


async def borne(
    connection: Connection, firm_id: UUID, fine_ids: Sequence[UUID]
) -> dict[UUID, dict[str, int]]:
    """What each account bears of each fine, before awards: its standing decision's entries, what
    the close cut off them included."""
    rows = await connection.fetch(
        "SELECT t.fine_id, a.name AS account, sum(e.amount_fen)::bigint AS amount_fen "
        "FROM fine_transactions t JOIN ledger_entries e "
        "ON e.firm_id = t.firm_id AND e.transaction_id = t.transaction_id "
        "JOIN ledger_accounts a ON a.firm_id = e.firm_id AND a.id = e.account_id "
        "WHERE t.firm_id = $1 AND t.fine_id = ANY ($2) AND t.reversed_by IS NULL "
        "AND t.step NOT IN ('intake', 'reversal', 'award') AND a.name NOT LIKE 'unattributed/%' "
        "GROUP BY t.fine_id, a.name",
        firm_id,
        list(fine_ids),
    )
    found: dict[UUID, dict[str, int]] = {fine_id: {} for fine_id in fine_ids}
    for row in rows:
        found[row["fine_id"]][row["account"]] = row["amount_fen"]
    return found


async def shared(
    connection: Connection, firm_id: UUID, fine_ids: Sequence[UUID]
) -> dict[UUID, dict[str, int]]:
    """What standing awards have given back of each fine, by account."""
    rows = await connection.fetch(
        "SELECT fine_id, account, sum(amount_fen)::bigint AS amount_fen FROM award_shares "
        "WHERE firm_id = $1 AND fine_id = ANY ($2) AND ended_at IS NULL GROUP BY fine_id, account",
        firm_id,
        list(fine_ids),
    )
    found: dict[UUID, dict[str, int]] = {fine_id: {} for fine_id in fine_ids}
    for row in rows:
        found[row["fine_id"]][row["account"]] = row["amount_fen"]
    return found


async def add_shares(
    connection: Connection,
    firm_id: UUID,
    award_id: UUID,
    station_id: UUID,
    rows: Sequence[tuple[UUID, Part, str, UUID | None]],
    now: datetime,
) -> None:
    """What was shared out: (id, part, name, transaction)."""
    await connection.executemany(
        "INSERT INTO award_shares (firm_id, id, award_id, fine_id, station_id, party, account, "
        "name, amount_fen, transaction_id, shared_at) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        [
            (
                firm_id, share_id, award_id, part.fine_id, station_id, str(part.party),
                part.account, name, part.amount_fen, transaction_id, now,
            )
            for share_id, part, name, transaction_id in rows
        ],
    )  # fmt: skip


async def end_shares(
    connection: Connection,
    firm_id: UUID,
    now: datetime,
    *,
    fine_id: UUID | None = None,
    award_id: UUID | None = None,
) -> None:
    """What awards had shared out of the fine, or all that the award had, was taken back."""
    assert (fine_id is None) != (award_id is None)
    await connection.execute(
        "UPDATE award_shares SET ended_at = $2 WHERE firm_id = $1 AND ended_at IS NULL "
        "AND (fine_id = $3 OR award_id = $4)",
        firm_id,
        now,
        fine_id,
        award_id,
    )


async def shares_of(
    connection: Connection, firm_id: UUID, award_ids: Sequence[UUID]
) -> list[ShareRow]:
    """What stands as shared out of these awards, by fine, the largest first."""
    rows = await connection.fetch(
        "SELECT award_id, fine_id, party, account, name, amount_fen, transaction_id, shared_at "
        "FROM award_shares WHERE firm_id = $1 AND award_id = ANY ($2) AND ended_at IS NULL "
        "ORDER BY fine_id, amount_fen DESC, account",
        firm_id,
        list(award_ids),
    )
    return [ShareRow(**row) for row in rows]


async def times_shared(connection: Connection, firm_id: UUID, award_id: UUID) -> int:
    """How many shares the award ever had: makes the next posting's key a new one."""
    found = await connection.fetchval(
        "SELECT count(*) FROM award_shares WHERE firm_id = $1 AND award_id = $2",
        firm_id,
        award_id,
    )
    return int(found)
