"""The cap on deductions and its allotment, tried on any wages and shares."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stationdesk.closing.wages.cap import Share, WageFacts, plan

DAY = datetime(2026, 11, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("wage", "overtime", "allowances", "minimum", "cap"),
    [
        (280_000, 50_000, 0, 220_000, 10_000),  # the law's own example: at most ¥100
        (280_000, 0, 50_000, 220_000, 10_000),
        (500_000, 0, 0, 220_000, 100_000),  # a fifth of the wage is less than what is above
        (220_000, 0, 0, 220_000, 0),
        (100_000, 0, 0, 220_000, 0),
        (1_099, 0, 0, 1, 219),  # a fifth of ¥10.99, rounded down
    ],
)
def test_cap_of_a_wage(wage: int, overtime: int, allowances: int, minimum: int, cap: int) -> None:
    assert WageFacts(wage, overtime, allowances, minimum).cap_fen == cap


def test_a_month_worked_in_part_counts_its_part_of_the_minimum() -> None:
    whole = WageFacts(120_000, 0, 0, 220_000)
    part = WageFacts(120_000, 0, 0, 220_000, days_worked=10, days_due=22)
    assert (whole.cap_fen, part.floor_fen, part.cap_fen) == (0, 100_000, 20_000)
    # ¥2,200 × 7 / 22 is a whole amount, of 23 days it is not: rounded up, for the agent.
    assert WageFacts(120_000, 0, 0, 220_000, 7, 23).floor_fen == 66_957


amounts = st.integers(min_value=-5_000, max_value=20_000).filter(bool)


@st.composite
def shares(draw: st.DrawFn) -> list[Share]:
    found = []
    for number in range(draw(st.integers(0, 12))):
        pending = draw(amounts)
        noticed = draw(st.sampled_from([0, max(0, pending) // 2, max(0, pending)]))
        at = DAY + timedelta(days=draw(st.integers(0, 2)))
        found.append(Share(UUID(int=number), pending, noticed, at, draw(st.booleans())))
    return found


@given(shares(), st.integers(0, 60_000))
@settings(max_examples=300)
def test_every_fen_is_settled_once_and_none_over_the_cap(given: list[Share], cap: int) -> None:
    found = plan(given, cap)
    assert [each.fine_id for each in found.settled] == [each.fine_id for each in given]
    for share, settled in zip(given, found.settled, strict=True):
        if share.is_frozen:
            assert (settled.deducted_fen, settled.overflow_fen) == (0, 0)
            continue
        assert settled.deducted_fen + settled.overflow_fen == share.pending_fen
        if share.pending_fen > 0:
            assert 0 <= settled.deducted_fen <= share.noticed_fen
        else:
            assert settled.overflow_fen == 0
    taken = sum(each.deducted_fen for each in found.settled if each.deducted_fen > 0)
    assert taken == found.deducted_fen == min(cap, found.noticed_fen)
    assert found.payroll_fen == found.deducted_fen - found.paid_back_fen


@given(shares(), st.integers(0, 60_000))
@settings(max_examples=200)
def test_each_share_is_cut_in_proportion_to_less_than_a_fen(given: list[Share], cap: int) -> None:
    found = plan(given, cap)
    for share, settled in zip(given, found.settled, strict=True):
        if share.pending_fen > 0 and not share.is_frozen and found.noticed_fen:
            exact = share.noticed_fen * found.deducted_fen / found.noticed_fen
            assert abs(settled.deducted_fen - exact) < 1


def test_left_over_fen_go_to_the_older_fine_then_to_the_smaller_id() -> None:
    three = [Share(UUID(int=n), 100, 100, DAY - timedelta(days=n == 2)) for n in (1, 2, 3)]
    assert [each.deducted_fen for each in plan(three, 100).settled] == [33, 34, 33]
    assert [each.deducted_fen for each in plan(three, 101).settled] == [34, 34, 33]
