"""`ledger verify`, `ledger roots`, `ledger trial-balance`."""

import argparse
import sys
from functools import partial
from pathlib import Path
from typing import Any

from stationdesk.cli.runtime import REFUSED, Command, run
from stationdesk.closing.statements.errors import RootsFileInvalid
from stationdesk.closing.statements.roots import Fact, check_roots, read_roots, write_roots
from stationdesk.closing.statements.verifying import verify_statements
from stationdesk.foundation.money import format_yuan
from stationdesk.ledger import service as ledger
from stationdesk.ledger.verify import verify as verify_ledger
from stationdesk.tenancy.session import hot_transaction


def register(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the sub-commands."""
    group = commands.add_parser("ledger", help="the ledger").add_subparsers(
        metavar="ACTION", required=True
    )
    for name, handler, text in (
        (
            "verify",
            verify,
            "recompute hashes, sums, seals and statements; name the first thing wrong",
        ),
        ("roots", roots, "seals and statements' roots as a small file, to be kept outside"),
        ("trial-balance", trial_balance, "every account with its balance; they sum to zero"),
    ):
        parser = group.add_parser(name, parents=[common], help=text)
        parser.add_argument("--firm", required=True, metavar="SLUG")
        if name == "verify":
            parser.add_argument("--roots", metavar="FILE", help="check against a file of roots too")
        if name == "roots":
            parser.add_argument("--out", metavar="FILE", help="default: standard output")
        parser.set_defaults(run=partial(run, handler))


async def trial_balance(command: Command) -> None:
    """`ledger trial-balance --firm SLUG`"""
    actor = await command.actor()
    async with hot_transaction(command.database, actor) as connection:
        accounts = await ledger.trial_balance(connection, actor.firm_id)
    total_fen = sum(account.balance_fen for account in accounts)
    lines = [f"{a.account:<40} {format_yuan(a.balance_fen):>16}" for a in accounts]
    lines.append(f"{'total':<40} {format_yuan(total_fen):>16}")
    command.show(
        {
            "accounts": [{"account": a.account, "balance_fen": a.balance_fen} for a in accounts],
            "total_fen": total_fen,
        },
        "\n".join(lines),
    )


async def roots(command: Command) -> None:
    """`ledger roots --firm SLUG [--out FILE]`"""
    firm = await command.firm()
    actor = await command.actor()
    async with hot_transaction(command.database, actor) as connection:
        text = await write_roots(connection, firm.id, firm.slug, command.now)
    if command.arguments.out is None:
        print(text, end="")
        return
    _write(command.arguments.out, text)
    command.show({"file": command.arguments.out, "lines": len(text.splitlines())})


async def verify(command: Command) -> int:
    """`ledger verify --firm SLUG [--roots FILE]`: exit 1 names the first thing wrong."""
    actor = await command.actor()
    kept: list[Fact] = []
    if command.arguments.roots is not None:
        kept = read_roots(_read(command.arguments.roots), actor.firm_id)
    async with hot_transaction(command.database, actor) as connection:
        await connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        report = await verify_ledger(connection, actor.firm_id)
        document = report.as_json()
        problem = report.problem
        if problem is None:
            checked = await verify_statements(connection, actor.firm_id)
            document |= {"statements": checked.statements, "months": checked.months}
            problem = checked.problem or await check_roots(connection, actor.firm_id, kept)
    document["ok"] = problem is None
    if problem is not None:
        document["problem"] = {
            "what": problem.what, "subject": problem.subject, "detail": problem.detail,
        }  # fmt: skip
    command.show(document)
    if problem is None:
        return 0
    print(f"stationdesk: {problem.what} {problem.subject}: {problem.detail}", file=sys.stderr)
    return REFUSED


def _write(path: str, text: str) -> None:
    Path(path).write_text(text, encoding="utf-8")


def _read(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise RootsFileInvalid(
            f"{path} cannot be read: {error.strerror}.", zh=f"读不了 {path}：{error.strerror}。"
        ) from error
