"""The queue's page, search and counts."""

from datetime import UTC, datetime, timedelta

import pytest

from stationdesk.foundation.database import Database
from tests.cases.conftest import Desk
from tests.factories.cases import claimed, open_in_service, open_over_http, worked


async def ids(client, **params) -> list[str]:
    answer = await client.get("/api/cases", params=params)
    assert answer.status_code == 200, answer.text
    return [each["id"] for each in answer.json()["items"]]


async def test_pages_are_complete_and_without_repetition(desk: Desk, database: Database) -> None:
    now = datetime.now(UTC)
    opened = [
        str((await open_in_service(database, desk.firm, now=now - timedelta(minutes=n))).id)
        for n in range(7)
    ]
    seen: list[str] = []
    cursor = None
    while True:
        params = {"limit": 3} | ({"cursor": cursor} if cursor else {})
        page = (await desk.boss.get("/api/cases", params=params)).json()
        seen += [each["id"] for each in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert seen == opened[::-1], "the oldest is due first"


async def test_views_show_what_they_say(desk: Desk, database: Database) -> None:
    now = datetime.now(UTC)
    overdue = await open_in_service(database, desk.firm, now=now - timedelta(hours=5))
    soon = await open_in_service(database, desk.firm, now=now - timedelta(minutes=225))
    fresh = await open_in_service(database, desk.firm, now=now, station="S2")
    mine = await claimed(desk.chen, {"id": str(soon.id)})
    assert await ids(desk.boss) == [str(overdue.id), str(soon.id), str(fresh.id)]
    assert await ids(desk.boss, view="overdue") == [str(overdue.id)]
    assert await ids(desk.boss, view="due_soon") == [str(soon.id)]
    assert await ids(desk.boss, view="unclaimed") == [str(overdue.id), str(fresh.id)]
    assert await ids(desk.chen, view="mine") == [str(soon.id)]
    assert await ids(desk.boss, station="S2") == [str(fresh.id)]
    assert await ids(desk.boss, kind="work_order") == []
    assert await ids(desk.li) == [str(overdue.id), str(soon.id)], "S2 is not his"
    assert await ids(desk.owner, station="S2") == []
    case = await worked(desk.chen, mine, "ask_station", question="在哪")
    assert await ids(desk.boss, holder="station") == [str(soon.id)]
    assert await ids(desk.chen, holder="me") == []
    assert case["holder"]["kind"] == "station"
    counts = (await desk.chen.get("/api/cases/counts")).json()
    assert counts["views"] == {
        "all": 3, "mine": 1, "unclaimed": 2, "due_soon": 1, "overdue": 1, "forgotten": 0,
    }  # fmt: skip
    assert counts["holders"] == {"queue": 2, "station": 1}
    assert counts["kinds"] == {"problem_parcel": 3}
    assert {each["code"]: each["count"] for each in counts["stations"]} == {"S1": 2, "S2": 1}
    assert counts["is_capped"] is False


async def test_search_finds_by_the_beginning_of_a_waybill_and_by_number(desk: Desk) -> None:
    case = await open_over_http(desk.chen, waybill="yt 8837450126394")
    assert case["waybill"] == "YT8837450126394"
    await open_over_http(desk.chen, waybill="73190553102532")
    for words in ("YT8837", "yt8837450126394", case["number"], case["number"].lower()):
        assert await ids(desk.boss, q=words) == [case["id"]], words
    assert await ids(desk.boss, q="8837") == []
    await worked(desk.boss, case, "cancel", reason="重复")
    assert await ids(desk.boss, q="YT8837") == [case["id"]], "closed ones are found as well"
    assert await ids(desk.boss, status="closed") == [case["id"]]
    assert case["id"] not in await ids(desk.boss)


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({"view": "nice"}, "bad_filter"),
        ({"holder": "nobody"}, "bad_filter"),
        ({"status": "half"}, "bad_filter"),
        ({"status": "all"}, "bad_filter"),
        ({"limit": 0}, "bad_filter"),
        ({"limit": 201}, "bad_filter"),
        ({"cursor": "%%%"}, "bad_cursor"),
        ({"cursor": "WzEsMl0"}, "bad_cursor"),
    ],
)
async def test_filters_that_make_no_sense_are_named(desk: Desk, params: dict, code: str) -> None:
    answer = await desk.boss.get("/api/cases", params=params)
    assert (answer.status_code, answer.json()["code"]) == (400, code), answer.text


async def test_kinds_come_with_forms_and_texts(desk: Desk) -> None:
    kinds = {each["kind"]: each for each in (await desk.chen.get("/api/kinds")).json()["items"]}
    assert kinds["arbitration"]["label_zh"] == "仲裁"
    assert "ground" in kinds["arbitration"]["details_schema"]["properties"]
    assert kinds["work_order"]["directions"] == ["inbound", "outbound"]
