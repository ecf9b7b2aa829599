"""Something is killed while something is done; afterwards everything must still add up."""

import itertools
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import httpx

from tests.e2e.product import Product, attempt, run, running

FIRM = "mishap"
AGENTS = 4
IMPORT_PARCELS = 4000
CASES_A_ROUND = 24
FINES_A_ROUND = 12
PATIENCE_SECONDS = 60


@dataclass
class Mishaps:
    """A running product with a firm, a manager's token and agents' tokens."""

    product: Product
    folder: Path
    manager: str
    agents: list[str]
    rounds: Iterator[int] = field(default_factory=itertools.count)
    chance: random.Random = field(default_factory=lambda: random.Random(9))

    @classmethod
    @contextmanager
    def prepared(cls, folder: Path) -> "Iterator[Mishaps]":
        """Set a firm up by command, as its users would, and run the product."""
        data = folder / "data"
        firm = ("--firm", FIRM)
        run(data, "firm", "create", FIRM, "--name", "恒驿客服")
        run(data, "station", "add", *firm, "--code", "S1", "--carrier", "zto", "--name", "西兴")
        agents = []
        for number in range(AGENTS):
            email = f"agent{number}@mishap.example.com"
            person = ("member", "add", *firm, "--email", email, "--role", "agent")
            run(data, *person, "--password-stdin", stdin="long enough\n")
            run(data, "assign", *firm, "--agent", email, "--station", "S1", "--direction", "both")
            made = run(data, "token", "create", *firm, "--role", "agent", "--email", email)
            agents.append(made["token"])
        person = ("member", "add", *firm, "--email", "m@mishap.example.com", "--role", "manager")
        run(data, *person, "--password-stdin", stdin="long enough\n")
        token = ("token", "create", *firm, "--role", "manager", "--email", "m@mishap.example.com")
        with running(data) as product:
            yield cls(product, folder, run(data, *token)["token"], agents)

    def kill_during_import(self, victim: str) -> None:
        """The upload ends whole, and a second time finds everything known."""
        number = next(self.rounds)
        path = write_scans(self.folder / f"scans-{number}.csv", number)
        with self.product.client(self.manager) as client:
            batch = self._upload(client, path, "scans")
            self._kill_soon(victim)
            done = self._until_done(client, batch["id"])
            assert done["status"] == "done", done
            assert done["rejected"] == 0
            assert done["rows"] == done["accepted"] + done["duplicates"] == 2 * IMPORT_PARCELS
            again = self._until_done(client, self._upload(client, path, "scans")["id"])
            assert (again["accepted"], again["duplicates"]) == (0, 2 * IMPORT_PARCELS)
            seen = client.get(f"/api/parcels/{waybill(number, 7)}").json()
            assert len(seen["scans"]) == 2, seen

    def kill_during_claims(self, victim: str) -> None:
        """Nobody holds a case twice; every claim that was answered holds."""
        number = next(self.rounds)
        with self.product.client(self.manager) as client:
            for serial in range(CASES_A_ROUND):
                answer = client.post("/api/cases", json=new_case(number, serial))
                assert answer.status_code == 201, answer.text
        claimed: list[str] = []
        threads = [
            threading.Thread(target=self._claim_all, args=(token, claimed)) for token in self.agents
        ]
        for thread in threads:
            thread.start()
        self._kill_soon(victim)
        for thread in threads:
            thread.join(PATIENCE_SECONDS)
            assert not thread.is_alive()
        assert max(Counter(claimed).values(), default=0) <= 1, "a case was claimed twice"
        with self.product.client(self.manager) as client:
            page = client.get("/api/cases?view=unclaimed&limit=200").json()
            assert page["items"] == [], "a case was lost from the queue"
            for case_id in claimed:
                detail = client.get(f"/api/cases/{case_id}").json()
                assert detail["holder"]["kind"] == "agent"
                assert_custody_adds_up(detail)

    def kill_during_postings(self, victim: str) -> None:
        """Each fine is attributed once, the ledger balances and verifies."""
        number = next(self.rounds)
        path = write_bill(self.folder / f"bill-{number}.csv", number)
        with self.product.client(self.manager) as client:
            done = self._until_done(client, self._upload(client, path, "bill")["id"])
            assert done["accepted"] == FINES_A_ROUND, done
            fines = [
                fine["id"]
                for fine in self._all(client, "/api/fines")
                if fine["bill_no"] == f"B{number}"
            ]
        posting = threading.Thread(target=self._attribute_all, args=(fines,))
        posting.start()
        self._kill_soon(victim)
        posting.join(PATIENCE_SECONDS)
        assert not posting.is_alive()
        with self.product.client(self.manager) as client:
            balance = client.get("/api/ledger/trial-balance").json()
            assert balance["total_fen"] == 0
            left = {a["account"]: a["balance_fen"] for a in balance["accounts"]}
            assert left.get("unattributed/S1", 0) == 0, left
            for fine_id in fines:
                assert client.get(f"/api/fines/{fine_id}").json()["status"] == "attributed"
        verified = attempt(self.product.data_dir, "ledger", "verify", "--firm", FIRM)
        assert verified.returncode == 0, verified.stdout + verified.stderr

    def _kill_soon(self, victim: str) -> None:
        time.sleep(self.chance.uniform(0.0, 0.25))
        self.product.kill(victim)
        self.product.wait_until_ready()

    def _upload(self, client: httpx.Client, path: Path, kind: str) -> dict[str, Any]:
        answer = client.post(f"/api/imports/{kind}", files={"file": (path.name, path.read_bytes())})
        assert answer.status_code == 202, answer.text
        document: dict[str, Any] = answer.json()
        return document

    def _until_done(self, client: httpx.Client, batch_id: str) -> dict[str, Any]:
        def finished() -> dict[str, Any] | None:
            batch: dict[str, Any] = client.get(f"/api/imports/{batch_id}").json()
            return batch if batch.get("status") in ("done", "failed") else None

        return patiently(finished)

    def _claim_all(self, token: str, claimed: list[str]) -> None:
        """Claim until the queue is empty, trying again when the connection breaks."""
        with self.product.client(token) as client:

            def claim() -> str | None:
                answer = client.post("/api/queue/claim", json={})
                if answer.status_code == 200:
                    claimed.append(answer.json()["id"])
                    return None
                return "empty" if answer.status_code == 204 else None

            patiently(claim)

    def _attribute_all(self, fines: list[str]) -> None:
        with self.product.client(self.manager) as client:
            for fine_id in fines:

                def attribute(fine: str = fine_id) -> bool:
                    answer = client.post(
                        f"/api/fines/{fine}/attribution",
                        json={"cause": "firm_process", "note": "kill -9"},
                    )
                    return answer.status_code in (200, 201, 409)

                patiently(attribute)

    def _all(self, client: httpx.Client, path: str) -> Iterator[dict[str, Any]]:
        cursor: str | None = ""
        while cursor is not None:
            page = client.get(
                path, params={"limit": 200, "cursor": cursor} if cursor else {}
            ).json()
            yield from page["items"]
            cursor = page["next_cursor"]


T = TypeVar("T")


def patiently(attempt_once: Callable[[], T | None]) -> T:
    """Try until it gives something true; broken connections are part of the mishap."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        try:
            given = attempt_once()
        except httpx.TransportError:
            given = None
        if given:
            return given
        time.sleep(0.02)
    raise AssertionError("it never came to an end")


def assert_custody_adds_up(detail: dict[str, Any]) -> None:
    """Intervals follow each other without a gap, from the opening on."""
    intervals = detail["custody"]
    assert intervals[0]["from_at"] == detail["opened_at"]
    for earlier, later in itertools.pairwise(intervals):
        assert earlier["to_at"] == later["from_at"]
    assert intervals[-1]["to_at"] is None


def waybill(number: int, serial: int) -> str:
    return f"7890{number:03d}{serial:07d}"


def new_case(number: int, serial: int) -> dict[str, Any]:
    return {
        "kind": "problem_parcel",
        "direction": "inbound",
        "station": "S1",
        "waybill": waybill(number, serial),
        "details": {"problem_type": "A1", "description": "电话无法接通"},
    }


def write_scans(path: Path, number: int) -> Path:
    """Arrivals and dispatches of many parcels, an hour ago."""
    began = datetime.now(UTC) - timedelta(hours=3)
    lines = ["waybill,scan,scanned_at,site,next_site,courier,weight_g,note"]
    for serial in range(IMPORT_PARCELS):
        arrived = (began + timedelta(seconds=serial % 3600)).isoformat(timespec="seconds")
        sent = (began + timedelta(seconds=serial % 3600 + 600)).isoformat(timespec="seconds")
        lines.append(f"{waybill(number, serial)},到件,{arrived},S1,,,,")
        lines.append(f"{waybill(number, serial)},派件,{sent},S1,,黄志勇,,")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def write_bill(path: Path, number: int) -> Path:
    """Fines of a few yuan."""
    at = (datetime.now(UTC) - timedelta(days=1)).isoformat(timespec="seconds")
    header = "bill_no,line_no,station,waybill,code,name,amount,occurred_at,notified_at,"
    lines = [header + "appeal_due_at,note"]
    for line in range(1, FINES_A_ROUND + 1):
        start = f"B{number},{line},S1,{waybill(number, line)},100201,工单自动考核"
        lines.append(f"{start},{line}.5,{at},{at},{at},")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
