"""One run of the server process: start it in the foreground, see it ready, read its log."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import BinaryIO

from stationdesk.foundation.embedded.binaries import binary, clean_environment
from stationdesk.foundation.embedded.connection import PORT
from stationdesk.foundation.embedded.errors import ServerNotStarted
from stationdesk.foundation.embedded.identity import Identity
from stationdesk.foundation.embedded.layout import LOG_LIMIT_BYTES, Layout
from stationdesk.foundation.embedded.locks import FileLock, give_to_owner_of

# Recovery after a power cut may take minutes; nothing sensible takes longer.
READY_TIMEOUT_S = 600
READY_POLL_S = 0.01
REPORTED_LINES = 15
LOG_MODE = 0o600
# Lines of postmaster.pid, counted from nought, as pg_ctl reads them.
PID_LINE = 0
STATUS_LINE = 7


def start_postmaster(
    layout: Layout, identity: Identity, socket_dir: Path, settings: dict[str, str]
) -> subprocess.Popen[bytes]:
    """Start the server as a child of this thread and return once it takes connections.

    Waits for every process of an earlier run on this folder to be gone: each holds the server's
    lock, which it inherited. Raises `ServerNotStarted` with the last log lines.
    """
    rotate_log(layout.log)
    arguments = [str(binary("postgres")), "-D", str(layout.cluster), "-p", str(PORT)]
    arguments += ["-k", str(socket_dir)]
    for name, value in settings.items():
        arguments += ["-c", f"{name}={value}"]
    lock = FileLock(layout.server_lock)
    try:
        lock.take()
        _remove_stale_lock_files(layout.cluster, socket_dir)
        with open_log(layout) as log:
            logged_before = log.tell()
            process = subprocess.Popen(
                arguments,
                # Safe beside a thread: the only other one sleeps inside flock, without locks.
                preexec_fn=identity.for_child(signal.SIGINT),
                pass_fds=(lock.descriptor,),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=clean_environment(),
                cwd="/",
            )
    except subprocess.SubprocessError as error:
        raise ServerNotStarted(
            f"PostgreSQL could not be run as user {identity.uid} ({identity.way}) for "
            f"{layout.data_dir}. Name a folder outside of private ones with --data-dir, such as "
            "/var/lib/stationdesk, or run as an ordinary user.",
            zh=f"不能以用户 {identity.uid} 在 {layout.data_dir} 运行 PostgreSQL；"
            "请用 --data-dir 换一个公共目录（如 /var/lib/stationdesk），或用普通用户运行。",
        ) from error
    finally:
        lock.close()
    _wait_until_ready(process, layout, logged_before)
    return process


def is_ready(cluster: Path, pid: int | None = None) -> bool:
    """Whether the server (the one numbered `pid`, when given) says it takes connections."""
    try:
        lines = (cluster / "postmaster.pid").read_text(encoding="utf-8").splitlines()
    except OSError:
        return False
    if len(lines) <= STATUS_LINE or lines[STATUS_LINE].strip() != "ready":
        return False
    return pid is None or lines[PID_LINE].strip() == str(pid)


def open_log(layout: Layout) -> BinaryIO:
    """The log at its end, private to the data folder's owner."""
    descriptor = os.open(layout.log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, LOG_MODE)
    log = os.fdopen(descriptor, "ab")
    give_to_owner_of(layout.data_dir, layout.log)
    return log


def rotate_log(log: Path) -> None:
    """Keep one earlier log; a server that runs for long appends until its next start."""
    if log.exists() and log.stat().st_size > LOG_LIMIT_BYTES:
        log.replace(log.with_name(f"{log.name}.1"))


def _remove_stale_lock_files(cluster: Path, socket_dir: Path) -> None:
    """Called with the server's lock held, so no server started here is alive.

    PostgreSQL takes any process of the number in such a file for a living server: a zombie that
    a container's init never reaps, or whoever got the number after a restart of the machine.
    Only a server that somebody started by hand is left for PostgreSQL to respect.
    """
    if sys.platform != "linux":
        return
    for file in (cluster / "postmaster.pid", socket_dir / f".s.PGSQL.{PORT}.lock"):
        if file.exists():
            pid = file.read_text(encoding="utf-8").partition("\n")[0].strip()
            if not _is_postgres(pid):
                file.unlink()


def _is_postgres(pid: str) -> bool:
    try:
        return b"postgres" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


def _wait_until_ready(process: subprocess.Popen[bytes], layout: Layout, logged_before: int) -> None:
    deadline = time.monotonic() + READY_TIMEOUT_S
    while not is_ready(layout.cluster, process.pid):
        if process.poll() is not None:
            reason = f"PostgreSQL ended at its start (exit code {process.returncode})"
        elif time.monotonic() > deadline:
            process.send_signal(signal.SIGINT)
            reason = f"PostgreSQL was not ready within {READY_TIMEOUT_S} s"
        else:
            time.sleep(READY_POLL_S)
            continue
        lines = _last_lines(layout.log, logged_before)
        raise ServerNotStarted(
            f"{reason}. The end of {layout.log}:\n{lines}",
            zh=f"PostgreSQL 没有启动，{layout.log} 的最后几行：{lines}",
        )


def _last_lines(log: Path, offset: int) -> str:
    with log.open("rb") as file:
        file.seek(max(offset, log.stat().st_size - 64 * 1024))
        lines = file.read().decode("utf-8", "replace").splitlines()
    return "\n".join(lines[-REPORTED_LINES:])
