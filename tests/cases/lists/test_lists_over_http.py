"""Carriers' lists over HTTP: columns pointed at, cases opened, HQ's open list compared."""

import csv
import io
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import httpx
import pytest
from litestar import Litestar

from stationdesk.cases.lists.importing import import_stored_cases
from stationdesk.cases.lists.reconciling import reconcile_stored_list
from stationdesk.foundation.database import Database
from stationdesk.tenancy.actor import Role
from tests.factories.cases import claimed, open_over_http, prove, worked
from tests.factories.firms import Firm, add_member
from tests.factories.web import signed_in_client

HEADING = [
    ["中通工单导出", "", "", "", ""],
    ["工单信息", "", "", "时限", ""],
    ["工单号", "网点名称", "运单号", "下发时间", "截止时间"],
]
LINES = [
    ["GD1", "S1", "78904417620835", "2026-11-20 08:00", "2026-11-20 10:00"],
    ["GD2", "杭州滨江西兴", "78904417620836", "2026-11-20 08:10", ""],
    ["GD3", "萧山", "78904417620837", "2026-11-20 08:10", ""],
    ["合计", "", "", "3", ""],
]


def _file(lines: Sequence[Sequence[str]] = LINES) -> bytes:
    target = io.StringIO()
    csv.writer(target).writerows([*HEADING, *lines])
    return target.getvalue().encode("gb18030")


class Office:
    """A manager, and the worker's part of the work."""

    def __init__(self, app: Litestar, database: Database, firm: Firm, http: httpx.AsyncClient):
        self.app, self.database, self.firm, self.http = app, database, firm, http

    async def draft(self, content: bytes, kind: str = "cases", **options: str) -> dict[str, Any]:
        given = {"case_kind": "work_order", "direction": "inbound", "carrier": "zto"} | options
        answer = await self.http.post(
            "/api/imports/drafts", files={"file": ("工单.csv", content)},
            data={"kind": kind, "options": json.dumps(given)},
        )  # fmt: skip
        assert answer.status_code == 201, answer.text
        shown: dict[str, Any] = answer.json()
        return shown

    async def run(
        self, draft: dict[str, Any], mapping: dict[str, Any], **start: Any
    ) -> dict[str, Any]:
        batch_id = draft["batch"]["id"]
        answer = await self.http.post(
            f"/api/imports/drafts/{batch_id}/start", json={"mapping": mapping} | start
        )
        assert answer.status_code == 202, answer.text
        work = {"cases": import_stored_cases, "open_list": reconcile_stored_list}
        await work[draft["batch"]["kind"]](
            self.database, self.app.state.storage, self.firm.actor, UUID(batch_id),
            datetime.now(UTC),
        )  # fmt: skip
        done: dict[str, Any] = (await self.http.get(f"/api/imports/{batch_id}")).json()
        return done


@pytest.fixture
async def office(app: Litestar, database: Database, firm: Firm) -> Any:
    await add_member(database, firm, "boss", Role.MANAGER)
    async with signed_in_client(app, firm, "boss") as http:
        yield Office(app, database, firm, http)


def _with_text(mapping: dict[str, Any]) -> dict[str, Any]:
    """A list of work orders that lacks the text every order needs: a constant serves."""
    constants = {"text": {"constant": "见总部系统"}, "category": {"constant": "other"}}
    return mapping | {"columns": mapping["columns"] | constants}


async def test_a_list_is_recognised_previewed_imported_and_known_the_next_time(
    office: Office,
) -> None:
    draft = await office.draft(_file())
    assert (draft["header_row"], draft["header_rows"]) == (2, 2)
    assert draft["recognised"] is None
    assert draft["mapping"]["columns"]["order_no"] == {"column": "工单信息/工单号"}
    mapping = _with_text(draft["mapping"])

    shown = (
        await office.http.post(
            f"/api/imports/drafts/{draft['batch']['id']}/preview", json={"mapping": mapping}
        )
    ).json()
    assert (shown["rows"], len(shown["totals"])) == (3, 1)
    assert shown["first"][0]["values"]["due_at"] == "2026-11-20 10:00"

    done = await office.run(draft, mapping, save_as="中通工单")
    assert (done["rows"], done["accepted"], done["rejected"]) == (3, 2, 1)
    rejects = (await office.http.get(f"/api/imports/{done['id']}/rejects")).json()["items"]
    assert [(each["row"], each["column"], each["code"]) for each in rejects] == [
        (6, "station", "station_unknown")
    ]
    cases = (await office.http.get("/api/cases", params={"kind": "work_order"})).json()["items"]
    assert {each["waybill"] for each in cases} == {"78904417620835", "78904417620836"}

    again = await office.draft(_file())
    assert again["recognised"]["name"] == "中通工单"
    assert again["mapping"]["columns"]["text"] == {"constant": "见总部系统"}
    done = await office.run(again, again["mapping"])
    assert (done["accepted"], done["duplicates"], done["rejected"]) == (0, 2, 1)


async def test_refused_rows_come_back_mended_under_the_same_mapping(office: Office) -> None:
    draft = await office.draft(_file())
    done = await office.run(draft, _with_text(draft["mapping"]), save_as="中通工单")
    refused = (await office.http.get(f"/api/imports/{done['id']}/rejects.csv")).content
    rows = list(csv.reader(io.StringIO(refused.decode("utf-8-sig"))))
    kept = len([name for name in rows[0] if not name.startswith("_")])
    mended = [rows[0][:kept], ["S1" if cell == "萧山" else cell for cell in rows[1][:kept]]]
    target = io.StringIO()
    csv.writer(target).writerows(mended)
    again = await office.draft(target.getvalue().encode())
    assert again["recognised"]["name"] == "中通工单"
    done = await office.run(again, again["mapping"])
    assert (done["rows"], done["accepted"]) == (1, 1)


async def test_a_strict_list_with_a_fault_opens_nothing(office: Office) -> None:
    draft = await office.draft(_file())
    done = await office.run(draft, _with_text(draft["mapping"]), is_strict=True)
    assert (done["status"], done["accepted"], done["rejected"]) == ("failed", 0, 3)
    assert "row 6" in done["problem"]
    assert (await office.http.get("/api/cases")).json()["items"] == []


@pytest.mark.parametrize(
    ("kind", "options", "told"),
    [
        ("soup", "{}", "soup"),
        ("cases", "{}", "case_kind"),
        ("cases", "[]", "JSON object"),
        ("cases", '{"case_kind": "soup"}', "soup"),
        ("open_list", '{"case_kind": "work_order"}', "carrier"),
    ],
)
async def test_a_draft_that_says_too_little_is_refused(
    office: Office, kind: str, options: str, told: str
) -> None:
    answer = await office.http.post(
        "/api/imports/drafts", files={"file": ("a.csv", b"a,b\n1,2\n")},
        data={"kind": kind, "options": options},
    )  # fmt: skip
    assert answer.status_code == 400, answer.text
    assert told in answer.json()["detail"]


async def test_a_draft_is_started_once_and_can_be_discarded(office: Office) -> None:
    draft = await office.draft(_file())
    mapping = _with_text(draft["mapping"])
    await office.run(draft, mapping)
    path = f"/api/imports/drafts/{draft['batch']['id']}"
    for answer in (
        await office.http.post(f"{path}/start", json={"mapping": mapping}),
        await office.http.delete(path),
        await office.http.get(path),
    ):
        assert (answer.status_code, answer.json()["code"]) == (409, "not_a_draft")
    other = await office.draft(_file())
    assert (
        await office.http.delete(f"/api/imports/drafts/{other['batch']['id']}")
    ).status_code == 204


async def test_the_open_lists_are_compared_and_what_differs_is_settled(office: Office) -> None:
    def order(number: str) -> dict[str, Any]:
        return {"order_no": number, "text": "催派", "category": "other"}

    ours = {
        number: await open_over_http(
            office.http, kind="work_order", waybill=f"7890441762083{place}", details=order(number)
        )
        for place, number in enumerate(("GD1", "GD5", "GD6"))
    }
    held = await claimed(office.http, ours["GD6"])
    await prove(office.http, held, "call_record")
    followed = await worked(office.http, held, "first_follow_up", text="已联系")
    await worked(
        office.http, followed, "answer", text="已送达", answered_at="2026-11-20T09:00:00Z",
        proof="截图",
    )  # fmt: skip
    lines = [*LINES[:2], ["GD6", "S1", "78904417620832", "2026-11-20 08:00", ""]]
    draft = await office.draft(_file(lines), "open_list")
    done = await office.run(draft, draft["mapping"])
    assert done["status"] == "done", done["problem"]

    path = f"/api/reconciliations/{done['id']}"
    shown = (await office.http.get(path)).json()
    assert shown["hq_open"] == 3
    assert shown["by_result"] == {
        "due_differs": 1, "only_hq": 1, "answered_here": 1, "only_ours": 1,
    }  # fmt: skip
    items = (await office.http.get(f"{path}/items")).json()["items"]
    by_result = {each["result"]: each for each in items}
    assert by_result["only_ours"]["case_number"] == ours["GD5"]["number"]
    assert by_result["answered_here"]["order_no"] == "GD6"
    assert by_result["only_hq"]["order_no"] == "GD2"

    settled = by_result["only_ours"]["id"]
    assert (
        await office.http.post(f"{path}/items/{settled}/settle", json={"how": "总部已撤单"})
    ).status_code == 204
    twice = await office.http.post(f"{path}/items/{settled}/settle", json={"how": "再来"})
    assert (twice.status_code, twice.json()["code"]) == (409, "not_settleable")
    told = (await office.http.get(f"/api/cases/{ours['GD5']['id']}")).json()["timeline"]
    assert any(each["event"] == "reconciled" and each["text"] == "总部已撤单" for each in told)

    wanted = [by_result["only_hq"]["id"], by_result["due_differs"]["id"]]
    opened = (await office.http.post(f"{path}/open", json={"item_ids": wanted})).json()
    assert [each["is_opened"] for each in opened] == [False, False]
    assert "text" in opened[0]["refusal"]
    assert (await office.http.get(path)).json()["unsettled"] == 3


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF-1.7\n\xff\xfe\xfa\x81",
        b"\x89PNG\r\n\x1a\n\x00\x00",
        b"PK\x03\x04 broken",
        b"\n,\n",
    ],
)
async def test_what_is_no_table_is_refused_and_leaves_nothing(
    office: Office, content: bytes
) -> None:
    answer = await office.http.post(
        "/api/imports/drafts", files={"file": ("x.csv", content)},
        data={"kind": "cases", "options": '{"case_kind": "work_order"}'},
    )  # fmt: skip
    assert answer.status_code == 400, answer.text
    assert (await office.http.get("/api/imports")).json()["items"] == []


async def test_an_agent_imports_nothing_and_settles_nothing(office: Office) -> None:
    await add_member(office.database, office.firm, "agent", Role.AGENT, "S1")
    draft = await office.draft(_file())
    path = f"/api/imports/drafts/{draft['batch']['id']}"
    async with signed_in_client(office.app, office.firm, "agent") as agent:
        for answer in (
            await agent.get(path),
            await agent.post(f"{path}/preview", json={"mapping": {"columns": {}}}),
            await agent.get("/api/reconciliations"),
            await agent.get("/api/mappings"),
        ):
            assert answer.status_code == 403, answer.text
