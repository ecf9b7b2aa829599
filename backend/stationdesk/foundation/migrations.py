"""Bring a database to the newest schema, as its owner. Safe to run from several processes."""

from dataclasses import dataclass
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, pool

from stationdesk.foundation.database import Endpoint

_LOCK = 7_310_001
"""Key of the advisory lock that lets one process migrate at a time."""


@dataclass(frozen=True, slots=True)
class MigrationStatus:
    """Where the schema stands; `pending` lists revisions still to run, oldest first."""

    current: str | None
    newest: str | None
    pending: tuple[str, ...]


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    folder = Path(__file__).resolve().parents[3] / "migrations"
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    if connection is not None:
        config.attributes["connection"] = connection
    return config


def _status(connection: Connection) -> MigrationStatus:
    scripts = ScriptDirectory.from_config(_config())
    current = MigrationContext.configure(connection).get_current_revision()
    newest = scripts.get_current_head()
    pending = [revision.revision for revision in scripts.iterate_revisions(newest, current)]
    return MigrationStatus(current, newest, tuple(reversed(pending)))


def _connect(owner: Endpoint) -> Connection:
    engine = create_engine(
        "postgresql+psycopg://", connect_args=owner.conninfo(), poolclass=pool.NullPool
    )
    return engine.connect()


def status(owner: Endpoint) -> MigrationStatus:
    """Read where the schema stands; changes nothing."""
    with _connect(owner) as connection:
        return _status(connection)


def migrate(owner: Endpoint) -> MigrationStatus:
    """Run what is pending, one process at a time; returns the status after."""
    with _connect(owner) as connection:
        if not _status(connection).pending:
            return _status(connection)
        connection.rollback()
        connection.exec_driver_sql(f"SELECT pg_advisory_lock({_LOCK})")
        connection.commit()
        try:
            command.upgrade(_config(connection), "head")
            connection.commit()
            return _status(connection)
        finally:
            connection.rollback()
            connection.exec_driver_sql(f"SELECT pg_advisory_unlock({_LOCK})")
            connection.commit()
