"""The cluster's files: made whole or not at all, and refused when of another version."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from stationdesk.foundation.embedded.binaries import binary, clean_environment, major_version
from stationdesk.foundation.embedded.connection import APP, DATABASE, OWNER, SUPERUSER
from stationdesk.foundation.embedded.errors import (
    DataFolderUnusable,
    OtherMajorVersion,
    ServerNotStarted,
)
from stationdesk.foundation.embedded.identity import Identity
from stationdesk.foundation.embedded.layout import PRIVATE_MODE, Layout

INITDB_TIMEOUT_S = 300
REPORTED_LINES = 15

# Extensions go into template1, so that every database made later has them too.
PROVISION = f"""
CREATE ROLE {OWNER} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB NOREPLICATION;

CREATE ROLE {APP} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB NOREPLICATION;

CREATE EXTENSION pg_trgm;

CREATE EXTENSION btree_gin;

CREATE EXTENSION btree_gist;

CREATE EXTENSION pg_stat_statements;

CREATE DATABASE {DATABASE} OWNER {OWNER};
"""


def check_cluster(layout: Layout) -> None:
    """After this the cluster is whole, of our version and readable, or absent.

    Raises `OtherMajorVersion` or `DataFolderUnusable` without changing anything.
    """
    if layout.cluster.exists() and not _is_whole(layout.cluster):
        _set_aside(layout.cluster)


def _is_whole(cluster: Path) -> bool:
    try:
        found = (cluster / "PG_VERSION").read_text(encoding="ascii").strip()
    except FileNotFoundError:
        if (cluster / "global" / "pg_control").exists():
            raise DataFolderUnusable(
                f"{cluster} holds a database without its PG_VERSION file; "
                "bring the folder back from a backup.",
                zh=f"数据目录 {cluster} 缺少 PG_VERSION 文件，请从备份恢复。",
            ) from None
        return False
    except OSError as error:
        raise DataFolderUnusable(
            f"{cluster} cannot be read: {error}. It belongs to another user; run as that user, "
            "or name another folder with --data-dir.",
            zh=f"读不了数据目录 {cluster}（{error}）；请换成该目录的用户运行，"
            "或用 --data-dir 另指定目录。",
        ) from error
    if found != major_version():
        raise OtherMajorVersion(
            f"{cluster} was written by PostgreSQL {found}; this installation has PostgreSQL "
            f"{major_version()}. With the installation that wrote it run `stationdesk db dump "
            "FILE`, move the folder away, then run `stationdesk db restore FILE` here.",
            found=found,
            expected=major_version(),
            zh=f"数据目录 {cluster} 是 PostgreSQL {found} 写的，这里是 {major_version()}；"
            "请用原版本 stationdesk db dump 导出，移走该目录，"
            "再在这里 stationdesk db restore 导入。",
        )
    return True


def _set_aside(cluster: Path) -> None:
    """A folder without a database in it is moved, not deleted: it may be somebody's."""
    moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
    cluster.rename(cluster.with_name(f"{cluster.name}.unusable-{moment}"))


def make_cluster(layout: Layout, identity: Identity, settings: dict[str, str]) -> None:
    """Make the cluster with its roles and database, all or nothing.

    What an interrupted attempt left behind is removed. Raises `ServerNotStarted`.
    """
    is_durable = settings.get("fsync") != "off"
    unfinished = layout.unfinished_cluster
    if unfinished.exists():
        shutil.rmtree(unfinished)
    unfinished.mkdir(PRIVATE_MODE)
    if os.geteuid() == 0:
        os.chown(unfinished, identity.uid, identity.gid)
    initdb = [str(binary("initdb")), "--pgdata", str(unfinished), "--username", SUPERUSER]
    initdb += ["--encoding", "UTF8", "--locale", "C", "--lc-ctype", _character_type()]
    initdb += ["--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"]
    initdb += ["--auth-local", "trust", "--auth-host", "scram-sha-256", "--no-instructions"]
    # Single-user mode: the cluster gets its name only after it has roles and database.
    single = [str(binary("postgres")), "--single", "-j", "-D", str(unfinished)]
    single += ["-c", "exit_on_error=on", "-c", "shared_preload_libraries=pg_stat_statements"]
    if not is_durable:
        initdb += ["--no-sync"]
        single += ["-c", "fsync=off"]
    _run(initdb, identity)
    _run([*single, "template1"], identity, PROVISION)
    unfinished.rename(layout.cluster)
    if is_durable:
        _sync_folder(layout.data_dir)


def _character_type() -> str:
    # Without UTF-8 here pg_trgm takes no Chinese character for a letter.
    return "UTF-8" if sys.platform == "darwin" else "C.UTF-8"


def _run(command: list[str], identity: Identity, text: str = "") -> None:
    try:
        done = subprocess.run(
            command,
            input=text,
            preexec_fn=identity.for_child(signal.SIGKILL),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=clean_environment(),
            cwd="/",
            text=True,
            errors="replace",
            timeout=INITDB_TIMEOUT_S,
            check=False,
        )
    except subprocess.SubprocessError as error:
        raise ServerNotStarted(
            f"The database could not be made: {error}", zh=f"数据库建不起来：{error}"
        ) from error
    if done.returncode != 0:
        lines = "\n".join(done.stdout.splitlines()[-REPORTED_LINES:])
        raise ServerNotStarted(
            f"The database could not be made ({Path(command[0]).name}, exit code "
            f"{done.returncode}):\n{lines}",
            zh=f"数据库建不起来（退出码 {done.returncode}）：{lines}",
        )


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
