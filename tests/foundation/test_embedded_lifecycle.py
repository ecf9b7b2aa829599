"""Who starts, who stops, and what remains when somebody dies."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from stationdesk.foundation.embedded import embedded_server
from tests.foundation.embedded_commands import (
    TEST_SETTINGS,
    Holder,
    answer,
    eventually,
    has_servers,
    is_alive,
    server_pid,
)

RECOVERY = "was not properly shut down"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder whose cluster exists; nothing runs on it between the tests."""
    folder = tmp_path_factory.mktemp("desk")
    with embedded_server(folder, settings=TEST_SETTINGS):
        pass
    return folder


@pytest.fixture
def data_dir(made: Path) -> Iterator[Path]:
    (made / "postgres.log").unlink(missing_ok=True)
    assert not has_servers(made)
    yield made
    assert eventually(lambda: not has_servers(made)), "a server was left behind"


def test_the_last_to_leave_waits_for_a_clean_stop(data_dir: Path) -> None:
    with embedded_server(data_dir, settings=TEST_SETTINGS) as server:
        assert answer(server.connection, "SELECT 1") == 1
        pid = server_pid(data_dir)
    assert not is_alive(pid)
    assert not (data_dir / "postgres" / "postmaster.pid").exists()
    with embedded_server(data_dir, settings=TEST_SETTINGS):
        pass
    assert RECOVERY not in (data_dir / "postgres.log").read_text()


def test_open_connections_do_not_hold_up_the_stop(data_dir: Path) -> None:
    with embedded_server(data_dir, settings=TEST_SETTINGS) as server:
        session = psycopg.connect(server.connection.libpq("stationdesk_app"))
        session.execute("SELECT 1")
    assert not has_servers(data_dir)
    session.close()


def test_an_error_in_the_block_stops_the_server_too(data_dir: Path) -> None:
    with (
        pytest.raises(RuntimeError, match="of the command"),
        embedded_server(data_dir, settings=TEST_SETTINGS),
    ):
        raise RuntimeError("of the command")
    assert not has_servers(data_dir)


def test_kill_of_the_only_command_leaves_no_server(data_dir: Path) -> None:
    holder = Holder(data_dir).wait_ready()
    pid = server_pid(data_dir)
    holder.kill()
    assert eventually(lambda: not is_alive(pid))
    assert eventually(lambda: not has_servers(data_dir))
    with embedded_server(data_dir, settings=TEST_SETTINGS) as server:
        assert answer(server.connection, "SELECT 1") == 1
    assert RECOVERY not in (data_dir / "postgres.log").read_text()


def test_kill_in_the_middle_of_starting_leaves_no_server(data_dir: Path) -> None:
    Holder(data_dir).kill()
    holder = Holder(data_dir)
    assert eventually(lambda: has_servers(data_dir))
    holder.kill()
    assert eventually(lambda: not has_servers(data_dir))


def test_a_command_follows_one_killed_at_any_moment_of_its_start(data_dir: Path) -> None:
    for step in range(12):
        killed = Holder(data_dir)
        time.sleep(step * 0.03)
        killed.kill()
        Holder(data_dir).wait_ready().leave()


@pytest.mark.parametrize("how", ["leave", "kill"])
def test_the_starter_goes_and_the_second_command_keeps_the_server(data_dir: Path, how: str) -> None:
    first = Holder(data_dir).wait_ready()
    pid = server_pid(data_dir)
    with embedded_server(data_dir) as server:
        with psycopg.connect(server.connection.libpq("stationdesk_app")) as session:
            first.leave() if how == "leave" else first.kill()
            assert session.execute("SELECT 1").fetchone() == (1,)
        assert server_pid(data_dir) == pid
        assert answer(server.connection, "SELECT 2") == 2
    assert not is_alive(pid)


def test_kill_of_the_supervisor_takes_the_server_along(data_dir: Path) -> None:
    with embedded_server(data_dir, settings=TEST_SETTINGS) as server:
        pid = server_pid(data_dir)
        stat = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        os.kill(int(stat[1]), signal.SIGKILL)
        assert eventually(lambda: not is_alive(pid))
        # The next command on the folder brings the server back, for everybody.
        with embedded_server(data_dir, settings=TEST_SETTINGS) as again:
            assert again.connection == server.connection
            assert answer(server.connection, "SELECT 1") == 1


def test_kill_of_the_server_is_followed_by_a_restart(data_dir: Path) -> None:
    with embedded_server(data_dir, settings=TEST_SETTINGS) as server:
        pid = server_pid(data_dir)
        with psycopg.connect(server.connection.libpq("stationdesk_app")):
            os.kill(pid, signal.SIGKILL)

        def is_back() -> bool:
            try:
                return answer(server.connection, "SELECT 1") == 1
            except psycopg.OperationalError:
                return False

        assert eventually(is_back)
        assert server_pid(data_dir) != pid


def test_the_processes_of_a_killed_server_are_waited_for(data_dir: Path) -> None:
    """Server and supervisor gone at once, a back end still busy: the next start must not fail."""
    holder = Holder(data_dir).wait_ready()
    pid = server_pid(data_dir)
    supervisor = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    os.kill(supervisor, signal.SIGKILL)
    os.kill(pid, signal.SIGKILL)
    holder.kill()
    assert eventually(lambda: not is_alive(supervisor) and not is_alive(pid))
    with embedded_server(data_dir, settings=TEST_SETTINGS) as server:
        assert answer(server.connection, "SELECT 1") == 1


def test_a_pid_file_naming_a_stranger_does_not_prevent_the_start(data_dir: Path) -> None:
    """As after a restart of the machine, when somebody else has got the server's number."""
    holder = Holder(data_dir).wait_ready()
    pid = server_pid(data_dir)
    pid_file = data_dir / "postgres" / "postmaster.pid"
    left_behind = pid_file.read_text().replace(str(pid), str(os.getppid()), 1)
    owner = pid_file.stat()
    holder.leave()
    pid_file.write_text(left_behind)
    os.chown(pid_file, owner.st_uid, owner.st_gid)
    with embedded_server(data_dir, settings=TEST_SETTINGS) as server:
        assert answer(server.connection, "SELECT 1") == 1


def test_many_commands_start_and_stop_at_once(data_dir: Path) -> None:
    for _round in range(3):
        holders = [Holder(data_dir) for _ in range(5)]
        for holder in holders[:1]:
            holder.kill()
        for holder in holders[1:]:
            holder.wait_ready()
        assert holders[4].process.stdin is not None
        holders[1].kill()
        late = Holder(data_dir)
        for holder in holders[2:]:
            holder.leave()
        late.wait_ready().leave()
    assert not has_servers(data_dir)
    log = (data_dir / "postgres.log").read_text()
    assert RECOVERY not in log
    assert "FATAL" not in log.replace("FATAL:  terminating connection", "")
