"""What a new inquiry says about the columns that all kinds share."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from stationdesk.case_kinds.inquiry.details import Inquiry
from stationdesk.cases.kinds import FirstClock, Opening
from stationdesk.workflow.definition import Refusal

ASKED = {
    "asker": False,
    "asker_name": False,
    "phone": False,
    "identity": False,
    "subject": False,
    "question": True,
    "courier": False,
}
WAYBILL_IS_OPTIONAL = True
"""Who asks for a tariff has no parcel yet."""


def opening(details: Inquiry, _: str, __: datetime) -> Opening:
    """The caller waits from now on."""
    return Opening(
        summary=details.question.replace("\n", " ")[:200], clocks=(FirstClock("answer"),)
    )


def risk_fen(_: Inquiry, parameters: Mapping[str, Any]) -> int:
    """What an unanswered caller may cost, as the policy has it."""
    return int(parameters.get("risk_fen", 0))


def refuse_opening(_: Inquiry, __: str, ___: Mapping[str, Any]) -> Refusal | None:
    """Anybody may ask; what he is told is another matter."""
    return None
