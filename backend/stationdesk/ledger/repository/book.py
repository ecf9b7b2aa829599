"""SQL that posts, sums, closes and seals."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final, TypeAlias
from uuid import UUID

import asyncpg
import msgspec

from stationdesk.foundation.ids import new_id
from stationdesk.ledger.postings import Posting, month_of

Connection: TypeAlias = "asyncpg.Connection[Any]"

_POST: Final = "SELECT ledger_post($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"
_POST_ALL: Final = (
    "SELECT * FROM ledger_post_all($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, "
    "$15, $16)"
)
_SEAL_LOCK: Final = 7_310_005
TRANSACTION: Final = (
    "t.id, t.key, t.request_hash, t.kind, t.period, t.occurred_at, t.posted_at, t.reference, "
    "t.reverses, t.entry_count, t.leaf_hash"
)
ENTRY: Final = "e.transaction_id, e.line, e.amount_fen, e.period, a.name AS account"
NAMED: Final = "LEFT JOIN ledger_accounts a ON a.firm_id = e.firm_id AND a.id = e.account_id"
_SEAL: Final = "number, tree_size, root, chain, peaks, sealed_at"


class Balance(msgspec.Struct, frozen=True):
    """An account and its balance, debit positive."""

    account: str
    balance_fen: int


class StoredTransaction(msgspec.Struct, frozen=True):
    """A transaction as it stands in the table."""

    id: UUID
    key: str
    request_hash: bytes
    kind: str
    period: date
    occurred_at: datetime
    posted_at: datetime
    reference: str
    reverses: UUID | None
    entry_count: int
    leaf_hash: bytes


class StoredEntry(msgspec.Struct, frozen=True):
    """An entry with its account's name (None: there is no such account)."""

    transaction_id: UUID
    line: int
    amount_fen: int
    period: date
    account: str | None


class Seal(msgspec.Struct, frozen=True):
    """A seal; see `models.LedgerSeal`."""

    number: int
    tree_size: int
    root: bytes
    chain: bytes
    peaks: list[bytes]
    sealed_at: datetime


async def open_accounts(
    connection: Connection, firm_id: UUID, names: Sequence[str], now: datetime
) -> None:
    """Open those of the accounts that are not open yet."""
    known = await connection.fetch(
        "SELECT name FROM ledger_accounts WHERE firm_id = $1 AND name = ANY ($2)",
        firm_id,
        list(names),
    )
    # Sorted: two that open the same accounts at once wait for each other in one order only.
    missing = sorted(set(names) - {row["name"] for row in known})
    if missing:
        await connection.execute(
            "INSERT INTO ledger_accounts (firm_id, id, name, opened_at) "
            "SELECT $1, a.id, a.name, $4 FROM unnest($2::uuid[], $3::text[]) AS a (id, name) "
            "ON CONFLICT (firm_id, name) DO NOTHING",
            firm_id,
            [new_id() for _ in missing],
            missing,
            now,
        )


async def insert_posting(
    connection: Connection,
    firm_id: UUID,
    transaction_id: UUID,
    posting: Posting,
    now: datetime,
) -> tuple[UUID, bytes] | None:
    """Post it in one statement; returns (id, request hash) where the key was known."""
    known = await connection.fetchval(
        _POST,
        firm_id,
        transaction_id,
        posting.key,
        posting.request_hash(),
        posting.kind,
        posting.occurred_at,
        now,
        posting.reference,
        posting.reverses,
        [account for account, _ in posting.entries],
        [amount for _, amount in posting.entries],
        posting.period,
        month_of(now),
    )
    return None if known is None else (UUID(bytes=known[:16]), known[16:])


async def insert_postings(
    connection: Connection,
    firm_id: UUID,
    ids: Sequence[UUID],
    postings: Sequence[Posting],
    now: datetime,
    period: date | None,
) -> list[tuple[str, UUID, bytes]]:
    """Post all of them in one statement; returns (key, id, request hash) where a key was known,
    of every key asked for, and nothing where all was new."""
    places: dict[str, int] = {}
    entries = [
        (position, line, places.setdefault(account, len(places) + 1), amount)
        for position, posting in enumerate(postings, start=1)
        for line, (account, amount) in enumerate(posting.entries, start=1)
    ]
    entry_of, line_of, account_of, amounts = zip(*entries, strict=True)
    rows = await connection.fetch(
        _POST_ALL,
        firm_id,
        list(ids),
        [posting.key for posting in postings],
        [posting.request_hash() for posting in postings],
        [posting.kind for posting in postings],
        [posting.occurred_at for posting in postings],
        now,
        [posting.reference for posting in postings],
        [posting.reverses for posting in postings],
        list(places),
        entry_of,
        line_of,
        account_of,
        amounts,
        period,
        month_of(now),
    )
    return [tuple(row) for row in rows]


async def lock_open_period(connection: Connection, firm_id: UUID, now: datetime) -> date:
    """The month that postings of this transaction go to; it cannot be closed before commit."""
    await connection.execute(
        "SELECT pg_advisory_xact_lock_shared(7310004, hashtext($1::uuid::text))", firm_id
    )
    period = await connection.fetchval(
        "SELECT greatest($2::date, (SELECT (max(period) + interval '1 month')::date "
        "FROM ledger_periods WHERE firm_id = $1))",
        firm_id,
        month_of(now),
    )
    assert isinstance(period, date)
    return period


async def hold_posters(connection: Connection, firm_id: UUID) -> None:
    """The lock that `ledger_close` takes, taken earlier by whoever closes."""
    await connection.execute(
        "SELECT pg_advisory_xact_lock(7310004, hashtext($1::uuid::text))", firm_id
    )


async def close_period(
    connection: Connection, firm_id: UUID, period: date, now: datetime, closed_by: str
) -> None:
    """Write the period's rollups and close it, after every poster at work has ended."""
    await connection.execute("SELECT ledger_close($1, $2, $3, $4)", firm_id, period, now, closed_by)


async def get_transaction(
    connection: Connection, firm_id: UUID, transaction_id: UUID
) -> tuple[StoredTransaction, list[StoredEntry]] | None:
    """A transaction with its entries by line."""
    row = await connection.fetchrow(
        f"SELECT {TRANSACTION} FROM ledger_transactions t WHERE firm_id = $1 AND id = $2",  # noqa: S608
        firm_id,
        transaction_id,
    )
    if row is None:
        return None
    entries = await connection.fetch(
        f"SELECT {ENTRY} FROM ledger_entries e {NAMED} "  # noqa: S608
        "WHERE e.firm_id = $1 AND e.transaction_id = $2 ORDER BY e.line",
        firm_id,
        transaction_id,
    )
    return StoredTransaction(**row), [StoredEntry(**entry) for entry in entries]


async def balances(
    connection: Connection, firm_id: UUID, accounts: Sequence[str] | None = None
) -> list[Balance]:
    """Exact balances, one statement and so one snapshot: the last closed month's rollup and the
    entries since. All accounts of the firm, or those named; by name.

    `coalesce` stands where the month is found: PostgreSQL holds it for leaky, and under row-level
    security no index serves a comparison with it (all entries of the account would be read).
    """
    rows = await connection.fetch(
        """
        WITH closed AS (
            SELECT coalesce(max(period), '-infinity') AS period
            FROM ledger_periods WHERE firm_id = $1)
        SELECT a.name AS account, (
            coalesce((SELECT r.balance_fen FROM ledger_rollups r
                      WHERE r.firm_id = $1 AND r.period = (SELECT period FROM closed)
                        AND r.account_id = a.id), 0)
            + coalesce((SELECT sum(e.amount_fen) FROM ledger_entries e
                        WHERE e.firm_id = $1 AND e.account_id = a.id
                          AND e.period > (SELECT period FROM closed)), 0)
            )::bigint AS balance_fen
        FROM ledger_accounts a
        WHERE a.firm_id = $1 AND ($2::text[] IS NULL OR a.name = ANY ($2)) ORDER BY a.name
        """,
        firm_id,
        None if accounts is None else list(accounts),
    )
    return [Balance(**row) for row in rows]


async def last_seal(connection: Connection, firm_id: UUID) -> Seal | None:
    """The newest seal of the firm."""
    row = await connection.fetchrow(
        f"SELECT {_SEAL} FROM ledger_seals WHERE firm_id = $1 ORDER BY number DESC LIMIT 1",  # noqa: S608
        firm_id,
    )
    return None if row is None else Seal(**row)


async def lock_sealing(connection: Connection, firm_id: UUID) -> None:
    """One sealer a firm at a time."""
    await connection.execute(
        "SELECT pg_advisory_xact_lock($2, hashtext($1::uuid::text))", firm_id, _SEAL_LOCK
    )


async def unsealed(connection: Connection, firm_id: UUID, limit: int) -> list[tuple[UUID, bytes]]:
    """(id, leaf hash) of transactions that can be sealed, in the order of their leaves.

    Only rows below the oldest running transaction: nothing can still commit among them. A row
    whose xid lies beyond the snapshot was restored from another server, and is settled too.
    OFFSET 0 looks each leaf up by its key: as a join, with the walls thought to leave one leaf, it
    was planned to compare every transaction with every leaf.
    """
    rows = await connection.fetch(
        """
        WITH bound AS (
            SELECT CASE WHEN s.sealed_below < pg_snapshot_xmax(pg_current_snapshot())
                        THEN s.sealed_below END AS earlier
            FROM ledger_seals s WHERE s.firm_id = $1 ORDER BY s.number DESC LIMIT 1)
        SELECT t.id, t.leaf_hash FROM ledger_transactions t
        WHERE t.firm_id = $1
          AND t.xid >= coalesce((SELECT earlier FROM bound), '0'::xid8)
          AND (t.xid < pg_snapshot_xmin(pg_current_snapshot())
               OR t.xid >= pg_snapshot_xmax(pg_current_snapshot()))
          AND (SELECT true FROM ledger_leaves l
               WHERE l.firm_id = t.firm_id AND l.transaction_id = t.id OFFSET 0) IS NOT TRUE
        ORDER BY t.xid, t.id LIMIT $2
        """,
        firm_id,
        limit,
    )
    return [(row["id"], row["leaf_hash"]) for row in rows]


async def insert_seal(
    connection: Connection,
    firm_id: UUID,
    seal: Seal,
    leaves: Sequence[tuple[UUID, bytes]],
    is_complete: bool,
) -> None:
    """Write a seal and the positions of its leaves. `is_complete`: nothing sealable was left."""
    first = seal.tree_size - len(leaves)
    await connection.execute(
        "INSERT INTO ledger_leaves (firm_id, position, transaction_id, leaf_hash) "
        "SELECT $1, $2 + l.ord - 1, l.id, l.hash "
        "FROM unnest($3::uuid[], $4::bytea[]) WITH ORDINALITY AS l (id, hash, ord)",
        firm_id,
        first,
        [transaction_id for transaction_id, _ in leaves],
        [leaf for _, leaf in leaves],
    )
    await connection.execute(
        "INSERT INTO ledger_seals (firm_id, number, tree_size, root, chain, peaks, sealed_at, "
        "sealed_below) VALUES ($1, $2, $3, $4, $5, $6, $7, CASE WHEN $8 "
        "THEN pg_snapshot_xmin(pg_current_snapshot()) ELSE '0'::xid8 END)",
        firm_id,
        seal.number,
        seal.tree_size,
        seal.root,
        seal.chain,
        seal.peaks,
        seal.sealed_at,
        is_complete,
    )


async def seals(connection: Connection, firm_id: UUID) -> list[Seal]:
    """All seals, the first first."""
    rows = await connection.fetch(
        f"SELECT {_SEAL} FROM ledger_seals WHERE firm_id = $1 ORDER BY number",  # noqa: S608  # noqa: S608
        firm_id,
    )
    return [Seal(**row) for row in rows]
