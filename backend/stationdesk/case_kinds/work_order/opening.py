"""What a new work order says about the columns that all kinds share."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from stationdesk.case_kinds.work_order.details import WorkOrder
from stationdesk.cases.kinds import FirstClock, Opening
from stationdesk.workflow.definition import Refusal

ASKED = {
    "order_no": True,
    "category": False,
    "text": True,
    "claimed_weight_g": False,
    "issued_at": False,
    "reply_due_minutes": False,
    "courier": False,
}


def opening(details: WorkOrder, _: str, now: datetime) -> Opening:
    """HQ's countdown runs from the issue, whenever we got to know of it."""
    issued_at = min(details.issued_at or now, now)
    return Opening(
        summary=details.text.replace("\n", " ")[:200],
        clocks=(
            FirstClock("first_follow_up", started_at=issued_at),
            FirstClock("reply", details.reply_due_minutes, issued_at),
        ),
        issued_at=issued_at,
        order_no=details.order_no,
    )


def risk_fen(details: WorkOrder, parameters: Mapping[str, Any]) -> int:
    """The policy's charge for a late answer; a second complaint costs it once more."""
    return int(parameters.get("risk_fen", 0)) * (2 if details.complaints else 1)


def refuse_opening(_: WorkOrder, __: str, ___: Mapping[str, Any]) -> Refusal | None:
    """What HQ issued must be worked."""
    return None
