"""Start or join the embedded server of a data folder, and leave it again."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from stationdesk.foundation.embedded import errors
from stationdesk.foundation.embedded.binaries import binary, clean_environment
from stationdesk.foundation.embedded.connection import (
    DATABASE,
    OWNER,
    Connection,
    superuser_conninfo,
)
from stationdesk.foundation.embedded.errors import (
    DataFolderUnusable,
    EmbeddedServerError,
    ServerNotStarted,
    StatementRefused,
)
from stationdesk.foundation.embedded.layout import Layout
from stationdesk.foundation.embedded.locks import FileLock, held_alone, is_held_alone
from stationdesk.foundation.embedded.postmaster import (
    READY_POLL_S,
    READY_TIMEOUT_S,
    is_ready,
    open_log,
)

MAINTENANCE_DATABASE = "postgres"
STATEMENT_TIMEOUT_S = 600
LEAVE_POLL_S = 0.002
SUPERVISOR_MODULE = "stationdesk.foundation.embedded.supervisor"
# The folder above the package, so that the supervisor runs from any installation.
PACKAGE_ROOT = Path(__file__).resolve().parents[3]


class Server:
    """The running server as one command sees it."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def create_database(self, name: str, template: str | None = None) -> Connection:
        """Make a database owned by stationdesk_owner, a copy of `template` when given.

        Raises `StatementRefused`, for instance if it exists or the template is in use.
        """
        copied = ' TEMPLATE :"template"' if template else ""
        self._as_superuser(
            f'CREATE DATABASE :"name" OWNER {OWNER}{copied};', name=name, template=template or ""
        )
        return self.connection.to(name)

    def drop_database(self, name: str) -> None:
        """Drop the database if it exists and end every connection to it."""
        self._as_superuser('DROP DATABASE IF EXISTS :"name" WITH (FORCE);', name=name)

    def _as_superuser(self, sql: str, **variables: str) -> None:
        run_as_superuser(self.connection.to(MAINTENANCE_DATABASE), sql, **variables)


@contextmanager
def embedded_server(data_dir: Path, *, settings: dict[str, str] | None = None) -> Iterator[Server]:
    """The server of `data_dir` for the duration of the block: started, or joined if it runs.

    `settings` override the server's (`{"fsync": "off"}`) and count only for the command that
    starts it. The last one to leave waits for a clean stop. Processes forked inside the block
    count as its users until they end. Raises `DataFolderUnusable`, `OtherMajorVersion` or
    `ServerNotStarted`.
    """
    layout = Layout.of(data_dir)
    try:
        users = FileLock(layout.users_lock)
    except OSError as error:
        raise DataFolderUnusable(
            f"{layout.users_lock} cannot be opened: {error}. It belongs to another user; run as "
            "that user, or name another folder with --data-dir.",
            zh=f"打不开 {layout.users_lock}（{error}）；请换成该目录的用户运行，"
            "或用 --data-dir 另指定目录。",
        ) from error
    try:
        yield Server(_join(layout, users, settings or {}))
    finally:
        _leave(layout, users)


def run_as_superuser(connection: Connection, sql: str, **variables: str) -> None:
    """Run statements of this package as the superuser; `:"name"` quotes a variable."""
    command = [str(binary("psql")), "-X", "-q", "-v", "ON_ERROR_STOP=1"]
    for name, value in variables.items():
        command += ["-v", f"{name}={value}"]
    done = subprocess.run(
        [*command, superuser_conninfo(connection)],
        input=sql,
        capture_output=True,
        text=True,
        env=clean_environment(),
        timeout=STATEMENT_TIMEOUT_S,
        check=False,
    )
    if done.returncode != 0:
        raise StatementRefused(
            done.stderr.strip(), zh=f"数据库拒绝了这条语句：{done.stderr.strip()}"
        )


def _join(layout: Layout, users: FileLock, settings: dict[str, str]) -> Connection:
    """Hold the users' lock, then have a server: whoever stops holds that lock alone."""
    with held_alone(layout.start_lock):
        users.share()
        deadline = time.monotonic() + READY_TIMEOUT_S
        while time.monotonic() < deadline:
            if not is_held_alone(layout.supervisor_lock):
                _start_supervisor(layout, settings)
            connection = _running(layout)
            if connection:
                return connection
            time.sleep(READY_POLL_S)  # it is restarting after a crash, or dying
    raise ServerNotStarted(
        f"The server of {layout.data_dir} was not ready within the limit.",
        zh=f"{layout.data_dir} 的数据库没有按时就绪，请看日志。",
    )


def _running(layout: Layout) -> Connection | None:
    """The server, if it says that it is ready and somebody listens: a killed one cannot."""
    if not is_ready(layout.cluster):
        return None
    try:
        state = json.loads(layout.state.read_text(encoding="utf-8"))
        with socket.socket(socket.AF_UNIX) as probe:
            probe.connect(str(Path(state["socket_dir"]) / f".s.PGSQL.{state['port']}"))
    except OSError:
        return None
    return Connection(Path(state["socket_dir"]), state["port"], DATABASE)


def _leave(layout: Layout, users: FileLock) -> None:
    """Let go, and if that was the last hold, wait until the server has stopped cleanly."""
    try:
        with held_alone(layout.start_lock):
            users.release()
            # Taken at once: nobody uses it, and the supervisor has not woken up yet.
            while users.try_take():
                users.release()
                if not is_held_alone(layout.supervisor_lock):
                    return
                time.sleep(LEAVE_POLL_S)
            # Shared at once: others use it. Otherwise the supervisor stops the server.
            users.share()
    finally:
        users.close()


def _start_supervisor(layout: Layout, settings: dict[str, str]) -> None:
    path = os.pathsep.join(filter(None, [str(PACKAGE_ROOT), os.environ.get("PYTHONPATH")]))
    with open_log(layout) as log:
        supervisor = subprocess.Popen(
            [sys.executable, "-m", SUPERVISOR_MODULE, str(layout.data_dir), json.dumps(settings)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            env=os.environ | {"PYTHONPATH": path},
            cwd="/",
            start_new_session=True,
        )
    with supervisor:
        assert supervisor.stdout is not None
        line = supervisor.stdout.readline()
    if not line:
        raise ServerNotStarted(
            f"The supervisor ended at its start; see {layout.log}.",
            zh=f"数据库的看护进程一启动就退出了，请看 {layout.log}。",
        )
    answer = json.loads(line)
    if answer:
        kind = getattr(errors, answer["error"])
        assert issubclass(kind, EmbeddedServerError)
        raise kind(answer["detail"])
