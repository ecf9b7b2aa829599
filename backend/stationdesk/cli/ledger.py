"""`ledger verify`, `ledger trial-balance`."""

import argparse
import sys
from functools import partial
from typing import Any

from stationdesk.cli.runtime import REFUSED, Command, run
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
        ("verify", verify, "recompute hashes, sums, seals and links; name the first thing wrong"),
        ("trial-balance", trial_balance, "every account with its balance; they sum to zero"),
    ):
        parser = group.add_parser(name, parents=[common], help=text)
        parser.add_argument("--firm", required=True, metavar="SLUG")
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


async def verify(command: Command) -> int:
    """`ledger verify --firm SLUG`: exit 1 names the first thing wrong."""
    actor = await command.actor()
    async with hot_transaction(command.database, actor) as connection:
        await connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        report = await verify_ledger(connection, actor.firm_id)
    command.show(report.as_json())
    if report.problem is None:
        return 0
    problem = report.problem
    print(f"stationdesk: {problem.what} {problem.subject}: {problem.detail}", file=sys.stderr)
    return REFUSED
