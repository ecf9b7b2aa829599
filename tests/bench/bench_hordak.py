"""Side by side with django-hordak on the same PostgreSQL: posting 4 entries, and a balance.

Hordak runs in a process and a virtual environment of its own, which `uv` makes in the bench's
temporary folder from the registry that is set up (it is no dependency of the product). It posts by
one transaction and one `bulk_create` of four legs in `atomic()`, from 8 threads; its own trigger
checks the sum at commit. Ours posts from 8 tasks of one process, by `ledger.post` in a transaction
of its own and by the poster. Hordak's balance sums all legs of the account; ours has its months
closed as a firm closes them, and once not at all. Taken in turns; medians.
"""

import importlib.util
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

import uvloop

from stationdesk.foundation.embedded import Server, embedded_server
from tests.bench.bench_ledger import CLIENTS, opened_book, poster_rate, posting_rate
from tests.bench.bench_ledger_batch import balance_seconds, filled

PACKAGES: Final = ("django-hordak==2.0.0", "django==5.2.19", "psycopg[binary]==3.3.9")
ROUNDS, READS = 3, 30
INSTALL_SECONDS: Final = 300


class Hordak:
    """The other process: a question a line, an answer a line."""

    def __init__(self, python: Path, server: Server, database: str) -> None:
        server.create_database(database)
        at = server.connection.to(database)
        self._process = subprocess.Popen(
            [str(python), str(Path(__file__).with_name("hordak_process.py")),
             str(at.socket_dir), str(at.port), "stationdesk_owner", database],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert self._answer() == "ready"

    def ask(self, question: str) -> str:
        assert self._process.stdin is not None
        self._process.stdin.write(question + "\n")
        self._process.stdin.flush()
        return self._answer()

    def _answer(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline().strip()
        assert line, "django-hordak's process has died"
        return line

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(timeout=30)


def installed(folder: Path) -> Path | None:
    """Python of an environment with django-hordak; None where the registry cannot be reached."""
    uv = Path(sys.executable).with_name("uv")
    python = folder / "hordak" / "bin" / "python"
    for command in (
        [str(uv), "venv", "-q", "--python", sys.executable, str(folder / "hordak")],
        [str(uv), "pip", "install", "-q", "--python", str(python), *PACKAGES],
    ):
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=INSTALL_SECONDS, check=False
        )
        if done.returncode != 0:
            print(f"bench hordak not run: {done.stderr.strip().splitlines()[-1]}")
            return None
    return python


async def measure(server: Server, folder: Path, python: Path, quick: bool) -> None:
    few, many = (10_000, 50_000) if quick else (10_000, 1_000_000)
    seconds = 1 if quick else 4
    hordak = Hordak(python, server, "hordak")
    try:
        async with opened_book(server, "ours", folder, "SELECT 1") as (database, firm):
            rounds = [
                (
                    await posting_rate(database, firm, seconds),
                    await poster_rate(database, firm, seconds),
                    float(hordak.ask(f"post {seconds} {CLIENTS}")),
                )
                for _ in range(ROUNDS)
            ]
            post, poster, theirs = (statistics.median(each) for each in zip(*rounds, strict=True))
            print(
                f"bench hordak posting: ledger.post {post:.0f}/s = {post / theirs:.1f} x, "
                f"poster {poster:.0f}/s = {poster / theirs:.1f} x, django-hordak {theirs:.0f}/s"
            )
            for size in (few, many):
                hordak.ask(f"fill {size}")
                closed = await filled(database, size, is_closed_monthly=True)
                opened = await filled(database, size, is_closed_monthly=False)
                ours = [await balance_seconds(database, closed) for _ in range(READS)]
                worst = [await balance_seconds(database, opened) for _ in range(READS)]
                other = float(hordak.ask("balance"))
                print(
                    f"bench hordak balance at {size} entries: {statistics.median(ours) * 1e3:.2f} "
                    f"ms with months closed, {statistics.median(worst) * 1e3:.2f} ms in one open "
                    f"month, django-hordak {other * 1e3:.2f} ms "
                    f"({other / statistics.median(ours):.1f} x ours)"
                )
    finally:
        hordak.close()


def run(quick: bool) -> None:
    """A server of its own, and both ledgers in it."""
    assert importlib.util.find_spec("hordak") is None, "it must not be the product's dependency"
    with tempfile.TemporaryDirectory(prefix="stationdesk-bench-") as name:
        folder = Path(name)
        python = installed(folder)
        if python is None:
            return
        with embedded_server(folder / "data") as server:
            uvloop.run(measure(server, folder, python, quick))
