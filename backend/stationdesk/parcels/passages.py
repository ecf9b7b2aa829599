"""Whose scan is it: from the signals of a waybill to marks on passages through stations.

A passage is one waybill at one station in one direction; its legs are cut apart afterwards. A
scan can mark two passages at once: 发件 from our station A to our station B is A's departure and
B's `sent_to_station`.

Signals come in the one total order (scan.py), and "before" and "after" mean places in it.

Which passage a scan marks:

1. Any scan that leaves (发件, 退回, 转出) for a station of ours is `sent_to_station` there. A scan
   named `sent_to_station` with no next site names the receiving station in `site`.
2. Scans that only the delivering side makes mark the inbound passage of their site; collection,
   weighing and acceptance mark the outbound one.
3. 退回, 转出, 问题件 and departures happen on both sides. They belong to the side that the station
   has scans of; with both, to the side whose latest scan before them is the later one; with
   neither, departures are outbound and the others inbound. A departure before everything
   inbound, when the parcel was sent here later, is no end of that inbound passage.
4. A signature or locker scan whose site is not ours (a shop, a locker) belongs to the station
   that dispatched the parcel; an inbound scan without any site, to the latest inbound passage.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TypeAlias
from uuid import UUID

from stationdesk.parcels.milestones import (
    DELIVERY_ACTS,
    INBOUND_ONLY,
    LEAVING,
    OUTBOUND_ONLY,
    Milestone,
)
from stationdesk.parcels.scan import Signal
from stationdesk.stations.models import Direction

Key: TypeAlias = tuple[UUID, Direction]
Mark: TypeAlias = tuple[Milestone, int]
"""A milestone of a passage, and the place of its scan in the total order."""

_SHOP_SCANS = frozenset(
    {
        Milestone.IN_LOCKER,
        Milestone.LOCKER_TAKEN_BACK,
        Milestone.SIGNED,
        Milestone.SIGNATURE_REVOKED,
    }
)
_SITELESS = INBOUND_ONLY | {Milestone.RETURNED, Milestone.FORWARDED, Milestone.PROBLEM_REGISTERED}


class Passages:
    """Marks by passage, filled in the order that the module's docstring gives."""

    def __init__(self, signals: Sequence[Signal]) -> None:
        self.signals = signals
        self.marks: dict[Key, list[Mark]] = defaultdict(list)
        sideways: list[int] = []
        departures: list[int] = []
        placeless: list[int] = []
        for place, signal in enumerate(signals):
            self._mark_next(place, signal)
            if signal.milestone is Milestone.OTHER:
                continue
            if signal.station_id is None:
                placeless.append(place)
            elif signal.milestone in INBOUND_ONLY:
                self._add(signal.station_id, Direction.INBOUND, signal.milestone, place)
            elif signal.milestone in OUTBOUND_ONLY:
                self._add(signal.station_id, Direction.OUTBOUND, signal.milestone, place)
            elif signal.milestone in (Milestone.DEPARTED, Milestone.SENT_TO_STATION):
                if _leaves_site(signal):
                    departures.append(place)
            else:
                sideways.append(place)
        self._place_sideways(sideways)
        self._place_departures(departures)
        self._place_placeless(placeless)

    def _add(self, station: UUID, direction: Direction, milestone: Milestone, place: int) -> None:
        self.marks[station, direction].append((milestone, place))

    def _mark_next(self, place: int, signal: Signal) -> None:
        if signal.milestone not in LEAVING:
            return
        station = signal.next_station_id
        if (
            station is None
            and signal.milestone is Milestone.SENT_TO_STATION
            and not signal.has_next_site
        ):
            station = signal.station_id
        if station is not None:
            self._add(station, Direction.INBOUND, Milestone.SENT_TO_STATION, place)

    def _side_at(self, station: UUID, place: int) -> Direction | None:
        """The side whose latest mark stands nearest before `place`; None with no mark at all."""
        inbound = [at for _, at in self.marks.get((station, Direction.INBOUND), ())]
        outbound = [
            at
            for milestone, at in self.marks.get((station, Direction.OUTBOUND), ())
            if milestone in (Milestone.COLLECTED, Milestone.WEIGHED)
        ]
        if not inbound or not outbound:
            if inbound:
                return Direction.INBOUND
            return Direction.OUTBOUND if outbound else None
        last_in = max((at for at in inbound if at < place), default=-1)
        last_out = max((at for at in outbound if at < place), default=-1)
        if last_in == last_out:  # both lie after it
            return Direction.INBOUND if min(inbound) < min(outbound) else Direction.OUTBOUND
        return Direction.INBOUND if last_in > last_out else Direction.OUTBOUND

    def _place_sideways(self, places: Iterable[int]) -> None:
        placed = []
        for place in places:
            station = self.signals[place].station_id
            assert station is not None
            placed.append((station, self._side_at(station, place) or Direction.INBOUND, place))
        # Added afterwards, or one sideways scan would decide where the next belongs.
        for station, side, place in placed:
            self._add(station, side, self.signals[place].milestone, place)

    def _place_departures(self, places: Iterable[int]) -> None:
        placed = []
        for place in places:
            station = self.signals[place].station_id
            assert station is not None
            side = self._side_at(station, place) or Direction.OUTBOUND
            if side is Direction.INBOUND and self._came_later(station, place):
                side = Direction.OUTBOUND
            placed.append((station, side, place))
        for station, side, place in placed:
            self._add(station, side, Milestone.DEPARTED, place)

    def _came_later(self, station: UUID, departure: int) -> bool:
        """True if all that is inbound here happened after, and a hub's sending is part of it."""
        marks = self.marks[station, Direction.INBOUND]
        return all(place > departure for _, place in marks) and any(
            milestone is Milestone.SENT_TO_STATION for milestone, _ in marks
        )

    def _place_placeless(self, places: Iterable[int]) -> None:
        placed = []
        for place in places:
            signal = self.signals[place]
            station = None
            if signal.milestone in _SITELESS and not signal.has_site:
                station = self._latest_inbound(place, dispatched_only=False)
            elif signal.milestone in _SHOP_SCANS:
                station = self._latest_inbound(place, dispatched_only=True)
            if station is not None:
                placed.append((station, place))
        for station, place in placed:
            self._add(station, Direction.INBOUND, self.signals[place].milestone, place)

    def _latest_inbound(self, place: int, *, dispatched_only: bool) -> UUID | None:
        """The station with the latest inbound mark before `place`, else the first after it."""
        before: tuple[int, int] | None = None
        after: tuple[int, int] | None = None
        stations: dict[int, UUID] = {}
        for (station, direction), marks in self.marks.items():
            if direction is not Direction.INBOUND:
                continue
            if dispatched_only and not any(milestone in DELIVERY_ACTS for milestone, _ in marks):
                continue
            stations[station.int] = station
            earlier = [at for _, at in marks if at < place]
            if earlier:
                before = max(before or (-1, 0), (max(earlier), station.int))
            else:
                first = (min(at for _, at in marks), station.int)
                after = min(after or first, first)
        chosen = before or after
        return stations[chosen[1]] if chosen else None


def _leaves_site(signal: Signal) -> bool:
    """A departure from its own site: not a sending written with the receiving station in `site`."""
    if signal.next_station_id is not None:
        return signal.next_station_id != signal.station_id
    return signal.milestone is Milestone.DEPARTED or signal.has_next_site


def cut_legs(marks: Sequence[Mark]) -> list[list[Mark]]:
    """The legs of one inbound passage, in order.

    A leg ends with a departure if, after it, the parcel is sent here or arrives again. (At one
    instant the arrival stands before the departure, by precedence.)
    """
    departures = sorted(place for milestone, place in marks if milestone is Milestone.DEPARTED)
    ends = set()
    for milestone, place in marks:
        if milestone in (Milestone.SENT_TO_STATION, Milestone.ARRIVED):
            earlier = [departure for departure in departures if departure < place]
            if earlier:
                ends.add(earlier[-1])
    ordered_ends = sorted(ends)
    legs: list[list[Mark]] = [[] for _ in range(len(ordered_ends) + 1)]
    for mark in marks:
        legs[sum(1 for end in ordered_ends if end < mark[1])].append(mark)
    return legs
