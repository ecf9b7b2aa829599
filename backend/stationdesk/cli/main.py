"""Entry of `stationdesk`: reads the command line, runs one command, tells success by exit code.

0 done, 1 refused with the reason on standard error, 2 wrong usage.
"""

import argparse
import json
import sys
from collections.abc import Sequence

from stationdesk.cli import database, demo, firms, imports, ledger, parcels, serve
from stationdesk.cli.runtime import REFUSED
from stationdesk.foundation.errors import StationdeskError

GROUPS = (serve, database, firms, imports, parcels, ledger, demo)


def build_parser() -> argparse.ArgumentParser:
    """All sub-commands; each takes --data-dir and --json after its name."""
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--data-dir", metavar="DIR", help="where data lives (default .stationdesk)")
    common.add_argument("--json", action="store_true", help="one JSON document on standard output")
    parser = argparse.ArgumentParser(
        prog="stationdesk", description="The desk and the ledger of express-station service firms."
    )
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for group in GROUPS:
        group.register(commands, common)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    parsed = build_parser().parse_args(arguments)
    try:
        return int(parsed.run(parsed) or 0)
    except StationdeskError as error:
        print(f"stationdesk: {error.detail}", file=sys.stderr)
        if parsed.json:
            problem = {"error": error.code, "detail": error.detail, **error.members}
            print(json.dumps(problem, ensure_ascii=False, default=str))
        return REFUSED
    except BrokenPipeError:
        return REFUSED
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
