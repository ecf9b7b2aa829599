"""The server's parent: a small process of its own session that outlives the command it serves.

Every command using the server shares `users.lock`. The supervisor asks for that lock alone and
sleeps; the kernel grants it when the last holder has left or died, and then the supervisor stops
the server. If the supervisor itself dies, the server gets SIGINT, its signal for a fast and clean
stop. Started by `stationdesk.foundation.embedded.server` only.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

from stationdesk.foundation.embedded.cluster import check_cluster, make_cluster
from stationdesk.foundation.embedded.connection import PORT
from stationdesk.foundation.embedded.errors import EmbeddedServerError, ServerNotStarted
from stationdesk.foundation.embedded.identity import Identity, choose_identity
from stationdesk.foundation.embedded.layout import Layout
from stationdesk.foundation.embedded.locks import FileLock, give_to_owner_of
from stationdesk.foundation.embedded.postmaster import start_postmaster
from stationdesk.foundation.embedded.settings import server_settings

# A fast stop that takes longer is followed by an immediate one; recovery mends that.
STOP_TIMEOUT_S = 30
RESTARTS_MAX = 5
RESTART_WINDOW_S = 60


class Supervisor:
    """Runs one server until nobody uses it; restarts it, within bounds, when it crashes."""

    def __init__(self, layout: Layout, settings: dict[str, str], alive: FileLock) -> None:
        self.layout = layout
        self.settings = settings
        self.alive = alive
        self.users = FileLock(layout.users_lock)
        self.identity: Identity
        self.socket_dir: Path
        self._stopping = threading.Event()
        self._stopped = threading.Event()
        self._process: subprocess.Popen[bytes]

    def start(self) -> None:
        """Bring the server up and write down how to reach it."""
        check_cluster(self.layout)
        self.identity = choose_identity(self.layout.data_dir, self.layout.cluster)
        if not self.layout.cluster.exists():
            make_cluster(self.layout, self.identity, self.settings)
        self.socket_dir = self.layout.make_socket_dir(self.identity.uid, self.identity.gid)
        self._start_process()
        _write_state(self.layout, self.socket_dir)

    def run(self) -> None:
        """Wait until the users have left and the server has stopped."""
        threading.Thread(target=self._stop_when_unused, daemon=True).start()
        restarts: list[float] = []
        while self._process.wait() != 0 and not self._stopping.is_set():
            now = time.monotonic()
            restarts = [moment for moment in restarts if now - moment < RESTART_WINDOW_S]
            if len(restarts) == RESTARTS_MAX:
                break
            restarts.append(now)
            self._start_process()
            if self._stopping.is_set():
                self._process.send_signal(signal.SIGINT)
        self._stopped.set()
        self.layout.state.unlink(missing_ok=True)
        # Before the users' lock, which ends with this process: whoever gets that one next
        # must not take this supervisor for alive.
        self.alive.close()

    def _start_process(self) -> None:
        self._process = start_postmaster(self.layout, self.identity, self.socket_dir, self.settings)

    def _stop_when_unused(self) -> None:
        self.users.take()
        self._stopping.set()
        self._process.send_signal(signal.SIGINT)
        if not self._stopped.wait(STOP_TIMEOUT_S):
            self._process.send_signal(signal.SIGQUIT)


def main(arguments: list[str]) -> None:
    """`DATA_DIR SETTINGS_JSON`: answers one JSON line on standard output, then supervises."""
    if os.fork() != 0:
        os._exit(0)  # nobody's child, so that no command waits for it or inherits its end
    layout = Layout(Path(arguments[0]))
    alive = FileLock(layout.supervisor_lock)
    if not alive.try_take():
        # That of a command killed while it started one got here first; ours will find it.
        _answer({})
        return
    supervisor = Supervisor(layout, server_settings(json.loads(arguments[1])), alive)
    try:
        supervisor.start()
    except EmbeddedServerError as error:
        _answer({"error": type(error).__name__, "detail": str(error)})
        return
    except OSError as error:
        _answer({"error": ServerNotStarted.__name__, "detail": f"{layout.data_dir}: {error}"})
        return
    _answer({})
    supervisor.run()


def _answer(document: dict[str, str]) -> None:
    """Tell the waiting command, and let go of its pipe."""
    # A command that died meanwhile holds no lock any more, so the server will stop.
    with suppress(BrokenPipeError):
        os.write(sys.stdout.fileno(), json.dumps(document).encode() + b"\n")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def _write_state(layout: Layout, socket_dir: Path) -> None:
    draft = layout.state.with_suffix(".draft")
    draft.write_text(json.dumps({"socket_dir": str(socket_dir), "port": PORT}), encoding="utf-8")
    give_to_owner_of(layout.run, draft)
    draft.replace(layout.state)


if __name__ == "__main__":
    main(sys.argv[1:])
