"""Bills, cases and decisions, as the tests of fines need them."""

import csv
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx

from stationdesk.foundation.database import Database
from stationdesk.foundation.ids import new_id
from stationdesk.imports.models import ImportBatch
from stationdesk.penalties.bills.importing import import_bill
from stationdesk.penalties.bills.rows import BILL_HEADER
from stationdesk.tenancy.session import hot_transaction
from tests.factories.firms import Firm

NOW = datetime(2026, 11, 18, 1, 2, tzinfo=UTC)
WAYBILL = "78904417620835"
DAY = "2026-11-12T"


def at(clock: str) -> datetime:
    """A moment of 12 November at the station."""
    return datetime.fromisoformat(f"{DAY}{clock}:00+08:00")


def line(line_no: object = 1, amount: str = "50.00", **changes: str) -> dict[str, str]:
    """A row of a bill: the fine of the worked example unless said otherwise."""
    return {
        "bill_no": "ZTO-2026-11", "line_no": str(line_no), "station": "S1", "waybill": WAYBILL,
        "code": "100201", "name": "工单自动考核", "amount": amount,
        "occurred_at": "2026-11-12 11:14", "notified_at": "2026-11-13 09:00",
        "appeal_due_at": "2026-11-20 18:00", "note": "超时回复 12min",
    } | changes  # fmt: skip


def write_bill(path: Path, *rows: dict[str, str]) -> Path:
    """A bill file with these rows."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, BILL_HEADER)
        writer.writeheader()
        writer.writerows(rows)
    return path


@dataclass
class Office:
    """A firm's fines, seen by its manager, an agent and a station's owner."""

    firm: Firm
    database: Database
    folder: Path
    manager: httpx.AsyncClient
    agent: httpx.AsyncClient
    owner: httpx.AsyncClient

    @property
    def agent_email(self) -> str:
        return self.firm.members["agent"].email

    def bill(self, *rows: dict[str, str], name: str = "bill.csv") -> Path:
        return write_bill(self.folder / name, *rows)

    async def take_in(self, *rows: dict[str, str], **options: Any) -> ImportBatch:
        return await self.take_in_file(self.bill(*rows), **options)

    async def take_in_file(self, path: Path, **options: Any) -> ImportBatch:
        return await import_bill(
            self.database, self.firm.actor, path, file_name=path.name, now=NOW, **options
        )

    async def fines(self, client: httpx.AsyncClient | None = None, **query: str) -> list[Any]:
        answer = await (client or self.manager).get("/api/fines", params=query)
        assert answer.status_code == 200, answer.text
        return list(answer.json()["items"])

    async def fine(self, fine_id: str, client: httpx.AsyncClient | None = None) -> dict[str, Any]:
        answer = await (client or self.manager).get(f"/api/fines/{fine_id}")
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def attribute(self, fine_id: str, cause: str, **body: str) -> httpx.Response:
        return await self.manager.post(
            f"/api/fines/{fine_id}/attribution", json={"cause": cause, "note": "核对过"} | body
        )

    async def reverse(self, fine_id: str, **body: Any) -> httpx.Response:
        return await self.manager.post(
            f"/api/fines/{fine_id}/reversal", json={"note": "申诉成功"} | body
        )

    async def balances(self) -> dict[str, int]:
        """Accounts with a balance; asserts that the ledger sums to zero."""
        answer = await self.manager.get("/api/ledger/trial-balance")
        assert answer.status_code == 200, answer.text
        body = answer.json()
        assert body["total_fen"] == 0
        return {
            row["account"]: row["balance_fen"] for row in body["accounts"] if row["balance_fen"]
        }

    async def add_case(self, waybill: str = WAYBILL, station: str = "S1") -> UUID:
        """The work order of the design's picture: answered 12 minutes late."""
        case_id, station_id = new_id(), self.firm.stations[station].id
        agent = self.firm.members["agent"]
        held: list[tuple[str, UUID | None, str, str, str]] = [
            ("intake", None, "", "09:14", "09:18"),
            ("queue", None, "", "09:18", "09:30"),
            ("agent", agent.id, agent.name, "09:30", "09:49"),
            ("station", station_id, "西兴网点", "09:49", "10:45"),
            ("agent", agent.id, agent.name, "10:45", "11:26"),
        ]
        async with hot_transaction(self.database, self.firm.actor) as connection:
            await connection.execute(
                "INSERT INTO cases (firm_id, id, number, kind, direction, state, version, "
                "station_id, waybill, summary, details, details_version, rank, holder_kind, "
                "custody_since, source, opened_at, received_at, answered_at, closed_at) "
                "VALUES ($1, $2, $3, 'work_order', 'inbound', 'answered', 6, $4, $5, '', '{}', 1, "
                "$6, 'closed', $7, 'test', $6, $8, $7, $7)",
                self.firm.id, case_id, f"GD{case_id.hex[-10:]}", station_id, waybill,
                at("09:14"), at("11:26"), at("09:18"),
            )  # fmt: skip
            await connection.executemany(
                "INSERT INTO case_custody (firm_id, case_id, case_version, station_id, "
                "holder_kind, holder_reference, holder_name, from_at, to_at) "
                "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
                [
                    (self.firm.id, case_id, version, station_id, kind, holder, name, at(a), at(b))
                    for version, (kind, holder, name, a, b) in enumerate(held, start=1)
                ],
            )
            await connection.execute(
                "INSERT INTO case_clocks (firm_id, case_id, id, station_id, name, owner, "
                "started_at, due_at, stopped_at, breached_at, rungs, policy_code, policy_version) "
                "VALUES ($1, $2, $3, $4, 'answer', 'hq', $5, $6, $7, $6, $8::text::jsonb, "
                "'work_order', 1)",
                self.firm.id, case_id, new_id(), station_id, at("09:14"), at("11:14"),
                at("11:26"), json.dumps([]),
            )  # fmt: skip
        return case_id
