"""Draft rules: what can never match, what overlaps, what a month would have cost whom."""

from datetime import date
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from stationdesk.penalties.bills.categories import FineCategory, category_of
from stationdesk.penalties.causes.words import Cause, Party
from stationdesk.penalties.splits.checks import covers, doubts, overlap
from stationdesk.penalties.splits.rules import EXAMPLE, Facts, Match, Rule, RuleSet, Step, matches
from stationdesk.penalties.splits.what_if import Decided, replay

CAUSES = [Cause.AGENT_NEGLIGENCE, Cause.FIRM_PROCESS, Cause.CUSTOMER]
FIRM = Step(party=Party.FIRM, gives="remainder")
STATION = Step(party=Party.STATION, gives="remainder")


def _some(values: list[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), unique=True, max_size=2).map(tuple)


MATCHES = st.builds(
    Match,
    causes=st.lists(st.sampled_from(CAUSES), unique=True, max_size=2).map(tuple),
    categories=_some(["delay", "damage"]),
    codes=_some(["100101", "100401"]),
    carriers=_some(["zto", "yto"]),
    tenure_days_below=st.none() | st.sampled_from([30, 90]),
    repeat_count_from=st.none() | st.sampled_from([2, 3]),
)
FACTS = st.builds(
    Facts,
    cause=st.sampled_from(CAUSES),
    code=st.sampled_from(["100101", "100401", "264-18"]),
    category=st.sampled_from(["delay", "damage", "other"]),
    carrier=st.sampled_from(["zto", "yto", "sto"]),
    agent_tenure_days=st.none() | st.integers(0, 120),
    repeat_count=st.integers(1, 4),
)


def _rule(match: Match, *steps: Step, name: str = "r") -> Rule:
    return Rule(name=name, match=match, steps=steps or (FIRM,))


@given(MATCHES, MATCHES, FACTS)
def test_what_covers_takes_all_and_what_meets_overlaps(
    one: Match, other: Match, facts: Facts
) -> None:
    if matches(_rule(other), facts) and covers(one, other):
        assert matches(_rule(one), facts)
    if matches(_rule(one), facts) and matches(_rule(other), facts):
        assert overlap(one, other)


@given(st.lists(MATCHES, min_size=1, max_size=4), FACTS)
def test_a_rule_that_is_said_never_to_match_never_does(asked: list[Match], facts: Facts) -> None:
    rules = [_rule(match) for match in asked]
    never = {doubt.rule for doubt in doubts(rules) if doubt.code == "never_matches"}
    first = next((at for at, rule in enumerate(rules, start=1) if matches(rule, facts)), None)
    assert first not in never


def test_what_is_doubtful_is_named_with_its_place() -> None:
    rules = [
        _rule(Match(causes=(Cause.AGENT_NEGLIGENCE,)), STATION),
        _rule(Match(causes=(Cause.AGENT_NEGLIGENCE,), codes=("1",))),
        _rule(Match(codes=("2",)),
              Step(party=Party.AGENT, gives="percentage", basis_points=6000),
              Step(party=Party.STATION, gives="percentage", basis_points=5000)),
    ]  # fmt: skip
    assert [(doubt.rule, doubt.other, doubt.code) for doubt in doubts(rules)] == [
        (2, 1, "never_matches"),
        (3, None, "over_all"),
        (3, None, "agent_share_high"),
        (3, None, "agent_uncapped"),
        (3, 1, "order_decides"),
    ]
    assert doubts(EXAMPLE.rules) == []


def test_a_month_is_replayed_with_its_caps_in_the_order_of_the_decisions() -> None:
    station = uuid4()
    facts = Facts(cause=Cause.AGENT_NEGLIGENCE, code="100201", carrier="zto")
    before = {(Party.AGENT, "李娜"): 800, (Party.FIRM, ""): 4200}
    fines = [
        Decided(uuid4(), facts, 5000, station, "西兴", "李娜", date(2026, 11, 20), before)
        for _ in range(3)
    ]
    draft = RuleSet(
        name="draft", version=0, effective_from=date.min,
        rules=(
            _rule(
                Match(),
                Step(party=Party.AGENT, gives="percentage", basis_points=2000, cap_month_fen=1500),
                FIRM,
            ),
        ),
    )  # fmt: skip
    found = replay(fines, [EXAMPLE], draft)
    assert found.before_fen == {(Party.AGENT, "李娜"): 2400, (Party.FIRM, ""): 12600}
    assert found.after_fen == {(Party.AGENT, "李娜"): 1500, (Party.FIRM, ""): 13500}
    assert [each.moved_fen for each in found.differences] == [800, 300, 200]
    unchanged = replay(fines, [EXAMPLE], EXAMPLE)
    assert unchanged.differences == []
    other = draft.model_copy(update={"station_id": uuid4()})
    assert replay(fines, [EXAMPLE], other).differences == []


def test_a_code_is_what_the_firm_says_else_the_example_else_the_words() -> None:
    known = {("zto", "100101"): FineCategory.OTHER}
    assert category_of(known, "zto", "100101", "延误仲裁赔款") is FineCategory.OTHER
    assert category_of(known, "yto", "100101", "") is FineCategory.DELAY
    assert category_of({}, "yto", "7", "虚假签收罚款") is FineCategory.FALSE_SIGNATURE
    assert category_of({}, "yto", "7", "某费") is FineCategory.OTHER
