"""Posting, reversing, balances, closing, sealing.

Every function takes a bare connection that stands inside of a tenant transaction, and commits
nothing: the ledger's rows and what they are about are written together or not at all.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

import asyncpg

from stationdesk.foundation.errors import StationdeskError
from stationdesk.foundation.ids import new_id
from stationdesk.ledger import errors
from stationdesk.ledger.merkle import FIRST_CHAIN, MerkleLog, chain_hash
from stationdesk.ledger.postings import Posted, Posting
from stationdesk.ledger.repository import book as repository
from stationdesk.ledger.repository import guards
from stationdesk.ledger.repository.book import (
    Balance,
    Connection,
    Seal,
    StoredEntry,
    StoredTransaction,
)

SEAL_LEAVES_MAX: Final = 100_000
REVERSAL: Final = "reversal"

_FACT_OF_SQLSTATE: Final[dict[str, type[StationdeskError]]] = {
    "LG001": errors.GuardRefused,
    "LG002": errors.UnbalancedPosting,
    "LG003": errors.GuardRefused,
    "LG004": errors.PeriodClosed,
    "LG005": errors.UnknownAccount,
    "LG006": errors.GuardRefused,
    "LG007": errors.GuardRefused,
    "LG008": errors.GuardRefused,
}


async def open_accounts(
    connection: Connection, firm_id: UUID, names: Sequence[str], now: datetime
) -> None:
    """Open the accounts that do not exist yet; the others stay as they are."""
    await repository.open_accounts(connection, firm_id, names, now)


async def post(connection: Connection, firm_id: UUID, posting: Posting, now: datetime) -> Posted:
    """Post one transaction in one statement.

    Raises UnbalancedPosting, UnknownAccount, PeriodClosed, and KeyReused where the key stands for
    other content. A refusal from the database leaves the transaction unusable, as it should be.
    """
    posting.check()
    fresh = new_id()
    try:
        known = await repository.insert_posting(connection, firm_id, fresh, posting, now)
    except asyncpg.PostgresError as error:
        raise _named(error, (posting,)) from error
    return Posted(fresh, is_replay=False) if known is None else _replayed(posting, fresh, known)


async def post_all(
    connection: Connection,
    firm_id: UUID,
    postings: Sequence[Posting],
    now: datetime,
    period: date | None = None,
) -> list[Posted]:
    """Post several transactions of one period (None: the open month) in one statement."""
    if not postings:
        return []
    for posting in postings:
        posting.check()
    ids = [new_id() for _ in postings]
    try:
        known = await repository.insert_postings(connection, firm_id, ids, postings, now, period)
    except asyncpg.PostgresError as error:
        raise _named(error, postings) from error
    if not known:
        return [Posted(transaction_id, is_replay=False) for transaction_id in ids]
    stored = {key: (transaction_id, content) for key, transaction_id, content in known}
    return [
        _replayed(posting, fresh, stored[posting.key])
        for fresh, posting in zip(ids, postings, strict=True)
    ]


def _replayed(posting: Posting, fresh: UUID, stored: tuple[UUID, bytes]) -> Posted:
    transaction_id, content = stored
    if content != posting.request_hash():
        raise errors.KeyReused(
            f"The key {posting.key!r} was used for another posting: nothing was posted. "
            "Use a new key, or repeat exactly what was posted.",
            key=posting.key,
            transaction_id=str(transaction_id),
        )
    return Posted(transaction_id, is_replay=transaction_id != fresh)


async def reverse(
    connection: Connection,
    firm_id: UUID,
    transaction_id: UUID,
    key: str,
    note: str,
    now: datetime,
) -> Posted:
    """Negate a transaction's stored entries in the open month, linked to it.

    Nothing is recomputed: what was posted is what is taken back. Raises TransactionUnknown,
    AlreadyReversed; a repeated key is a replay.
    """
    found = await repository.get_transaction(connection, firm_id, transaction_id)
    if found is None:
        raise errors.TransactionUnknown(f"There is no transaction {transaction_id}.")
    original, entries = found
    if original.reverses is not None:
        raise errors.AlreadyReversed(
            f"{transaction_id} is a reversal itself: post what is right now instead."
        )
    posting = Posting(
        key=key,
        kind=REVERSAL,
        occurred_at=original.occurred_at,
        entries=tuple((entry.account or "", -entry.amount_fen) for entry in entries),
        reference=_one_line(f"{original.reference} | {note}"),
        reverses=transaction_id,
    )
    return await post(connection, firm_id, posting, now)


async def open_period(connection: Connection, firm_id: UUID, now: datetime) -> date:
    """The month that postings go to now, held open until the caller's transaction ends."""
    return await repository.lock_open_period(connection, firm_id, now)


async def hold_posters(connection: Connection, firm_id: UUID) -> None:
    """Wait for every poster at work, and keep the others waiting until the transaction ends."""
    await repository.hold_posters(connection, firm_id)


async def close_period(
    connection: Connection, firm_id: UUID, period: date, now: datetime, closed_by: str
) -> None:
    """Close a month: waits for posters at work, writes the rollups. Raises PeriodClosed."""
    try:
        await repository.close_period(connection, firm_id, period, now, closed_by)
    except asyncpg.PostgresError as error:
        raise _named(error, ()) from error


async def balance(connection: Connection, firm_id: UUID, account: str) -> int:
    """Exact balance of one account, debit positive; 0 where it was never opened."""
    found = await repository.balances(connection, firm_id, [account])
    return found[0].balance_fen if found else 0


async def trial_balance(connection: Connection, firm_id: UUID) -> list[Balance]:
    """Every account with its exact balance, by name, in one snapshot; they sum to zero."""
    return await repository.balances(connection, firm_id)


async def transaction(
    connection: Connection, firm_id: UUID, transaction_id: UUID
) -> tuple[StoredTransaction, list[StoredEntry]]:
    """A transaction and its entries. Raises TransactionUnknown."""
    found = await repository.get_transaction(connection, firm_id, transaction_id)
    if found is None:
        raise errors.TransactionUnknown(f"There is no transaction {transaction_id}.")
    return found


async def wrong_guard(connection: Connection) -> str | None:
    """The first guard of the ledger's tables that is gone, switched off or changed."""
    return await guards.wrong_guard(connection)


async def seal(connection: Connection, firm_id: UUID, now: datetime) -> Seal | None:
    """Seal what is settled into the firm's Merkle tree; None where nothing new is.

    At most 100,000 leaves a seal: call again while something comes back.
    """
    await repository.lock_sealing(connection, firm_id)
    leaves = await repository.unsealed(connection, firm_id, SEAL_LEAVES_MAX)
    if not leaves:
        return None
    last = await repository.last_seal(connection, firm_id)
    log = MerkleLog(last.tree_size, last.peaks) if last else MerkleLog()
    for _, leaf in leaves:
        log.append(leaf)
    root = log.root()
    new = Seal(
        number=last.number + 1 if last else 1,
        tree_size=log.size,
        root=root,
        chain=chain_hash(last.chain if last else FIRST_CHAIN, root, log.size),
        peaks=log.peaks,
        sealed_at=now,
    )
    is_complete = len(leaves) < SEAL_LEAVES_MAX
    await repository.insert_seal(connection, firm_id, new, leaves, is_complete)
    return new


def _named(error: Any, postings: Sequence[Posting]) -> Exception:
    """The business fact behind a refusal of the database, or the error itself."""
    unnamed: Exception = error
    if isinstance(error, asyncpg.NotNullViolationError) and error.column_name == "account_id":
        names = sorted({account for posting in postings for account, _ in posting.entries})
        return errors.UnknownAccount(
            f"One of the accounts {', '.join(names)} was never opened: open it first."
        )
    if isinstance(error, asyncpg.UniqueViolationError):
        if error.constraint_name == "ledger_reversed_once":
            return errors.AlreadyReversed("The transaction has been reversed already.")
        return unnamed
    state: str = error.sqlstate or ""
    if state in _FACT_OF_SQLSTATE:
        return _FACT_OF_SQLSTATE[state](str(error))
    return unnamed


def _one_line(text: str) -> str:
    """References hold no control characters, and at most 1000 of any other."""
    return "".join(each if each.isprintable() else " " for each in text)[:1000]
