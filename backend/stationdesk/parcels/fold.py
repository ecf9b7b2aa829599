"""From the raw scans of one waybill to its parcels: pure, and blind to order and repetition.

The scans are a set: what came first, in which file and how often, changes nothing. A question
about a past moment is the same fold over the scans up to it. Which scan belongs to which passage
is decided in passages.py, what a leg lacks in gaps.py, both on the order of scans alone
(shapes.py); here times and couriers are filled in, and the due time by the rules of the station.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from stationdesk.parcels.milestones import (
    ANOMALY_BITS,
    SUSPICIOUS_FAILURE_SECONDS,
    Anomaly,
    GapKind,
    Milestone,
    Outcome,
)
from stationdesk.parcels.scan import Scan
from stationdesk.parcels.shapes import ParcelShape, shapes_of
from stationdesk.parcels.waves import DEFAULT_RULES, StationRules, due_at
from stationdesk.stations.models import Direction

RulesOf = Callable[[UUID], StationRules]
SUSPICIOUS_WITHIN = timedelta(seconds=SUSPICIOUS_FAILURE_SECONDS)


class Parcel(msgspec.Struct, frozen=True):
    """One waybill at one station in one direction, one leg of it: the stored row's content.

    `times` has the first time of stages that are reached once and the last of those that repeat
    (KEEPS_FIRST_TIME). `last_scan_at` is the waybill's, wherever it was scanned: before that
    moment a past question must be answered from the raw scans.
    """

    station_id: UUID
    direction: Direction
    leg: int
    times: Mapping[Milestone, datetime]
    first_dispatched_at: datetime | None
    last_scan_at: datetime
    gap: GapKind | None
    gap_since: datetime | None
    gap_courier: str | None
    due_at: datetime | None
    suspended_until: datetime | None
    outcome: Outcome | None
    anomalies: int

    def is_gap_at(self, moment: datetime) -> bool:
        """True if the gap shows at `moment`, which is not before the last scan folded."""
        if self.gap is None:
            return False
        return self.suspended_until is None or moment >= self.suspended_until


def default_rules(_: UUID) -> StationRules:
    """The rules of a station that nobody has set any for."""
    return DEFAULT_RULES


def fold(scans: Iterable[Scan], rules_of: RulesOf = default_rules) -> list[Parcel]:
    """The parcels that the scans of one waybill make, by station, direction and leg."""
    ordered = sorted(set(scans), key=lambda scan: scan.order)
    stations = {s for scan in ordered for s in (scan.station_id, scan.next_station_id) if s}
    not_weighing = frozenset(s for s in stations if not rules_of(s).weighs_outbound)
    shapes = shapes_of([scan.signal for scan in ordered], not_weighing)
    return [filled_in(shape, ordered, rules_of(shape.station_id)) for shape in shapes]


def fold_at(
    scans: Iterable[Scan], moment: datetime, rules_of: RulesOf = default_rules
) -> list[Parcel]:
    """The parcels as they stood at `moment`: from the scans made up to it."""
    return fold((scan for scan in scans if scan.scanned_at <= moment), rules_of)


def filled_in(shape: ParcelShape, ordered: Sequence[Scan], rules: StationRules) -> Parcel:
    """The parcel of a shape: times and couriers from their places, due times by the rules."""

    def time_at(place: int | None) -> datetime | None:
        return None if place is None else ordered[place].scanned_at

    since = time_at(shape.since)
    problem = time_at(shape.problem)
    anomalies = shape.anomalies
    for dispatch, failure in shape.failures:
        if ordered[failure].scanned_at - ordered[dispatch].scanned_at <= SUSPICIOUS_WITHIN:
            anomalies |= ANOMALY_BITS[Anomaly.SUSPICIOUS_FAILURE]
    return Parcel(
        station_id=shape.station_id,
        direction=shape.direction,
        leg=shape.leg,
        times={stage: ordered[place].scanned_at for stage, place in shape.places.items()},
        first_dispatched_at=time_at(shape.first_dispatched),
        last_scan_at=ordered[-1].scanned_at,
        gap=shape.gap,
        gap_since=since,
        gap_courier=None if shape.courier is None else ordered[shape.courier].courier,
        due_at=due_at(shape.gap, since, rules) if shape.gap and since else None,
        suspended_until=problem and problem + timedelta(hours=rules.problem_suspension_hours),
        outcome=shape.outcome,
        anomalies=anomalies,
    )
