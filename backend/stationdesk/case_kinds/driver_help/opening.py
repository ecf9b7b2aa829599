"""What a new call for help says about the columns that all kinds share."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from stationdesk.case_kinds.driver_help.details import DriverHelp
from stationdesk.case_kinds.driver_help.messages import TROUBLES
from stationdesk.cases.kinds import FirstClock, Opening
from stationdesk.workflow.definition import Refusal

ASKED = {
    "trouble": False,
    "courier": True,
    "courier_phone": False,
    "channel": False,
    "place": False,
    "floor": False,
    "waiting_since": False,
    "description": False,
}


def opening(details: DriverHelp, _: str, now: datetime) -> Opening:
    """The minutes count since the courier began to wait, not since we took note of it."""
    waiting_since = min(details.waiting_since or now, now)
    words = (TROUBLES[details.trouble].zh, details.courier, details.place, details.description)
    return Opening(
        summary=" ".join(word for word in words if word)[:200],
        clocks=(FirstClock("help", started_at=waiting_since),),
    )


def risk_fen(_: DriverHelp, parameters: Mapping[str, Any]) -> int:
    """What a delivery in vain may cost, as the policy has it."""
    return int(parameters.get("risk_fen", 0))


def refuse_opening(_: DriverHelp, __: str, ___: Mapping[str, Any]) -> Refusal | None:
    """Whoever stands in the street is helped."""
    return None
