"""What one leg lacks: the decision tables of both directions, pure.

"Before", "after" and "latest" are places in the one total order of a waybill's scans: time, then
PRECEDENCE (milestones.py) for scans of one instant.

Order of precedence, inbound (the first line that holds decides):

1. signed, and not revoked after the latest signature: no gap
2. departed (it left as a return, forwarded or mis-sorted parcel): no gap
3. signed elsewhere since the leg began: no gap
4. returned / forwarded, the later of the two: returned_not_departed / forwarded_not_departed
5. the latest of dispatched, failed, in locker, taken back:
   dispatched or taken back: dispatched_not_signed, since and courier the latest dispatch's;
   failed: failed_not_handled, since the latest failure;
   in locker: in_locker_not_collected, since the latest locker scan
6. a revoked signature without any of these: dispatched_not_signed, since the revocation (a
   signature stands for the delivery that nobody scanned)
7. arrived: arrived_not_dispatched
8. sent here: sent_not_arrived, unless diverted since

Outbound: accepted by a hub, or any scan elsewhere since the leg began: no gap; departed;
returned / forwarded; weighed; collected (where a station does not weigh, a collected parcel is
weighed_not_departed: what it waits for is the departure).

A problem registered by the station itself suspends the gap from its scan until the next mark
here (a hub's sending is none), or for the hours that policy gives; then the gap is there again,
with the same `since`.
"""

from collections.abc import Iterable, Sequence

import msgspec

from stationdesk.parcels.milestones import DELIVERY_ACTS, GapKind, Milestone, Outcome
from stationdesk.parcels.passages import Mark
from stationdesk.parcels.scan import Signal


class GapShape(msgspec.Struct, frozen=True):
    """A gap by the places of the scans that give its `since` and its courier."""

    kind: GapKind
    since: int
    courier: int | None


class Leg:
    """The marks of one leg, by milestone, as places in ascending order."""

    def __init__(self, marks: Sequence[Mark], signals: Sequence[Signal]) -> None:
        self.signals = signals
        self.places: dict[Milestone, list[int]] = {}
        for milestone, place in sorted(marks, key=lambda mark: mark[1]):
            self.places.setdefault(milestone, []).append(place)
        self.began = min(place for _, place in marks)

    def first(self, milestone: Milestone) -> int | None:
        places = self.places.get(milestone)
        return places[0] if places else None

    def last(self, milestone: Milestone) -> int | None:
        places = self.places.get(milestone)
        return places[-1] if places else None

    def latest_of(self, milestones: Iterable[Milestone]) -> Milestone | None:
        """The milestone among these whose last mark is the latest."""
        reached = [milestone for milestone in milestones if milestone in self.places]
        return max(reached, key=lambda milestone: self.places[milestone][-1], default=None)

    def courier_of(self, *places: int | None) -> int | None:
        """The first of these places whose scan names a courier."""
        for place in places:
            if place is not None and self.signals[place].has_courier:
                return place
        return None


def _last(signals: Sequence[Signal], places: Iterable[int], milestone: Milestone) -> int:
    return max((place for place in places if signals[place].milestone is milestone), default=-1)


def _is_signed(leg: Leg) -> bool:
    signed, revoked = leg.last(Milestone.SIGNED), leg.last(Milestone.SIGNATURE_REVOKED)
    return signed is not None and (revoked is None or revoked < signed)


def _is_signed_elsewhere(leg: Leg, elsewhere: Sequence[int]) -> bool:
    signed = _last(leg.signals, elsewhere, Milestone.SIGNED)
    revoked = _last(leg.signals, elsewhere, Milestone.SIGNATURE_REVOKED)
    return signed > leg.began and signed > revoked


def _diverts(signal: Signal) -> bool:
    """True of a scan elsewhere that shows the parcel on its way to, or at, another station.

    A hub's own arrival does not: hubs between the sender and here are scanned late. (Scans that
    leave *for this station* are marks of the leg and never asked about.)
    """
    if signal.milestone in (Milestone.DEPARTED, Milestone.SENT_TO_STATION):
        return signal.has_next_site or signal.next_station_id is not None
    if signal.milestone is Milestone.ARRIVED:
        return signal.station_id is not None
    return signal.milestone in DELIVERY_ACTS


def _sent_gap(leg: Leg, elsewhere: Sequence[int]) -> GapShape | Outcome | None:
    sent = leg.places.get(Milestone.SENT_TO_STATION)
    if not sent:
        return None
    diverted = max((place for place in elsewhere if _diverts(leg.signals[place])), default=-1)
    since = next((place for place in sent if place > diverted), None)
    if since is None:
        return Outcome.DIVERTED
    return GapShape(GapKind.SENT_NOT_ARRIVED, since, None)


def _delivery_gap(leg: Leg, act: Milestone) -> GapShape:
    dispatch = leg.last(Milestone.DISPATCHED)
    since = leg.last(act)
    assert since is not None
    if act in (Milestone.DISPATCHED, Milestone.LOCKER_TAKEN_BACK):
        kind = GapKind.DISPATCHED_NOT_SIGNED
        since = since if dispatch is None else dispatch
    elif act is Milestone.DELIVERY_FAILED:
        kind = GapKind.FAILED_NOT_HANDLED
    else:
        kind = GapKind.IN_LOCKER_NOT_COLLECTED
    return GapShape(kind, since, leg.courier_of(since, dispatch))


def _left_over_gap(leg: Leg) -> GapShape | None:
    """Returned or forwarded and still here; the later of the two."""
    latest = leg.latest_of((Milestone.RETURNED, Milestone.FORWARDED))
    if latest is None:
        return None
    since = leg.places[latest][-1]
    kind = (
        GapKind.RETURNED_NOT_DEPARTED
        if latest is Milestone.RETURNED
        else GapKind.FORWARDED_NOT_DEPARTED
    )
    return GapShape(kind, since, leg.courier_of(since))


def inbound_gap(leg: Leg, elsewhere: Sequence[int]) -> GapShape | Outcome | None:
    """The gap of an inbound leg, or why there is none; None when only problems are known."""
    if _is_signed(leg):
        return Outcome.SIGNED
    if leg.first(Milestone.DEPARTED) is not None:
        return Outcome.DEPARTED
    if _is_signed_elsewhere(leg, elsewhere):
        return Outcome.SIGNED_ELSEWHERE
    left_over = _left_over_gap(leg)
    if left_over:
        return left_over
    act = leg.latest_of(DELIVERY_ACTS)
    if act:
        return _delivery_gap(leg, act)
    revoked = leg.last(Milestone.SIGNATURE_REVOKED)
    if revoked is not None:
        courier = leg.courier_of(revoked, leg.last(Milestone.SIGNED))
        return GapShape(GapKind.DISPATCHED_NOT_SIGNED, revoked, courier)
    arrived = leg.first(Milestone.ARRIVED)
    if arrived is not None:
        return GapShape(GapKind.ARRIVED_NOT_DISPATCHED, arrived, None)
    return _sent_gap(leg, elsewhere)


def outbound_gap(leg: Leg, elsewhere: Sequence[int], *, weighs: bool) -> GapShape | Outcome | None:
    """The gap of an outbound leg, or why there is none; `weighs`: whether its station does."""
    accepted_elsewhere = _last(leg.signals, elsewhere, Milestone.ACCEPTED_BY_HUB) >= 0
    if accepted_elsewhere or leg.first(Milestone.ACCEPTED_BY_HUB) is not None:
        return Outcome.ACCEPTED
    if any(place > leg.began for place in elsewhere):
        return Outcome.SEEN_ELSEWHERE
    departed = leg.first(Milestone.DEPARTED)
    if departed is not None:
        return GapShape(GapKind.DEPARTED_NOT_ACCEPTED, departed, None)
    left_over = _left_over_gap(leg)
    if left_over:
        return left_over
    collected, weighed = leg.first(Milestone.COLLECTED), leg.first(Milestone.WEIGHED)
    courier = leg.courier_of(collected)
    if weighed is not None:
        return GapShape(GapKind.WEIGHED_NOT_DEPARTED, weighed, courier)
    if collected is None:
        return None
    kind = GapKind.COLLECTED_NOT_WEIGHED if weighs else GapKind.WEIGHED_NOT_DEPARTED
    return GapShape(kind, collected, courier)


def suspending_problem(leg: Leg) -> int | None:
    """The station's own registered problem that suspends the gap, if nothing followed it here."""
    problem = leg.last(Milestone.PROBLEM_REGISTERED)
    if problem is None:
        return None
    for milestone, places in leg.places.items():
        if milestone is not Milestone.SENT_TO_STATION and places[-1] > problem:
            return None
    return problem
