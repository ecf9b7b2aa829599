"""The stages that a scan can tell of, and the written order that settles ties.

Source of the words: the trade's own (domain: inbound 发件 到件 派件 签收, outbound 揽收 称重 发件
中转收入, sideways 问题件 派件失败 取出 撤销签收 退回 转出).
"""

from enum import StrEnum


class Milestone(StrEnum):
    """A stage of a parcel, named as in the glossary."""

    SENT_TO_STATION = "sent_to_station"
    ARRIVED = "arrived"
    DISPATCHED = "dispatched"
    DELIVERY_FAILED = "delivery_failed"
    IN_LOCKER = "in_locker"
    LOCKER_TAKEN_BACK = "locker_taken_back"
    SIGNED = "signed"
    SIGNATURE_REVOKED = "signature_revoked"
    PROBLEM_REGISTERED = "problem_registered"
    RETURNED = "returned"
    FORWARDED = "forwarded"
    COLLECTED = "collected"
    WEIGHED = "weighed"
    DEPARTED = "departed"
    ACCEPTED_BY_HUB = "accepted_by_hub"
    OTHER = "other"
    """Known, kept, and no stage: packed, held over, a van on its way."""


class GapKind(StrEnum):
    """A parcel reached one stage and not the next; at most one per parcel, direction and leg."""

    SENT_NOT_ARRIVED = "sent_not_arrived"
    ARRIVED_NOT_DISPATCHED = "arrived_not_dispatched"
    DISPATCHED_NOT_SIGNED = "dispatched_not_signed"
    FAILED_NOT_HANDLED = "failed_not_handled"
    IN_LOCKER_NOT_COLLECTED = "in_locker_not_collected"
    RETURNED_NOT_DEPARTED = "returned_not_departed"
    FORWARDED_NOT_DEPARTED = "forwarded_not_departed"
    COLLECTED_NOT_WEIGHED = "collected_not_weighed"
    WEIGHED_NOT_DEPARTED = "weighed_not_departed"
    DEPARTED_NOT_ACCEPTED = "departed_not_accepted"


class Anomaly(StrEnum):
    """What looks wrong in the scans; never a gap, listed apart."""

    MISSING_SCAN = "missing_scan"
    IMPOSSIBLE_ORDER = "impossible_order"
    SUSPICIOUS_FAILURE = "suspicious_failure"


class Outcome(StrEnum):
    """Why a parcel has no gap any more."""

    SIGNED = "signed"
    SIGNED_ELSEWHERE = "signed_elsewhere"
    DEPARTED = "departed"
    DIVERTED = "diverted"
    ACCEPTED = "accepted"
    SEEN_ELSEWHERE = "seen_elsewhere"


# Bits of `parcels.anomalies`; a column cheap to compute in bulk, indexed where it is not zero.
ANOMALY_BITS: dict[Anomaly, int] = {
    Anomaly.MISSING_SCAN: 1,
    Anomaly.IMPOSSIBLE_ORDER: 2,
    Anomaly.SUSPICIOUS_FAILURE: 4,
}

# A failure so soon after the dispatch was recorded at the desk, not at a door.
SUSPICIOUS_FAILURE_SECONDS = 10

# The order of events at one and the same instant (carriers often give minutes only). What the
# trade does first stands first: a failure follows the dispatch it belongs to, a locker follows a
# failure, a revocation follows its signature, a registered problem follows whatever it is about.
PRECEDENCE: tuple[Milestone, ...] = (
    Milestone.COLLECTED,
    Milestone.WEIGHED,
    Milestone.SENT_TO_STATION,
    Milestone.ARRIVED,
    Milestone.DISPATCHED,
    Milestone.DELIVERY_FAILED,
    Milestone.IN_LOCKER,
    Milestone.LOCKER_TAKEN_BACK,
    Milestone.SIGNED,
    Milestone.SIGNATURE_REVOKED,
    Milestone.FORWARDED,
    Milestone.RETURNED,
    Milestone.DEPARTED,
    Milestone.ACCEPTED_BY_HUB,
    Milestone.PROBLEM_REGISTERED,
    Milestone.OTHER,
)
RANK: dict[Milestone, int] = {milestone: rank for rank, milestone in enumerate(PRECEDENCE)}

LEAVING = frozenset(
    {Milestone.DEPARTED, Milestone.SENT_TO_STATION, Milestone.FORWARDED, Milestone.RETURNED}
)
DELIVERY_ACTS = frozenset(
    {
        Milestone.DISPATCHED,
        Milestone.DELIVERY_FAILED,
        Milestone.IN_LOCKER,
        Milestone.LOCKER_TAKEN_BACK,
    }
)
INBOUND_ONLY = DELIVERY_ACTS | {
    Milestone.ARRIVED,
    Milestone.SIGNED,
    Milestone.SIGNATURE_REVOKED,
}
OUTBOUND_ONLY = frozenset({Milestone.COLLECTED, Milestone.WEIGHED, Milestone.ACCEPTED_BY_HUB})

# Of these the parcel row keeps the first time (when the stage was reached); of all others the
# last, because they repeat: a parcel is dispatched three times, fails, goes into a locker again.
KEEPS_FIRST_TIME = frozenset(
    {
        Milestone.SENT_TO_STATION,
        Milestone.ARRIVED,
        Milestone.COLLECTED,
        Milestone.WEIGHED,
        Milestone.DEPARTED,
        Milestone.ACCEPTED_BY_HUB,
    }
)
