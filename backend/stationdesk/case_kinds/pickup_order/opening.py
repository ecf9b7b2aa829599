"""What a new pickup order says about the columns that all kinds share."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from stationdesk.case_kinds.pickup_order.details import PickupOrder, missing_of, summary_of
from stationdesk.cases.kinds import FirstClock, Opening
from stationdesk.workflow.definition import Refusal

ASKED = {
    "channel": False,
    "shipper": False,
    "phone": False,
    "address": False,
    "goods": False,
    "weight_g": False,
    "size": False,
    "addressee": False,
    "addressee_phone": False,
    "addressee_address": False,
    "collect_at": False,
    "payment": False,
    "special_wishes": False,
    "order_no": False,
    "is_first_order": False,
}
WAYBILL_IS_OPTIONAL = True
"""The parcel gets its label when it is collected."""


def opening(details: PickupOrder, _: str, __: datetime) -> Opening:
    """A complete order goes straight to a courier; another one waits for what it lacks."""
    is_complete = not missing_of(details)
    return Opening(
        summary=summary_of(details),
        state="ready" if is_complete else "incomplete",
        clocks=(FirstClock("assign" if is_complete else "complete"),),
        order_no=details.order_no,
    )


def risk_fen(_: PickupOrder, parameters: Mapping[str, Any]) -> int:
    """What a collection that fails may cost, as the policy has it."""
    return int(parameters.get("risk_fen", 0))


def refuse_opening(_: PickupOrder, __: str, ___: Mapping[str, Any]) -> Refusal | None:
    """Every order is taken down, however incomplete."""
    return None
