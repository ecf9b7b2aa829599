"""What a new appeal says about the columns that all kinds share."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from stationdesk.case_kinds.penalty_appeal.details import PenaltyAppeal
from stationdesk.case_kinds.penalty_appeal.messages import GROUNDS
from stationdesk.cases.kinds import FirstClock, Opening
from stationdesk.foundation.money import format_yuan
from stationdesk.workflow.definition import Refusal

ASKED = {"fine_id": True, "ground": True, "reason": True}
WAYBILL_IS_OPTIONAL = True
"""Some fines are about no parcel."""


def opening(details: PenaltyAppeal, _: str, now: datetime) -> Opening:
    """The bill's own deadline where it names one, else the policy's, from HQ's notice on."""
    started_at = min(details.notified_at or details.occurred_at or now, now)
    minutes = None
    if details.appeal_due_at is not None:
        minutes = max(int((details.appeal_due_at - started_at) / timedelta(minutes=1)), 1)
    return Opening(
        summary=(
            f"{GROUNDS[details.ground].zh} {details.name} ¥{format_yuan(details.amount_fen)} "
            f"{details.reason}"
        ).replace("\n", " ")[:200],
        clocks=(FirstClock("appeal_deadline", minutes, started_at),),
        order_no=f"{details.bill_no}-{details.line_no}" if details.bill_no else None,
        claimed_amount_fen=details.amount_fen,
    )


def risk_fen(details: PenaltyAppeal, _: Mapping[str, Any]) -> int:
    """The fine itself."""
    return details.amount_fen


def refuse_opening(_: PenaltyAppeal, __: str, ___: Mapping[str, Any]) -> Refusal | None:
    """Whether there is such a fine is settled with the facts."""
    return None
