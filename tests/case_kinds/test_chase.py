"""A chase: an answer with a time, kept or broken; and never the same words to everybody."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from stationdesk.case_kinds.chase.wording import by_wording, wording
from tests.cases.conftest import Desk
from tests.factories.cases import claimed, open_over_http, raise_event, shown, worked

PRESSING = "尽快派送,以免引起客户投诉,造成延误后果自负!"


def in_hours(hours: float) -> str:
    return (datetime.now(UTC) + timedelta(hours=hours)).isoformat()


async def chase(client: httpx.AsyncClient, waybill: str, **details: Any) -> dict[str, Any]:
    said = {"text": "客户等用", "counterparty": "苏州吴中"} | details
    return await claimed(
        client,
        await open_over_http(
            client, kind="chase", direction="outbound", waybill=waybill, details=said
        ),
    )


async def test_an_answer_names_a_time_that_is_still_to_come(desk: Desk) -> None:
    case = await chase(desk.chen, "73190553100001", name="陈老板")
    said = {"promised_to": "陈老板", "promise_text": "今晚送到"}
    assert (await raise_event(desk.chen, case, "answer", **said)).status_code == 400
    past = await raise_event(desk.chen, case, "answer", **said, promised_at=in_hours(-1))
    assert past.json()["missing"] == ["promised_at"]
    due = in_hours(5)
    case = await worked(desk.chen, case, "answer", **said, promised_at=due)
    assert (case["state"], case["holder"]["kind"]) == ("answered", "counterparty")
    (promise,) = await promises(desk.chen, case)
    assert (promise["status"], promise["to_role"]) == ("open", "recipient")
    assert datetime.fromisoformat(promise["due_at"]) == datetime.fromisoformat(due)
    case = await worked(desk.chen, case, "promise_again", promised_at=in_hours(8), reason="堵车")
    (promise,) = await promises(desk.chen, case)
    assert datetime.fromisoformat(promise["due_at"]) > datetime.fromisoformat(due)
    assert datetime.fromisoformat(promise["first_due_at"]) == datetime.fromisoformat(due)


async def promises(client: httpx.AsyncClient, case: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await shown(client, case))["promises"]
    return found


async def test_a_broken_promise_and_another_urging_bring_it_back(desk: Desk) -> None:
    case = await chase(desk.chen, "73190553100002")
    said = {"promised_to": "王女士", "promise_text": "今晚送到", "promised_at": in_hours(5)}
    case = await worked(desk.chen, case, "answer", **said)
    case = await worked(desk.chen, case, "break_promise", reason="车坏了")
    assert (case["state"], case["details"]["broken_count"]) == ("received", 1)
    assert case["risk_fen"] == 2000, "the policy's figure, once more for the broken promise"
    case = await worked(desk.chen, case, "answer", **said)
    case = await worked(desk.chen, case, "fulfil", confirmed_by="王女士")
    assert (case["state"], case["outcome"]) == ("fulfilled", "kept")
    told = sorted(each["status"] for each in await promises(desk.chen, case))
    assert told == ["broken", "kept"], "each promise on record with what became of it"
    case = await worked(desk.chen, case, "urge_again", text="另一件呢")
    assert (case["state"], case["closed_at"]) == ("received", None)
    assert len(case["details"]["urges"]) == 1


async def test_the_same_words_to_one_station_after_another_are_refused(desk: Desk) -> None:
    first = await chase(desk.chen, "73190553100003")
    await worked(desk.chen, first, "ask_counterparty", question=PRESSING)
    second = await chase(desk.chen, "73190553100004")
    copied = PRESSING.replace("!", "。") + " 73190553100004"
    refused = await raise_event(desk.chen, second, "ask_counterparty", question=copied)
    assert refused.status_code == 409
    assert refused.json()["reason"] == "copied_text"
    assert first["number"] in refused.json()["zh"]
    assert refused.json()["missing"] == ["question"]
    own = "收件人明早九点开业,后门可收,今天能否优先?"
    second = await worked(desk.chen, second, "ask_counterparty", question=own)
    assert second["holder"]["kind"] == "counterparty"
    third = await chase(desk.li, "73190553100005")
    await worked(desk.li, third, "ask_counterparty", question=PRESSING)


@pytest.mark.parametrize(
    ("text", "same"),
    [("尽快派送 12345", True), ("尽快,派送!", True), ("请在六点前派送", False)],
)
def test_numbers_and_punctuation_make_no_other_text(text: str, same: bool) -> None:
    assert (wording(text) == wording("尽快派送")) is same


def test_a_case_is_named_once_by_its_wording() -> None:
    found = by_wording([("快点!", "C1"), ("快点", "C2"), ("快点", "C1"), ("慢点", "C3")])
    assert found == {"快点": ("C1", "C2"), "慢点": ("C3",)}
