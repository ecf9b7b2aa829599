"""What a new chase says about the columns that all kinds share."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from stationdesk.case_kinds.chase.details import Chase
from stationdesk.cases.kinds import FirstClock, Opening
from stationdesk.workflow.definition import Refusal

ASKED = {
    "urged_by": False,
    "name": False,
    "phone": False,
    "text": True,
    "wanted_at": False,
    "courier": False,
    "counterparty": False,
}


def opening(details: Chase, _: str, __: datetime) -> Opening:
    """Whoever urges waits for an answer from now on."""
    return Opening(
        summary=details.text.replace("\n", " ")[:200],
        clocks=(FirstClock("answer"),),
        counterparty=details.counterparty or None,
    )


def risk_fen(details: Chase, parameters: Mapping[str, Any]) -> int:
    """The policy's figure for an unanswered chase; a broken promise costs it once more."""
    return int(parameters.get("risk_fen", 0)) * (1 + details.broken_count)


def refuse_opening(_: Chase, __: str, ___: Mapping[str, Any]) -> Refusal | None:
    """Anybody may urge."""
    return None
