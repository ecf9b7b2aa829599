"""What `ledger verify` checks of statements: contents, numbers, sums, trees, roots; it names the
first thing wrong. Hashes are computed here, not where they were written."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from stationdesk.closing.months import write_month
from stationdesk.closing.statements.contents import (
    ContentBroken,
    content_hash,
    number_of,
    read,
    unpack,
)
from stationdesk.closing.statements.repository import book, checking
from stationdesk.closing.statements.repository.book import RootRow
from stationdesk.closing.statements.repository.checking import CheckedRow
from stationdesk.closing.statements.repository.gathering import Connection
from stationdesk.ledger.merkle import FIRST_CHAIN, MerkleLog, leaf_hash
from stationdesk.ledger.repository.book import Seal, seals
from stationdesk.ledger.verify import Problem

_SUMS = (
    "opening_fen", "closing_fen", "undecided_fen", "frozen_fen", "paid_since_fen", "payable_fen",
)  # fmt: skip


@dataclass(slots=True)
class Checked:
    """How many were checked, and the first thing found wrong."""

    statements: int = 0
    months: int = 0
    problem: Problem | None = None


async def verify_statements(connection: Connection, firm_id: UUID) -> Checked:
    """Check every statement of a firm, in the caller's snapshot."""
    checked = Checked()
    guard = await checking.missing_guard(connection)
    if guard is not None:
        checked.problem = Problem(
            "guard", guard, "The guard is gone or switched off; statements can be edited."
        )
        return checked
    roots = {root.period: root for root in await book.roots(connection, firm_id)}
    trees: dict[date, MerkleLog] = {}
    async for row in checking.walk_statements(connection, firm_id):
        tree = trees.setdefault(row.period, MerkleLog())
        checked.problem = _wrong_with(row, tree.size + 1, roots)
        if checked.problem is not None:
            return checked
        tree.append(leaf_hash(row.content_hash))
        checked.statements += 1
    checked.months = len(roots)
    checked.problem = _wrong_roots(roots, trees, await seals(connection, firm_id))
    if checked.problem is None:
        checked.problem = await _stray_answers(connection, firm_id)
    return checked


def _wrong_with(row: CheckedRow, position: int, roots: dict[date, RootRow]) -> Problem | None:
    if row.period not in roots:
        return Problem("statement", row.number, "Its month has no root.")
    if row.position != position or row.number != number_of(row.period, position):
        return Problem(
            "statement", row.number,
            f"{number_of(row.period, position)} belongs here: a number is missing or moved.",
        )  # fmt: skip
    try:
        body = unpack(row.content)
        content = read(row.content)
    except ContentBroken as error:
        return Problem("statement", row.number, f"The content cannot be read: {error}.")
    if content_hash(body) != row.content_hash:
        return Problem("statement", row.number, "The content is not what was hashed when issued.")
    named = (content.number, content.account, content.party.code, len(content.lines))
    if named != (row.number, row.account, row.party_code, row.line_count) or any(
        getattr(content, name) != getattr(row, name) for name in _SUMS
    ):
        return Problem("statement", row.number, "Its columns say something else than its content.")
    moved = sum(line.amount_fen for line in content.lines)
    if content.opening_fen + moved != content.closing_fen:
        return Problem("statement", row.number, "Its lines do not add up to its closing balance.")
    for name, said, stands in (
        ("opening balance", row.opening_fen, row.before_fen),
        ("closing balance", row.closing_fen, row.balance_fen),
        ("undecided sum", row.undecided_fen, row.pending_fen),
    ):
        if said != stands:
            return Problem(
                "statement", row.number,
                f"Its {name} is {said} fen, the ledger has {stands} for {row.account}.",
            )  # fmt: skip
    return None


def _wrong_roots(
    roots: dict[date, RootRow], trees: dict[date, MerkleLog], sealed: list[Seal]
) -> Problem | None:
    for period, root in roots.items():
        tree, month = trees.get(period, MerkleLog()), write_month(period)
        if tree.size != root.tree_size:
            return Problem(
                "root", month, f"{tree.size} statements stand where {root.tree_size} were sealed."
            )
        if tree.root() != root.root:
            return Problem("root", month, "The statements' tree has another root.")
        chain = FIRST_CHAIN
        if 0 < root.ledger_seal <= len(sealed):
            chain = sealed[root.ledger_seal - 1].chain
        if root.ledger_seal > len(sealed) or chain != root.ledger_chain:
            return Problem(
                "root", month, f"The ledger's seal {root.ledger_seal} is not what it was."
            )
    return None


async def _stray_answers(connection: Connection, firm_id: UUID) -> Problem | None:
    stray = await checking.stray_answer(connection, firm_id)
    if stray is None:
        return None
    return Problem("answer", str(stray[0]), f"{stray[1]} has answered to another content.")
