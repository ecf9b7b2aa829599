"""What looks wrong in a leg's scans, listed apart from gaps.

missing_scan        a stage was reached without the one before it: here without an arrival,
                    handed on without a dispatch; departed without collection (or weighing, where
                    the station weighs); gone without a departure. A hub that sent without a scan
                    is the hub's affair and not counted.
impossible_order    a stage is timed before the one it follows
suspicious_failure  a failure within 10 seconds of a dispatch
"""

from collections.abc import Sequence

from stationdesk.parcels.gaps import Leg
from stationdesk.parcels.milestones import ANOMALY_BITS, Anomaly, Milestone, Outcome
from stationdesk.stations.models import Direction

_AFTER_ARRIVAL = (
    Milestone.DISPATCHED,
    Milestone.DELIVERY_FAILED,
    Milestone.IN_LOCKER,
    Milestone.LOCKER_TAKEN_BACK,
    Milestone.SIGNED,
)
_AFTER_DISPATCH = _AFTER_ARRIVAL[1:]

# (earlier, later): the first of the later must not be timed before the first of the earlier.
_ORDER_INBOUND = (
    (Milestone.SENT_TO_STATION, Milestone.ARRIVED),
    (Milestone.ARRIVED, Milestone.DISPATCHED),
    (Milestone.ARRIVED, Milestone.SIGNED),
    (Milestone.DISPATCHED, Milestone.DELIVERY_FAILED),
    (Milestone.DISPATCHED, Milestone.IN_LOCKER),
    (Milestone.DISPATCHED, Milestone.SIGNED),
    (Milestone.SIGNED, Milestone.SIGNATURE_REVOKED),
)
_ORDER_OUTBOUND = (
    (Milestone.COLLECTED, Milestone.WEIGHED),
    (Milestone.COLLECTED, Milestone.DEPARTED),
    (Milestone.WEIGHED, Milestone.DEPARTED),
    (Milestone.DEPARTED, Milestone.ACCEPTED_BY_HUB),
)


def _misses_scan(leg: Leg, direction: Direction, outcome: Outcome | None, weighs: bool) -> bool:
    reached = leg.places
    if direction is Direction.INBOUND:
        misses_arrival = Milestone.ARRIVED not in reached and any(
            milestone in reached for milestone in _AFTER_ARRIVAL
        )
        misses_dispatch = Milestone.DISPATCHED not in reached and any(
            milestone in reached for milestone in _AFTER_DISPATCH
        )
        return misses_arrival or misses_dispatch
    is_gone = outcome in (Outcome.ACCEPTED, Outcome.SEEN_ELSEWHERE)
    departed = Milestone.DEPARTED in reached
    if is_gone and not departed:
        return True
    if not departed and Milestone.WEIGHED not in reached:
        return False
    misses_weighing = weighs and departed and Milestone.WEIGHED not in reached
    return Milestone.COLLECTED not in reached or misses_weighing


def _is_out_of_order(leg: Leg, pairs: Sequence[tuple[Milestone, Milestone]]) -> bool:
    for earlier, later in pairs:
        before, after = leg.first(earlier), leg.first(later)
        if before is not None and after is not None and after < before:
            return True
    return False


def failures_after_dispatch(leg: Leg) -> tuple[tuple[int, int], ...]:
    """(dispatch, failure) places: each failure with the nearest dispatch before it.

    Whether one followed within SUSPICIOUS_FAILURE_SECONDS needs the times, which shapes lack.
    """
    dispatches = leg.places.get(Milestone.DISPATCHED, [])
    pairs = []
    for failure in leg.places.get(Milestone.DELIVERY_FAILED, []):
        earlier = [dispatch for dispatch in dispatches if dispatch < failure]
        if earlier:
            pairs.append((earlier[-1], failure))
    return tuple(pairs)


def anomalies_of(leg: Leg, direction: Direction, outcome: Outcome | None, *, weighs: bool) -> int:
    """The leg's anomalies that its order shows, as a sum of ANOMALY_BITS."""
    found = 0
    if _misses_scan(leg, direction, outcome, weighs):
        found |= ANOMALY_BITS[Anomaly.MISSING_SCAN]
    pairs = _ORDER_INBOUND if direction is Direction.INBOUND else _ORDER_OUTBOUND
    if _is_out_of_order(leg, pairs):
        found |= ANOMALY_BITS[Anomaly.IMPOSSIBLE_ORDER]
    return found


def names_of(bits: int) -> list[Anomaly]:
    """The anomalies in a stored sum."""
    return [anomaly for anomaly, bit in ANOMALY_BITS.items() if bits & bit]
