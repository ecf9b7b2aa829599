"""When somebody may be disturbed, against a model that looks at every minute."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from stationdesk.clocks.calendars import Window
from stationdesk.notices.quiet import (
    NoticeParameters,
    NoticeTerms,
    is_urgent,
    may_tell_at,
    terms_of,
)

ZONE = "Asia/Shanghai"
MINUTE = timedelta(minutes=1)


@st.composite
def windows(draw: st.DrawFn) -> tuple[Window, ...]:
    """One to three windows of a day that do not overlap."""
    marks = draw(
        st.lists(st.integers(0, 1440), min_size=2, max_size=6, unique=True).filter(
            lambda found: len(found) % 2 == 0
        )
    )
    ordered = sorted(marks)
    pairs = zip(ordered[::2], ordered[1::2], strict=True)
    return tuple(Window(start, end) for start, end in pairs)


def _is_open(windows: tuple[Window, ...], at: datetime) -> bool:
    local = at.astimezone(ZoneInfo(ZONE))
    minute = local.hour * 60 + local.minute
    return any(each.start_minute <= minute < each.end_minute for each in windows)


@settings(max_examples=150, deadline=None)
@given(windows(), st.integers(0, 60 * 24 * 400))
def test_the_first_open_minute_and_not_before(found: tuple[Window, ...], minutes: int) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC) + minutes * MINUTE
    at = may_tell_at(NoticeTerms({"courier": found}), "courier", now, ZONE)
    assert at >= now
    assert _is_open(found, at)
    assert at - now < timedelta(days=1, minutes=1)
    waited = int((at - now) / MINUTE)
    assert not any(_is_open(found, now + n * MINUTE) for n in range(waited))


@given(windows(), st.integers(0, 60 * 24 * 30))
def test_urgent_things_and_roles_without_windows_wait_for_nothing(
    found: tuple[Window, ...], minutes: int
) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC) + minutes * MINUTE
    terms = NoticeTerms({"courier": found})
    assert may_tell_at(terms, "courier", now, ZONE, is_urgent=True) == now
    assert may_tell_at(terms, "agent", now, ZONE) == now


def test_the_example_lets_nobody_be_woken() -> None:
    terms = terms_of(NoticeParameters())
    night = datetime(2026, 11, 20, 15, 30, tzinfo=UTC)  # 23:30 in Shanghai
    seven = datetime(2026, 11, 20, 23, 0, tzinfo=UTC)
    assert may_tell_at(terms, "courier", night, ZONE) == seven
    assert may_tell_at(terms, "manager", night, ZONE) == seven + timedelta(hours=1)
    assert may_tell_at(terms, "agent", night, ZONE) == night
    assert is_urgent(terms, "driver_help", None)
    assert not is_urgent(terms, "work_order", "rung")


@pytest.mark.parametrize(
    "wrong",
    [
        {"courier_windows": ("21:00-07:00",)},
        {"courier_windows": ("07:00-12:00", "11:00-13:00")},
        {"courier_windows": ()},
        {"courier_windows": ("morning",)},
        {"link_hours": 0},
        {"courier_hours": ("07:00-21:00",)},
    ],
)
def test_what_cannot_be_read_is_refused_when_it_is_entered(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        NoticeParameters.model_validate(wrong)
