"""The proposal, from the design's picture and its variations."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stationdesk.penalties.causes.proposing import (
    ClockSpan,
    HeldSpan,
    Policy,
    Proposal,
    breached_clock,
    measure,
    propose,
)
from stationdesk.penalties.causes.words import Cause
from tests.penalties.office import at

ZONE = ZoneInfo("Asia/Shanghai")
CHEN, LI = uuid4(), uuid4()
CLOCK = ClockSpan("answer", at("09:14"), at("11:14"), at("11:14"), at("11:26"))
LATER = at("18:00")


def held(*spans: tuple[str, str], end: str = "11:26", agent: UUID = CHEN) -> list[HeldSpan]:
    """Spans as (holder, start), each until the next."""
    ends = [start for _, start in spans[1:]] + [end]
    return [
        HeldSpan(kind, "陈小雨" if kind == "agent" else None, agent if kind == "agent" else None,
                 at(start), at(stop))
        for (kind, start), stop in zip(spans, ends, strict=True)
    ]  # fmt: skip


def proposed(spans: Sequence[HeldSpan], clock: ClockSpan | None = CLOCK) -> Proposal | None:
    return propose(clock, spans, Policy(), LATER, ZONE)


PICTURE = held(
    ("intake", "09:14"), ("queue", "09:18"), ("agent", "09:30"), ("station", "09:49"),
    ("agent", "10:45"),
)  # fmt: skip


def test_the_picture() -> None:
    found = proposed(PICTURE)
    assert found is not None
    assert (found.cause, found.agent) == (Cause.AGENT_NEGLIGENCE, (CHEN, "陈小雨"))
    assert [reason.text_zh for reason in found.reasons] == [
        "最后 41 分钟在陈小雨手中，时限内 29 分",
        "时限内 29 分，不低于制度下限 15 分，11:14 到时未办结",
        "网点 10:45 已答复，答复后还余 29 分",
    ]
    against = {each.cause: each.text_zh for each in found.against}
    assert against[Cause.FIRM_PROCESS] == "排队 12 分，未过 15 分目标"
    assert "56 分" in against[Cause.STATION_OPERATION]
    assert Cause.AGENT_NEGLIGENCE not in against


@pytest.mark.parametrize(
    ("spans", "cause"),
    [
        (held(("queue", "09:14"), ("agent", "09:20"), ("station", "09:40")), "station_operation"),
        (held(("agent", "09:14"), ("courier", "10:00")), "station_operation"),
        (held(("queue", "09:14")), "firm_process"),
        (held(("intake", "09:14")), "firm_process"),
        (held(("agent", "09:14"), ("customer", "09:30")), "customer"),
        (held(("agent", "09:14"), ("counterparty", "09:30")), "counterparty"),
        (held(("agent", "09:14"), ("carrier", "09:30")), "carrier_error"),
        # Asked five minutes before the end, after sitting on it for two hours.
        (held(("agent", "09:14"), ("station", "11:09")), "agent_negligence"),
        # Given back five minutes before the end.
        (held(("agent", "09:14"), ("queue", "11:10")), "agent_negligence"),
        # The agent got it back with five minutes left.
        (held(("agent", "09:14"), ("station", "09:20"), ("agent", "11:09")), "station_operation"),
        (held(("queue", "09:14"), ("agent", "11:10")), "firm_process"),
    ],
)
def test_who_let_it_run_out(spans: list[HeldSpan], cause: str) -> None:
    found = proposed(spans)
    assert found is not None
    assert found.cause == cause
    assert (found.agent is not None) == (cause == "agent_negligence")
    assert found.reasons
    assert all(each.cause != found.cause for each in found.against)


def test_nothing_is_proposed_where_nothing_is_known() -> None:
    kept = ClockSpan("answer", at("09:14"), at("11:14"), None, at("11:00"))
    assert proposed(PICTURE, None) is None
    assert proposed(PICTURE, kept) is None
    assert proposed([]) is None
    assert proposed(held(("agent", "11:20"))) is None


def test_less_confidence_where_others_were_late_too_or_the_last_had_no_time() -> None:
    late_queue = held(("queue", "09:14"), ("agent", "10:00"))
    short_last = held(("queue", "09:14"), ("agent", "11:10"))
    confidence = [
        found.confidence
        for found in (proposed(PICTURE), proposed(late_queue), proposed(short_last))
        if found is not None
    ]
    assert confidence == sorted(confidence, reverse=True)
    assert len(set(confidence)) == 3


def test_the_carriers_clock_before_the_firms_and_the_last_before_the_fine() -> None:
    def clock(due: str, is_carriers: bool = True) -> ClockSpan:
        return ClockSpan(due, at("08:00"), at(due), at(due), at("17:00"), is_carriers)

    clocks = [clock("09:00", False), clock("10:00"), clock("12:00"), clock("15:00")]
    assert breached_clock(clocks, at("12:30"), LATER) is clocks[2]
    assert breached_clock(clocks[:1], at("12:30"), LATER) is clocks[0]
    assert breached_clock(clocks[3:], at("12:30"), LATER) is clocks[3]
    assert breached_clock([], at("12:30"), LATER) is None


@settings(max_examples=100)
@given(st.lists(st.integers(1, 6000), min_size=1, max_size=8), st.integers(60, 20_000))
def test_minutes_add_up_to_the_window(seconds: list[int], window_s: int) -> None:
    start: datetime = at("09:00")
    due = start + timedelta(seconds=window_s)
    spans, begin = [], start
    for length in seconds:
        end = begin + timedelta(seconds=length)
        spans.append(HeldSpan("queue", None, None, begin, end))
        begin = end
    clock = ClockSpan("answer", start, due, None, begin)
    measured = measure(clock, spans, LATER)
    total = int((begin - start).total_seconds() // 60)
    inside = int((min(begin, due) - start).total_seconds() // 60)
    assert sum(each.minutes_inside for each in measured) == inside
    assert sum(each.minutes_inside + each.minutes_after for each in measured) == total
