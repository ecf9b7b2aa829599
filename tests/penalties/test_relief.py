"""What a dispute takes off a share: to the fen, explained, and never more than was borne."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stationdesk.penalties.causes.words import Cause, Party
from stationdesk.penalties.disputes.errors import VerdictInvalid
from stationdesk.penalties.disputes.verdicts import (
    Verdict,
    check_effect,
    check_form,
    relief_of,
)
from stationdesk.penalties.splits.relief import Relief, relieve
from stationdesk.penalties.splits.rules import Rule, Step
from stationdesk.penalties.splits.waterfall import Reason, split

AMOUNTS = st.integers(min_value=-1_000_000, max_value=1_000_000).filter(bool)
PARTIES = st.sampled_from(["agent", "station"])
RELIEFS = st.lists(st.builds(Relief, PARTIES, st.integers(0, 600_000)), max_size=4)


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    """Agent, station and firm in any order, with caps that may bite."""
    steps = [
        Step(
            party=party,
            gives="percentage",
            basis_points=draw(st.integers(1, 6_000)),
            cap_fine_fen=draw(st.none() | st.integers(1, 5_000)),
        )
        for party in draw(st.permutations([Party.AGENT, Party.STATION]))
    ]
    return Rule(name="r", match={"causes": [Cause.AGENT_NEGLIGENCE]}, steps=tuple(steps))


@given(rules(), AMOUNTS, RELIEFS)
def test_a_relief_moves_money_to_the_firm_and_nothing_is_lost(
    rule: Rule, amount_fen: int, reliefs: list[Relief]
) -> None:
    before = split(rule, amount_fen)
    after = relieve(before, reliefs)
    assert sum(after.totals.values()) == sum(line.amount_fen for line in after.lines) == amount_fen
    for party in (Party.AGENT, Party.STATION):
        limits = [each.to_fen for each in reliefs if each.party == party]
        least = min([*limits, before.total(party)])
        assert after.total(party) == least
        lines = [line.amount_fen for line in after.lines if line.party is party]
        assert sum(lines) == after.total(party)
    moved = [line for line in after.lines if line.reason is Reason.DISPUTE]
    assert sum(line.amount_fen for line in moved) == 0
    assert after.lines[: len(before.lines)] == before.lines
    if amount_fen < 0:
        assert after == before


@given(rules(), AMOUNTS, RELIEFS)
def test_a_relief_given_twice_is_given_once(
    rule: Rule, amount_fen: int, reliefs: list[Relief]
) -> None:
    once = relieve(split(rule, amount_fen), reliefs)
    assert relieve(once, reliefs) == once


SHARES = st.integers(min_value=1, max_value=10_000)


@given(SHARES, st.data())
def test_what_may_be_said_keeps_its_word(share_fen: int, data: st.DataObject) -> None:
    """Whatever form passes: upheld changes nothing, accepted gives all that was asked, partly gives
    something and less than that."""
    asked_fen = data.draw(st.integers(1, share_fen))
    verdict = Verdict(
        data.draw(st.sampled_from(["accepted", "partly"])),
        "理由",
        share_fen=data.draw(st.none() | st.integers(0, share_fen)),
    )
    try:
        check_form(verdict, share_fen, asked_fen)
    except VerdictInvalid:
        return
    relief = relief_of(verdict, "agent", share_fen, asked_fen)
    assert relief is not None
    check_effect(verdict, share_fen, asked_fen, relief.to_fen)
    if verdict.outcome == "accepted":
        assert relief.to_fen == share_fen - asked_fen
    else:
        assert share_fen - asked_fen < relief.to_fen < share_fen


@pytest.mark.parametrize(
    ("verdict", "field"),
    [
        (Verdict("upheld", "  "), "reason"),
        (Verdict("upheld", "x", cause=Cause.CUSTOMER), "cause"),
        (Verdict("upheld", "x", agent="a@b.cn"), "agent"),
        (Verdict("accepted", "x", share_fen=1), "share_fen"),
        (Verdict("partly", "x"), "share_fen"),
        (Verdict("partly", "x", cause=Cause.CUSTOMER, share_fen=400), "share_fen"),
        (Verdict("partly", "x", share_fen=800), "share_fen"),
        (Verdict("partly", "x", share_fen=0), "share_fen"),
    ],
)
def test_what_contradicts_itself_is_refused_by_field(verdict: Verdict, field: str) -> None:
    with pytest.raises(VerdictInvalid) as refused:
        check_form(verdict, 800, 800)
    assert refused.value.members["field"] == field


def test_a_cause_that_changes_nothing_for_the_party_is_refused() -> None:
    accepted = Verdict("accepted", "x", cause=Cause.STATION_OPERATION)
    with pytest.raises(VerdictInvalid):
        check_effect(accepted, 800, 300, 501)
    check_effect(accepted, 800, 300, 500)
    with pytest.raises(VerdictInvalid):
        check_effect(Verdict("partly", "x", cause=Cause.CUSTOMER), 800, 300, 800)
