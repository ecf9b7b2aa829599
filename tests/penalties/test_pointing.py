"""Repeats, notices, shifts and codes: the pure parts of what a proposal asks besides custody."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stationdesk.penalties.bills.categories import FineCategory
from stationdesk.penalties.causes.codes import KINDS_OF, cases_about
from stationdesk.penalties.causes.pointing import Charge, Notice, Repeat, exempting, twin_of
from stationdesk.penalties.causes.proposing import ClockSpan, HeldSpan, Policy, Proposal, propose
from stationdesk.penalties.causes.staffing import Lane, Post, Staffing
from stationdesk.penalties.causes.words import Cause
from stationdesk.workforce.shifts import Plan, Window

ZONE = ZoneInfo("Asia/Shanghai")
STATION, AGENT, OTHER = uuid4(), uuid4(), uuid4()
PLACE = (STATION, "7890")
DAY = date(2026, 11, 12)


def at(clock: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-12T{clock}:00+08:00")


def charge(hours: int, code: str = "100201", case_id: UUID | None = None) -> Charge:
    moment = datetime(2026, 11, 1, tzinfo=UTC) + timedelta(hours=hours)
    return Charge(uuid4(), PLACE, code, moment, 5000, case_id, "B1", str(hours))


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from("ab")), max_size=10))
def test_exactly_one_of_each_group_stands(lines: list[tuple[int, str]]) -> None:
    firsts: list[Charge] = []
    told = []
    for hours, code in lines:
        new = charge(hours, code)
        twin = twin_of(new, firsts, 0)
        told.append(twin)
        if twin is None:
            firsts.append(new)
        else:
            assert (twin.charge.code, twin.charge.occurred_at) == (new.code, new.occurred_at)
    assert len(firsts) == len(set(lines))
    assert sum(each is not None for each in told) == len(lines) - len(set(lines))


def test_the_same_case_counts_within_the_carriers_days_only() -> None:
    case_id = uuid4()
    first, second = charge(0, case_id=case_id), charge(48, case_id=case_id)
    assert twin_of(second, [first], 0) is None
    assert twin_of(second, [first], 1) is None
    found = twin_of(second, [first], 2)
    assert found is not None
    assert found.rule is Repeat.SAME_CASE
    assert twin_of(charge(48, case_id=uuid4()), [first], 2) is None
    assert twin_of(charge(48), [charge(0)], 2) is None


def notice(**changes: object) -> Notice:
    fields: dict[str, object] = {
        "id": uuid4(), "title": "台风", "carrier": None, "station_ids": frozenset(),
        "kinds": frozenset(), "from_at": at("09:00"), "to_at": at("12:00"),
    }  # fmt: skip
    return Notice(**(fields | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "clock", "kind", "is_in"),
    [
        ({}, "09:00", None, True),
        ({}, "12:00", None, False),
        ({"carrier": "zto"}, "10:00", None, True),
        ({"carrier": "yto"}, "10:00", None, False),
        ({"station_ids": frozenset({STATION})}, "10:00", None, True),
        ({"station_ids": frozenset({OTHER})}, "10:00", None, False),
        ({"kinds": frozenset({"work_order"})}, "10:00", "work_order", True),
        ({"kinds": frozenset({"work_order"})}, "10:00", None, False),
    ],
)
def test_a_notice_is_for_some(
    changes: dict[str, object], clock: str, kind: str | None, is_in: bool
) -> None:
    found = exempting(
        [notice(**changes)], carrier="zto", station_id=STATION, occurred_at=at(clock), kind=kind
    )
    assert (found is not None) == is_in


def staffing(windows: Sequence[Window], since: datetime | None = None) -> Staffing:
    long_ago = datetime(2020, 1, 1, tzinfo=UTC)
    week = dict.fromkeys(range(1, 8), windows)
    return Staffing(
        posts={STATION: [Post(AGENT, "陈小雨", True, "both", long_ago, None)]},
        plans={AGENT: Plan(ZONE, week)},
        week_since={AGENT: since or long_ago},
    )


MORNING = (Window(8 * 60, 10 * 60),)


def proposed(spans: list[HeldSpan], staffed: Staffing) -> Proposal:
    clock = ClockSpan("answer", at("09:14"), at("11:14"), at("11:14"), at("11:26"))
    lane = Lane(staffed, STATION, "inbound", ZONE)
    found = propose(clock, spans, Policy(), at("12:00"), ZONE, lane)
    assert found is not None
    return found


def test_what_lay_with_somebody_who_had_gone_home_is_the_firms() -> None:
    held = [
        HeldSpan("queue", None, None, at("09:14"), at("09:20")),
        HeldSpan("station", "西兴", None, at("09:20"), at("09:55")),
        HeldSpan("agent", "陈小雨", AGENT, at("09:55"), at("11:26")),
    ]
    at_work = proposed(held, staffing((Window(8 * 60, 18 * 60),)))
    assert at_work.cause is Cause.AGENT_NEGLIGENCE
    gone = proposed(held, staffing(MORNING))
    assert (gone.cause, gone.agent) == (Cause.FIRM_PROCESS, None)
    assert [each.code for each in gone.reasons][:2] == ["HELD_LAST", "AGENT_OFF_SHIFT"]
    assert "74 分" in gone.reasons[1].text_zh
    assert gone.confidence < at_work.confidence
    # A week that was written afterwards says nothing about that day.
    later = proposed(held, staffing(MORNING, since=at("20:00")))
    assert later.cause is Cause.AGENT_NEGLIGENCE


def test_a_queue_without_cover_says_so_and_with_cover_too() -> None:
    waited = [HeldSpan("queue", None, None, at("09:14"), at("11:26"))]
    uncovered = proposed(waited, staffing(MORNING))
    assert "NO_COVER" in [each.code for each in uncovered.reasons]
    held = [
        HeldSpan("queue", None, None, at("09:14"), at("09:26")),
        HeldSpan("agent", "陈小雨", AGENT, at("09:26"), at("11:26")),
    ]
    against = {
        each.cause: each.text_zh
        for each in proposed(held, staffing((Window(8 * 60, 18 * 60),))).against
    }
    assert against[Cause.FIRM_PROCESS] == "排队 12 分，未过 15 分目标；陈小雨在班，无缺口"


@settings(max_examples=60)
@given(st.integers(0, 1380), st.integers(1, 600), st.integers(0, 1380), st.integers(1, 600))
def test_minutes_on_and_off_shift_add_up(start: int, held: int, shift: int, length: int) -> None:
    staffed = staffing((Window(shift, shift + length),))
    begin = datetime(2026, 11, 12, tzinfo=ZONE) + timedelta(minutes=start)
    end = begin + timedelta(minutes=held)
    off = staffed.off_minutes(AGENT, begin, end)
    inside = sum(
        staffed.off_minutes(AGENT, begin + timedelta(minutes=n), begin + timedelta(minutes=n + 1))
        for n in range(held)
    )
    assert 0 <= off == inside <= held
    assert staffed.off_minutes(OTHER, begin, end) == 0
    cover = staffed.cover(STATION, "inbound", begin, end)
    assert cover.uncovered_minutes == off


def test_a_code_is_about_some_kinds_and_a_broken_parcel_about_no_late_answer() -> None:
    class Case:
        def __init__(self, kind: str) -> None:
            self.kind = kind

    known = [Case("work_order"), Case("arbitration")]
    assert cases_about(FineCategory.DAMAGE, known) == known[1:]
    assert cases_about(FineCategory.LATE_REPLY, known) == known[:1]
    assert cases_about(FineCategory.OTHER, known) == known
    assert set(KINDS_OF) <= set(FineCategory)
