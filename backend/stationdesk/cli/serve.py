"""`up`: web, worker and database under one roof, drained and stopped together."""

import argparse
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

from stationdesk.foundation.errors import Conflict, Invalid
from stationdesk.foundation.hosting import migrated_database
from stationdesk.foundation.processes import die_with_parent
from stationdesk.foundation.settings import Settings, read_settings

DRAIN_SECONDS: Final = 10
READY_SECONDS: Final = 60
RESTARTS_MAX: Final = 5
RESTARTS_WINDOW_SECONDS: Final = 10


class PortTaken(Conflict):
    code = "port_taken"
    title = "The port is taken"


class ProcessFailed(Invalid):
    code = "process_failed"
    title = "A process keeps failing"


def register(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the sub-commands."""
    up = commands.add_parser("up", parents=[common], help="run web, worker and database")
    up.add_argument("--host", default="127.0.0.1")
    up.add_argument("--port", type=int, default=8000)
    up.set_defaults(run=run_up)


def run_up(arguments: argparse.Namespace) -> int:
    """`up [--host H] [--port N]`: in the foreground until INT or TERM."""
    settings = read_settings(data_dir=arguments.data_dir)
    return serve(settings, arguments.host, arguments.port)


def serve(
    settings: Settings, host: str, port: int, *, announce: Callable[[str], None] | None = None
) -> int:
    """Run everything; `announce` is called with the address once it answers."""
    refuse_taken_port(host, port)
    stopping = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopping.set())
    with migrated_database(settings):
        environment = {
            **os.environ,
            "STATIONDESK_DATA_DIR": str(settings.data_dir),
            "STATIONDESK_PUBLIC_URL": settings.public_url,
        }
        web = [
            *(sys.executable, "-m", "granian", "--interface", "asgi", "--factory"),
            *("--host", host, "--port", str(port), "--workers", "1", "--no-ws"),
            *("--loop", "uvloop", "--backpressure", "256", "--log-level", "warning"),
            *("--workers-kill-timeout", str(DRAIN_SECONDS - 2), "stationdesk.asgi:application"),
        ]
        worker = [sys.executable, "-m", "stationdesk.worker"]
        children = [Child("web", web, environment), Child("worker", worker, environment)]
        try:
            for child in children:
                child.start()
            _wait_until_ready(host, port, children, stopping)
            if not stopping.is_set():
                (announce or _say_address)(f"http://{host}:{port}")
            while not stopping.wait(0.5):
                for child in children:
                    child.keep_running()
        finally:
            _stop(children)
    return 0


@dataclass
class Child:
    """One supervised process; restarted when it dies, a bounded number of times in a row."""

    name: str
    command: list[str]
    environment: dict[str, str]
    process: "subprocess.Popen[bytes] | None" = None
    deaths: list[float] = field(default_factory=list)

    def start(self) -> None:
        """Start it; it gets SIGTERM should this process die first."""
        self.process = subprocess.Popen(
            self.command,
            env=self.environment,
            preexec_fn=partial(die_with_parent, signal.SIGTERM),
            start_new_session=True,
            stdin=subprocess.DEVNULL,
        )

    def keep_running(self) -> None:
        """Start it again if it died; ProcessFailed where that happens too often."""
        if self.process is None or self.process.poll() is None:
            return
        now = time.monotonic()
        self.deaths = [t for t in self.deaths if now - t < RESTARTS_WINDOW_SECONDS] + [now]
        if len(self.deaths) > RESTARTS_MAX:
            raise ProcessFailed(
                f"The {self.name} process died {len(self.deaths)} times in a row; "
                "its last lines are above.",
                zh=f"{self.name} 进程连续退出 {len(self.deaths)} 次，请看上面最后几行日志。",
            )
        print(f"stationdesk: {self.name} died and is started again", file=sys.stderr)
        self.start()


def refuse_taken_port(host: str, port: int) -> None:
    """PortTaken where somebody listens there already."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise PortTaken(
                f"{host}:{port} cannot be used ({error.strerror}); choose another --port.",
                zh=f"{host}:{port} 不能用（{error.strerror}），请换一个 --port。",
            ) from error


def _wait_until_ready(
    host: str, port: int, children: list[Child], stopping: threading.Event
) -> None:
    deadline = time.monotonic() + READY_SECONDS
    shown = "127.0.0.1" if host in ("0.0.0.0", "::") else host  # noqa: S104
    while not stopping.is_set():
        with (
            suppress(OSError),
            urllib.request.urlopen(f"http://{shown}:{port}/api/health", timeout=5),
        ):
            return
        for child in children:
            child.keep_running()
        if time.monotonic() > deadline:
            raise ProcessFailed(
                f"The web process did not answer within {READY_SECONDS} s.",
                zh=f"网页进程 {READY_SECONDS} 秒内没有响应，请看日志。",
            )
        stopping.wait(0.05)


def _stop(children: list[Child]) -> None:
    """TERM all, wait for the drain, then KILL what is left."""
    running = [child.process for child in children if child.process is not None]
    for process in running:
        with suppress(ProcessLookupError):
            process.terminate()
    deadline = time.monotonic() + DRAIN_SECONDS
    for process in running:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _say_address(address: str) -> None:
    print(f"Stationdesk is at {address} (Ctrl+C stops it)", flush=True)
