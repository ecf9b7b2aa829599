"""The shape of a waybill's parcels: everything that follows from the order of its scans alone.

Two waybills whose scans tell the same story in the same order have the same shape, whenever it
happened and to whomever. A million scans are a few hundred stories: the database sorts and groups
the scans, this module reads each story once, and the database fills in times and couriers by
their places. So the fast path cannot disagree with the fold: there is only one.
"""

from collections.abc import Mapping, Sequence
from uuid import UUID

import msgspec

from stationdesk.parcels.anomalies import anomalies_of, failures_after_dispatch
from stationdesk.parcels.gaps import (
    GapShape,
    Leg,
    inbound_gap,
    outbound_gap,
    suspending_problem,
)
from stationdesk.parcels.milestones import KEEPS_FIRST_TIME, GapKind, Milestone, Outcome
from stationdesk.parcels.passages import Passages, cut_legs
from stationdesk.parcels.scan import Signal
from stationdesk.stations.models import Direction


class ParcelShape(msgspec.Struct, frozen=True):
    """One parcel, with places in the waybill's ordered scans instead of times and couriers."""

    station_id: UUID
    direction: Direction
    leg: int
    places: Mapping[Milestone, int]
    first_dispatched: int | None
    gap: GapKind | None
    since: int | None
    courier: int | None
    problem: int | None
    outcome: Outcome | None
    anomalies: int
    failures: tuple[tuple[int, int], ...]


def shapes_of(
    signals: Sequence[Signal], not_weighing: frozenset[UUID] = frozenset()
) -> list[ParcelShape]:
    """The parcels of one waybill whose scans, in their total order, are `signals`.

    `not_weighing` are the stations at which outbound weighing is off. Signals of nobody we know
    make no parcel: the result may be empty. Quadratic in the scans of one waybill: a dozen.
    """
    shapes = []
    marks_by_passage = Passages(signals).marks
    for station, direction in sorted(marks_by_passage, key=lambda key: (key[0].int, key[1])):
        marks = marks_by_passage[station, direction]
        # Outbound parcels have one leg: a collection scanned late must not open a second.
        legs = cut_legs(marks) if direction is Direction.INBOUND else [marks]
        own = {place for _, place in marks}
        elsewhere = [
            place
            for place, signal in enumerate(signals)
            if place not in own
            and not (signal.milestone is Milestone.OTHER and signal.station_id == station)
        ]
        for number, leg_marks in enumerate(legs, start=1):
            leg = Leg(leg_marks, signals)
            weighs = station not in not_weighing
            shapes.append(_shape_of_leg((station, direction, number), leg, elsewhere, weighs))
    return shapes


def _shape_of_leg(
    key: tuple[UUID, Direction, int], leg: Leg, elsewhere: Sequence[int], weighs: bool
) -> ParcelShape:
    station, direction, number = key
    if direction is Direction.INBOUND:
        found = inbound_gap(leg, elsewhere)
    else:
        found = outbound_gap(leg, elsewhere, weighs=weighs)
    gap = found if isinstance(found, GapShape) else None
    outcome = found if isinstance(found, Outcome) else None
    return ParcelShape(
        station_id=station,
        direction=direction,
        leg=number,
        places={
            milestone: places[0] if milestone in KEEPS_FIRST_TIME else places[-1]
            for milestone, places in leg.places.items()
        },
        first_dispatched=leg.first(Milestone.DISPATCHED),
        gap=gap.kind if gap else None,
        since=gap.since if gap else None,
        courier=gap.courier if gap else None,
        problem=suspending_problem(leg) if gap else None,
        outcome=outcome,
        anomalies=anomalies_of(leg, direction, outcome, weighs=weighs),
        failures=failures_after_dispatch(leg),
    )
