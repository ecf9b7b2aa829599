"""A message: replied to in HQ's system, asked again, settled."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.cases.conftest import Desk
from tests.factories.cases import claimed, open_over_http, raise_event, shown, worked


async def test_a_reply_waits_on_whoever_wrote_and_hqs_clock_stops_when_it_stood_there(
    desk: Desk,
) -> None:
    issued = datetime.now(UTC) - timedelta(minutes=40)
    case = await open_over_http(
        desk.chen, kind="message",
        details={
            "sender": "counterparty", "sender_name": "义乌北苑", "text": "请核实签收人",
            "issued_at": issued.isoformat(), "reply_due_minutes": 90,
        },
    )  # fmt: skip
    assert [each["holder"]["kind"] for each in case["custody"]] == ["intake", "queue"]
    case = await claimed(desk.chen, case)
    earlier = (datetime.now(UTC) - timedelta(minutes=20)).isoformat()
    unproven = await raise_event(
        desk.chen, case, "reply", reply_text="本人签收", answered_at=earlier
    )
    assert unproven.status_code == 409
    assert unproven.json()["missing"] == ["proof"], "dated back, but nothing proves it"
    case = await worked(
        desk.chen, case, "reply", reply_text="本人签收", answered_at=earlier, proof="截图"
    )
    assert (case["state"], case["holder"]["kind"]) == ("replied", "counterparty")
    assert case["holder"]["name"] == "义乌北苑"
    reply = next(each for each in case["clocks"] if each["name"] == "reply")
    assert datetime.fromisoformat(reply["stopped_at"]) == datetime.fromisoformat(earlier)
    assert reply["owner"] == "hq"


@pytest.mark.parametrize("was_settled", [False, True])
async def test_another_question_brings_it_back_with_its_history(
    desk: Desk, was_settled: bool
) -> None:
    case = await claimed(desk.chen, await open_over_http(desk.chen, kind="message"))
    case = await worked(desk.chen, case, "reply", reply_text="本人签收")
    if was_settled:
        case = await worked(desk.chen, case, "settle")
        assert (case["state"], case["outcome"]) == ("settled", "answered")
    case = await worked(desk.chen, case, "follow_up_question", text="签收人姓名?")
    assert (case["state"], case["holder"]["is_me"], case["closed_at"]) == ("received", True, None)
    assert [each["reply_text"] for each in case["details"]["earlier"]] == ["本人签收"]
    running = [each["name"] for each in case["clocks"] if each["stopped_at"] is None]
    assert running == ["reply"], "HQ's clock runs anew, the old one stays as it was"


async def test_hqs_message_waits_on_hq_once_it_is_answered(desk: Desk) -> None:
    case = await open_over_http(desk.chen, kind="message", direction="outbound")
    case = await claimed(desk.chen, case)
    case = await worked(desk.chen, case, "reply", reply_text="已发出")
    assert case["holder"]["kind"] == "carrier"
    refused = await raise_event(desk.chen, case, "reply", reply_text="再答")
    assert refused.status_code == 409
    assert (await shown(desk.chen, case))["version"] == case["version"]
