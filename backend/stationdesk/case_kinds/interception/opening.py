"""What a new interception says about the columns that all kinds share."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from stationdesk.case_kinds.interception.details import Interception
from stationdesk.case_kinds.interception.messages import TARGETS
from stationdesk.cases.kinds import FirstClock, Opening
from stationdesk.tenancy.masking import mask_address
from stationdesk.workflow.definition import Refusal

ASKED = {
    "target": False,
    "applicant": False,
    "applicant_name": False,
    "phone": False,
    "new_addressee": False,
    "new_phone": False,
    "new_address": False,
    "reason": True,
    "carrier_order_no": False,
    "issued_at": False,
    "courier": False,
    "counterparty": False,
}


def opening(details: Interception, direction: str, now: datetime) -> Opening:
    """Outbound we have to place the order; inbound HQ's order runs since it was issued."""
    words = (TARGETS[details.target].zh, mask_address(details.new_address), details.reason)
    if direction == "outbound":
        return Opening(
            summary=" ".join(word for word in words if word)[:200],
            clocks=(FirstClock("place"),),
            order_no=details.carrier_order_no,
            counterparty=details.counterparty or None,
        )
    issued_at = min(details.issued_at or now, now)
    return Opening(
        summary=" ".join(word for word in words if word)[:200],
        clocks=(FirstClock("hold", started_at=issued_at),),
        issued_at=issued_at,
        order_no=details.carrier_order_no,
        counterparty=details.counterparty or None,
    )


def risk_fen(_: Interception, parameters: Mapping[str, Any]) -> int:
    """What the carrier charges for a return that is not in time, as the policy has it."""
    return int(parameters.get("risk_fen", 0))


def refuse_opening(_: Interception, __: str, ___: Mapping[str, Any]) -> Refusal | None:
    """Whether it is too late is a matter of the parcel (`facts.settle`)."""
    return None
