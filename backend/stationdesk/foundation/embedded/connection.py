"""How to reach a database of the embedded server, spelled for each driver."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, get_args
from urllib.parse import quote

OWNER = "stationdesk_owner"
APP = "stationdesk_app"
SUPERUSER = "postgres"
DATABASE = "stationdesk"
PORT = 5432

ServiceRole = Literal["stationdesk_owner", "stationdesk_app"]


@dataclass(frozen=True)
class Connection:
    """One database behind one private Unix socket.

    The socket asks for no password: its folder (mode 0700, owned by the server's user) is the
    key. Migrations connect as `stationdesk_owner`, everything else as `stationdesk_app`; the
    superuser is reached through `Server.create_database` and its like only.
    """

    socket_dir: Path
    port: int
    database: str

    def to(self, database: str) -> Connection:
        """The same server, another database."""
        return replace(self, database=database)

    def asyncpg_kwargs(self, role: ServiceRole) -> dict[str, Any]:
        """Arguments for `asyncpg.connect` and `asyncpg.create_pool`."""
        return {
            "host": str(self.socket_dir),
            "port": self.port,
            "user": _known(role),
            "database": self.database,
        }

    def sqlalchemy_url(self, role: ServiceRole, driver: str = "asyncpg") -> str:
        """URL for SQLAlchemy; `driver` is "asyncpg" or "psycopg"."""
        return (
            f"postgresql+{driver}://{_known(role)}@/{quote(self.database, safe='')}"
            f"?host={quote(str(self.socket_dir), safe='')}&port={self.port}"
        )

    def libpq(self, role: ServiceRole) -> str:
        """Connection string for libpq: psycopg, psql, pgbench, pg_dump."""
        return _conninfo(self, _known(role))


def superuser_conninfo(connection: Connection) -> str:
    """libpq string of the superuser, for this package only."""
    return _conninfo(connection, SUPERUSER)


def _known(role: str) -> str:
    if role not in get_args(ServiceRole):
        raise ValueError(f"unknown role {role!r}; known are {', '.join(get_args(ServiceRole))}")
    return role


def _conninfo(connection: Connection, user: str) -> str:
    parts = {
        "host": str(connection.socket_dir),
        "port": str(connection.port),
        "user": user,
        "dbname": connection.database,
    }
    return " ".join(f"{key}={_quoted(value)}" for key, value in parts.items())


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
