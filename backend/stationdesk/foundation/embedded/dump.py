"""Dump and restore a database in PostgreSQL's own archive format (`pg_dump --format=custom`)."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from stationdesk.foundation.embedded.binaries import binary, clean_environment
from stationdesk.foundation.embedded.connection import OWNER, Connection, superuser_conninfo
from stationdesk.foundation.embedded.errors import DumpFailed, RestoreRefused, StatementRefused
from stationdesk.foundation.embedded.server import MAINTENANCE_DATABASE, run_as_superuser

REPORTED_LINES = 5
# The dump holds personal data of every firm.
DUMP_MODE = 0o600


def dump(connection: Connection, file: Path) -> None:
    """Write the whole database, all firms, into `file` (mode 0600), replacing it when complete.

    Readable by the `pg_restore` of this and any later version. Raises `DumpFailed`.
    """
    draft = file.with_name(f"{file.name}.unfinished")
    try:
        with os.fdopen(_open_private(draft), "wb") as target:
            done = subprocess.run(
                [str(binary("pg_dump")), "--format=custom", superuser_conninfo(connection)],
                stdout=target,
                stderr=subprocess.PIPE,
                env=clean_environment(),
                check=False,
            )
            target.flush()
            os.fsync(target.fileno())
        if done.returncode != 0:
            raise DumpFailed(
                _last_lines(done.stderr), zh=f"备份没有写成：{_last_lines(done.stderr)}"
            )
        draft.replace(file)
    except OSError as error:
        raise DumpFailed(f"{file}: {error}", zh=f"备份文件 {file} 写不了：{error}") from error
    finally:
        draft.unlink(missing_ok=True)


def restore(connection: Connection, file: Path) -> None:
    """Put the content of `file` in the place of the database, all or nothing.

    The file is restored into a database beside it, which takes the name only when whole;
    connections to the old one are ended. Raises `RestoreRefused`, then nothing has changed.
    """
    fresh = f"{connection.database}_restoring"
    maintenance = connection.to(MAINTENANCE_DATABASE)
    try:
        run_as_superuser(maintenance, 'DROP DATABASE IF EXISTS :"fresh" WITH (FORCE);', fresh=fresh)
        run_as_superuser(maintenance, f'CREATE DATABASE :"fresh" OWNER {OWNER};', fresh=fresh)
        _fill(connection.to(fresh), file)
        run_as_superuser(
            maintenance,
            'DROP DATABASE IF EXISTS :"name" WITH (FORCE);\n'
            'ALTER DATABASE :"fresh" RENAME TO :"name";',
            fresh=fresh,
            name=connection.database,
        )
    except StatementRefused as error:
        raise RestoreRefused(str(error), zh=f"备份读不了，数据库没有改动：{error}") from error


def _fill(connection: Connection, file: Path) -> None:
    try:
        with file.open("rb") as source:
            done = subprocess.run(
                [
                    *(str(binary("pg_restore")), "--exit-on-error", "--single-transaction"),
                    *("--dbname", superuser_conninfo(connection)),
                ],
                stdin=source,
                stderr=subprocess.PIPE,
                env=clean_environment(),
                check=False,
            )
        failure = _last_lines(done.stderr) if done.returncode != 0 else ""
    except OSError as error:
        failure = str(error)
    if failure:
        maintenance = connection.to(MAINTENANCE_DATABASE)
        run_as_superuser(
            maintenance, 'DROP DATABASE IF EXISTS :"name" WITH (FORCE);', name=connection.database
        )
        raise RestoreRefused(
            f"{file}: {failure}", zh=f"备份 {file} 恢复失败，数据库没有改动：{failure}"
        )


def _open_private(path: Path) -> int:
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, DUMP_MODE)


def _last_lines(output: bytes) -> str:
    return "\n".join(output.decode("utf-8", "replace").splitlines()[-REPORTED_LINES:])
