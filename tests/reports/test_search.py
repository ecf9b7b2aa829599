"""The search box: every way to name a case, ranked, with reasons, behind the walls."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
from litestar import Litestar

from stationdesk.cases.desk.search import read_query, read_waybills
from stationdesk.cases.service import add_note
from stationdesk.foundation.bigrams import bigram_keys, bigrams, words_of
from stationdesk.foundation.database import Database
from stationdesk.parcels.scan_import import import_scans
from stationdesk.tenancy.actor import Role
from stationdesk.tenancy.session import tenant_session
from tests.factories.cases import claimed, open_over_http, worked
from tests.factories.firms import Firm, add_member, make_firm
from tests.factories.web import signed_in_client

WAYBILL = "78906137459920"
NOW = datetime(2026, 11, 21, tzinfo=UTC)
SCANS = (
    f"{WAYBILL},到件,2026-11-19 05:58:00,S1,,,,",
    f"{WAYBILL},派件,2026-11-19 08:41:00,S1,,黄志勇,,",
    "78906137450000,到件,2026-11-19 05:58:00,S2,,,,",
)


@pytest.fixture
async def boss(
    app: Litestar, database: Database, firm: Firm, tmp_path: Path
) -> AsyncIterator[httpx.AsyncClient]:
    """A supervisor of a firm with scans of two parcels."""
    path = tmp_path / "scans.csv"
    header = "waybill,scan,scanned_at,site,next_site,courier,weight_g,note"
    path.write_text("\n".join([header, *SCANS]) + "\n", encoding="utf-8")
    await import_scans(database, firm.actor, path, now=NOW)
    await add_member(database, firm, "boss", Role.SUPERVISOR)
    async with signed_in_client(app, firm, "boss") as client:
        yield client


async def _found(client: httpx.AsyncClient, query: str) -> list[tuple[str, str]]:
    """(waybill, why) of the cases, in their order."""
    answer = await client.get("/api/search", params={"q": query})
    assert answer.status_code == 200, answer.text
    return [(hit["case"]["waybill"], hit["why"]) for hit in answer.json()["cases"]]


async def _two(boss: httpx.AsyncClient) -> list[dict[str, Any]]:
    return [
        await open_over_http(
            boss, kind="work_order", waybill=WAYBILL,
            details={"order_no": "GD2611200187", "text": "客户称未收到,要求核实签收人"},
        ),
        await open_over_http(boss, waybill="YT8837450126394", station="S2"),
    ]  # fmt: skip


async def test_numbers_are_found_whole_from_either_end_and_by_hq(boss: httpx.AsyncClient) -> None:
    order, parcel = await _two(boss)
    assert await _found(boss, WAYBILL) == [(WAYBILL, "waybill")]
    assert await _found(boss, "7890 6137-459920") == [(WAYBILL, "waybill")]
    assert await _found(boss, "789061374") == [(WAYBILL, "waybill_prefix")]
    assert await _found(boss, "9920") == [(WAYBILL, "waybill_tail")]
    assert await _found(boss, "yt8837450126394") == [("YT8837450126394", "waybill")]
    assert await _found(boss, "6394") == [("YT8837450126394", "waybill_tail")]
    assert await _found(boss, "gd2611200187") == [(WAYBILL, "order_no")]
    assert await _found(boss, parcel["number"]) == [("YT8837450126394", "number")]
    assert await _found(boss, "990000111") == []
    assert order["waybill"] == WAYBILL


async def test_a_waybill_without_a_case_is_found_with_its_gap(boss: httpx.AsyncClient) -> None:
    answer = (await boss.get("/api/search", params={"q": WAYBILL})).json()
    assert answer["cases"] == []
    (hit,) = answer["waybills"]
    (fact,) = hit["parcels"]
    assert (fact["station"], fact["milestone"], fact["gap"]) == (
        "S1", "dispatched", "dispatched_not_signed",
    )  # fmt: skip
    both = (await boss.get("/api/search", params={"q": "7890613745"})).json()
    assert [each["waybill"] for each in both["waybills"]] == ["78906137450000", WAYBILL]


@pytest.mark.parametrize("word", ["签收", "核实签收人", "客户 核实", "未收到"])
async def test_words_of_two_characters_are_found(boss: httpx.AsyncClient, word: str) -> None:
    await _two(boss)
    assert await _found(boss, word) == [(WAYBILL, "text")]


async def test_what_is_said_later_is_found_and_shown(boss: httpx.AsyncClient) -> None:
    order, parcel = await _two(boss)
    assert await _found(boss, "驿站") == []
    await boss.post(f"/api/cases/{parcel['id']}/notes", json={"text": "放在江陵路菜鸟驿站了"})
    case = await claimed(boss, order)
    await worked(boss, case, "ask_courier", question="是否放驿站 13812345678", name="黄志勇")
    answer = (await boss.get("/api/search", params={"q": "驿站"})).json()
    told = {hit["case"]["waybill"]: (hit["source"], hit["snippet"]) for hit in answer["cases"]}
    assert told["YT8837450126394"][0] == "noted"
    assert "菜鸟驿站" in told["YT8837450126394"][1]
    assert "13812345678" not in str(answer)
    assert [waybill for waybill, _ in await _found(boss, "黄志勇")] == [WAYBILL]
    assert await _found(boss, "站了驿") == []


async def test_open_cases_come_first(boss: httpx.AsyncClient) -> None:
    ended = await open_over_http(boss, waybill="73190553100001")
    await worked(boss, ended, "cancel", reason="重复登记")
    await open_over_http(boss, waybill="73190553100002")
    found = await _found(boss, "联系不上")
    assert [waybill for waybill, _ in found] == ["73190553100002", "73190553100001"]


async def test_more_than_fifty_are_said_to_be_more(database: Database, boss: Any) -> None:
    for n in range(51):
        await open_over_http(boss, waybill=f"7319055310{n:04}")
    answer = (await boss.get("/api/search", params={"q": "联系不上"})).json()
    assert (len(answer["cases"]), answer["has_more"]) == (50, True)


async def test_each_reader_finds_what_his_stations_have(
    app: Litestar, database: Database, firm: Firm, boss: httpx.AsyncClient
) -> None:
    await _two(boss)
    await add_member(database, firm, "li", Role.AGENT, "S2")
    await add_member(database, firm, "owner", Role.STATION_OWNER, "S2")
    stranger = await make_firm(database)
    await add_member(database, stranger, "boss", Role.MANAGER)
    async with (
        signed_in_client(app, firm, "li") as li,
        signed_in_client(app, firm, "owner") as owner,
        signed_in_client(app, stranger, "boss") as other,
    ):
        for query in (WAYBILL, "9920", "GD2611200187", "核实签收人"):
            for client in (li, owner, other):
                assert await _found(client, query) == [], query
            whole = (await li.get("/api/search", params={"q": query})).json()
            assert whole["waybills"] == [], query
        for client in (li, owner):
            assert await _found(client, "联系不上") == [("YT8837450126394", "text")]
        assert await _found(other, "联系不上") == []
        many = (await li.post("/api/search", json={"text": f"{WAYBILL},YT8837450126394"})).json()
        assert [len(item["cases"]) for item in many["items"]] == [0, 1]
        assert many["unknown"] == [WAYBILL]


async def test_two_hundred_are_pasted_at_once(boss: httpx.AsyncClient) -> None:
    await _two(boss)
    pasted = f"{WAYBILL}\t\nYT8837450126394;78906137450000、{WAYBILL}，" + ",".join(
        f"7000000000{n:04}" for n in range(197)
    )
    answer = await boss.post("/api/search", json={"text": pasted})
    items = answer.json()["items"]
    assert len(items) == 200
    assert [len(item["cases"]) for item in items[:3]] == [1, 1, 0]
    assert items[0]["parcels"][0]["gap"] == "dispatched_not_signed"
    assert len(answer.json()["unknown"]) == 197
    refused = await boss.post("/api/search", json={"text": pasted + " 700000000999"})
    assert (refused.status_code, refused.json()["count"]) == (400, 201)


@pytest.mark.parametrize("query", ["", "周", "1", "  ", "。。"])
async def test_too_little_is_refused_with_what_to_mend(boss: httpx.AsyncClient, query: str) -> None:
    answer = await boss.get("/api/search", params={"q": query})
    assert answer.status_code == 400
    assert answer.json()["code"] == "search_too_short"


@pytest.mark.parametrize("query", ["'; DROP TABLE cases --", "%_%", "\x00ab", "👍👍", "a" * 5000])
async def test_odd_input_is_no_error_of_ours(boss: httpx.AsyncClient, query: str) -> None:
    answer = await boss.get("/api/search", params={"q": query})
    assert answer.status_code in (200, 400), answer.text


async def test_the_list_is_narrowed_by_words(boss: httpx.AsyncClient) -> None:
    await _two(boss)
    found = (await boss.get("/api/cases", params={"q": "签收"})).json()["items"]
    assert [row["waybill"] for row in found] == [WAYBILL]
    tail = (await boss.get("/api/cases", params={"q": "9920"})).json()["items"]
    assert [row["waybill"] for row in tail] == [WAYBILL]


async def test_a_text_that_never_ends_is_found_by_its_beginning(
    database: Database, firm: Firm, boss: httpx.AsyncClient
) -> None:
    case = await open_over_http(boss, waybill=WAYBILL)
    async with tenant_session(database, firm.actor) as session:
        for n in range(12):
            await add_note(session, firm.actor, case["id"], f"第{n}次 " + "长谈" * 1900, NOW)
    assert await _found(boss, "长谈") == [(WAYBILL, "text")]


def test_how_text_is_cut_into_bigrams(firm: Firm) -> None:
    assert bigrams("签收人,A1") == {"签收", "收人", "a1"}
    assert words_of("Ａ１ 周 先生，签收") == ["a1", "先生", "签收"]
    assert bigram_keys(firm.id, ["签收"]) != bigram_keys(UUID(int=1), ["签收"])
    assert all(-(2**31) <= key < 2**31 for key in bigram_keys(firm.id, ["经核实已签收"]))


def test_how_a_query_is_read() -> None:
    assert read_query("138 1234 5678").phone == "13812345678"
    assert read_query("周先生").number == ""
    assert read_waybills("a\n1234 YT8837450126394；1234") == ["1234", "YT8837450126394"]
