"""Due times: in the station's zone, always after the gap began."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stationdesk.parcels.milestones import GapKind
from stationdesk.parcels.waves import DEFAULT_RULES, StationRules, Wave, bands, due_at


def shanghai(text: str) -> datetime:
    return datetime.fromisoformat(text + "+08:00")


@pytest.mark.parametrize(
    ("kind", "since", "due"),
    [
        ("arrived_not_dispatched", "2026-11-20 08:04", "2026-11-20 10:30"),
        ("arrived_not_dispatched", "2026-11-20 09:00", "2026-11-20 17:00"),
        ("arrived_not_dispatched", "2026-11-20 16:00", "2026-11-21 10:30"),
        ("dispatched_not_signed", "2026-11-20 10:00", "2026-11-20 14:00"),
        ("weighed_not_departed", "2026-11-20 20:59", "2026-11-20 22:00"),
        ("weighed_not_departed", "2026-11-20 21:00", "2026-11-21 22:00"),
        ("sent_not_arrived", "2026-11-20 21:00", "2026-11-21 09:00"),
    ],
)
def test_defaults(kind: str, since: str, due: str) -> None:
    assert due_at(GapKind(kind), shanghai(since)) == shanghai(due)


waves = st.lists(
    st.lists(st.integers(1, 2000), min_size=3, max_size=3).map(sorted).map(lambda m: Wave(*m)),
    min_size=1,
    max_size=4,
).map(tuple)


@given(
    st.sampled_from(list(GapKind)),
    st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)),
    waves,
    st.sampled_from(["Asia/Shanghai", "Asia/Urumqi", "UTC"]),
)
def test_due_is_later_than_since_whatever_the_waves(kind, since, waves, zone) -> None:
    moment = since.replace(tzinfo=UTC)
    due = due_at(kind, moment, StationRules(zone=zone, waves=waves))
    assert moment < due < moment + timedelta(days=4)


@given(st.sampled_from(list(GapKind)), waves)
def test_bands_cover_the_day_once(kind, waves) -> None:
    covered = bands(kind, waves)
    if covered:
        assert covered[0].from_minute == 0
        assert covered[-1].until_minute == 1440
        for left, right in pairwise(covered):
            assert left.until_minute == right.from_minute


def test_a_wave_out_of_order_is_refused() -> None:
    with pytest.raises(ValueError, match="arrive_by"):
        Wave(arrive_by=600, dispatch_by=500, sign_by=700)
    assert DEFAULT_RULES.waves
