"""Quality of filings: per agent and per relation, the cases behind, and the files for Excel."""

import csv
import io
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any

import httpx
import openpyxl
import pytest
from litestar import Litestar

from stationdesk.foundation.database import Database
from stationdesk.tenancy.actor import Role
from tests.factories.cases import claimed, open_over_http, prove, shown, worked
from tests.factories.firms import Firm, add_member
from tests.factories.web import signed_in_client

PROOFS = ("packaging_photo", "goods_photo", "value_proof", "call_record")


@dataclass
class Bureau:
    manager: httpx.AsyncClient
    agent: httpx.AsyncClient
    owner: httpx.AsyncClient
    firm: Firm

    async def file(self, waybill: str, other: str, text: str) -> dict[str, Any]:
        case = await open_over_http(
            self.agent, kind="arbitration", direction="outbound", waybill=waybill,
            details={"ground": "damage", "claimed_amount_fen": 9900, "counterparty": other},
        )  # fmt: skip
        case = await claimed(self.agent, case)
        case = await worked(self.agent, case, "contact", party=other, text=text)
        await prove(self.agent, case, *PROOFS)
        return await worked(
            self.agent, await shown(self.agent, case), "file", claim_no=f"ZC{waybill}"
        )

    async def report(self, **query: str) -> dict[str, Any]:
        answer = await self.manager.get("/api/reports/filings", params=query)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found


@pytest.fixture
async def bureau(app: Litestar, database: Database, firm: Firm) -> AsyncIterator[Bureau]:
    await add_member(database, firm, "manager", Role.MANAGER)
    await add_member(database, firm, "agent", Role.AGENT, "S1")
    await add_member(database, firm, "owner", Role.STATION_OWNER, "S1")
    async with AsyncExitStack() as stack:
        clients = [
            await stack.enter_async_context(signed_in_client(app, firm, name))
            for name in ("manager", "agent", "owner")
        ]
        yield Bureau(*clients, firm)


async def test_claims_won_and_lost_by_agent_and_relation(bureau: Bureau) -> None:
    same = "请尽快核实破损并赔付,否则上报"
    won = await bureau.file("7319000001", "义乌北苑", same)
    lost = await bureau.file("7319000002", "义乌北苑", same)
    await bureau.file("7319000003", "=苏州吴中", "外箱左下角压坏,内有三只杯子碎")
    won = await worked(bureau.agent, won, "return_claim", reason="缺照片")
    won = await worked(bureau.agent, won, "file", claim_no="ZC1-2")
    await worked(bureau.agent, won, "award", awarded_amount_fen=9900)
    await worked(bureau.agent, lost, "reject", reason="证据不足")
    report = await bureau.report()
    [agent] = report["agents"]
    quality = agent["quality"]
    assert agent["member_id"] == str(bureau.firm.members["agent"].id)
    assert {name: quality[name] for name in ("filed", "won", "lost", "pending", "copied")} == {
        "filed": 3, "won": 1, "lost": 1, "pending": 1, "copied": 1,
    }  # fmt: skip
    assert (quality["won_percent"], quality["awarded_fen"], quality["without_contact"]) == (
        50.0, 9900, 0,
    )  # fmt: skip
    relations = {each["counterparty"]: each["quality"]["filed"] for each in report["relations"]}
    assert relations == {"义乌北苑": 2, "=苏州吴中": 1}
    assert report["total"] == quality


async def test_the_cases_behind_a_line_in_pages(bureau: Bureau) -> None:
    filed = [await bureau.file(f"731900001{n}", "义乌北苑", f"协商第{n}次的内容") for n in range(3)]
    query: dict[str, str] = {"station": "S1", "counterparty": "义乌北苑", "limit": "2"}
    first = (await bureau.manager.get("/api/reports/filings/cases", params=query)).json()
    assert [row["case_id"] for row in first["items"]] == [filed[2]["id"], filed[1]["id"]]
    assert all(row["has_contacted"] for row in first["items"])
    rest = (
        await bureau.manager.get(
            "/api/reports/filings/cases", params=query | {"cursor": first["next_cursor"]}
        )
    ).json()
    assert [row["case_id"] for row in rest["items"]] == [filed[0]["id"]]
    assert rest["next_cursor"] is None
    nobody = {"member_id": str(bureau.firm.members["manager"].id)}
    none = (await bureau.manager.get("/api/reports/filings/cases", params=nobody)).json()
    assert none["items"] == []
    bad = await bureau.manager.get("/api/reports/filings/cases", params={"cursor": "x"})
    assert (bad.status_code, bad.json()["code"]) == (400, "bad_cursor")


async def test_files_for_excel_hold_every_line_and_no_formula(bureau: Bureau) -> None:
    await bureau.file("7319000021", "=苏州吴中", "外箱左下角压坏")
    xlsx = await bureau.manager.get("/api/reports/filings/export")
    book = openpyxl.load_workbook(io.BytesIO(xlsx.content))
    assert book.sheetnames == ["坐席", "网点往来"]
    rows = list(book["网点往来"].values)
    assert rows[1][:4] == ("S1", "杭州滨江西兴", "=苏州吴中", 1)
    assert book["网点往来"].cell(2, 3).data_type == "s"
    written = await bureau.manager.get(
        "/api/reports/filings/export", params={"format": "csv", "table": "relations"}
    )
    lines = list(csv.reader(io.StringIO(written.content.decode("utf-8-sig"))))
    assert lines[1][2] == "'=苏州吴中"
    bad = await bureau.manager.get("/api/reports/filings/export", params={"format": "pdf"})
    assert (bad.status_code, bad.json()["code"]) == (400, "export_unknown")


async def test_it_is_the_firms_own(bureau: Bureau) -> None:
    for client in (bureau.owner, bureau.agent):
        for path in ("", "/cases", "/export"):
            assert (await client.get(f"/api/reports/filings{path}")).status_code == 403
