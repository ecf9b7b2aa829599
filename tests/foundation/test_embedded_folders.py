"""Folders: out of reach, of another user, half made, of another version, with long names."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from stationdesk.foundation.embedded import (
    DataFolderUnusable,
    OtherMajorVersion,
    ServerNotStarted,
    embedded_server,
)
from tests.foundation.embedded_commands import (
    TEST_SETTINGS,
    Holder,
    answer,
    eventually,
    has_servers,
    server_pid,
)

NOBODY = 65534
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="needs root to become others")


@pytest.fixture
def open_dir() -> Iterator[Path]:
    """A folder everybody can reach, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp(dir="/tmp"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def modes_above(path: Path) -> list[tuple[int, int]]:
    return [(parent.stat().st_mode, parent.stat().st_uid) for parent in path.parents]


def real_uid(pid: int) -> int:
    return Path(f"/proc/{pid}").stat().st_uid


@as_root
def test_root_hands_a_reachable_folder_to_nobody(open_dir: Path) -> None:
    data_dir = open_dir / ".stationdesk"
    before = modes_above(data_dir)
    with embedded_server(data_dir, settings=TEST_SETTINGS) as server:
        assert answer(server.connection, "SELECT 1") == 1
        assert real_uid(server_pid(data_dir)) == NOBODY
        assert (data_dir / "postgres").stat().st_uid == NOBODY
    assert modes_above(data_dir) == before


@as_root
def test_root_uses_a_private_folder_without_opening_it(open_dir: Path) -> None:
    private = open_dir / "root"
    private.mkdir(0o700)
    data_dir = private / "checkout" / ".stationdesk"
    data_dir.parent.mkdir()
    before = modes_above(data_dir)
    with embedded_server(data_dir, settings=TEST_SETTINGS) as server:
        assert answer(server.connection, "SELECT 1") == 1
        status = Path(f"/proc/{server_pid(data_dir)}/status").read_text()
        assert "CapEff:\t0000000000000000" in status
    assert modes_above(data_dir) == before
    assert stat.S_IMODE((data_dir / "postgres").stat().st_mode) == 0o700


@as_root
def test_a_cluster_of_nobody_survives_its_folder_being_closed(open_dir: Path) -> None:
    """The way for containers without user namespaces: one capability, not root."""
    data_dir = open_dir / "closed" / ".stationdesk"
    data_dir.parent.mkdir()
    with embedded_server(data_dir, settings=TEST_SETTINGS):
        pass
    data_dir.parent.chmod(0o700)
    holder = Holder(data_dir).wait_ready()
    pid = server_pid(data_dir)
    assert real_uid(pid) == NOBODY
    assert "CapEff:\t0000000000000002" in Path(f"/proc/{pid}/status").read_text()
    holder.kill()
    assert eventually(lambda: not has_servers(data_dir))


def python_of_nobody() -> str:
    """An interpreter that the ordinary user can run, or skip."""
    for python in (sys.executable, "/usr/bin/python3"):
        try:
            found = subprocess.run(
                [python, "-c", "import sys; sys.exit(sys.version_info < (3, 11))"],
                user=NOBODY,
                group=NOBODY,
                extra_groups=[],
                capture_output=True,
                check=False,
            )
        except OSError:
            continue
        if found.returncode == 0:
            return python
    pytest.skip("no interpreter that an ordinary user can run")


@as_root
def test_an_ordinary_user_runs_it_as_himself_and_root_joins(open_dir: Path) -> None:
    os.chown(open_dir, NOBODY, NOBODY)
    open_dir.chmod(0o700)
    python = python_of_nobody()
    holder = Holder(open_dir, python=python, user=NOBODY).wait_ready()
    assert real_uid(server_pid(open_dir)) == NOBODY
    with embedded_server(open_dir) as server:
        assert answer(server.connection, "SELECT 1") == 1
        holder.leave()
        assert answer(server.connection, "SELECT 2") == 2
    # Root as the starter must leave nothing behind that the user cannot use.
    with embedded_server(open_dir, settings=TEST_SETTINGS):
        pass
    again = Holder(open_dir, python=python, user=NOBODY).wait_ready()
    again.kill()
    assert eventually(lambda: not has_servers(open_dir))


@as_root
def test_an_ordinary_user_is_told_that_the_folder_is_not_his(open_dir: Path) -> None:
    with embedded_server(open_dir / "desk", settings=TEST_SETTINGS):
        pass
    holder = Holder(open_dir / "desk", python=python_of_nobody(), user=NOBODY)
    _, errors = holder.process.communicate(timeout=20)
    assert holder.process.returncode == 1
    assert "DataFolderUnusable" in errors
    assert "--data-dir" in errors


def test_a_long_path_puts_the_socket_elsewhere_and_stays_private(tmp_path: Path) -> None:
    data_dir = tmp_path / ("deep" * 25) / "desk"
    with embedded_server(data_dir, settings=TEST_SETTINGS) as server:
        folder = server.connection.socket_dir
        assert not folder.is_relative_to(data_dir)
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert answer(server.connection, "SELECT 1") == 1
        with embedded_server(data_dir) as second:
            assert second.connection == server.connection
    folder.chmod(0o755)
    with (
        pytest.raises(DataFolderUnusable, match="not private"),
        embedded_server(data_dir, settings=TEST_SETTINGS),
    ):
        pass
    folder.rmdir()


def test_another_major_version_is_refused_with_the_remedy(tmp_path: Path) -> None:
    cluster = tmp_path / "postgres"
    cluster.mkdir()
    (cluster / "PG_VERSION").write_text("15\n")
    with (
        pytest.raises(OtherMajorVersion, match=r"PostgreSQL 15.*db dump.*db restore"),
        embedded_server(tmp_path, settings=TEST_SETTINGS),
    ):
        pass
    assert [entry.name for entry in cluster.iterdir()] == ["PG_VERSION"]
    assert not has_servers(tmp_path)


def test_an_interrupted_first_start_is_made_good(tmp_path: Path) -> None:
    holder = Holder(tmp_path)
    unfinished = tmp_path / "postgres.unfinished"
    assert eventually((unfinished / "base").exists)
    # The supervisor dies in the middle of initdb; the command then has no server to use.
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal() and is_supervisor_of(entry, tmp_path):
            os.kill(int(entry.name), 9)
    holder.process.communicate(timeout=20)
    assert holder.process.returncode == 1
    assert not (tmp_path / "postgres").exists()
    with embedded_server(tmp_path, settings=TEST_SETTINGS) as server:
        assert answer(server.connection, "SELECT current_database()") == "stationdesk"
    assert not unfinished.exists()


def is_supervisor_of(process: Path, data_dir: Path) -> bool:
    try:
        words = (process / "cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    module = b"stationdesk.foundation.embedded.supervisor"
    return module in words and os.fsencode(data_dir) in words


def test_a_folder_without_a_database_is_set_aside(tmp_path: Path) -> None:
    (tmp_path / "postgres" / "base").mkdir(parents=True)
    (tmp_path / "postgres" / "somebody's.txt").write_text("kept")
    with embedded_server(tmp_path, settings=TEST_SETTINGS) as server:
        assert answer(server.connection, "SELECT 1") == 1
    (aside,) = tmp_path.glob("postgres.unusable-*")
    assert (aside / "somebody's.txt").read_text() == "kept"


def test_a_database_without_its_version_is_never_made_over(tmp_path: Path) -> None:
    control = tmp_path / "postgres" / "global" / "pg_control"
    control.parent.mkdir(parents=True)
    control.write_bytes(b"precious")
    with (
        pytest.raises(DataFolderUnusable, match="PG_VERSION"),
        embedded_server(tmp_path, settings=TEST_SETTINGS),
    ):
        pass
    assert control.read_bytes() == b"precious"


def test_a_failed_start_shows_the_end_of_the_log(tmp_path: Path) -> None:
    with embedded_server(tmp_path, settings=TEST_SETTINGS):
        pass
    (tmp_path / "postgres" / "global" / "pg_control").unlink()
    with (
        pytest.raises(ServerNotStarted, match="could not find the database system"),
        embedded_server(tmp_path, settings=TEST_SETTINGS),
    ):
        pass
    assert not has_servers(tmp_path)


def test_a_wrong_setting_is_named(tmp_path: Path) -> None:
    with (
        pytest.raises(ServerNotStarted, match="no_such_setting"),
        embedded_server(tmp_path, settings={**TEST_SETTINGS, "no_such_setting": "1"}),
    ):
        pass


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "desk"
    path.write_text("a file")
    with pytest.raises(DataFolderUnusable, match="--data-dir"), embedded_server(path):
        pass
    assert path.read_text() == "a file"


def test_a_big_log_is_set_aside_once_at_start(tmp_path: Path) -> None:
    log = tmp_path / "postgres.log"
    log.write_bytes(b"x" * (10 * 1024 * 1024 + 1))
    with embedded_server(tmp_path, settings=TEST_SETTINGS):
        pass
    assert log.stat().st_size < 1024 * 1024
    assert (tmp_path / "postgres.log.1").stat().st_size > 10 * 1024 * 1024
