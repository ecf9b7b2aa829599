"""Where things lie in a data folder, and where the socket goes.

<data_dir>/postgres/          the cluster, mode 0700
<data_dir>/postgres.log       the server's log, at most two files of LOG_LIMIT_BYTES at start
<data_dir>/run/start.lock     held alone while a command joins or leaves
<data_dir>/run/users.lock     shared by every command that uses the server
<data_dir>/run/supervisor.lock  held alone by the living supervisor
<data_dir>/run/server.lock    held by the server and each of its processes
<data_dir>/run/state.json     the socket of the running server
<data_dir>/run/socket/        mode 0700, the key to the server
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from stationdesk.foundation.embedded.connection import PORT
from stationdesk.foundation.embedded.errors import DataFolderUnusable
from stationdesk.foundation.embedded.locks import give_to_owner_of

# sun_path is 108 bytes on Linux and 104 on macOS, with the final NUL.
SOCKET_PATH_LIMIT_BYTES = 103
LOG_LIMIT_BYTES = 10 * 1024 * 1024
# Passable, not listable: the server's own user must be able to reach its folder.
FOLDER_MODE = 0o711
PRIVATE_MODE = 0o700


@dataclass(frozen=True)
class Layout:
    """The paths of one data folder, which is absolute and free of symbolic links."""

    data_dir: Path

    @classmethod
    def of(cls, data_dir: Path) -> Layout:
        """Make the folder where it is missing and return its paths; existing modes stay."""
        resolved = Path(data_dir).expanduser().resolve()
        layout = cls(resolved)
        try:
            if not resolved.exists():
                resolved.mkdir(FOLDER_MODE, parents=True, exist_ok=True)
                # A strict umask must not lock the server's user out of a folder made here.
                resolved.chmod(FOLDER_MODE)
            if not layout.run.exists():
                layout.run.mkdir(FOLDER_MODE, exist_ok=True)
                layout.run.chmod(FOLDER_MODE)
                give_to_owner_of(resolved, layout.run)
            if not os.access(layout.run, os.R_OK | os.W_OK | os.X_OK):
                raise PermissionError(f"no permission to write in {layout.run}")
        except OSError as error:
            raise DataFolderUnusable(
                f"The data folder {resolved} cannot be used: {error}. Give its ownership to "
                "the user who runs this command, or name another one with --data-dir.",
                zh=f"数据目录 {resolved} 用不了（{error}）；请把它交给运行本命令的用户，"
                "或用 --data-dir 另指定目录。",
            ) from error
        return layout

    @property
    def cluster(self) -> Path:
        return self.data_dir / "postgres"

    @property
    def unfinished_cluster(self) -> Path:
        """Where initdb works, so that `cluster` is either whole or absent."""
        return self.data_dir / "postgres.unfinished"

    @property
    def log(self) -> Path:
        return self.data_dir / "postgres.log"

    @property
    def run(self) -> Path:
        return self.data_dir / "run"

    @property
    def start_lock(self) -> Path:
        return self.run / "start.lock"

    @property
    def users_lock(self) -> Path:
        return self.run / "users.lock"

    @property
    def supervisor_lock(self) -> Path:
        return self.run / "supervisor.lock"

    @property
    def server_lock(self) -> Path:
        return self.run / "server.lock"

    @property
    def state(self) -> Path:
        return self.run / "state.json"

    def make_socket_dir(self, uid: int, gid: int) -> Path:
        """The private folder of the socket, owned by the server's user.

        It lies in the data folder, or under the temporary folder where that path would be
        longer than the kernel takes. Someone else's folder of that name is refused.
        """
        for folder in self._socket_dirs():
            if len(os.fsencode(folder / f".s.PGSQL.{PORT}")) <= SOCKET_PATH_LIMIT_BYTES:
                break
        else:
            raise DataFolderUnusable(
                f"The socket's path {folder} is too long; set TMPDIR.",
                zh=f"套接字路径 {folder} 太长，请设置较短的 TMPDIR。",
            )
        try:
            folder.mkdir(PRIVATE_MODE)
        except FileExistsError:
            pass
        else:
            os.chown(folder, uid, gid)
        found = folder.lstat()
        is_private = (found.st_mode & 0o170777) == (0o040000 | PRIVATE_MODE)
        if not is_private or found.st_uid not in (uid, os.geteuid()):
            raise DataFolderUnusable(
                f"The socket's folder {folder} is not private to this server; remove it.",
                zh=f"套接字目录 {folder} 不是本服务专用的，请删除它。",
            )
        if (found.st_uid, found.st_gid) != (uid, gid) and os.geteuid() == 0:
            os.chown(folder, uid, gid, follow_symlinks=False)
        return folder

    def _socket_dirs(self) -> list[Path]:
        digest = hashlib.sha256(os.fsencode(self.data_dir)).hexdigest()[:16]
        name = f"stationdesk-{os.geteuid()}-{digest}"
        # The last one where TMPDIR is deep itself; ownership and mode are checked in each.
        shortest = Path("/tmp")  # noqa: S108
        return [self.run / "socket", Path(tempfile.gettempdir()) / name, shortest / name]
