"""Reissue or wait: the arithmetic to the fen, and the case that keeps the figures as shown."""

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from litestar import Litestar

from stationdesk.foundation.database import Database
from stationdesk.parcels.reissue import Figures, compare
from stationdesk.tenancy.actor import Role
from tests.factories.cases import claimed, open_over_http, prove, raise_event, worked
from tests.factories.firms import Firm, add_member
from tests.factories.web import signed_in_client

FEN = st.integers(0, 1_000_000_00)
FIGURES = st.builds(Figures, FEN, FEN, FEN, st.integers(0, 365), FEN, st.integers(0, 100))
SEED = Figures(990, 2970, 5000, 2, 320, 0)


def test_the_seeds_parcel_of_nine_yuan_ninety() -> None:
    shown = compare(SEED)
    assert (shown.wait_total_fen, shown.reissue_total_fen) == (10000, 1310)
    assert (shown.recommendation, shown.saving_fen, shown.break_even_days) == ("reissue", 8690, 1)
    assert (shown.if_lost_wait_fen, shown.if_lost_reissue_fen) == (12970, 1310)


@given(FIGURES)
def test_both_sides_add_up_and_the_cheaper_one_is_recommended(figures: Figures) -> None:
    shown = compare(figures)
    assert shown.wait_total_fen == shown.wait_fines_fen + shown.wait_claim_fen
    assert shown.reissue_total_fen == shown.reissue_goods_fen + shown.reissue_freight_fen
    cheaper = min(shown.wait_total_fen, shown.reissue_total_fen)
    dearer = max(shown.wait_total_fen, shown.reissue_total_fen)
    assert shown.saving_fen == dearer - cheaper
    chosen = {"wait": shown.wait_total_fen, "reissue": shown.reissue_total_fen}
    assert chosen[shown.recommendation] == cheaper
    assert 0 <= shown.wait_claim_fen <= figures.price_tag_fen


@given(FIGURES, st.integers(1, 30))
def test_waiting_longer_never_speaks_for_waiting(figures: Figures, more: int) -> None:
    later = Figures(
        figures.goods_value_fen, figures.price_tag_fen, figures.daily_fine_fen,
        figures.expected_days + more, figures.freight_fen, figures.loss_percent,
    )  # fmt: skip
    if compare(figures).recommendation == "reissue":
        assert compare(later).recommendation == "reissue"


@given(FIGURES)
def test_from_the_break_even_day_on_reissuing_is_cheaper(figures: Figures) -> None:
    day = compare(figures).break_even_days

    def at(days: int) -> str:
        return compare(
            Figures(
                figures.goods_value_fen,
                figures.price_tag_fen,
                figures.daily_fine_fen,
                days,
                figures.freight_fen,
                figures.loss_percent,
            )
        ).recommendation

    if day is None:
        assert at(10_000) == "wait"
    else:
        assert at(day) == "reissue"
        assert day == 0 or at(day - 1) == "wait"


@pytest.fixture
async def agent(app: Litestar, database: Database, firm: Firm):  # type: ignore[no-untyped-def]
    await add_member(database, firm, "agent", Role.AGENT, "S1")
    async with signed_in_client(app, firm, "agent") as client:
        yield client


async def test_what_is_not_given_is_the_policys(agent: httpx.AsyncClient) -> None:
    answer = await agent.get("/api/reissue/comparison?station=S1&goods_value_fen=990")
    assert answer.status_code == 200, answer.text
    body = answer.json()
    assert body["comparison"]["reissue_total_fen"] == 1310
    assert body["comparison"]["figures"]["price_tag_fen"] == 2970
    assert "goods_value_fen" not in body["assumed"]
    assert (body["policy_code"], body["policy_version"]) == ("example.zto.reissue", 1)
    for query in ("goods_value_fen=-1", "loss_percent=101", "expected_days=366"):
        refused = await agent.get(f"/api/reissue/comparison?station=S1&{query}")
        assert (refused.status_code, refused.json()["code"]) == (400, "figures_invalid")
    assert (await agent.get("/api/reissue/comparison?station=S2")).status_code == 404


async def test_inbound_the_sending_station_is_asked(agent: httpx.AsyncClient) -> None:
    parent = await open_over_http(agent, waybill="73190553100001")
    case = await open_over_http(
        agent, kind="reissue", waybill=parent["waybill"], from_case=parent["id"],
        details={"goods_value_fen": 990, "counterparty": "义乌北苑"},
    )  # fmt: skip
    shown = case["details"]["shown"]
    assert (shown["wait_total_fen"], shown["reissue_total_fen"]) == (10000, 1310)
    assert case["risk_fen"] == 10000
    assert case["parent_case_id"] == parent["id"]
    assert case["timeline"][-1]["data"]["from_case"]["number"] == parent["number"]
    told = (await agent.get(f"/api/cases/{parent['id']}")).json()
    assert "child_opened" in [each["event"] for each in told["timeline"]]
    assert [each["id"] for each in told["related"]] == [case["id"]]
    case = await claimed(agent, case)
    case = await worked(agent, case, "ask", name="义乌北苑客服", text="请联系商家补发")
    assert (case["holder"]["kind"], case["holder"]["name"]) == ("counterparty", "义乌北苑客服")
    case = await worked(agent, case, "agree", cost_fen=990)
    early = await raise_event(agent, case, "reissue", new_waybill="73190553100002")
    assert early.json()["missing"] == ["ask_record"]
    await prove(agent, case, "ask_record")
    case = await worked(agent, case, "reissue", new_waybill="73190553100002")
    assert (case["state"], case["details"]["new_waybill"]) == ("reissued", "73190553100002")


async def test_outbound_the_shipper_is_asked_the_same_evening(agent: httpx.AsyncClient) -> None:
    case = await open_over_http(agent, kind="reissue", direction="outbound")
    [clock] = case["clocks"]
    assert (clock["name"], case["details"]["ask_due_minutes"] >= 30) == ("ask", True)
    case = await claimed(agent, case)
    case = await worked(agent, case, "ask", name="王先生", text="今晚能补发吗")
    assert case["holder"]["kind"] == "customer"


async def test_a_child_of_a_case_that_one_may_not_see(
    app: Litestar, database: Database, firm: Firm, agent: httpx.AsyncClient
) -> None:
    await add_member(database, firm, "manager", Role.MANAGER)
    async with signed_in_client(app, firm, "manager") as manager:
        foreign = await open_over_http(manager, station="S2", waybill="73190553100009")
    answer = await agent.post(
        "/api/cases",
        json={
            "kind": "reissue", "direction": "inbound", "station": "S1", "waybill": "1",
            "details": {"goods_value_fen": 1}, "from_case": foreign["id"],
        },
    )  # fmt: skip
    assert (answer.status_code, answer.json()["code"]) == (404, "case_not_found")
