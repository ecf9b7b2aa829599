"""What a new message says about the columns that all kinds share."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from stationdesk.case_kinds.message.details import Message
from stationdesk.cases.kinds import FirstClock, Opening
from stationdesk.workflow.definition import Refusal

ASKED = {
    "sender": False,
    "sender_name": False,
    "text": True,
    "issued_at": False,
    "reply_due_minutes": False,
    "order_no": False,
}


def opening(details: Message, _: str, now: datetime) -> Opening:
    """HQ counts from the moment the message was written, whenever we got to know of it."""
    issued_at = min(details.issued_at or now, now)
    return Opening(
        summary=" ".join(part for part in (details.sender_name, details.text) if part)
        .replace("\n", " ")[:200],
        clocks=(FirstClock("reply", details.reply_due_minutes, issued_at),),
        issued_at=issued_at,
        order_no=details.order_no,
        counterparty=details.sender_name or None,
    )  # fmt: skip


def risk_fen(_: Message, parameters: Mapping[str, Any]) -> int:
    """The carrier's usual charge for a message replied to late, as the policy has it."""
    return int(parameters.get("risk_fen", 0))


def refuse_opening(_: Message, __: str, ___: Mapping[str, Any]) -> Refusal | None:
    """Who writes to us is answered."""
    return None
