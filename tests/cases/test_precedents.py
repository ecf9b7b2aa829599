"""Precedents: kept from closed cases, found in Chinese, offered, and telling of nobody."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from stationdesk.cases.precedents.terms import Person, without_persons
from tests.cases.conftest import Desk
from tests.factories.cases import claimed, open_over_http, shown, worked

LESSON = "客户周文静 13812345678 称破损,先要内外包装照片再报案,运单 73190553102532 获赔。"


async def closed(desk: Desk, station: str = "S1", **changes: Any) -> dict[str, Any]:
    case = await claimed(desk.chen, await open_over_http(desk.chen, station=station, **changes))
    case = await shown(desk.boss, case)
    return await worked(desk.boss, case, "cancel", reason="重复")


async def marked(desk: Desk, case: dict[str, Any], title: str, lesson: str, *tags: str) -> Any:
    answer = await desk.boss.post(
        f"/api/cases/{case['id']}/precedent",
        json={"title": title, "lesson": lesson, "tags": list(tags)},
    )
    assert answer.status_code == 201, answer.text
    return answer.json()


async def found(client: Any, **query: Any) -> list[str]:
    answer = await client.get("/api/precedents", params=query)
    assert answer.status_code == 200, answer.text
    return [item["title"] for item in answer.json()["items"]]


async def test_a_word_of_two_characters_finds_a_lesson(desk: Desk) -> None:
    await marked(desk, await closed(desk), "外包装破损先拍照", LESSON, "破损", "理赔")
    await marked(desk, await closed(desk), "放驿站未入柜", "驿站代收未入柜,改约再派。")
    assert await found(desk.li, q="破损") == ["外包装破损先拍照"]
    assert await found(desk.li, q="驿站 再派") == ["放驿站未入柜"]
    assert await found(desk.li, q="理赔") == ["外包装破损先拍照"]
    assert await found(desk.li, q="损破") == []
    assert await found(desk.li) == ["放驿站未入柜", "外包装破损先拍照"]
    assert await found(desk.li, kind="message") == []
    first = (await desk.li.get("/api/precedents", params={"limit": 1})).json()
    assert await found(desk.li, limit=1, cursor=first["next_cursor"]) == ["外包装破损先拍照"]


async def test_a_lesson_tells_of_nobody_and_the_case_only_to_its_station(desk: Desk) -> None:
    case = await closed(desk, "S2")
    kept = await marked(desk, case, "破损先拍照", LESSON)
    assert "138" not in kept["lesson"]
    assert "731905" not in kept["lesson"]
    [elsewhere] = (await desk.li.get("/api/precedents")).json()["items"]
    assert elsewhere["lesson"] == kept["lesson"]
    assert (elsewhere["case_id"], elsewhere["case_number"], elsewhere["station_name"]) == (
        None,
    ) * 3
    [own] = (await desk.chen.get("/api/precedents")).json()["items"]
    assert (own["case_id"], own["case_number"]) == (case["id"], case["number"])
    assert (await desk.owner.get("/api/precedents")).status_code == 403


async def test_what_is_like_a_case_is_offered_on_it(desk: Desk) -> None:
    alike = await marked(desk, await closed(desk), "A1 打不通", "换时段再打,再短信。")
    other = {"problem_type": "B4", "description": "破损"}
    await marked(desk, await closed(desk, details=other), "B4 破损", "拍照。")
    case = await open_over_http(desk.li)
    offered = (await desk.li.get(f"/api/cases/{case['id']}/precedents")).json()
    assert [item["id"] for item in offered["items"]] == [alike["id"]]
    assert offered["own"] is None
    message = await open_over_http(desk.li, kind="work_order", waybill="73190553102599")
    nothing = (await desk.li.get(f"/api/cases/{message['id']}/precedents")).json()
    assert nothing["items"] == []


async def test_only_a_closed_case_and_only_once_until_withdrawn(desk: Desk) -> None:
    still_open = await open_over_http(desk.chen)
    body = {"title": "t", "lesson": "l"}
    refused = await desk.boss.post(f"/api/cases/{still_open['id']}/precedent", json=body)
    assert (refused.status_code, refused.json()["code"]) == (409, "case_still_open")
    case = await closed(desk)
    url = f"/api/cases/{case['id']}/precedent"
    assert (await desk.chen.post(url, json=body)).status_code == 403
    for wrong in (
        {"title": " "},
        {"lesson": ""},
        {"tags": ["x" * 30]},
        {"tags": list("abcdefghi")},
    ):
        assert (await desk.boss.post(url, json=body | wrong)).json()["code"] == "precedent_invalid"
    kept = await marked(desk, case, "标题", "教训")
    assert (await desk.boss.post(url, json=body)).json()["code"] == "already_precedent"
    own = (await desk.boss.get(f"/api/cases/{case['id']}/precedents")).json()["own"]
    assert own["id"] == kept["id"]
    assert (await desk.boss.delete(f"/api/precedents/{kept['id']}")).status_code == 204
    assert await found(desk.boss) == []
    assert (await desk.boss.delete(f"/api/precedents/{kept['id']}")).status_code == 404
    await marked(desk, case, "新标题", "教训")
    events = [each["event"] for each in (await shown(desk.boss, case))["timeline"]]
    assert events[-3:] == ["precedent_marked", "precedent_withdrawn", "precedent_marked"]


PEOPLE = st.builds(
    Person,
    name=st.sampled_from(["王小明", "欧阳娜娜", "李雷"]),
    phone=st.from_regex(r"1[3-9]\d{9}", fullmatch=True),
    address=st.sampled_from(["江陵路88号3幢501室", "长河街道12号"]),
)


@given(
    PEOPLE,
    st.text("破损理赔,。 ", max_size=20),
    st.from_regex(r"[A-Z]{0,2}\d{10,15}", fullmatch=True),
)
def test_whoever_the_case_knows_is_masked(person: Person, words: str, waybill: str) -> None:
    said = f"{words}{person.name},{person.phone},住{person.address},单号{waybill}{words}"
    told = without_persons(said, [person])
    for secret in (person.name, person.phone, person.address, waybill):
        assert secret not in told
    assert told.startswith(words)
