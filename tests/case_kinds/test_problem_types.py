"""The carriers' own type codes: versions as data, evidence by type, a snapshot on the case."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from stationdesk.case_kinds.problem_parcel.types import PROBLEM_TYPES, ProblemType
from stationdesk.policies import service as policies
from stationdesk.policies.errors import PolicyUnreadable
from stationdesk.policies.forms import read_parameters
from stationdesk.tenancy.session import hot_transaction
from tests.cases.conftest import Desk
from tests.factories.cases import claimed, open_over_http, raise_event, shown, worked

OWN_TYPES = [
    {
        "code": "A1", "zh": "无法接通", "en": "No answer", "needs_call_record": True,
        "waits_on": "customer",
        "checklist": [{"code": "sms", "zh": "短信截图", "en": "Text message", "required": True}],
    },
    {"code": "Z9", "zh": "新类型", "en": "New type"},
]  # fmt: skip


async def enter(desk: Desk, types: list[dict[str, Any]]) -> None:
    """A version of the firm's own, in force since an hour ago."""
    now = datetime.now(UTC)
    async with hot_transaction(desk.database, desk.firm.actor) as connection:
        await policies.add_version(
            connection, desk.firm.id, code="problem_types", carrier="zto",
            effective_from=now - timedelta(hours=1), effective_to=None, title="中通问题件类型",
            text="", source="总部通知", parameters={"types": types}, now=now,
        )  # fmt: skip


async def listed(desk: Desk, **asked: str) -> dict[str, Any]:
    answer = await desk.chen.get("/api/problem-types", params=asked)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_each_carrier_has_its_own_list_marked_as_an_example(desk: Desk) -> None:
    zto, yto = await listed(desk, carrier="zto"), await listed(desk, carrier="yto")
    assert {each["code"] for each in zto["items"]} >= {"A1", "B4", "B17", "C3"}
    assert "D1" in {each["code"] for each in yto["items"]}
    assert "示例" in zto["policy_title"]
    assert zto["policy_code"].startswith("example.zto")
    call = next(each for each in zto["items"] if each["code"] == "A1")["checklist"]
    assert [(each["code"], each["is_required"]) for each in call] == [("call_record", True)]


async def test_an_unknown_code_is_refused_and_the_known_ones_named(desk: Desk) -> None:
    body = {
        "kind": "problem_parcel", "direction": "inbound", "station": "S1", "waybill": "1",
        "details": {"problem_type": "D1", "description": "超区"},
    }  # fmt: skip
    refused = await desk.chen.post("/api/cases", json=body)
    assert (refused.status_code, refused.json()["reason"]) == (400, "unknown_problem_type")
    assert "A1 电话无法接通" in refused.json()["zh"]
    assert refused.json()["missing"] == ["problem_type"]
    await open_over_http(desk.chen, station="S2", details=body["details"])
    case = await claimed(desk.chen, await open_over_http(desk.chen))
    wrong = await raise_event(desk.chen, case, "register", problem_type="QQ")
    assert wrong.json()["reason"] == "unknown_problem_type"
    assert (await shown(desk.chen, case))["state"] == "found"


async def test_what_others_registered_is_taken_as_hq_has_it(desk: Desk) -> None:
    details = {"problem_type": "X7", "description": "总部新类型"}
    case = await open_over_http(desk.chen, direction="outbound", details=details)
    assert case["details"]["problem_type"] == "X7"
    assert case["checklist"] == []


async def test_a_case_keeps_what_its_type_asked_for_on_that_day(desk: Desk) -> None:
    before = await claimed(desk.chen, await open_over_http(desk.chen))
    assert [each["code"] for each in before["checklist"]] == ["call_record"]
    was = (datetime.now(UTC) - timedelta(hours=2)).isoformat()
    await enter(desk, OWN_TYPES)
    assert [each["code"] for each in (await listed(desk, carrier="zto"))["items"]] == ["A1", "Z9"]
    old = await listed(desk, carrier="zto", at=was)
    assert old["policy_code"].startswith("example.zto")
    kept = await shown(desk.chen, before)
    assert [each["code"] for each in kept["checklist"]] == ["call_record"]
    assert kept["details"]["type_policy"].startswith("example.zto")

    after = await claimed(desk.boss, await open_over_http(desk.boss, waybill="73190553500002"))
    assert [each["code"] for each in after["checklist"]] == ["call_record", "sms"]
    after = await worked(desk.boss, after, "register")
    assert after["holder"]["kind"] == "customer", "as the type says"
    assert (after["details"]["type_policy"], after["details"]["type_version"]) == (
        "problem_types", 1,
    )  # fmt: skip
    after = await worked(desk.boss, after, "correct_type", problem_type="z9", reason="登记错类型")
    assert after["details"]["problem_type"] == "Z9"
    assert after["checklist"] == []


async def test_the_other_stations_instruction_comes_back_to_whoever_works_it(desk: Desk) -> None:
    details = {"problem_type": "A5", "description": "拒收", "counterparty": "义乌北苑"}
    case = await claimed(desk.chen, await open_over_http(desk.chen, details=details))
    case = await worked(desk.chen, case, "register")
    assert (case["holder"]["kind"], case["holder"]["name"]) == ("counterparty", "义乌北苑")
    case = await worked(
        desk.chen, case, "instruction_received", instruction="new_contact",
        new_phone="13700000000",
    )  # fmt: skip
    assert (case["holder"]["is_me"], case["details"]["reply"]) == (True, "new_contact")
    nowhere = await raise_event(desk.chen, case, "instruction_received", instruction="forward")
    assert nowhere.status_code == 400
    assert "new_address" in nowhere.json()["detail"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"code": "A1", "zh": "x", "en": "x", "directions": ["sideways"]},
        {"code": "", "zh": "x", "en": "x"},
        {"code": "A1", "zh": "x"},
        {"code": "A1", "zh": "x", "en": "x", "colour": "red"},
    ],
)
def test_a_list_that_cannot_be_read_is_refused_by_field(wrong: dict[str, Any]) -> None:
    with pytest.raises(PolicyUnreadable, match=r"types\.0"):
        read_parameters(PROBLEM_TYPES, {"types": [wrong]})


def test_the_recording_of_the_call_is_asked_for_once() -> None:
    said = {"code": "A1", "zh": "x", "en": "x", "needs_call_record": True}
    alone = ProblemType.model_validate(said)
    both = ProblemType.model_validate(
        said | {"checklist": [{"code": "call_record", "zh": "录音", "en": "Call"}]}
    )
    assert [proof.code for proof in alone.proofs] == ["call_record"]
    assert [proof.zh for proof in both.proofs] == ["录音"]
