"""A bill file → fines with proposals, and step 1 of the worked example for each, all at once.

The file is read, judged against what is known and written chunk by chunk, all in one transaction:
a file that is broken in the middle or does not add up, or a process killed, leaves nothing half
done. While one chunk is being written, the next is read and weighed.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Final, TypeAlias
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.foundation.database import Database
from stationdesk.foundation.errors import StationdeskError
from stationdesk.foundation.money import Fen, format_yuan
from stationdesk.imports import batches
from stationdesk.imports.batches import Counts
from stationdesk.imports.errors import FileTooLarge
from stationdesk.imports.mapped import MappedTable
from stationdesk.imports.mappings import ColumnMapping
from stationdesk.imports.models import ImportBatch
from stationdesk.imports.reader import Row, open_table
from stationdesk.imports.refusals import Refusal, demand_all
from stationdesk.penalties.bills import lists as bill_lists
from stationdesk.penalties.bills import refusals as bill_refusals
from stationdesk.penalties.bills.rows import BILL_HEADER, BillLine, RefusedLine, read_row, refuse
from stationdesk.penalties.bills.taking import CHUNK_ROWS, Intake
from stationdesk.penalties.errors import BillDoesNotAddUp
from stationdesk.penalties.repository import fines
from stationdesk.penalties.repository.fines import Connection
from stationdesk.stations.naming import NamedStation, stations_by_name
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import raw_connection, tenant_session

ROWS_MAX: Final = 500_000
KIND: Final = "bill"
assert bill_refusals.BILL_TEXTS  # the words of our refusals are registered with `imports`

Progress: TypeAlias = Callable[[int], None]
"""Hears how many rows have been taken in so far."""


@dataclass(slots=True)
class _Tally:
    """The rows of a file so far; every row is taken, known or refused.

    `says_fen`: what the bill's own last line adds up to, where it has one.
    """

    format: str
    header: tuple[str, ...]
    accepted: int = 0
    accepted_fen: Fen = 0
    duplicates: int = 0
    duplicate_fen: Fen = 0
    refused: list[RefusedLine] = field(default_factory=list)
    says_fen: Fen | None = None

    @property
    def counts(self) -> Counts:
        refused = len(self.refused)
        rows = self.accepted + self.duplicates + refused
        return Counts(rows, self.accepted, self.duplicates, refused)

    @property
    def refusals(self) -> list[Refusal]:
        found = sorted(self.refused, key=lambda line: line.refusal.row_number)
        return [line.refusal for line in found]

    def figures(self) -> dict[str, int]:
        """total_fen = accepted_fen + duplicate_fen + rejected_fen, over what can be read."""
        rejected = sum(line.amount_fen or 0 for line in self.refused)
        return {
            "total_fen": self.accepted_fen + self.duplicate_fen + rejected,
            "accepted_fen": self.accepted_fen,
            "duplicate_fen": self.duplicate_fen,
            "rejected_fen": rejected,
            "unreadable_amount_rows": sum(line.amount_fen is None for line in self.refused),
        }


async def import_bill(
    database: Database,
    actor: Actor,
    path: Path,
    *,
    file_name: str,
    expected_total_fen: Fen | None = None,
    strict: bool = False,
    now: datetime,
    progress: Progress | None = None,
    batch: ImportBatch | None = None,
    mapping: ColumnMapping | None = None,
) -> ImportBatch:
    """Take a bill in; `batch` is one that an upload has stored, else a new one. `mapping`: how to
    read a carrier's own table, whose last line, if it says a total, must agree.

    The batch's `figures` are total_fen, accepted_fen, duplicate_fen, rejected_fen and
    unreadable_amount_rows. Raises FileRefused and its kinds, BillDoesNotAddUp and
    StrictImportRefused among them: then nothing was taken, and the failed batch says why.
    """
    if batch is None:
        batch = batches.new_batch(
            actor, kind=KIND, file_name=file_name, format="auto", is_strict=strict, now=now
        )
    batch = await batches.start(database, actor, batch)
    tally = _Tally("auto", ())

    async def told() -> None:
        """For whoever watches, in a transaction of its own: the import's shows nothing yet."""
        await batches.advance(database, actor, batch.id, tally.counts.rows)
        if progress is not None:
            progress(tally.counts.rows)

    try:
        with _opened(path, mapping) as table:
            tally.format, tally.header = table.format, tuple(table.header)
            async with tenant_session(database, actor) as session:
                await _take_in(database, session, actor, batch.id, table, tally, now, told)
                says_fen = tally.says_fen if expected_total_fen is None else expected_total_fen
                _check_total(tally, says_fen)
                if strict:
                    demand_all(tally.refusals)
                await batches.add_rejects(session, actor, batch.id, tally.refusals)
                return await batches.finish(
                    session, batch.id, tally.counts, now, header=tally.header, **tally.figures()
                )
    except StationdeskError as error:
        await batches.fail(
            database,
            actor,
            batch.id,
            error.both,
            now,
            rows=tally.counts.rows,
            rejected=tally.counts.rows,
            rejects=tally.refusals,
            header=tally.header,
        )
        raise
    except BaseException:
        await batches.break_off(database, actor, batch, now)
        raise


async def _take_in(
    database: Database,
    session: AsyncSession,
    actor: Actor,
    batch_id: UUID,
    table: "_Table",
    tally: _Tally,
    now: datetime,
    told: Callable[[], Awaitable[None]],
) -> None:
    """All rows of the table, each chunk written while the next one is prepared."""
    await fines.lock_taking_in(await raw_connection(session), actor.firm_id)
    # What is asked is asked on another connection, so that writing need not wait for it. No other
    # bill of the firm is taken in meanwhile, and this one's own lines are remembered.
    async with tenant_session(database, actor) as asking:
        stations = await stations_by_name(asking)
        intake = Intake(session, asking, actor, batch_id, now)
        sieve = _Sieve(actor.firm_id, tally)
        writing: asyncio.Task[None] | None = None
        try:
            while rows := await asyncio.to_thread(table.read, stations, now):
                if tally.counts.rows + len(rows) > ROWS_MAX:
                    raise FileTooLarge(
                        f"The file has more than {ROWS_MAX:,} rows; split it into several files.",
                        zh=f"文件超过 {ROWS_MAX:,} 行，请分成几个文件。",
                    )
                fresh = await sieve.fresh(await raw_connection(asking), rows)
                prepared = await intake.prepare(fresh)
                if writing is not None:
                    await writing
                    await told()
                writing = asyncio.create_task(intake.write(fresh, prepared))
            if writing is not None:
                await writing
        except BaseException:
            if writing is not None:
                # The connection must be at rest before its transaction is given up.
                await asyncio.gather(writing, return_exceptions=True)
            raise
    await intake.settle_refunds()
    tally.says_fen = table.says_fen()


@dataclass(slots=True)
class _Table:
    """An open bill: its rows, in the product's own columns or through a mapping."""

    format: str
    header: list[str]
    rows: Iterator[Row]
    mapped: MappedTable | None = None

    def read(
        self, stations: Mapping[str, NamedStation], now: datetime
    ) -> list[BillLine | RefusedLine]:
        """The next rows, each checked for itself; at most a chunk."""
        return [read_row(row, stations, now) for row in islice(self.rows, CHUNK_ROWS)]

    def says_fen(self) -> Fen | None:
        """What the bill's own last line adds up to, once all is read."""
        return None if self.mapped is None else bill_lists.grand_total_fen(self.mapped)


@contextmanager
def _opened(path: Path, mapping: ColumnMapping | None) -> Iterator[_Table]:
    if mapping is None:
        with open_table(path, wanted=BILL_HEADER) as table:
            yield _Table(table.format, table.header, table.rows())
        return
    with bill_lists.open_bill(path, mapping) as mapped:
        yield _Table(mapped.format, mapped.header, bill_lists.bill_lines(mapped), mapped)


class _Sieve:
    """Sets aside what is known: from earlier files, and from above in this one."""

    def __init__(self, firm_id: UUID, tally: _Tally) -> None:
        self._firm_id, self._tally = firm_id, tally
        self._known: dict[tuple[str, str, str], bytes] = {}

    async def fresh(
        self, connection: Connection, rows: Sequence[BillLine | RefusedLine]
    ) -> list[BillLine]:
        """The lines that nobody has taken in; the others are counted."""
        keys = [row.key for row in rows if isinstance(row, BillLine)]
        if keys:
            self._known |= await fines.known_lines(connection, self._firm_id, keys)
        fresh, tally = [], self._tally
        for row in rows:
            if isinstance(row, RefusedLine):
                tally.refused.append(row)
                continue
            content = row.content_hash
            known = self._known.setdefault(row.key, content)
            if known is content:
                fresh.append(row)
                tally.accepted += 1
                tally.accepted_fen += row.amount_fen
            elif known == content:
                tally.duplicates += 1
                tally.duplicate_fen += row.amount_fen
            else:
                tally.refused.append(refuse(row, "line_no", "line_changed"))
        return fresh


def _check_total(tally: _Tally, expected_fen: Fen | None) -> None:
    figures = tally.figures()
    total, unreadable = figures["total_fen"], figures["unreadable_amount_rows"]
    if expected_fen is None or total == expected_fen:
        return
    difference = total - expected_fen
    blind = f" {unreadable} row(s) have an amount that cannot be read." if unreadable else ""
    raise BillDoesNotAddUp(
        f"The lines add up to ¥{format_yuan(total)}, the bill says ¥{format_yuan(expected_fen)}: "
        f"a difference of ¥{format_yuan(difference)}.{blind} Nothing was taken; compare the file "
        "with the bill, and import the whole of it.",
        expected_fen=expected_fen,
        difference_fen=difference,
        **figures,
        zh=f"各行合计 ¥{format_yuan(total)}，账单总额 ¥{format_yuan(expected_fen)}，"
        f"差 ¥{format_yuan(difference)}；什么都没导入，请对照账单，导入完整的文件。",
    )
