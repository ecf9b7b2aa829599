"""The product's web process beside a database, as `up` runs it, for benches that speak HTTP."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.factories.firms import PASSWORD, Firm

START_TIMEOUT_S = 60


@dataclass(frozen=True)
class WebServer:
    """Where it listens, and its process, whose CPU time is read."""

    url: str
    pid: int

    def cpu_seconds(self) -> float:
        """CPU that the process and its children have used so far."""
        ticks = 0
        for pid in (self.pid, *_children(self.pid)):
            fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")


def _children(pid: int) -> list[int]:
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            found += [int(child), *_children(int(child))]
    return found


@contextmanager
def web_server(data_dir: Path, target: str = "stationdesk.asgi:application") -> Iterator[WebServer]:
    """granian with one worker on a free port, stopped at the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [
            sys.executable, "-m", "granian", "--interface", "asgi", "--factory", "--port",
            str(port), "--workers", "1", "--no-ws", "--loop", "uvloop", "--log-level", "warning",
            target,
        ],
        env={
            **os.environ, "STATIONDESK_DATA_DIR": str(data_dir),
            "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        },
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    url = f"http://127.0.0.1:{port}"
    try:
        _wait(url, process)
        yield WebServer(url, process.pid)
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait(url: str, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < until:
        assert process.poll() is None, "the web process ended"
        try:
            httpx.get(f"{url}/api/health", timeout=5)
            return
        except httpx.TransportError:
            time.sleep(0.1)
    raise TimeoutError(f"no answer from {url}")


def session_cookie(server: WebServer, firm: Firm, email: str) -> str:
    """The Cookie header of the member, signed in."""
    answer = httpx.post(
        f"{server.url}/api/session",
        json={"email": firm.members[email].email, "password": PASSWORD, "firm": firm.slug},
        timeout=30,
    )
    answer.raise_for_status()
    return "; ".join(f"{name}={value}" for name, value in answer.cookies.items())


def wrk(
    server: WebServer, path: str, cookie: str, *, clients: int, seconds: int, method: str
) -> float:
    """Answers a second, driven by `wrk`; anything but 2xx and 3xx fails the bench."""
    script = Path(f"/tmp/stationdesk-{os.getpid()}.lua")
    script.write_text(f'wrk.method = "{method}"\n')
    try:
        done = subprocess.run(
            [
                "wrk", "-t2", f"-c{clients}", f"-d{seconds}s", "-s", str(script),
                "-H", f"Cookie: {cookie}", server.url + path,
            ],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
    finally:
        script.unlink()
    assert "Non-2xx" not in done.stdout, done.stdout
    found = re.search(r"Requests/sec:\s+([0-9.]+)", done.stdout)
    assert found is not None, done.stdout
    return float(found[1])
