"""A dump brought back is the same database; a bad file changes nothing."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from stationdesk.foundation.embedded import (
    DumpFailed,
    RestoreRefused,
    Server,
    dump,
    embedded_server,
    restore,
)
from tests.foundation.embedded_commands import TEST_SETTINGS, answer

SCHEMA = """
CREATE TABLE notes (firm_id int NOT NULL, words text NOT NULL);
CREATE INDEX ON notes USING gin (words gin_trgm_ops);
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
ALTER TABLE notes FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON notes TO stationdesk_app USING (firm_id = 1);
CREATE POLICY owner ON notes TO stationdesk_owner USING (true);
GRANT SELECT, INSERT ON notes TO stationdesk_app;
INSERT INTO notes VALUES (1, '快递驿站'), (2, 'of another firm');
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with embedded_server(tmp_path_factory.mktemp("desk"), settings=TEST_SETTINGS) as running:
        with psycopg.connect(running.connection.libpq("stationdesk_owner")) as session:
            session.execute(SCHEMA)
        yield running


def as_owner(server: Server, sql: str) -> object:
    with psycopg.connect(server.connection.libpq("stationdesk_owner")) as session:
        row = session.execute(sql).fetchone()
        return row and row[0]


def test_restore_brings_back_rows_of_all_firms_owners_and_policies(
    server: Server, tmp_path: Path
) -> None:
    file = tmp_path / "desk.dump"
    dump(server.connection, file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    as_owner(server, "DELETE FROM notes RETURNING 1")
    with psycopg.connect(server.connection.libpq("stationdesk_app"), autocommit=True):
        restore(server.connection, file)  # although somebody is connected
    assert as_owner(server, "SELECT count(*) FROM notes") == 2
    assert answer(server.connection, "SELECT string_agg(words, '') FROM notes") == "快递驿站"
    owner = "SELECT tableowner FROM pg_tables WHERE tablename = 'notes'"
    assert answer(server.connection, owner) == "stationdesk_owner"
    forced = "SELECT relforcerowsecurity FROM pg_class WHERE relname = 'notes'"
    assert answer(server.connection, forced) is True
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("cut", [0, 10, 2000])
def test_a_broken_file_is_refused_and_changes_nothing(
    server: Server, tmp_path: Path, cut: int
) -> None:
    whole = tmp_path / "whole.dump"
    dump(server.connection, whole)
    broken = tmp_path / "broken.dump"
    broken.write_bytes(whole.read_bytes()[:cut])
    with pytest.raises(RestoreRefused, match=r"broken\.dump"):
        restore(server.connection, broken)
    assert as_owner(server, "SELECT count(*) FROM notes") == 2
    leftovers = "SELECT count(*) FROM pg_database WHERE datname LIKE '%restoring'"
    assert answer(server.connection, leftovers) == 0


def test_a_missing_file_is_refused(server: Server, tmp_path: Path) -> None:
    with pytest.raises(RestoreRefused, match="No such file"):
        restore(server.connection, tmp_path / "missing.dump")


def test_a_failed_dump_keeps_the_earlier_file(server: Server, tmp_path: Path) -> None:
    file = tmp_path / "desk.dump"
    file.write_bytes(b"earlier")
    with pytest.raises(DumpFailed, match="does not exist"):
        dump(server.connection.to("no_such_database"), file)
    with pytest.raises(DumpFailed, match="No such file"):
        dump(server.connection, tmp_path / "no such folder" / "desk.dump")
    assert file.read_bytes() == b"earlier"
    assert list(tmp_path.iterdir()) == [file]
