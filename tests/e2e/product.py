"""The product as its users run it: `stationdesk up` in a process of its own."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import psutil

READY_SECONDS = 60
COMMAND = [sys.executable, "-m", "stationdesk.cli.main"]


def free_port() -> int:
    """A port that nobody uses just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Product:
    """A running product and its data folder."""

    data_dir: Path
    port: int
    process: "subprocess.Popen[bytes]"

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def run(self, *arguments: str, stdin: str = "") -> dict[str, Any]:
        """Run a command beside the server and return its JSON."""
        return run(self.data_dir, *arguments, stdin=stdin)

    def client(self, token: str) -> httpx.Client:
        """A client with a bearer token."""
        return httpx.Client(
            base_url=self.address, headers={"Authorization": f"Bearer {token}"}, timeout=30
        )

    def wait_until_ready(self) -> None:
        """Until it answers, after a start or after something was killed."""
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline:
            assert self.process.poll() is None, "`up` has ended"
            try:
                if httpx.get(f"{self.address}/api/health", timeout=5).status_code == 200:
                    return
            except httpx.TransportError:
                pass
            time.sleep(0.05)
        raise AssertionError(f"not ready within {READY_SECONDS} s")

    def find(self, what: str) -> psutil.Process:
        """The process whose command line says `what`: web, worker or database."""
        words = {"web": "granian", "worker": "stationdesk.worker"}
        if what == "database":
            pid_file = next(self.data_dir.glob("postgres/**/postmaster.pid"))
            return psutil.Process(int(pid_file.read_text().split()[0]))
        for child in psutil.Process(self.process.pid).children(recursive=True):
            if words[what] in " ".join(child.cmdline()):
                return child
        raise AssertionError(f"no {what} process")

    def kill(self, what: str) -> None:
        """kill -9, as an out-of-memory killer would."""
        self.find(what).kill()

    def stop(self) -> int:
        """TERM, and wait for the drain."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(20)


def run(data_dir: Path, *arguments: str, stdin: str = "") -> dict[str, Any]:
    """Run a command and return its JSON; an AssertionError with its words if it fails."""
    done = attempt(data_dir, *arguments, stdin=stdin)
    assert done.returncode == 0, f"{arguments}: {done.returncode} {done.stderr}"
    document: dict[str, Any] = json.loads(done.stdout)
    return document


def attempt(data_dir: Path, *arguments: str, stdin: str = "") -> "subprocess.CompletedProcess[str]":
    """Run a command, whatever comes of it."""
    return subprocess.run(
        [*COMMAND, *arguments, "--data-dir", str(data_dir), "--json"],
        input=stdin,
        capture_output=True,
        text=True,
        timeout=300,
        env=environment(),
    )


def environment() -> dict[str, str]:
    """Ours, with the package on the path whichever way tests are run."""
    backend = Path(__file__).resolve().parents[2] / "backend"
    return {**os.environ, "PYTHONPATH": str(backend)}


@contextmanager
def running(data_dir: Path) -> Iterator[Product]:
    """`up` on a free port, stopped at the end."""
    port = free_port()
    with (data_dir.parent / f"{data_dir.name}.log").open("wb") as log:
        process = subprocess.Popen(
            [*COMMAND, "up", "--port", str(port), "--data-dir", str(data_dir)],
            stdout=log,
            stderr=log,
            env=environment(),
        )
    product = Product(data_dir, port, process)
    try:
        product.wait_until_ready()
        yield product
    finally:
        if process.poll() is None:
            product.stop()
