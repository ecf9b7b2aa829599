"""`ledger verify`: recompute everything from the stored rows, and name the first thing wrong.

In one snapshot, with code of its own: hashes here, not in the database that wrote them.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from stationdesk.ledger.merkle import FIRST_CHAIN, MerkleLog, chain_hash
from stationdesk.ledger.postings import transaction_leaf
from stationdesk.ledger.repository import audit, book, guards
from stationdesk.ledger.repository.book import Connection, StoredEntry, StoredTransaction


@dataclass(frozen=True, slots=True)
class Problem:
    """`what`: one of guard, transaction, entries, hash, reversal, seal, rollup, balance."""

    what: str
    subject: str
    detail: str


@dataclass(slots=True)
class Report:
    """What was checked, and the first thing found wrong."""

    transactions: int = 0
    entries: int = 0
    seals: int = 0
    sealed: int = 0
    chain: str | None = None
    problem: Problem | None = None

    def as_json(self) -> dict[str, Any]:
        """`{"ok", "transactions", "entries", "seals", "unsealed", "chain", "problem"}`."""
        problem = self.problem
        return {
            "ok": problem is None,
            "transactions": self.transactions,
            "entries": self.entries,
            "seals": self.seals,
            "unsealed": max(0, self.transactions - self.sealed),
            "chain": self.chain,
            "problem": None
            if problem is None
            else {"what": problem.what, "subject": problem.subject, "detail": problem.detail},
        }


async def verify(connection: Connection, firm_id: UUID) -> Report:
    """Check a firm's whole ledger, in one snapshot: it must come first in its transaction."""
    await audit.see_one_snapshot(connection)
    report = Report()
    checks = (_guards, _transactions, _reversals, _seals, _rollups, _balance)
    for check in checks:
        report.problem = await check(connection, firm_id, report)
        if report.problem is not None:
            break
    return report


async def _guards(connection: Connection, _: UUID, __: Report) -> Problem | None:
    wrong = await guards.wrong_guard(connection)
    if wrong is None:
        return None
    return Problem(
        "guard", wrong, "The guard is gone, switched off or changed; entries can be edited."
    )


async def _transactions(connection: Connection, firm_id: UUID, report: Report) -> Problem | None:
    entries = _Grouped(audit.walk_entries(connection, firm_id))
    async for stored in audit.walk_transactions(connection, firm_id):
        lines = await entries.upto(stored.id)
        if entries.orphan is not None:
            break
        report.transactions += 1
        report.entries += len(lines)
        problem = _wrong_with(firm_id, stored, lines)
        if problem is not None:
            return problem
    await entries.finish()
    if entries.orphan is not None:
        return Problem(
            "entries", str(entries.orphan), "Entries stand here without their transaction."
        )
    return None


def _wrong_with(
    firm_id: UUID, stored: StoredTransaction, lines: list[StoredEntry]
) -> Problem | None:
    subject = str(stored.id)
    numbers = [entry.line for entry in lines]
    if numbers != list(range(1, stored.entry_count + 1)):
        return Problem(
            "entries", subject, f"{len(lines)} entries stand where {stored.entry_count} belong."
        )
    total = sum(entry.amount_fen for entry in lines)
    if total != 0:
        return Problem("entries", subject, f"The entries sum to {total} fen.")
    if any(entry.account is None for entry in lines):
        return Problem("entries", subject, "An entry names an account that does not exist.")
    if any(entry.period != stored.period for entry in lines):
        return Problem("entries", subject, "An entry lies in another period.")
    leaf = transaction_leaf(
        firm_id=firm_id,
        transaction_id=stored.id,
        key=stored.key,
        kind=stored.kind,
        period=stored.period,
        occurred_at=stored.occurred_at,
        posted_at=stored.posted_at,
        reference=stored.reference,
        reverses=stored.reverses,
        entries=[(entry.line, entry.amount_fen, entry.account or "") for entry in lines],
    )
    if leaf != stored.leaf_hash:
        return Problem("hash", subject, "The rows are not what they were when posted.")
    return None


async def _reversals(connection: Connection, firm_id: UUID, _: Report) -> Problem | None:
    wrong = await audit.inexact_reversal(connection, firm_id)
    if wrong is None:
        return None
    return Problem("reversal", str(wrong), "It does not negate the transaction that it names.")


async def _seals(connection: Connection, firm_id: UUID, report: Report) -> Problem | None:
    seals = await book.seals(connection, firm_id)
    log, chain, at = MerkleLog(), FIRST_CHAIN, 0
    async for position, transaction_id, sealed, own in audit.walk_leaves(connection, firm_id):
        if position != log.size or at >= len(seals):
            return Problem("seal", str(transaction_id), f"Leaf {position} is out of place.")
        if own is None:
            return Problem("seal", str(transaction_id), "A sealed transaction is gone.")
        if own != sealed:
            return Problem("seal", str(transaction_id), "A sealed transaction was rewritten.")
        log.append(sealed)
        seal = seals[at]
        if log.size == seal.tree_size:
            root = log.root()
            chain = chain_hash(chain, root, log.size)
            if seal.number != at + 1 or root != seal.root or chain != seal.chain:
                return Problem("seal", str(seal.number), "The seal's root or chain is not right.")
            at += 1
    if at != len(seals) or (seals and seals[-1].tree_size != log.size):
        return Problem("seal", str(at + 1), "Leaves of the seal are missing.")
    report.seals, report.sealed = len(seals), log.size
    report.chain = chain.hex() if seals else None
    return None


async def _rollups(connection: Connection, firm_id: UUID, _: Report) -> Problem | None:
    wrong = await audit.wrong_rollup(connection, firm_id)
    if wrong is None:
        return None
    period, account, stored, summed = wrong
    return Problem(
        "rollup", f"{period:%Y-%m} {account}", f"{stored} is stored, the entries sum to {summed}."
    )


async def _balance(connection: Connection, firm_id: UUID, _: Report) -> Problem | None:
    total = sum(each.balance_fen for each in await book.balances(connection, firm_id))
    if total == 0:
        return None
    return Problem("balance", "trial balance", f"All accounts together sum to {total} fen.")


class _Grouped:
    """Walks entries in step with their transactions, both by id."""

    def __init__(self, entries: AsyncIterator[StoredEntry]) -> None:
        self._entries = entries
        self._next: StoredEntry | None = None
        self._is_begun = False
        self.orphan: UUID | None = None

    async def _advance(self) -> None:
        self._is_begun = True
        self._next = await anext(self._entries, None)

    async def upto(self, transaction_id: UUID) -> list[StoredEntry]:
        """The entries of this transaction; any left before it are orphans."""
        if not self._is_begun:
            await self._advance()
        lines: list[StoredEntry] = []
        while self._next is not None and self._next.transaction_id <= transaction_id:
            if self._next.transaction_id != transaction_id:
                self.orphan = self._next.transaction_id
                return lines
            lines.append(self._next)
            await self._advance()
        return lines

    async def finish(self) -> None:
        """After the last transaction: whatever is left is an orphan."""
        if not self._is_begun:
            await self._advance()
        if self.orphan is None and self._next is not None:
            self.orphan = self._next.transaction_id
