"""A bill file → fines with proposals, and step 1 of the worked example for each, all at once.

The file is read first; what is taken in is then judged against what is known and written in one
transaction, so a file broken in the middle, or a process killed, leaves nothing half done.
"""

import asyncio
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final, TypeAlias
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.foundation.database import Database
from stationdesk.foundation.errors import StationdeskError
from stationdesk.foundation.ids import new_id
from stationdesk.foundation.money import Fen, format_yuan
from stationdesk.imports import batches
from stationdesk.imports.batches import Counts
from stationdesk.imports.errors import FileTooLarge
from stationdesk.imports.mappings import ColumnMapping
from stationdesk.imports.models import ImportBatch
from stationdesk.imports.reader import Row, open_table
from stationdesk.imports.refusals import demand_all
from stationdesk.ledger import service as ledger
from stationdesk.ledger.postings import Posting
from stationdesk.penalties import chart
from stationdesk.penalties.bills import lists as bill_lists
from stationdesk.penalties.bills import refusals as bill_refusals
from stationdesk.penalties.bills.rows import BILL_HEADER, BillLine, RefusedLine, read_row, refuse
from stationdesk.penalties.causes.evidence import evidence_of, proposal_json
from stationdesk.penalties.errors import BillDoesNotAddUp
from stationdesk.penalties.repository import fines
from stationdesk.penalties.repository.fines import Connection, NewFine
from stationdesk.penalties.service import refunds
from stationdesk.stations.naming import NamedStation, stations_by_name
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import raw_connection, tenant_session

ROWS_MAX: Final = 500_000
CHUNK_ROWS: Final = 5_000
KIND, INTAKE_KIND = "bill", "fine_intake"
assert bill_refusals.BILL_TEXTS  # the words of our refusals are registered with `imports`

Progress: TypeAlias = Callable[[int], None]


@dataclass(slots=True)
class _Judged:
    """The rows of a file, sorted; every row is in exactly one of the three.

    `says_fen`: what the bill's own last line adds up to, where it has one.
    """

    format: str
    header: tuple[str, ...]
    lines: list[BillLine] = field(default_factory=list)
    duplicates: list[BillLine] = field(default_factory=list)
    refused: list[RefusedLine] = field(default_factory=list)
    says_fen: Fen | None = None

    @property
    def counts(self) -> Counts:
        taken, known, refused = len(self.lines), len(self.duplicates), len(self.refused)
        return Counts(taken + known + refused, taken, known, refused)

    def figures(self) -> dict[str, int]:
        """total_fen = accepted_fen + duplicate_fen + rejected_fen, over what can be read."""
        accepted = sum(line.amount_fen for line in self.lines)
        duplicate = sum(line.amount_fen for line in self.duplicates)
        rejected = sum(line.amount_fen or 0 for line in self.refused)
        return {
            "total_fen": accepted + duplicate + rejected,
            "accepted_fen": accepted,
            "duplicate_fen": duplicate,
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
    judged = _Judged("auto", ())
    try:
        async with tenant_session(database, actor) as session:
            stations = await stations_by_name(session)
        judged = await asyncio.to_thread(_read, path, stations, now, progress, mapping)
        async with tenant_session(database, actor) as session:
            connection = await raw_connection(session)
            await _judge(connection, actor.firm_id, judged)
            says_fen = judged.says_fen if expected_total_fen is None else expected_total_fen
            _check_total(judged, says_fen)
            if strict:
                demand_all([line.refusal for line in judged.refused])
            await _take_in(session, actor, batch.id, judged.lines, now, progress)
            refusals = [line.refusal for line in judged.refused]
            await batches.add_rejects(session, actor, batch.id, refusals)
            return await batches.finish(
                session, batch.id, judged.counts, now, header=judged.header, **judged.figures()
            )
    except StationdeskError as error:
        await batches.fail(
            database,
            actor,
            batch.id,
            error.detail,
            now,
            rows=judged.counts.rows,
            rejected=judged.counts.rows,
            rejects=[line.refusal for line in judged.refused],
            header=judged.header,
        )
        raise
    except BaseException:
        await batches.break_off(database, actor, batch, now)
        raise


def _read(
    path: Path,
    stations: Mapping[str, NamedStation],
    now: datetime,
    progress: Progress | None,
    mapping: ColumnMapping | None,
) -> _Judged:
    """Every row read and checked for itself; runs in a thread."""
    if mapping is None:
        with open_table(path, wanted=BILL_HEADER) as table:
            judged = _Judged(table.format, tuple(table.header))
            _read_rows(table.rows(), judged, path, stations, now, progress)
            return judged
    with bill_lists.open_bill(path, mapping) as mapped:
        judged = _Judged(mapped.format, tuple(mapped.header))
        _read_rows(bill_lists.bill_lines(mapped), judged, path, stations, now, progress)
        judged.says_fen = bill_lists.grand_total_fen(mapped)
        return judged


def _read_rows(
    rows: Iterator[Row],
    judged: _Judged,
    path: Path,
    stations: Mapping[str, NamedStation],
    now: datetime,
    progress: Progress | None,
) -> None:
    for count, row in enumerate(rows, start=1):
        if count > ROWS_MAX:
            raise FileTooLarge(
                f"{path.name} has more than {ROWS_MAX:,} rows; split it into several files."
            )
        read = read_row(row, stations, now)
        if isinstance(read, BillLine):
            judged.lines.append(read)
        else:
            judged.refused.append(read)
        if progress is not None and count % CHUNK_ROWS == 0:
            progress(count)


async def _judge(connection: Connection, firm_id: UUID, judged: _Judged) -> None:
    """Set aside what is known: from earlier files, and from above in this one."""
    await fines.lock_taking_in(connection, firm_id)
    known: dict[tuple[str, str, str], bytes] = {}
    for chunk in _chunks(judged.lines):
        known |= await fines.known_lines(connection, firm_id, [line.key for line in chunk])
    fresh: list[BillLine] = []
    for line in judged.lines:
        content = known.setdefault(line.key, b"")
        if content == b"":
            known[line.key] = line.content_hash()
            fresh.append(line)
        elif content == line.content_hash():
            judged.duplicates.append(line)
        else:
            judged.refused.append(refuse(line, "line_no", "line_changed"))
    judged.lines = fresh
    judged.refused.sort(key=lambda line: line.refusal.row_number)


def _check_total(judged: _Judged, expected_fen: Fen | None) -> None:
    figures = judged.figures()
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
    )


async def _take_in(
    session: AsyncSession,
    actor: Actor,
    batch_id: UUID,
    lines: Sequence[BillLine],
    now: datetime,
    progress: Progress | None,
) -> None:
    connection = await raw_connection(session)
    codes = sorted({line.station.code for line in lines})
    names = [name for code in codes for name, _ in chart.intake_entries(code, 1)]
    await ledger.open_accounts(connection, actor.firm_id, names, now)
    done, refund_ids = 0, []
    for chunk in _chunks(lines):
        rows = await _new_fines(session, actor, chunk, now)
        await fines.insert_fines(connection, actor.firm_id, batch_id, rows, now)
        await _post_intake(connection, actor.firm_id, chunk, rows, now)
        refund_ids += [row.id for row in rows if row.amount_fen < 0]
        done += len(chunk)
        if progress is not None:
            progress(done)
    # After all of the file's fines: a refund may stand above its fine.
    await refunds.settle(connection, actor, refund_ids, now)


async def _new_fines(
    session: AsyncSession, actor: Actor, lines: Sequence[BillLine], now: datetime
) -> list[NewFine]:
    connection = await raw_connection(session)
    waybills = sorted({line.waybill for line in lines if line.waybill})
    worked = await fines.waybills_with_cases(connection, actor.firm_id, waybills)
    # The list shows the newest id first: descending ids keep a bill's lines in the bill's order.
    ids = sorted((new_id() for _ in lines), reverse=True)
    rows = []
    for fine_id, line in zip(ids, lines, strict=True):
        proposal: dict[str, Any] | None = None
        case_id: UUID | None = None
        if line.waybill in worked:
            found = await evidence_of(
                session,
                actor,
                station_id=line.station.id,
                zone=line.station.zone,
                waybill=line.waybill,
                occurred_at=line.occurred_at,
                same_charges=0,
                now=now,
            )
            proposal = proposal_json(found.proposal)
            case_id = None if found.case is None else found.case.id
        rows.append(
            NewFine(
                id=fine_id,
                station_id=line.station.id,
                carrier=line.station.carrier,
                bill_no=line.bill_no,
                line_no=line.line_no,
                row_number=line.row_number,
                waybill=line.waybill,
                code=line.code,
                name=line.name,
                amount_fen=line.amount_fen,
                occurred_at=line.occurred_at,
                notified_at=line.notified_at,
                appeal_due_at=line.appeal_due_at,
                note=line.note,
                content_hash=line.content_hash(),
                case_id=case_id,
                proposal=None if proposal is None else json.dumps(proposal, ensure_ascii=False),
                proposed_cause=None if proposal is None else proposal["cause"],
            )
        )
    return rows


async def _post_intake(
    connection: Connection,
    firm_id: UUID,
    lines: Sequence[BillLine],
    rows: Sequence[NewFine],
    now: datetime,
) -> None:
    """Step 1 for every fine of the chunk, in one statement; refunds are settled after."""
    charged = [(line, row) for line, row in zip(lines, rows, strict=True) if row.amount_fen > 0]
    postings = [
        Posting(
            key=f"fine/{row.id}/intake",
            kind=INTAKE_KIND,
            occurred_at=row.occurred_at,
            entries=chart.intake_entries(line.station.code, row.amount_fen),
            reference=f"{row.carrier} {row.bill_no} {row.line_no} {row.code} {row.waybill}".strip(),
        )
        for line, row in charged
    ]
    posted = await ledger.post_all(connection, firm_id, postings, now)
    await fines.add_transactions(
        connection,
        firm_id,
        "intake",
        [
            (row.id, row.station_id, each.transaction_id)
            for (_, row), each in zip(charged, posted, strict=True)
        ],
    )


def _chunks(lines: Sequence[BillLine]) -> list[Sequence[BillLine]]:
    return [lines[at : at + CHUNK_ROWS] for at in range(0, len(lines), CHUNK_ROWS)]
