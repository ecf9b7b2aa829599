"""Whom a kind's own details name: masked wherever they are read, never taken back masked."""

from typing import Any

import httpx
import pytest

from tests.cases.conftest import Desk
from tests.factories.cases import claimed, open_over_http, raise_event, shown, worked

NUMBER = "73190553102599"
SECRETS = {
    "shipper": "欧阳娜娜", "phone": "13800138067", "address": "杭州市滨江区江陵路88号3幢501室",
    "addressee": "司马小明", "addressee_phone": "13911112222",
    "addressee_address": "绍兴市柯桥区某路7号2单元",
}  # fmt: skip
ORDER: dict[str, Any] = {
    "kind": "pickup_order", "direction": "outbound", "waybill": NUMBER,
    "details": {**SECRETS, "goods": "羊毛衫"},
}  # fmt: skip


def assert_masked(answer: object) -> None:
    for secret in SECRETS.values():
        assert secret not in str(answer)


async def read(client: httpx.AsyncClient, path: str, **params: str) -> str:
    answer = await client.get(path, params=params)
    assert answer.status_code == 200, answer.text
    return answer.text


async def test_details_are_masked_wherever_they_are_read(desk: Desk) -> None:
    opened = await open_over_http(desk.chen, **ORDER)
    assert opened["details"]["addressee"] == "司马**"
    assert opened["details"]["phone"] == "138******67"
    assert opened["details"]["address"] == "杭州市滨江区江陵路****"
    assert opened["details"]["goods"] == "羊毛衫"
    assert_masked(opened)
    taken = await desk.chen.post("/api/queue/claim", json={"case_id": opened["id"]})
    assert taken.json()["details"]["addressee_phone"] == "139******22"
    assert_masked(taken.json())
    noted = await worked(
        desk.chen, await shown(desk.chen, opened), "note_down", size="30×20", **SECRETS
    )
    assert_masked(noted)
    stale = await raise_event(desk.chen, opened, "note_down", size="40×20")
    assert stale.json()["code"] == "stale_case"
    assert_masked(stale.json())
    for client in (desk.chen, desk.boss, desk.owner):
        assert_masked(await read(client, f"/api/cases/{opened['id']}"))
        assert_masked(await read(client, "/api/cases"))
        assert_masked(await read(client, f"/api/waybills/{NUMBER}"))
    found = await read(desk.chen, "/api/search", q="羊毛衫")
    assert opened["number"] in found
    assert_masked(found)


async def test_a_name_is_found_by_and_not_shown(desk: Desk) -> None:
    """What a customer is called helps to find his case; the hit shows no more than the case."""
    chase = {"urged_by": "recipient", "name": "欧阳娜娜", "text": "今天能到吗"}
    case = await open_over_http(desk.chen, kind="chase", details=chase)
    answer = await desk.chen.get("/api/search", params={"q": "欧阳娜娜"})
    (hit,) = answer.json()["cases"]
    assert hit["case"]["id"] == case["id"]
    assert hit["snippet"] == "欧阳**"


async def test_details_are_shown_in_full_for_a_reason(desk: Desk) -> None:
    case = await open_over_http(desk.chen, **ORDER)
    path = f"/api/cases/{case['id']}/details/reveal"
    assert (await desk.chen.post(path, json={"reason": " "})).json()["code"] == "reason_needed"
    assert (await desk.owner.post(path, json={"reason": "好奇"})).status_code == 403
    full = await desk.chen.post(path, json={"reason": "给业务员地址"})
    assert full.json() == {"details": SECRETS}
    after = await shown(desk.chen, case)
    assert [row["event"] for row in after["timeline"]] == ["opened", "contact_revealed"]
    assert_masked(after)
    (logged,) = (await desk.boss.get("/api/reveals")).json()["items"]
    assert (logged["member_name"], logged["role"], logged["subject_name"]) == (
        "chen", "details", case["number"],
    )  # fmt: skip
    nobody = await open_over_http(desk.chen)
    none = await desk.chen.post(
        f"/api/cases/{nobody['id']}/details/reveal", json={"reason": "核对身份"}
    )
    assert (none.status_code, none.json()["code"]) == (404, "contact_unknown")


@pytest.mark.parametrize("masked", ["139******22", "139＊＊＊＊＊＊22"])
async def test_what_was_shown_masked_is_not_taken_back(desk: Desk, masked: str) -> None:
    case = await claimed(desk.chen, await open_over_http(desk.chen, **ORDER))
    back = await raise_event(desk.chen, case, "note_down", addressee_phone=masked)
    assert (back.status_code, back.json()["code"]) == (400, "event_data_invalid")
    assert back.json()["missing"] == ["addressee_phone"]
    assert "遮蔽" in back.json()["zh"]
    copied = await desk.chen.post(
        "/api/cases", json=ORDER | {"station": "S1", "details": {"phone": masked}}
    )
    assert copied.json()["code"] == "details_invalid"
    assert copied.json()["faults"][0]["field"] == "phone"
    contact = {"role": "recipient", "name": "王女士", "phone": masked}
    put = await desk.chen.put(f"/api/cases/{case['id']}/contacts", json={"contacts": [contact]})
    assert (put.json()["code"], put.json()["field"]) == ("contact_invalid", "recipient.phone")
    full = await desk.chen.post(f"/api/cases/{case['id']}/details/reveal", json={"reason": "核对"})
    assert full.json()["details"] == SECRETS, "nothing of it was written"


async def test_what_is_left_out_stays_what_the_case_knows(desk: Desk) -> None:
    """A form that shows a number masked cannot send it; the event that needs it still happens."""
    asked = {
        "asker": "recipient", "identity": "pickup_code", "question": "件到哪了",
        "phone": "13800138067",
    }  # fmt: skip
    case = await claimed(desk.chen, await open_over_http(desk.chen, kind="inquiry", details=asked))
    after = await worked(desk.chen, case, "promise_call_back")
    assert after["details"]["phone"] == "138******67"
    assert "13800138067" not in str(after)
    path = f"/api/cases/{case['id']}/details/reveal"
    full = await desk.chen.post(path, json={"reason": "回电客户"})
    assert full.json() == {"details": {"phone": "13800138067"}}
    unknown = await claimed(
        desk.chen, await open_over_http(desk.chen, kind="inquiry", waybill="73190553102600")
    )
    refused = await raise_event(desk.chen, unknown, "promise_call_back")
    assert refused.json()["missing"] == ["phone"], "what nobody knows must be said"


async def test_a_couriers_number_is_no_secret_to_who_calls_him(desk: Desk) -> None:
    details = {"courier": "黄志勇", "courier_phone": "13700001111", "place": "江陵路"}
    case = await open_over_http(desk.chen, kind="driver_help", details=details)
    assert case["details"]["courier_phone"] == "13700001111"
    case = await claimed(desk.chen, case)
    told = await raise_event(
        desk.chen, case, "give_contact", new_phone="13911112222", given_by="陈伟"
    )
    assert "13911112222" not in told.text
