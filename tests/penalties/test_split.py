"""The split, for any rule and amount: sums, caps, bounds; and the written order by examples."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from stationdesk.penalties.causes.words import BEARER_BY_DEFAULT, Cause, Party
from stationdesk.penalties.splits.rules import EXAMPLE, Rule, Step, default_rule
from stationdesk.penalties.splits.waterfall import Reason, split

AMOUNTS = st.integers(1, 10_000_000)
CAPS = st.none() | st.integers(0, 20_000)


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    others = draw(st.lists(
        st.sampled_from([Party.AGENT, Party.STATION, Party.COUNTERPARTY]), unique=True
    ))  # fmt: skip
    parties = draw(st.permutations([*others, *[Party.FIRM] * draw(st.integers(0, 2))]))
    steps = []
    for at, party in enumerate(parties):
        last = at == len(parties) - 1
        gives = draw(st.sampled_from(
            ["fixed", "percentage", "percentage_of_remainder", *(["remainder"] if last else [])]
        ))  # fmt: skip
        has_caps = party is not Party.FIRM
        steps.append(Step(
            party=party,
            gives=gives,
            amount_fen=draw(st.integers(1, 50_000)) if gives == "fixed" else None,
            basis_points=draw(st.integers(1, 10_000)) if gives.startswith("perc") else None,
            cap_fine_fen=draw(CAPS) if has_caps else None,
            cap_month_fen=draw(CAPS) if has_caps else None,
            overflow_to=draw(st.sampled_from(
                [Party.FIRM] + ([Party.STATION] if party is not Party.STATION else [])
            )),
            counterparty_code="YTO-1" if party is Party.COUNTERPARTY else None,
        ))  # fmt: skip
    return Rule(name="any", steps=tuple(steps) or (Step(party=Party.FIRM, gives="remainder"),))


@settings(max_examples=300)
@given(rules(), AMOUNTS, st.dictionaries(st.sampled_from(list(Party)), st.integers(0, 30_000)))
def test_any_split_adds_up_and_no_cap_is_passed(
    rule: Rule, amount: int, used: dict[Party, int]
) -> None:
    result = split(rule, amount, used)
    assert sum(line.amount_fen for line in result.lines) == amount
    assert sum(result.totals.values()) == amount
    assert all(0 < each <= amount for each in result.totals.values())
    for step in rule.steps:
        borne = result.total(step.party)
        if step.cap_fine_fen is not None:
            assert borne <= step.cap_fine_fen
        if step.cap_month_fen is not None:
            assert borne + used.get(step.party, 0) <= max(
                step.cap_month_fen, used.get(step.party, 0)
            )
    for line in result.lines:
        cuts = line.reason in (Reason.CAP_FINE, Reason.CAP_MONTH)
        assert (line.amount_fen < 0) == cuts
        assert line.text_zh
        assert line.text_en


@settings(max_examples=200)
@given(rules(), AMOUNTS)
def test_a_refund_is_the_fine_turned_round_without_the_month(rule: Rule, amount: int) -> None:
    free = [step.model_copy(update={"cap_month_fen": None}) for step in rule.steps]
    charged = split(rule.model_copy(update={"steps": tuple(free)}), amount)
    given_back = split(rule, -amount, {Party.AGENT: 10**9})
    assert given_back.totals == {party: -fen for party, fen in charged.totals.items()}


@settings(max_examples=200)
@given(AMOUNTS, st.lists(st.integers(1, 10_000), min_size=2, max_size=2))
def test_whole_percentages_are_within_a_fen_of_exact(amount: int, points: list[int]) -> None:
    agent, station = points
    rule = Rule(name="any", steps=(
        Step(party=Party.AGENT, gives="percentage", basis_points=agent),
        Step(party=Party.STATION, gives="percentage", basis_points=station),
    ))  # fmt: skip
    result = split(rule, amount)
    left = 10_000 - agent
    assert abs(result.total(Party.AGENT) * 10_000 - amount * agent) < 10_000
    assert abs(result.total(Party.STATION) * 10_000 - amount * min(station, left)) < 10_000


def test_the_worked_example() -> None:
    result = split(EXAMPLE.rules[0], 5000)
    assert [(line.reason, line.party, line.amount_fen) for line in result.lines] == [
        (Reason.SHARE, Party.AGENT, 1000), (Reason.CAP_FINE, Party.AGENT, -200),
        (Reason.SHARE, Party.FIRM, 4000), (Reason.OVERFLOW, Party.FIRM, 200),
    ]  # fmt: skip


def test_ties_of_the_largest_remainder_go_to_the_firm_first() -> None:
    half = {"gives": "percentage", "basis_points": 5000}
    rule = Rule(
        name="half", steps=(Step(party=Party.AGENT, **half), Step(party=Party.FIRM, **half))
    )
    assert split(rule, 101).totals == {(Party.AGENT, None): 50, (Party.FIRM, None): 51}


def test_overflow_respects_the_cap_of_whom_it_goes_to_and_the_firm_takes_the_rest() -> None:
    rule = Rule(name="chain", steps=(
        Step(party=Party.AGENT, gives="percentage", basis_points=8000, cap_fine_fen=100,
             overflow_to=Party.STATION),
        Step(party=Party.STATION, gives="remainder", cap_fine_fen=500),
    ))  # fmt: skip
    assert split(rule, 1000).totals == {
        (Party.AGENT, None): 100, (Party.STATION, None): 500, (Party.FIRM, None): 400,
    }  # fmt: skip


def test_what_no_step_claims_is_the_firms() -> None:
    rule = Rule(name="part", steps=(Step(party=Party.AGENT, gives="fixed", amount_fen=300),))
    assert split(rule, 1000).totals == {(Party.AGENT, None): 300, (Party.FIRM, None): 700}
    assert split(rule, 200).totals == {(Party.AGENT, None): 200}


@pytest.mark.parametrize("cause", list(Cause))
def test_defaults_put_all_on_one(cause: Cause) -> None:
    assert split(default_rule(cause), 777).totals == {(BEARER_BY_DEFAULT[cause], None): 777}


@pytest.mark.parametrize(
    "steps",
    [
        [{"party": "agent", "gives": "fixed"}],
        [{"party": "agent", "gives": "percentage", "amount_fen": 5}],
        [{"party": "agent", "gives": "percentage", "basis_points": 10_001}],
        [{"party": "firm", "gives": "remainder", "cap_fine_fen": 5}],
        [{"party": "agent", "gives": "remainder", "cap_fine_fen": 5, "overflow_to": "agent"}],
        [{"party": "agent", "gives": "remainder"}, {"party": "firm", "gives": "remainder"}],
        [{"party": "counterparty", "gives": "remainder"}],
        [{"party": "agent", "gives": "fixed", "amount_fen": 1},
         {"party": "agent", "gives": "fixed", "amount_fen": 1}],
        [],
    ],
)  # fmt: skip
def test_rules_that_do_not_hold_together_are_refused(steps: list[object]) -> None:
    with pytest.raises(ValidationError):
        Rule.model_validate({"name": "bad", "steps": steps})
