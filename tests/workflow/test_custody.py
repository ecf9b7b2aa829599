"""Custody adds up, for every history."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stationdesk.workflow.custody import (
    CLOSED,
    QUEUE,
    CustodyBroken,
    Holder,
    HolderKind,
    Interval,
    assert_adds_up,
    begin,
    hand_over,
    time_by_holder,
)

OPENED = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
holders = st.builds(
    Holder,
    st.sampled_from([kind for kind in HolderKind if kind is not HolderKind.CLOSED]),
    st.none() | st.integers(1, 3).map(lambda n: UUID(int=n)),
    st.sampled_from(["", "陈", "李"]),
)
# Clocks of different machines: a later event may carry an earlier moment.
gaps = st.integers(-300, 5000).map(lambda seconds: timedelta(seconds=seconds))


@given(steps=st.lists(st.tuples(holders, gaps), max_size=30), intake=st.integers(0, 5000))
@settings(max_examples=150, deadline=None)
def test_any_history_adds_up_exactly(steps: list[tuple[Holder, timedelta]], intake: int) -> None:
    received = OPENED + timedelta(seconds=intake)
    intervals, now = begin(OPENED, received), received
    for holder, gap in steps:
        now = now + gap
        intervals = hand_over(intervals, holder, now)
        assert_adds_up(intervals, OPENED, None)
    intervals = hand_over(intervals, CLOSED, now)
    closed_at = intervals[-1].from_at
    assert_adds_up(intervals, OPENED, closed_at)
    ended = [each for each in intervals if each.to_at is not None]
    assert (
        sum((each.to_at - each.from_at for each in ended if each.to_at), timedelta(0))
        == closed_at - OPENED
    )


@given(
    steps=st.lists(st.tuples(holders, st.integers(0, 5000)), min_size=1, max_size=15),
    window=st.tuples(st.integers(0, 20_000), st.integers(0, 20_000)),
)
@settings(max_examples=100, deadline=None)
def test_shares_of_a_window_add_up_to_the_window(
    steps: list[tuple[Holder, int]], window: tuple[int, int]
) -> None:
    intervals, now = begin(None, OPENED), OPENED
    for holder, seconds in steps:
        now += timedelta(seconds=seconds)
        intervals = hand_over(intervals, holder, now)
    start, end = (OPENED + timedelta(seconds=second) for second in sorted(window))
    shares = time_by_holder(intervals, start, end)
    assert sum(shares.values(), timedelta(0)) == end - start
    assert all(share > timedelta(0) for share in shares.values())


def test_intake_is_the_time_between_hqs_issue_and_our_receipt() -> None:
    issued = OPENED - timedelta(minutes=3)
    assert [each.holder.kind for each in begin(issued, OPENED)] == ["intake", "queue"]
    assert [each.holder.kind for each in begin(OPENED, OPENED)] == ["queue"]


@pytest.mark.parametrize(
    "broken",
    [
        (),
        (Interval(QUEUE, OPENED + timedelta(seconds=1)),),
        (Interval(QUEUE, OPENED, OPENED + timedelta(seconds=5)),),
        (
            Interval(QUEUE, OPENED, OPENED + timedelta(seconds=5)),
            Interval(QUEUE, OPENED + timedelta(seconds=6)),
        ),
        (Interval(CLOSED, OPENED),),
    ],
    ids=["none", "starts late", "nobody has it", "gap", "closed, yet open"],
)
def test_custody_that_does_not_add_up_is_noticed(broken: tuple[Interval, ...]) -> None:
    with pytest.raises(CustodyBroken):
        assert_adds_up(broken, OPENED, None)
