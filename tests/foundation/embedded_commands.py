"""Commands in processes of their own, as `stationdesk` would be: they hold a server until told."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psycopg

from stationdesk.foundation.embedded import Connection

ROOT = Path(__file__).resolve().parents[2]
TEST_SETTINGS = {"fsync": "off", "shared_buffers": "16MB"}
WAIT_S = 20

HOLD = """
import json, sys
from pathlib import Path
from stationdesk.foundation.embedded import embedded_server
with embedded_server(Path(sys.argv[1]), settings=json.loads(sys.argv[2])) as server:
    print("ready", flush=True)
    sys.stdin.read()
"""


class Holder:
    """A command that uses the server of `data_dir` until `leave` or `kill`."""

    def __init__(
        self,
        data_dir: Path,
        *,
        settings: dict[str, str] | None = None,
        python: str = sys.executable,
        user: int | None = None,
    ) -> None:
        package = next(Path(entry) for entry in sys.path if "site-packages" in entry)
        path = os.pathsep.join([str(ROOT / "backend"), str(package)])
        self.process = subprocess.Popen(
            [python, "-c", HOLD, str(data_dir), json.dumps(settings or TEST_SETTINGS)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={"PATH": os.environ["PATH"], "PYTHONPATH": path},
            text=True,
            user=user,
            group=user,
            extra_groups=None if user is None else [],
            cwd="/",
        )

    def wait_ready(self) -> Holder:
        assert self.process.stdout is not None
        assert self.process.stderr is not None
        line = self.process.stdout.readline()
        assert line == "ready\n", self.process.stderr.read()
        return self

    def leave(self) -> None:
        _, errors = self.process.communicate(timeout=WAIT_S)
        assert self.process.returncode == 0, errors

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate(timeout=WAIT_S)


def server_pid(data_dir: Path) -> int:
    return int((data_dir / "postgres" / "postmaster.pid").read_text().split()[0])


def is_alive(pid: int) -> bool:
    """Whether the process runs; a zombie waiting for init does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def has_servers(data_dir: Path) -> bool:
    """Whether any process (server, back end, supervisor) still works on this folder."""
    for entry in Path("/proc").iterdir():
        try:
            words = (entry / "cmdline").read_bytes().split(b"\0")
        except (OSError, NotADirectoryError):
            continue
        names = (os.fsencode(data_dir), os.fsencode(data_dir / "postgres"))
        is_ours = any(b"postgres" in word or b"supervisor" in word for word in words[:3])
        if is_ours and any(name in words for name in names):
            return True
    return False


def eventually(condition: Callable[[], bool]) -> bool:
    """Bounded waiting for something that other processes do."""
    deadline = time.monotonic() + WAIT_S
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.02)
    return False


def answer(connection: Connection, sql: str) -> object:
    """The first value of the first row, asked as the app's role."""
    with psycopg.connect(connection.libpq("stationdesk_app"), connect_timeout=5) as session:
        row = session.execute(sql).fetchone()
        assert row is not None
        return row[0]
