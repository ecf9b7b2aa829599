"""`import scans FILE`, `import bill FILE`."""

import argparse
import sys
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec

from stationdesk.cli.runtime import Command, run
from stationdesk.foundation.errors import Invalid
from stationdesk.foundation.money import Fen, parse_yuan
from stationdesk.imports import service as imports
from stationdesk.imports.errors import FileUnreadable
from stationdesk.imports.models import ImportBatch
from stationdesk.imports.schemas import reject_out
from stationdesk.ledger import service as ledger
from stationdesk.parcels.formats import FORMATS
from stationdesk.parcels.scan_import import import_scans
from stationdesk.penalties.bills.importing import import_bill
from stationdesk.tenancy.session import hot_transaction

REJECTS_MAX = 200
BILL_FIGURES = (
    "total_fen",
    "accepted_fen",
    "duplicate_fen",
    "rejected_fen",
    "unreadable_amount_rows",
)


class AmountInvalid(Invalid):
    code = "amount_invalid"
    title = "The amount is not valid"


def register(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the sub-commands."""
    group = commands.add_parser("import", help="files of scans and bills").add_subparsers(
        metavar="KIND", required=True
    )
    for name, handler, text in (
        ("scans", scans, "scans: CSV, XLSX, or a provider's JSON"),
        ("bill", bill, "a carrier's bill: CSV or XLSX"),
    ):
        parser = group.add_parser(name, parents=[common], help=text)
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--firm", required=True, metavar="SLUG")
        parser.add_argument("--strict", action="store_true", help="all rows or none")
        parser.set_defaults(run=partial(run, handler))
        if name == "scans":
            parser.add_argument("--format", default="auto", choices=["auto", *FORMATS])
        else:
            parser.add_argument("--expected-total", metavar="YUAN", help="what the bill says")

    rejects = group.add_parser(
        "rejects", parents=[common], help="refused rows as CSV, to be mended and sent again"
    )
    rejects.add_argument("batch_id", metavar="BATCH_ID", type=UUID)
    rejects.add_argument("--firm", required=True, metavar="SLUG")
    rejects.set_defaults(run=partial(run, show_rejects))


async def show_rejects(command: Command) -> None:
    """`import rejects BATCH_ID --firm SLUG`"""
    actor, batch_id = await command.actor(), command.arguments.batch_id
    if command.arguments.json:
        async with command.in_firm() as (session, _):
            page, following = await imports.reject_page(
                session, batch_id, after_row=0, limit=REJECTS_MAX
            )
        items = [msgspec.to_builtins(reject_out(refusal)) for refusal in page]
        command.show({"items": items, "next_cursor": following})
        return
    async for piece in imports.rejects_file(command.database, actor, batch_id):
        sys.stdout.buffer.write(piece)


async def scans(command: Command) -> None:
    """`import scans FILE --firm SLUG [--format F] [--strict]`"""
    given = command.arguments
    result = await import_scans(
        command.database,
        await command.actor(),
        _file(given.file),
        now=command.now,
        format=given.format,
        is_strict=given.strict,
    )
    command.show(msgspec.to_builtins(result))
    _point_to_rejects(command, result.rejected, result.batch_id)


async def bill(command: Command) -> None:
    """`import bill FILE --firm SLUG [--expected-total YUAN] [--strict]`; seals what it posted."""
    given = command.arguments
    actor = await command.actor()
    path = _file(given.file)
    batch = await import_bill(
        command.database,
        actor,
        path,
        file_name=path.name,
        expected_total_fen=_fen(given.expected_total),
        strict=given.strict,
        now=command.now,
    )
    async with hot_transaction(command.database, actor) as connection:
        await ledger.seal(connection, actor.firm_id, command.now)
    command.show(bill_document(batch))
    _point_to_rejects(command, batch.rejected, batch.id)


def bill_document(batch: ImportBatch) -> dict[str, Any]:
    """What became of a bill: rows and fen, each adding up."""
    document: dict[str, Any] = {
        "batch_id": batch.id,
        "rows": batch.rows,
        "accepted": batch.accepted,
        "duplicates": batch.duplicates,
        "rejected": batch.rejected,
    }
    return document | {name: batch.figures.get(name, 0) for name in BILL_FIGURES}


def _point_to_rejects(command: Command, rejected: int, batch_id: UUID) -> None:
    if rejected and not command.arguments.json:
        see = f"stationdesk import rejects {batch_id} --firm {command.arguments.firm}"
        print(f"stationdesk: {rejected} row(s) refused; see why: {see}", file=sys.stderr)


def _file(name: str) -> Path:
    path = Path(name)
    if not path.is_file():
        raise FileUnreadable(
            f"There is no file {name}; check the path.", zh=f"没有文件“{name}”，请检查路径。"
        )
    return path


def _fen(yuan: str | None) -> Fen | None:
    if yuan is None:
        return None
    try:
        return parse_yuan(yuan)
    except ValueError as error:
        raise AmountInvalid(
            f"--expected-total {yuan!r}: write yuan like 4386.20.",
            zh=f"--expected-total “{yuan}”不是金额，请写成 4386.20 这样的元。",
        ) from error
