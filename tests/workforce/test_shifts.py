"""Shifts, leave and coverage: pure, against a model that counts minutes."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stationdesk.cases.routing.forgotten import (
    LOOK_AGAIN_SOONEST,
    ForgottenParameters,
    Patience,
    Stillness,
    look,
)
from stationdesk.workflow.custody import HolderKind
from stationdesk.workforce.coverage import Covering, Post, alarm_of, cover_of_lanes
from stationdesk.workforce.errors import ShiftInvalid
from stationdesk.workforce.shifts import (
    DAY_MINUTES,
    Plan,
    Window,
    duty,
    on_shift,
    read_week,
    read_windows,
    spans,
    write_week,
)

ZONE = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 11, 16, tzinfo=ZONE)
A, B, C = (UUID(int=n) for n in (1, 2, 3))
S1 = UUID(int=9)


def _at(day: int, hour: int, minute: int = 0) -> datetime:
    return (MONDAY + timedelta(days=day, hours=hour, minutes=minute)).astimezone(UTC)


NIGHT = Plan(ZONE, read_week({"1": ["20:00-08:00"], "3": ["08:30-12:00", "13:00-17:30"]}))


@pytest.mark.parametrize(
    ("moment", "wanted"),
    [
        (_at(0, 19, 59), "off"),
        (_at(0, 20), "on"),
        (_at(1, 7, 59), "on"),
        (_at(1, 8), "off"),
        (_at(2, 12), "off"),
        (_at(2, 13), "on"),
        (_at(6, 12), "off"),
    ],
)
def test_a_shift_past_midnight_belongs_to_the_day_it_began(moment: datetime, wanted: str) -> None:
    assert duty(NIGHT, moment) == wanted


def test_a_day_overrules_the_week_and_leave_overrules_both() -> None:
    away = (_at(1, 10), _at(1, 12))
    plan = Plan(ZONE, {}, {date(2026, 11, 17): read_windows(["09:00-18:00"], "day")}, [away])
    assert [duty(plan, _at(1, hour)) for hour in (8, 9, 10, 12, 18)] == [
        "off", "on", "absent", "on", "off",
    ]  # fmt: skip
    assert duty(Plan(ZONE), _at(1, 3)) == "unplanned"
    assert on_shift(Plan(ZONE), _at(1, 3)), "who keeps no shifts is always there"


@pytest.mark.parametrize(
    "written",
    ["8", "08:30-25:00", "08:60-09:00", "09:00-09:00", "24:00-08:00", "morning", "08:30–"],
)
def test_a_shift_that_cannot_be_read_is_refused(written: str) -> None:
    with pytest.raises(ShiftInvalid, match=r"\S"):
        read_windows([written], "day")
    with pytest.raises(ShiftInvalid, match="overlap"):
        read_windows(["08:00-12:00", "11:59-13:00"], "day")


_windows = st.lists(
    st.integers(0, DAY_MINUTES - 1), min_size=0, max_size=4, unique=True
).map(
    lambda cuts: [
        Window(a, b) for a, b in zip(sorted(cuts)[::2], sorted(cuts)[1::2], strict=False)
    ]
)  # fmt: skip
_weeks = st.dictionaries(st.integers(1, 7), _windows, max_size=7)


@given(_weeks)
@settings(max_examples=60)
def test_a_week_is_read_as_it_is_written(week: dict[int, list[Window]]) -> None:
    written = write_week(week)
    again = read_week(written)
    assert again == {day: tuple(windows) for day, windows in week.items() if windows}


@given(_weeks, st.integers(0, 7 * DAY_MINUTES), st.integers(1, 600), st.integers(0, 900))
@settings(max_examples=80)
def test_spans_are_the_minutes_on_duty(
    week: dict[int, list[Window]], start: int, length: int, away: int
) -> None:
    from_at = (MONDAY + timedelta(minutes=start)).astimezone(UTC)
    to_at = from_at + timedelta(minutes=length)
    plan = Plan(ZONE, week, {}, [(from_at + timedelta(minutes=away), to_at)])
    found = spans(plan, from_at, to_at)
    minutes = [from_at + timedelta(minutes=n) for n in range(length)]
    on = {m for m in minutes if duty(plan, m) == "on"}
    assert on == {m for m in minutes if any(a <= m < b for a, b in found)}
    assert all(a < b for a, b in found)
    assert all(b[0] >= a[1] for a, b in pairwise(found))


def test_alarms_of_a_lane() -> None:
    assert alarm_of([], []) == "nobody"
    assert alarm_of([], [A]) == "no_primary"
    assert alarm_of([A], []) == "no_backup"
    assert alarm_of([A], [A]) == "no_backup", "nobody backs himself up"
    assert alarm_of([A], [B]) is None
    assert alarm_of([A, B], []) is None


def test_the_next_hours_are_looked_at_and_a_cover_counts() -> None:
    plans = {
        A: Plan(ZONE, read_week({"1": ["08:00-20:00"]})),
        B: Plan(ZONE, read_week({"1": ["08:00-14:00"]})),
        C: Plan(ZONE, read_week({"1": ["08:00-20:00"]})),
    }
    lane = (S1, "inbound")
    posts = [Post(lane, A, is_primary=True), Post(lane, B, is_primary=False)]
    served = [(_at(0, 8), _at(0, 22))]
    (now,) = cover_of_lanes([lane], posts, plans, [], served, _at(0, 10), _at(0, 18))
    assert (now.primaries, now.backups) == ((A,), (B,))
    assert (now.alarm, now.alarm_from, now.alarm_to) == ("no_backup", _at(0, 14), _at(0, 18))
    covers = [Covering(B, C, _at(0, 12), _at(0, 23))]
    (later,) = cover_of_lanes([lane], posts, plans, covers, served, _at(0, 10), _at(0, 18))
    assert later.alarm is None
    (night,) = cover_of_lanes([lane], posts, plans, [], served, _at(0, 22), _at(1, 2))
    assert night.alarm is None, "outside of the served hours nobody need be there"


_hours = st.integers(0, 200)


@given(_hours, _hours, st.integers(0, 5), st.booleans(), _hours, _hours, st.integers(0, 4))
@settings(max_examples=150)
def test_a_case_is_forgotten_exactly_when_policy_says_so(
    silent: int, held: int, snoozes: int, is_outside: bool, idle: int, outside: int, most: int
) -> None:
    now = datetime(2026, 11, 20, tzinfo=UTC)
    case = Stillness(
        now - timedelta(hours=silent),
        HolderKind.STATION if is_outside else HolderKind.AGENT,
        now - timedelta(hours=held), snoozes, None,
    )  # fmt: skip
    patience = Patience(idle_hours=idle, outside_hours=outside, snoozes_max=most)
    why, again = look(case, patience, now)
    wanted = (
        (bool(idle) and silent >= idle)
        or (is_outside and bool(outside) and held >= outside)
        or (bool(most) and snoozes >= most)
    )
    assert (why is not None) == wanted
    assert again >= now + LOOK_AGAIN_SOONEST
    if why is None and again > now + LOOK_AGAIN_SOONEST:
        just_before = again - timedelta(seconds=1)
        assert look(case, patience, just_before)[0] is None, "never looked at too late"


def test_a_kind_may_have_patience_of_its_own() -> None:
    terms = ForgottenParameters(kinds={"arbitration": Patience(idle_hours=240)})
    assert terms.of_kind("arbitration").idle_hours == 240
    assert terms.of_kind("message").idle_hours == 48
