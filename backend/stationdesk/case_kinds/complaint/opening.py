"""What a new complaint says about the columns that all kinds share."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from stationdesk.case_kinds.complaint.clocks import REPLY_CLOCKS
from stationdesk.case_kinds.complaint.details import Complaint
from stationdesk.case_kinds.complaint.messages import SOURCES
from stationdesk.cases.kinds import FirstClock, Opening
from stationdesk.workflow.definition import Refusal

ASKED = {
    "source": True,
    "category": True,
    "text": True,
    "caller": False,
    "phone": False,
    "wish": False,
    "order_no": False,
    "issued_at": False,
    "reply_due_minutes": False,
}


def opening(details: Complaint, _: str, now: datetime) -> Opening:
    """The source's clock runs since it was issued there, the first contact since we know."""
    issued_at = min(details.issued_at or now, now)
    return Opening(
        summary=f"{SOURCES[details.source].zh} {details.text}".replace("\n", " ")[:200],
        clocks=(
            FirstClock("first_contact"),
            FirstClock(REPLY_CLOCKS[details.source], details.reply_due_minutes, issued_at),
        ),
        issued_at=issued_at,
        order_no=details.order_no,
    )


def risk_fen(details: Complaint, parameters: Mapping[str, Any]) -> int:
    """What the source charges by policy for a complaint that stands, and what we would pay."""
    by_source: Mapping[str, int] = parameters.get("risk_by_source_fen", {})
    charged = int(by_source.get(details.source, parameters.get("risk_fen", 0)))
    return charged + (details.compensation_fen or 0)


def refuse_opening(details: Complaint, _: str, __: Mapping[str, Any]) -> Refusal | None:
    """What comes from a system outside has a number there; without it no answer can be matched."""
    if details.source == "customer" or details.order_no:
        return None
    return Refusal(
        "order_no_missing",
        f"{SOURCES[details.source].zh}须填写对方的投诉单号",
        "A complaint from this source needs its number there",
        ("order_no",),
    )
