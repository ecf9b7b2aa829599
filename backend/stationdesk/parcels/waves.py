"""When a gap is due: the waves 频次 of a station, as bands on the clock of its own zone.

Headquarters' real limits are not public. What ships here is an example that a firm edits per
station (`station_waves`); it is written down so that every gap has a due time from the start:

==========================  ==================================================================
sent_not_arrived            12 hours after it was sent
arrived_not_dispatched      `dispatch_by` of the first wave whose `arrive_by` it made
dispatched_not_signed       `sign_by` of the first wave whose `dispatch_by` it made
failed_not_handled          2 hours after the failure
in_locker_not_collected     24 hours in the locker
returned/forwarded          20:00 of the day; from 18:00 on, 20:00 of the next day
collected_not_weighed       3 hours after collection
weighed_not_departed        22:00 of the day 发件当晚; from 21:00 on, 22:00 of the next day
departed_not_accepted       12 hours after departure
==========================  ==================================================================

The default waves: arrive by 09:00, dispatched by 10:30, signed by 14:00; arrive by 16:00,
dispatched by 17:00, signed by 21:00. What misses the last wave belongs to the next day's first.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import msgspec

from stationdesk.foundation.zones import HOME_NAME
from stationdesk.parcels.milestones import GapKind

DAY_MINUTES = 24 * 60
PROBLEM_SUSPENSION_HOURS = 24


class Wave(msgspec.Struct, frozen=True):
    """One delivery wave; minutes after local midnight, `arrive_by <= dispatch_by <= sign_by`."""

    arrive_by: int
    dispatch_by: int
    sign_by: int

    def __post_init__(self) -> None:
        if not 0 <= self.arrive_by <= self.dispatch_by <= self.sign_by:
            raise ValueError("a wave is arrive_by <= dispatch_by <= sign_by")


class Band(msgspec.Struct, frozen=True):
    """`since` in [from_minute, until_minute) of a local day is due at `due_minute` of that day.

    `due_minute` may lie in a later day; it is never before `until_minute`, so that due > since.
    """

    from_minute: int
    until_minute: int
    due_minute: int


DEFAULT_WAVES: tuple[Wave, ...] = (
    Wave(arrive_by=9 * 60, dispatch_by=10 * 60 + 30, sign_by=14 * 60),
    Wave(arrive_by=16 * 60, dispatch_by=17 * 60, sign_by=21 * 60),
)

# Gaps due a fixed time after they began, in minutes.
PLUS_MINUTES: dict[GapKind, int] = {
    GapKind.SENT_NOT_ARRIVED: 12 * 60,
    GapKind.FAILED_NOT_HANDLED: 2 * 60,
    GapKind.IN_LOCKER_NOT_COLLECTED: 24 * 60,
    GapKind.COLLECTED_NOT_WEIGHED: 3 * 60,
    GapKind.DEPARTED_NOT_ACCEPTED: 12 * 60,
}

# Gaps due at a cut-off of the evening: (last minute that makes today's, due minute).
CUT_OFF: dict[GapKind, tuple[int, int]] = {
    GapKind.RETURNED_NOT_DEPARTED: (18 * 60, 20 * 60),
    GapKind.FORWARDED_NOT_DEPARTED: (18 * 60, 20 * 60),
    GapKind.WEIGHED_NOT_DEPARTED: (21 * 60, 22 * 60),
}


class StationRules(msgspec.Struct, frozen=True):
    """What a station's gaps are measured by; the defaults hold where a firm has set nothing."""

    zone: str = HOME_NAME
    waves: tuple[Wave, ...] = DEFAULT_WAVES
    weighs_outbound: bool = True
    problem_suspension_hours: int = PROBLEM_SUSPENSION_HOURS


DEFAULT_RULES = StationRules()


def _bands_of_cuts(cuts: Sequence[tuple[int, int]]) -> tuple[Band, ...]:
    """Bands from (cut, due) pairs in order; what misses the last cut has the next day's first."""
    bands = []
    start = 0
    for cut, due in cuts:
        stop = min(cut, DAY_MINUTES)
        if stop > start:
            bands.append(Band(start, stop, due))
            start = stop
    if start < DAY_MINUTES:
        bands.append(Band(start, DAY_MINUTES, cuts[0][1] + DAY_MINUTES))
    return tuple(bands)


@lru_cache(maxsize=1024)
def bands(kind: GapKind, waves: tuple[Wave, ...]) -> tuple[Band, ...]:
    """The day of `kind` as bands, or () where it is due a fixed time after it began."""
    ordered = sorted(waves or DEFAULT_WAVES, key=lambda wave: wave.arrive_by)
    if kind is GapKind.ARRIVED_NOT_DISPATCHED:
        return _bands_of_cuts([(wave.arrive_by, wave.dispatch_by) for wave in ordered])
    if kind is GapKind.DISPATCHED_NOT_SIGNED:
        ordered.sort(key=lambda wave: wave.dispatch_by)
        return _bands_of_cuts([(wave.dispatch_by, wave.sign_by) for wave in ordered])
    if kind in CUT_OFF:
        return _bands_of_cuts([CUT_OFF[kind]])
    return ()


def due_at(kind: GapKind, since: datetime, rules: StationRules = DEFAULT_RULES) -> datetime:
    """The moment past which the gap is overdue; always later than `since`."""
    plus = PLUS_MINUTES.get(kind)
    if plus is not None:
        return since + timedelta(minutes=plus)
    zone = ZoneInfo(rules.zone)
    local = since.astimezone(zone)
    minute = local.hour * 60 + local.minute
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    for band in bands(kind, rules.waves):
        if band.from_minute <= minute < band.until_minute:
            # Added on the wall clock: a band names an hour of the day, whatever the day's length.
            due = (midnight + timedelta(minutes=band.due_minute)).astimezone(since.tzinfo)
            assert due > since
            return due
    raise AssertionError("the bands of a day leave no minute out")
