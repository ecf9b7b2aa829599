"""What a refusal says over HTTP: in Chinese too, with the value at fault and what to mend."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from litestar import Litestar

from stationdesk.foundation.database import Database
from stationdesk.foundation.errors import Conflict, Invalid
from stationdesk.foundation.problems import PROBLEM_JSON
from stationdesk.foundation.request_words import fault_zh, field_zh
from stationdesk.tenancy.actor import Role
from tests.factories.cases import claimed, open_over_http
from tests.factories.firms import Firm, add_member
from tests.factories.web import signed_in_client

STATION = {"code": "S3", "carrier": "zto", "name": "苏州园区"}


@dataclass
class Office:
    manager: httpx.AsyncClient
    chen: httpx.AsyncClient
    li: httpx.AsyncClient


@pytest.fixture
async def office(app: Litestar, database: Database, firm: Firm) -> AsyncIterator[Office]:
    """A manager; Chen and Li serve S1."""
    await add_member(database, firm, "manager", Role.MANAGER)
    await add_member(database, firm, "chen", Role.AGENT, "S1")
    await add_member(database, firm, "li", Role.AGENT, "S1")
    async with AsyncExitStack() as stack:
        clients = [
            await stack.enter_async_context(signed_in_client(app, firm, name))
            for name in ("manager", "chen", "li")
        ]
        yield Office(*clients)


def told(answer: httpx.Response, status: int) -> str:
    """The Chinese text of a refusal."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"].startswith(PROBLEM_JSON)
    problem: dict[str, Any] = answer.json()
    assert problem["detail"], "the English text stays"
    zh: str = problem["zh"]
    return zh


async def test_a_name_that_is_taken_is_said(office: Office) -> None:
    taken = STATION | {"name": "杭州滨江西兴"}

    zh = told(await office.manager.post("/api/stations", json=taken), 409)

    assert zh == "“杭州滨江西兴”已是本公司另一个网点的名称或别名，扫描记录会分不清；请换一个。"


async def test_a_value_that_cannot_be_is_said(office: Office) -> None:
    for changes, named in (
        ({"code": "S 3"}, "“S 3”"),
        ({"carrier": "dhl"}, "“dhl”这家快递公司"),
        ({"timezone": "Mars"}, "“Mars”这个时区"),
    ):
        answer = await office.manager.post("/api/stations", json=STATION | changes)
        assert named in told(answer, 400)


async def test_a_role_is_named_that_may_not(office: Office) -> None:
    zh = told(await office.chen.post("/api/stations", json=STATION), 403)

    assert zh == "您的角色（坐席）不能做这一步，请找经理。"


async def test_a_stale_write_and_a_case_in_other_hands(office: Office) -> None:
    case = await claimed(office.chen, await open_over_http(office.manager))

    held = await office.li.post("/api/queue/claim", json={"case_id": case["id"]})
    stale = await office.chen.post(
        f"/api/cases/{case['id']}/events",
        json={"event": "register", "version": case["version"] - 1, "data": {}},
    )

    assert told(held, 409) == "这件在chen手上，请找他转交，或请组长改派。"
    assert told(stale, 409) == "这件刚被别人改过，请看最新内容后再操作。"


async def test_a_file_that_cannot_be_read(office: Office) -> None:
    empty = await office.manager.post("/api/imports/scans", files={"file": ("扫描.csv", b"")})
    headless = await office.manager.post(
        "/api/couriers/import", files={"file": ("业务员.csv", "工号,电话\n".encode())}
    )

    assert told(empty, 400) == "文件是空的，请带表头重新导出后再导入。"
    assert "表头缺少“" in told(headless, 400)


async def test_a_week_that_overlaps_itself(office: Office) -> None:
    members = (await office.manager.get("/api/members")).json()["items"]
    path = f"/api/workforce/weeks/{members[0]['id']}"

    answer = await office.manager.post(path, json={"week": {"1": ["08:00-12:00", "11:00-17:00"]}})

    assert told(answer, 400) == "周一的 08:00-12:00 和 11:00-17:00 重叠了，请改其中一段。"


async def test_what_the_framework_refuses_is_told_too(office: Office) -> None:
    lacking = await office.manager.post("/api/stations", json={"code": "S3", "name": "苏州园区"})
    wrong = await office.manager.get("/api/cases", params={"limit": "many"})
    nowhere = await office.manager.get("/api/no-such-page")

    assert "缺少“快递公司”" in told(lacking, 400)
    assert told(wrong, 400) == "填写有误。每页条数：要填数字。"
    assert told(nowhere, 404) == "没有这个地址，请检查链接。"


def test_a_template_is_filled_by_the_members() -> None:
    class Taken(Conflict):
        zh = "“{name}”已有人用，请换一个。"

    assert Taken("Taken.", name="西兴").members == {
        "name": "西兴",
        "zh": "“西兴”已有人用，请换一个。",
    }
    assert Taken("Taken.", name="西兴", zh="换一个。").members["zh"] == "换一个。"
    assert Invalid("Wrong.", zh="不对。").both == "不对。\nWrong."


@pytest.mark.parametrize(
    ("path", "message", "zh"),
    [
        ("contacts[0].phone", "Expected `str` of length <= 20", "电话：最多 20 个字"),
        ("stations", "Expected `array` of length >= 1", "网点：至少 1 项"),
        ("tier", "Invalid enum value 'gold'", "客户等级：没有“gold”这个选项"),
        ("from_day", "Invalid ISO8601 date", "开始日期：要写成 2026-11-20 这样的日期"),
        ("no_such_field", "nobody knows", "no_such_field：填得不对"),
    ],
)
def test_a_field_and_its_fault_in_chinese(path: str, message: str, zh: str) -> None:
    assert f"{field_zh(path)}：{fault_zh(message)}" == zh
