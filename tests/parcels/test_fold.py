"""The fold's meaning, gap by gap, and its blindness to order and repetition."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stationdesk.parcels.anomalies import names_of
from stationdesk.parcels.fold import Parcel, fold, fold_at
from stationdesk.parcels.milestones import Anomaly, GapKind, Outcome
from stationdesk.parcels.scan import Scan
from stationdesk.parcels.waves import StationRules
from stationdesk.stations.models import Direction
from tests.parcels.scans import S1, S2, at, random_scans, scan


def one(scans: list[Scan], **of: object) -> Parcel:
    """The only parcel among the folded that has these attributes."""
    found = [
        parcel
        for parcel in fold(scans)
        if all(getattr(parcel, name) == value for name, value in of.items())
    ]
    assert len(found) == 1, found
    return found[0]


SENT = scan("departed", "04:46", "HUB1", "S1")
ARRIVED = scan("arrived", "08:04")
DISPATCHED = scan("dispatched", "08:05", courier="K1")
FAILED = scan("delivery_failed", "10:00", courier="K1")
LOCKER = scan("in_locker", "11:00")
TAKEN = scan("locker_taken_back", "18:00")
SIGNED = scan("signed", "19:00")
REVOKED = scan("signature_revoked", "19:30")
PROBLEM = scan("problem_registered", "12:00")
RETURNED = scan("returned", "13:00")
FORWARDED = scan("forwarded", "13:00")
LEFT = scan("departed", "20:00", "S1", "HUB1")


@pytest.mark.parametrize(
    ("scans", "gap", "since"),
    [
        ([SENT], "sent_not_arrived", "04:46"),
        ([scan("sent_to_station", "04:46", "HUB1", "S1")], "sent_not_arrived", "04:46"),
        ([scan("sent_to_station", "04:46", "S1")], "sent_not_arrived", "04:46"),
        ([SENT, ARRIVED], "arrived_not_dispatched", "08:04"),
        ([SENT, ARRIVED, DISPATCHED], "dispatched_not_signed", "08:05"),
        ([DISPATCHED, scan("arrived", "12:13")], "dispatched_not_signed", "08:05"),
        ([ARRIVED, DISPATCHED, FAILED], "failed_not_handled", "10:00"),
        (
            [ARRIVED, DISPATCHED, FAILED, scan("dispatched", "14:00")],
            "dispatched_not_signed",
            "14:00",
        ),
        ([ARRIVED, DISPATCHED, FAILED, SIGNED], None, None),
        ([DISPATCHED, LOCKER], "in_locker_not_collected", "11:00"),
        ([DISPATCHED, LOCKER, TAKEN], "dispatched_not_signed", "08:05"),
        ([DISPATCHED, LOCKER, TAKEN, SIGNED], None, None),
        ([DISPATCHED, LOCKER, SIGNED], None, None),
        ([DISPATCHED, SIGNED, REVOKED], "dispatched_not_signed", "08:05"),
        ([SIGNED, REVOKED], "dispatched_not_signed", "19:30"),
        ([DISPATCHED, SIGNED, REVOKED, scan("signed", "21:00")], None, None),
        ([SIGNED], None, None),
        ([ARRIVED, RETURNED], "returned_not_departed", "13:00"),
        ([ARRIVED, DISPATCHED, FAILED, FORWARDED], "forwarded_not_departed", "13:00"),
        ([ARRIVED, RETURNED, LEFT], None, None),
        ([ARRIVED, LEFT], None, None),
        ([RETURNED, LEFT], None, None),
    ],
)
def test_inbound_gap_is_the_furthest_stage(
    scans: list[Scan], gap: str | None, since: str | None
) -> None:
    parcel = one(scans, direction=Direction.INBOUND, station_id=S1)
    assert parcel.gap == gap
    assert parcel.gap_since == (at(since) if since else None)
    assert (parcel.due_at is None) == (gap is None)


@pytest.mark.parametrize(
    ("scans", "gap"),
    [
        ([scan("collected", "17:00")], "collected_not_weighed"),
        ([scan("collected", "17:00"), scan("weighed", "18:00")], "weighed_not_departed"),
        ([scan("collected", "17:00"), LEFT], "departed_not_accepted"),
        ([LEFT], "departed_not_accepted"),
        ([LEFT, scan("accepted_by_hub", "23:00", "HUB1")], None),
        ([LEFT, scan("accepted_by_hub", "19:59", "HUB1")], None),
        ([LEFT, scan("arrived", "23:00", "HUB1")], None),
        ([scan("collected", "17:00"), scan("arrived", "23:00", "HUB9")], None),
    ],
)
def test_outbound_gap_ends_with_any_later_scan_anywhere(scans: list[Scan], gap: str | None) -> None:
    assert one(scans, direction=Direction.OUTBOUND, station_id=S1).gap == gap


def test_a_station_that_does_not_weigh_waits_for_the_departure() -> None:
    rules = StationRules(weighs_outbound=False)
    (parcel,) = fold([scan("collected", "17:00")], lambda _: rules)
    assert parcel.gap is GapKind.WEIGHED_NOT_DEPARTED


def test_since_and_courier_are_the_latest_dispatchs_and_the_first_is_kept() -> None:
    parcel = one([ARRIVED, DISPATCHED, FAILED, scan("dispatched", "14:00", courier="K2")])
    assert (parcel.gap_since, parcel.gap_courier) == (at("14:00"), "K2")
    assert parcel.first_dispatched_at == at("08:05")


def test_own_problem_suspends_and_anothers_does_not() -> None:
    own = one([ARRIVED, PROBLEM])
    assert own.gap is GapKind.ARRIVED_NOT_DISPATCHED
    assert not own.is_gap_at(at("11:59", day=1))
    assert own.is_gap_at(at("12:00", day=1))
    other = one([ARRIVED, scan("problem_registered", "12:00", "HUB2")])
    assert other.is_gap_at(at("12:00"))
    handled = one([ARRIVED, PROBLEM, scan("dispatched", "15:00")])
    assert handled.is_gap_at(at("15:00"))


def test_a_registration_handles_a_failure() -> None:
    parcel = one([ARRIVED, DISPATCHED, FAILED, PROBLEM])
    assert not parcel.is_gap_at(at("13:00"))


def test_a_hub_that_sends_it_elsewhere_diverts_it() -> None:
    away = scan("departed", "09:00", "HUB1", "城东网点")
    assert one([SENT, away]).outcome is Outcome.DIVERTED
    assert one([SENT, scan("departed", "03:00", "HUB1", "HUB2")]).gap is GapKind.SENT_NOT_ARRIVED
    back = scan("departed", "15:00", "HUB2", "S1")
    assert one([SENT, away, back]).gap_since == at("15:00")


def test_one_scan_can_be_our_departure_and_our_sending() -> None:
    scans = [scan("departed", "20:00", "S1", "S2")]
    assert one(scans, station_id=S1).gap is GapKind.DEPARTED_NOT_ACCEPTED
    assert one(scans, station_id=S2).gap is GapKind.SENT_NOT_ARRIVED


@pytest.mark.parametrize("milestone", ["returned", "forwarded"])
def test_what_leaves_for_our_station_is_sent_there(milestone: str) -> None:
    parcel = one([scan(milestone, "13:00", "S1", "S2")], station_id=S2)
    assert parcel.gap is GapKind.SENT_NOT_ARRIVED


def test_a_missorted_parcel_passes_twice() -> None:
    again = scan("departed", "05:00", "HUB1", "S1", day=1)
    legs = fold([SENT, ARRIVED, LEFT, again])
    assert [(leg.leg, leg.gap, leg.outcome) for leg in legs] == [
        (1, None, Outcome.DEPARTED),
        (2, GapKind.SENT_NOT_ARRIVED, None),
    ]


def test_same_city_parcel_is_two_parcels_of_one_station() -> None:
    scans = [
        scan("collected", "09:00"),
        scan("weighed", "09:30"),
        scan("departed", "10:00", "S1", "HUB1"),
        scan("departed", "15:00", "HUB1", "S1"),
        scan("arrived", "17:00"),
    ]
    assert one(scans, direction=Direction.OUTBOUND).gap is None
    assert one(scans, direction=Direction.INBOUND).gap is GapKind.ARRIVED_NOT_DISPATCHED


def test_a_shops_or_siteless_signature_belongs_to_the_dispatching_station() -> None:
    for site in ("", "翡翠雅郡北区西门店"):
        parcel = one([ARRIVED, DISPATCHED, scan("signed", "17:31", site)])
        assert parcel.outcome is Outcome.SIGNED


def test_hub_scans_alone_are_nobodys_parcel() -> None:
    assert fold([scan("departed", "05:00", "HUB1", "HUB2"), scan("signed", "06:00", "X")]) == []


@pytest.mark.parametrize(
    ("scans", "expected"),
    [
        ([SIGNED], [Anomaly.MISSING_SCAN]),
        ([SENT, ARRIVED, DISPATCHED, SIGNED], []),
        ([scan("arrived", "12:13"), DISPATCHED], [Anomaly.IMPOSSIBLE_ORDER]),
        (
            [ARRIVED, DISPATCHED, scan("delivery_failed", "08:05:02")],
            [Anomaly.SUSPICIOUS_FAILURE],
        ),
        ([ARRIVED, DISPATCHED, scan("delivery_failed", "08:05:11")], []),
    ],
)
def test_anomalies(scans: list[Scan], expected: list[Anomaly]) -> None:
    assert names_of(one(scans).anomalies) == expected


def test_the_seeds_arithmetic_names_the_one_and_the_two() -> None:
    """Of 10,000 sent 9,999 arrive; 20 are problems, 9,978 of the 9,980 others are dispatched."""
    gaps: dict[str, list[int]] = {}
    for number in range(10_000):
        scans = [SENT]
        if number != 4711:
            scans.append(ARRIVED)
        if number < 20:
            scans.append(PROBLEM)
        elif number not in (4711, 600, 601):
            scans.append(DISPATCHED)
        (parcel,) = fold(scans)
        if parcel.is_gap_at(at("23:00")):
            gaps.setdefault(str(parcel.gap), []).append(number)
    assert gaps.pop("dispatched_not_signed") is not None
    assert gaps == {"sent_not_arrived": [4711], "arrived_not_dispatched": [600, 601]}


@settings(max_examples=300, deadline=None)
@given(random_scans(), st.randoms(use_true_random=False))
def test_any_order_and_any_repetition_give_the_same_parcels(scans, random) -> None:
    shuffled = [*scans, *random.choices(scans, k=len(scans))]
    random.shuffle(shuffled)
    assert fold(shuffled) == fold(scans)


@settings(max_examples=300, deadline=None)
@given(random_scans())
def test_every_gap_is_one_per_leg_and_due_after_it_began(scans) -> None:
    parcels = fold(scans)
    keys = [(parcel.station_id, parcel.direction, parcel.leg) for parcel in parcels]
    assert len(keys) == len(set(keys))
    for parcel in parcels:
        assert {parcel.station_id} <= {S1, S2}
        if parcel.gap:
            assert parcel.due_at > parcel.gap_since
            assert parcel.gap_since <= parcel.last_scan_at
            assert parcel.outcome is None


@settings(max_examples=200, deadline=None)
@given(random_scans(), st.integers(0, 40))
def test_a_past_moment_sees_the_scans_up_to_it(scans, quarter) -> None:
    moment = at(f"{6 + quarter // 4:02d}:{quarter % 4 * 15:02d}")
    assert fold_at(scans, moment) == fold([s for s in scans if s.scanned_at <= moment])


@settings(max_examples=200, deadline=None)
@given(random_scans())
def test_a_signature_ends_every_inbound_gap(scans) -> None:
    """A signature later than all else leaves no gap at the station that made it."""
    signed = scan("signed", "23:59")
    parcels = [p for p in fold([*scans, signed]) if p.station_id == S1]
    inbound = [p for p in parcels if p.direction is Direction.INBOUND]
    assert inbound[-1].gap is None
