"""A small file of roots, to be kept outside: by an accountant, a bank, a station's owner.

One fact a line, so that it can be printed and compared by eye:

    stationdesk-roots 1 FIRM-ID SLUG 2026-12-01T00:05:00Z
    seal NUMBER TREE-SIZE ROOT CHAIN
    month 2026-11 STATEMENTS ROOT SEAL CHAIN

The seals that it names are those under the months' roots and the newest one; each is chained to
all before it, so whoever holds the file can tell whether anything that was there has changed.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from stationdesk.closing.months import write_month
from stationdesk.closing.statements.errors import RootsFileInvalid
from stationdesk.closing.statements.repository import book
from stationdesk.closing.statements.repository.book import RootRow
from stationdesk.closing.statements.repository.gathering import Connection
from stationdesk.ledger.repository.book import Seal, seals
from stationdesk.ledger.verify import Problem

HEAD: Final = "stationdesk-roots"
FORMAT: Final = "1"
LINES_MAX: Final = 10_000


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of the file: what it is of, and all that it says."""

    line_no: int
    kind: str
    name: str
    says: str


async def write_roots(connection: Connection, firm_id: UUID, slug: str, now: datetime) -> str:
    """The file's text as the ledger stands now."""
    months = await book.roots(connection, firm_id)
    all_seals = await seals(connection, firm_id)
    under = {month.ledger_seal for month in months}
    named = [each for each in all_seals if each.number in under or each is all_seals[-1]]
    lines = [f"{HEAD} {FORMAT} {firm_id} {slug} {now.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"]
    lines += [_seal(each) for each in named]
    lines += [_month(each) for each in months]
    return "\n".join(lines) + "\n"


def read_roots(text: str, firm_id: UUID) -> list[Fact]:
    """The facts of a file. Raises RootsFileInvalid, naming the line."""
    lines = text.splitlines()
    if not lines or len(lines) > LINES_MAX:
        raise _invalid(1, "the file is empty, or has too many lines")
    head = lines[0].split()
    if head[:2] != [HEAD, FORMAT] or len(head) != 5:
        raise _invalid(1, f"it must begin with {HEAD} {FORMAT}")
    if head[2] != str(firm_id):
        raise _invalid(1, f"it is of the firm {head[3]}, {head[2]}")
    facts = []
    for line_no, line in enumerate(lines[1:], start=2):
        parts = line.split()
        if not parts:
            continue
        if len(parts) != {"seal": 5, "month": 6}.get(parts[0]):
            raise _invalid(line_no, "it is neither a seal nor a month")
        facts.append(Fact(line_no, parts[0], parts[1], " ".join(parts)))
    return facts


async def check_roots(connection: Connection, firm_id: UUID, facts: list[Fact]) -> Problem | None:
    """The first line of the file that the present ledger contradicts: everything in it must still
    be there, whatever came since."""
    present = {
        **{("seal", str(each.number)): _seal(each) for each in await seals(connection, firm_id)},
        **{
            ("month", write_month(each.period)): _month(each)
            for each in await book.roots(connection, firm_id)
        },
    }
    for fact in facts:
        stands = present.get((fact.kind, fact.name))
        if stands is None:
            return Problem(
                "roots file", f"line {fact.line_no}", f"The {fact.kind} {fact.name} is gone."
            )
        if stands != fact.says:
            return Problem(
                "roots file",
                f"line {fact.line_no}",
                f"The {fact.kind} {fact.name} is not what the file says; here it reads: {stands}",
            )
    return None


def _seal(seal: Seal) -> str:
    return f"seal {seal.number} {seal.tree_size} {seal.root.hex()} {seal.chain.hex()}"


def _month(month: RootRow) -> str:
    return (
        f"month {write_month(month.period)} {month.tree_size} {month.root.hex()} "
        f"{month.ledger_seal} {month.ledger_chain.hex()}"
    )


def _invalid(line_no: int, why: str) -> RootsFileInvalid:
    return RootsFileInvalid(
        f"Line {line_no} of the file of roots cannot be used: {why}. Take the file that "
        "`stationdesk ledger roots` wrote, unchanged.",
        line=line_no,
        zh=f"树根文件第 {line_no} 行不能用；请用 stationdesk ledger roots 写出的原文件。",
    )
