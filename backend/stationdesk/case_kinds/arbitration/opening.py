"""What a new arbitration says about the columns that all kinds share."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from stationdesk.case_kinds.arbitration.details import Arbitration
from stationdesk.case_kinds.arbitration.messages import GROUNDS
from stationdesk.cases.kinds import FirstClock, Opening
from stationdesk.workflow.definition import Refusal

ASKED = {
    "ground": True,
    "claimed_amount_fen": True,
    "description": False,
    "counterparty": False,
    "order_no": False,
    "goods_value_fen": False,
    "occurred_at": False,
    "issued_at": False,
    "respond_due_minutes": False,
}
ACCUSED_GROUNDS = ("delay", "loss", "damage")


def opening(details: Arbitration, direction: str, now: datetime) -> Opening:
    """Accused: the carrier's time to respond. Claimant: the window counts from the event."""
    if direction == "inbound":
        issued_at = min(details.issued_at or now, now)
        clock = FirstClock("respond", details.respond_due_minutes, issued_at)
    else:
        issued_at = now
        clock = FirstClock("filing_window", None, min(details.occurred_at or now, now))
    return Opening(
        summary=f"{GROUNDS[details.ground].zh} {details.description}".strip()[:200],
        clocks=(clock,),
        issued_at=issued_at,
        order_no=details.order_no,
        counterparty=details.counterparty or None,
        claimed_amount_fen=details.claimed_amount_fen,
    )


def risk_fen(details: Arbitration, _: Mapping[str, Any]) -> int:
    """The claim itself is at risk, whichever side we are on."""
    return details.claimed_amount_fen


def refuse_opening(
    details: Arbitration, direction: str, parameters: Mapping[str, Any]
) -> Refusal | None:
    """Grounds by direction (domain §3): a claimant's delay only where the carrier lists it."""
    if direction == "inbound":
        allowed = ACCUSED_GROUNDS
    else:
        allowed = tuple(parameters.get("claimant_grounds", ("damage", "loss")))
    if details.ground in allowed:
        return None
    return Refusal(
        "ground_not_listed",
        f"该方向不受理此理由:{GROUNDS[details.ground].zh}",
        f"The ground {details.ground} is not accepted here; accepted: {', '.join(allowed)}",
        ("ground",),
    )
