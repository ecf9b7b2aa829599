"""A firm's month, as the tests of closing need it: fines decided, wages, notices, the close."""

import csv
import io
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import httpx

from stationdesk.closing import running
from stationdesk.imports.models import ImportBatch
from stationdesk.ledger.postings import month_of
from stationdesk.penalties.bills.importing import import_bill
from tests.penalties.office import Office, line

WAGE_HEADER = (
    "坐席", "当月工资", "加班费", "特殊津贴", "当地最低工资", "出勤天数", "应出勤天数",
)  # fmt: skip


@dataclass
class Books(Office):
    """The office with its finance. The month is the present one, whenever the tests run."""

    finance: httpx.AsyncClient

    @property
    def period(self) -> date:
        return month_of(datetime.now(UTC))

    @property
    def month(self) -> str:
        return f"{self.period:%Y-%m}"

    @property
    def agent_account(self) -> str:
        return f"agent/{self.agent_email}"

    async def take_in_file(self, path: Path, **options: Any) -> ImportBatch:
        return await import_bill(
            self.database, self.firm.actor, path, file_name=path.name, now=datetime.now(UTC),
            **options,
        )  # fmt: skip

    async def decided(self, *amounts: str, cause: str = "agent_negligence") -> list[str]:
        """Fines of these amounts, decided against the agent; their ids in order."""
        rows = [
            line(at, amount, bill_no=f"B{len(amounts)}-{cause}", waybill=f"7890441762{at:04d}")
            for at, amount in enumerate(amounts, start=1)
        ]
        await self.take_in(*rows)
        found = sorted(await self.fines(status="undecided"), key=lambda each: each["waybill"])
        for fine in found:
            named = {"agent": self.agent_email} if cause == "agent_negligence" else {}
            answer = await self.attribute(fine["id"], cause, **named)
            assert answer.status_code == 201, answer.text
        return [fine["id"] for fine in found]

    async def take_in_one(self) -> None:
        await self.take_in(line())

    async def take_in_nothing(self) -> None:
        """The month is there, with a fine that was the station's own."""
        await self.decided("50.00", cause="station_operation")

    async def get(self, path: str, client: httpx.AsyncClient | None = None) -> Any:
        answer = await (client or self.manager).get(f"/api/months/{self.month}{path}")
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def import_wages(
        self, *rows: tuple[str, ...], client: httpx.AsyncClient | None = None
    ) -> httpx.Response:
        text = io.StringIO()
        csv.writer(text).writerows([WAGE_HEADER, *rows])
        return await (client or self.finance).post(
            f"/api/months/{self.month}/wages/import",
            files={"file": ("工资.csv", text.getvalue().encode())},
        )

    async def notify(self) -> list[dict[str, Any]]:
        """Notices to all agents, each opened and confirmed by the agent."""
        made = await self.manager.post(f"/api/months/{self.month}/deduction-notices", json={})
        assert made.status_code == 200, made.text
        own = (await self.agent.get("/api/deduction-notices")).json()["items"]
        for notice in own:
            answer = await self.agent.post(
                f"/api/deduction-notices/{notice['id']}/receipt", json={"acknowledged": True}
            )
            assert answer.status_code == 200, answer.text
        return list(own)

    async def ask_for_close(self, client: httpx.AsyncClient | None = None) -> httpx.Response:
        return await (client or self.manager).post(
            f"/api/months/{self.month}/close", json={"confirm": self.month}
        )

    async def run_close(self) -> dict[str, Any]:
        """What the worker does; gives the month afterwards."""
        await running.close_month(self.database, self.firm.actor, self.period, datetime.now(UTC))
        found: dict[str, Any] = await self.get("")
        return found

    async def close(self) -> dict[str, Any]:
        answer = await self.ask_for_close()
        assert answer.status_code == 202, answer.text
        closed = await self.run_close()
        assert closed["state"] == "done", closed
        return closed
