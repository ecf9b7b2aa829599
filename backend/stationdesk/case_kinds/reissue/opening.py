"""What a new reissue says about the columns that all kinds share."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from stationdesk.case_kinds.reissue.details import Reissue
from stationdesk.case_kinds.reissue.messages import REASONS
from stationdesk.cases.kinds import FirstClock, Opening
from stationdesk.foundation.money import format_yuan
from stationdesk.workflow.definition import Refusal

ASKED = {
    "reason": True,
    "goods_value_fen": True,
    "price_tag_fen": False,
    "expected_days": False,
    "goods": False,
    "counterparty": False,
    "contact": False,
}


def opening(details: Reissue, _: str, __: datetime) -> Opening:
    """The shipper is asked the same evening; the sending station as the policy says."""
    value = format_yuan(details.goods_value_fen)
    return Opening(
        summary=f"{REASONS[details.reason].zh} 货值 ¥{value} {details.goods}".strip()[:200],
        clocks=(FirstClock("ask", details.ask_due_minutes),),
        counterparty=details.counterparty or None,
    )


def risk_fen(details: Reissue, _: Mapping[str, Any]) -> int:
    """What waiting would cost by the figures of the case."""
    return int(details.shown.get("wait_total_fen", 0))


def refuse_opening(_: Reissue, __: str, ___: Mapping[str, Any]) -> Refusal | None:
    """Whether to ask is a person's decision; the comparison only recommends."""
    return None
