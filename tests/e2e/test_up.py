"""`up` and its neighbours, as processes."""

import signal
import time
from pathlib import Path

import httpx
import psutil
import pytest

from tests.e2e.product import attempt, run, running


def _gone(processes: list[psutil.Process], seconds: float = 15) -> list[psutil.Process]:
    """Those still alive after waiting."""
    return psutil.wait_procs(processes, timeout=seconds)[1]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_drains_and_stops_everything(tmp_path: Path, number: int) -> None:
    with running(tmp_path / "data") as product:
        family = psutil.Process(product.process.pid).children(recursive=True)
        family.append(product.find("database"))
        product.process.send_signal(number)
        assert product.process.wait(20) == 0
        assert _gone(family) == []


def test_kill_9_of_the_parent_leaves_nothing_behind(tmp_path: Path) -> None:
    with running(tmp_path / "data") as product:
        family = psutil.Process(product.process.pid).children(recursive=True)
        family.append(product.find("database"))
        product.process.kill()
        product.process.wait()
        assert _gone(family) == []


def test_commands_share_the_database_of_a_running_server(tmp_path: Path) -> None:
    with running(tmp_path / "data") as product:
        product.run("firm", "create", "acme", "--name", "恒驿客服")
        made = product.run(
            "station", "add", "--firm", "acme", "--code", "S1", "--carrier", "zto", "--name", "西兴"
        )
        assert made["push_url"].startswith("/api/push/kuaidi100/")
        assert len(made["push_salt"]) >= 16
        token = product.run("token", "create", "--firm", "acme", "--role", "manager")["token"]
        with product.client(token) as client:
            assert [s["code"] for s in client.get("/api/stations").json()["items"]] == ["S1"]
        assert httpx.get(f"{product.address}/api/ready").status_code == 200


def test_a_taken_port_is_refused_with_a_remedy(tmp_path: Path) -> None:
    with running(tmp_path / "data") as product:
        second = attempt(tmp_path / "other", "up", "--port", str(product.port))
        assert second.returncode == 1
        assert "--port" in second.stderr


def test_what_was_dumped_is_restored(tmp_path: Path) -> None:
    data, dump = tmp_path / "data", str(tmp_path / "all.dump")
    run(data, "firm", "create", "kept", "--name", "恒驿客服")
    run(data, "db", "dump", dump)
    run(data, "db", "reset")
    assert attempt(data, "ledger", "trial-balance", "--firm", "kept").returncode == 1
    run(data, "db", "restore", dump)
    assert run(data, "ledger", "trial-balance", "--firm", "kept")["total_fen"] == 0
    assert run(data, "db", "status")["pending"] == []


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("firm", "create"), 2),
        (("nonsense",), 2),
        (("firm", "create", "Bad Slug", "--name", "x"), 1),
        (("ledger", "verify", "--firm", "nobody"), 1),
    ],
)
def test_exit_codes(tmp_path_factory: pytest.TempPathFactory, arguments, code: int) -> None:
    done = attempt(tmp_path_factory.getbasetemp() / "codes", *arguments)
    assert done.returncode == code
    assert done.stderr.strip()


def test_a_dead_web_process_is_started_again(tmp_path: Path) -> None:
    with running(tmp_path / "data") as product:
        product.kill("web")
        time.sleep(0.1)
        product.wait_until_ready()
        assert httpx.get(f"{product.address}/api/health").status_code == 200
