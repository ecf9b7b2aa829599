"""One-time links: made as somebody is asked, answered once from outside, telling nothing else."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from stationdesk.cases.asking.link_answers import AnswerIn, answer_link, show_link
from stationdesk.notices.errors import LinkAskedTooOften, LinkOver
from stationdesk.notices.pace import Pace, network_of
from stationdesk.tenancy.session import raw_connection, tenant_session
from stationdesk.workflow.custody import Holder, HolderKind, Interval, assert_adds_up
from tests.cases.conftest import Desk
from tests.factories.cases import PNG, claimed, open_over_http, shown, worked
from tests.factories.firms import make_firm

WAYBILL = "73190553109920"
OVER = {
    "state": "over", "kind": "", "party": "", "to_name": "", "station": "", "waybill_tail": "",
    "case_kind": "", "question": "", "asked_at": None, "due_at": None, "answers": [],
    "offers_help": False,
}  # fmt: skip


async def asked(desk: Desk, **data: Any) -> dict[str, Any]:
    """A case that waits on the courier."""
    case = await open_over_http(desk.boss, waybill=WAYBILL)
    held = await claimed(desk.chen, case)
    question = {"question": "客户 13812345678 说没收到，在哪？", "name": "黄志勇"} | data
    return await worked(desk.chen, held, "ask_courier", **question)


async def pasted(desk: Desk, case: dict[str, Any]) -> dict[str, Any]:
    """The text and address that the agent copies."""
    known = (await desk.chen.get(f"/api/cases/{case['id']}/asked")).json()["links"][0]
    made = await desk.chen.post(f"/api/cases/{case['id']}/links/{known['id']}/pasted")
    assert made.status_code == 200, made.text
    found: dict[str, Any] = made.json()
    return found


def api(made: dict[str, Any]) -> str:
    return "/api/links/" + made["url"].rsplit("/", 1)[1]


async def tap(client: httpx.AsyncClient, made: dict[str, Any], **form: str) -> httpx.Response:
    # Without a file httpx would not send a multipart form.
    return await client.post(api(made), files={name: (None, text) for name, text in form.items()})


async def test_asking_makes_a_link_and_a_text_for_the_group(desk: Desk) -> None:
    case = await asked(desk)
    made = await pasted(desk, case)
    assert made["text"].startswith("【杭州滨江西兴】运单尾号 9920 @黄志勇")
    assert made["text"].endswith(made["url"])
    assert made["url"].startswith("http://desk.test/a/")
    events = [each["event"] for each in (await shown(desk.boss, case))["timeline"]]
    assert "link_pasted" in events, "the asking is proved"
    again = await pasted(desk, case)
    assert again["url"] != made["url"], "each copy has an address of its own"
    async with tenant_session(desk.database, desk.firm.actor) as session:
        connection = await raw_connection(session)
        rows = await connection.fetch("SELECT * FROM link_tokens WHERE firm_id = $1", desk.firm.id)
    assert len(rows) == 2
    stored = repr([dict(row.items()) for row in rows])
    assert made["url"].rsplit("/", 1)[1] not in stored


async def test_the_courier_answers_in_two_taps_and_a_photo(
    desk: Desk, client: httpx.AsyncClient
) -> None:
    case = await asked(desk)
    made = await pasted(desk, case)
    page = (await client.get(api(made))).json()
    assert (page["state"], page["waybill_tail"], page["to_name"]) == ("open", "9920", "黄志勇")
    assert "13812345678" not in str(page)
    assert WAYBILL not in str(page)
    assert [each["code"] for each in page["answers"]] == [
        "delivered", "in_locker", "today_by", "not_found", "other",
    ]  # fmt: skip
    answer = await client.post(
        api(made),
        files={
            "answer": (None, "today_by"), "by": (None, "18:00"), "text": (None, "在三轮上"),
            "photo": ("a.png", PNG, "image/png"),
        },
    )  # fmt: skip
    assert answer.status_code == 200, answer.text
    assert answer.json() == OVER | {"state": "answered"}
    after = await shown(desk.boss, case)
    assert after["holder"]["name"] == "chen"
    said = after["timeline"][-1]
    assert (said["event"], said["text"]) == ("courier_answered", "今天 18:00 前送到。在三轮上")
    assert said["actor_name"] == "黄志勇（链接）"
    assert made["link"]["id"] in said["data"]["proof"]
    assert [each["uploaded_by"] for each in after["attachments"]] == ["黄志勇（链接）"]
    inbox = (await desk.chen.get("/api/notices")).json()["items"]
    assert inbox[0]["subject_zh"] == "黄志勇 已回复 尾号 9920：今天 18:00 前送到。在三轮上"
    spans = [
        Interval(
            Holder(HolderKind(each["holder"]["kind"]), None, each["holder"]["name"]),
            datetime.fromisoformat(each["from_at"]),
            datetime.fromisoformat(each["to_at"]) if each["to_at"] else None,
        )
        for each in after["custody"]
    ]
    assert_adds_up(spans, datetime.fromisoformat(after["opened_at"]), None)


async def test_a_used_wrong_or_ended_link_says_so_in_one_shape(
    desk: Desk, client: httpx.AsyncClient
) -> None:
    case = await asked(desk)
    made = await pasted(desk, case)
    assert (await tap(client, made, answer="delivered")).status_code == 200
    before = await shown(desk.boss, case)
    assert (await tap(client, made, answer="not_found")).status_code == 409
    assert (await client.get(api(made))).json() == OVER | {"state": "answered"}
    foreign = await make_firm(desk.database)
    token = api(made).rsplit("/", 1)[1]
    strange = api(made).replace(token, token[:-6] + "AAAAAA")
    for wrong in (strange, "/api/links/x", "/api/links/" + "A" * 43, f"/api/links/{foreign.id}"):
        assert (await client.get(wrong)).json() == OVER | {"state": "unknown"}
        refused = await client.post(wrong, files={"answer": (None, "delivered")})
        assert refused.status_code == 409
    assert await shown(desk.boss, case) == before


@pytest.mark.parametrize(
    "form",
    [
        {"answer": "x"},
        {"answer": ""},
        {"answer": "today_by", "by": "25:00"},
        {"answer": "today_by"},
        {"answer": "other", "text": "  "},
        {"answer": "delivered", "text": "长" * 501},
    ],
)
async def test_what_is_no_answer_changes_nothing(
    desk: Desk, client: httpx.AsyncClient, form: dict[str, str]
) -> None:
    case = await asked(desk)
    made = await pasted(desk, case)
    assert (await tap(client, made, **form)).status_code == 400
    text = await client.post(
        api(made), files={"answer": (None, "delivered"), "photo": ("a.txt", b"hello", "image/png")}
    )
    assert text.status_code == 400
    assert (await client.get(api(made))).json()["state"] == "open"
    assert (await shown(desk.boss, case))["attachments"] == []


async def test_two_taps_at_once_are_one_answer(desk: Desk, client: httpx.AsyncClient) -> None:
    case = await asked(desk)
    made = await pasted(desk, case)
    answers = await asyncio.gather(*(tap(client, made, answer="delivered") for _ in range(4)))
    assert sorted(each.status_code for each in answers) == [200, 409, 409, 409]
    events = [each["event"] for each in (await shown(desk.boss, case))["timeline"]]
    assert events.count("courier_answered") == 1


async def test_links_end_by_time_by_hand_and_with_the_asking(
    desk: Desk, client: httpx.AsyncClient
) -> None:
    case = await asked(desk)
    made = await pasted(desk, case)
    token = api(made).rsplit("/", 1)[1]
    later = datetime.now(UTC) + timedelta(hours=13)
    assert (await show_link(desk.database, token, later)).state == "over"
    with pytest.raises(LinkOver):
        await answer_link(
            desk.database,
            None,
            token,
            AnswerIn("delivered"),
            None,
            "x",
            later,  # type: ignore[arg-type]
        )
    path = f"/api/cases/{case['id']}/links/{made['link']['id']}"
    assert (await desk.chen.post(f"{path}/again")).status_code == 200
    assert (await desk.chen.post(f"{path}/revoke")).status_code == 200
    assert (await client.get(api(made))).json() == OVER
    assert (await desk.chen.post(f"{path}/pasted")).status_code == 409
    other = await desk.chen.post(f"/api/cases/{case['id']}/links", json={"party": "station"})
    assert other.json()["link"]["to_name"] == "杭州滨江西兴"
    await worked(desk.chen, await shown(desk.chen, case), "recall")
    assert (await client.get(api(other.json()))).json() == OVER


async def test_an_answer_counts_also_where_the_case_does_not_wait_for_it(
    desk: Desk, client: httpx.AsyncClient
) -> None:
    case = await claimed(desk.chen, await open_over_http(desk.boss, waybill=WAYBILL))
    made = await desk.chen.post(
        f"/api/cases/{case['id']}/links",
        json={"party": "courier", "name": "吴建军", "question": "放哪了？"},
    )
    assert (await tap(client, made.json(), answer="other", text="门卫")).status_code == 200
    after = await shown(desk.boss, case)
    assert (after["version"], after["holder"]["name"]) == (case["version"], "chen")
    assert (after["timeline"][-1]["event"], after["timeline"][-1]["text"]) == (
        "link_answered", "门卫",
    )  # fmt: skip


async def test_a_courier_in_the_street_calls_for_help_by_his_link(
    desk: Desk, client: httpx.AsyncClient
) -> None:
    case = await asked(desk)
    made = await pasted(desk, case)
    assert (await client.get(api(made))).json()["offers_help"] is True
    for _ in range(2):
        body = {"trouble": "wrong_address", "place": "江陵路 8 号", "text": "没有这栋楼"}
        called = await client.post(f"{api(made)}/help", json=body)
        assert (called.status_code, called.json()["state"]) == (200, "helped")
    found = (await desk.boss.get("/api/cases", params={"kind": "driver_help"})).json()["items"]
    assert [each["waybill"] for each in found] == [WAYBILL]
    details = (await shown(desk.boss, found[0]))["details"]
    assert (details["courier"], details["channel"]) == ("黄志勇", "link")
    assert (await client.get(api(made))).json()["state"] == "open"
    assert (await client.post(f"{api(made)}/help", json={"trouble": "rain"})).status_code == 400
    unknown = await client.post("/api/links/x/help", json={"trouble": "unreachable"})
    assert unknown.json() == OVER | {"state": "unknown"}


async def test_a_courier_must_be_named_and_owners_cannot_make_links(desk: Desk) -> None:
    case = await open_over_http(desk.boss, waybill=WAYBILL)
    path = f"/api/cases/{case['id']}/links"
    assert (await desk.chen.post(path, json={"party": "courier"})).status_code == 409
    assert (await desk.owner.post(path, json={"party": "station"})).status_code == 403
    assert (await desk.chen.post(path, json={"party": "customer"})).status_code == 400


def test_an_address_asks_so_often_a_minute_and_is_kept_as_its_network() -> None:
    pace, now = Pace(limit=3), datetime(2026, 11, 20, tzinfo=UTC)
    for _ in range(3):
        pace.take("a", now)
    with pytest.raises(LinkAskedTooOften):
        pace.take("a", now + timedelta(seconds=59))
    pace.take("b", now)
    pace.take("a", now + timedelta(seconds=60))
    assert network_of("203.0.113.77") == "203.0.113.0/24"
    assert network_of("2001:db8:1:2:3::4") == "2001:db8:1::/48"
    assert network_of(None) == "unknown"
