"""What a new problem parcel says about the columns that all kinds share."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from stationdesk.case_kinds.problem_parcel.details import ProblemParcel
from stationdesk.case_kinds.problem_parcel.messages import GAP_NAMES
from stationdesk.cases.kinds import FirstClock, Opening
from stationdesk.workflow.definition import Refusal

ASKED = {
    "problem_type": True,
    "description": True,
    "courier": False,
    "counterparty": False,
}


def opening(details: ProblemParcel, direction: str, _: datetime) -> Opening:
    """Inbound has to be registered in time, outbound to be replied to in time."""
    gap = GAP_NAMES.get(details.gap or "", details.gap or "")
    words = (details.problem_type or gap, details.type_zh, details.description)
    return Opening(
        summary=" ".join(dict.fromkeys(word for word in words if word))[:200],
        clocks=(FirstClock("register" if direction == "inbound" else "reply"),),
        counterparty=details.counterparty or None,
    )


def risk_fen(_: ProblemParcel, parameters: Mapping[str, Any]) -> int:
    """The carrier's usual charge, as the policy has it."""
    return int(parameters.get("risk_fen", 0))


def refuse_opening(_: ProblemParcel, __: str, ___: Mapping[str, Any]) -> Refusal | None:
    """Any problem may be registered."""
    return None
