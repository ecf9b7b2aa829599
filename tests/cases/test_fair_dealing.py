"""Fair dealing: what is refused, what is only warned of, and by which version of the policy."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stationdesk.cases.dealing.rules import (
    FairDealingParameters,
    Filing,
    findings,
    is_comparable,
    letters_of,
)
from stationdesk.cases.service import filing_check, open_case
from stationdesk.policies import service as policies
from stationdesk.policies.service import InForce
from stationdesk.tenancy.session import hot_transaction, tenant_session
from tests.case_kinds.samples import DETAILS
from tests.cases.conftest import Desk
from tests.factories.cases import claimed, open_over_http, raise_event, shown, worked

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
NATIONAL_DAY = datetime(2026, 10, 2, 2, 0, tzinfo=UTC)
SATURDAY = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
SAME = "请尽快派送以免引起客户投诉,后果自负"
MANNERS = st.sampled_from(["refuse", "warn", "allow"])


def _held(**parameters: Any) -> InForce[FairDealingParameters]:
    return InForce("fair_dealing", 3, "公平往来", FairDealingParameters(**parameters))


@given(
    st.builds(
        Filing, st.sampled_from(["file", "ask_counterparty", "contact"]), st.booleans(),
        st.booleans(), st.integers(0, 9),
    ),
    st.fixed_dictionaries(
        {"contact_first": MANNERS, "holiday_filing": MANNERS, "copied_text": MANNERS}
    ),
)  # fmt: skip
def test_only_what_is_broken_and_not_allowed_is_found(
    filing: Filing, manners: dict[str, str]
) -> None:
    found = findings(filing, _held(**manners))
    is_filing = filing.event == "file"
    broken = {
        "contact_first": is_filing and not filing.has_contacted,
        "holiday_filing": is_filing and filing.is_holiday,
        "copied_text": filing.copies >= 3,
    }
    expected = {
        (rule, manners[rule]) for rule in broken if broken[rule] and manners[rule] != "allow"
    }
    assert {(each.rule, each.severity) for each in found} == expected
    severities = [each.severity for each in found]
    assert severities == sorted(severities), "refusals first"
    assert all((each.policy_code, each.policy_version) == ("fair_dealing", 3) for each in found)


@pytest.mark.parametrize(
    ("one", "other", "are_alike"),
    [
        ("运单 7890 请尽快派送!", "运单7891,请尽快派送。", True),
        ("请尽快派送", "请尽快联系收件人", False),
    ],
)
def test_numbers_and_punctuation_make_no_difference(one: str, other: str, are_alike: bool) -> None:
    assert (letters_of(one) == letters_of(other)) is are_alike
    assert not is_comparable("收到 12:30")


async def _asked(desk: Desk, waybill: str, text: str) -> dict[str, Any]:
    case = await open_over_http(desk.chen, waybill=waybill)
    case = await claimed(desk.chen, case)
    return await worked(desk.chen, case, "ask_counterparty", question=text)


async def test_copied_chasing_is_warned_of_and_written_down(desk: Desk) -> None:
    for number in range(3):
        case = await _asked(desk, f"7319055310{number:04}", f"{SAME} {number}")
        assert "filing_warned" not in [each["event"] for each in case["timeline"]]
    case = await claimed(
        desk.chen,
        await open_over_http(desk.chen, waybill="73190553109"),
    )
    answer = await desk.chen.post(
        f"/api/cases/{case['id']}/filing-check", json={"event": "ask_counterparty", "text": SAME}
    )
    [finding] = answer.json()["findings"]
    assert (finding["rule"], finding["severity"]) == ("copied_text", "warn")
    assert (finding["policy_code"], finding["policy_version"]) == (
        "example.any.fair_dealing", 1,
    )  # fmt: skip
    fresh = await desk.chen.post(
        f"/api/cases/{case['id']}/filing-check",
        json={"event": "ask_counterparty", "text": "收件人 17 点后在家,能否放后门?"},
    )
    assert fresh.json()["findings"] == []
    case = await worked(desk.chen, case, "ask_counterparty", question=SAME)
    [warned] = [each for each in case["timeline"] if each["event"] == "filing_warned"]
    assert warned["data"]["rule"] == "copied_text"
    assert warned["data"]["policy"]["version"] == 1


async def test_where_the_firm_says_refuse_it_is_refused_and_nothing_changes(desk: Desk) -> None:
    case = await _asked(desk, "7319055310001", SAME)
    other = await claimed(
        desk.chen,
        await open_over_http(desk.chen, waybill="7319055"),
    )
    async with hot_transaction(desk.database, desk.firm.actor) as connection:
        await policies.add_version(
            connection, desk.firm.id, code="fair_dealing", carrier=None,
            effective_from=NOW - timedelta(days=400), effective_to=None, title="公平往来", text="",
            source="test", parameters={"copied_text": "refuse", "copies_max": 1}, now=NOW,
        )  # fmt: skip
    refused = await raise_event(desk.chen, other, "ask_counterparty", question=SAME)
    assert (refused.status_code, refused.json()["reason"]) == (409, "copied_text")
    assert refused.json()["policy"] == {"code": "fair_dealing", "version": 1}
    after = await shown(desk.chen, other)
    assert (after["version"], len(after["timeline"])) == (
        other["version"], len(other["timeline"]),
    )  # fmt: skip
    again = await worked(desk.chen, await shown(desk.chen, case), "recall")
    await worked(desk.chen, again, "ask_counterparty", question=SAME)


async def test_a_claim_on_a_public_holiday_is_warned_of(desk: Desk) -> None:
    chen = desk.firm.as_member("chen", "S1")
    async with tenant_session(desk.database, desk.firm.actor) as session:
        case = await open_case(
            session, desk.firm.actor, kind="arbitration", direction="outbound",
            station_id=desk.firm.stations["S1"].id, waybill="73190553100077",
            details=DETAILS["arbitration"]["outbound"], now=NATIONAL_DAY,
        )  # fmt: skip
    async with tenant_session(desk.database, chen) as session:
        holiday = await filing_check(session, chen, case.id, "file", "", NATIONAL_DAY)
        saturday = await filing_check(session, chen, case.id, "file", "", SATURDAY)
        appeal = await filing_check(session, chen, case.id, "register", "", NATIONAL_DAY)
    assert [each.rule for each in holiday] == ["contact_first", "holiday_filing"]
    assert [each.rule for each in saturday] == ["contact_first"], "couriers work at weekends"
    assert appeal == []
