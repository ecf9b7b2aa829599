"""What only a complaint knows."""

from typing import Literal

from pydantic import AwareDatetime, Field

from stationdesk.cases.forms import drawn
from stationdesk.cases.kinds import Details

VERSION = 1
LARGEST_AMOUNT_FEN = 1_000_000_00
LONGEST_REPLY_MINUTES = 60 * 24 * 60

Source = Literal["customer", "hq", "postal_12305", "cainiao", "platform", "consumers_association"]
Category = Literal[
    "not_received", "delay", "loss", "damage", "attitude", "no_delivery_to_door", "fee", "other",
]  # fmt: skip
Responsible = Literal["nobody", "courier", "station", "agent", "counterparty", "customer"]
Mark = Literal["unfounded", "abusive"]


class Complaint(Details):
    """Who complains through whom, of what, and what he wishes; then what became of it.

    `reply_due_minutes` is the source's own countdown; without it the policy in force says how
    long. `compensation_fen` is what was proposed, `approved_fen` what somebody with the limit
    approved.
    """

    source: Source = "customer"
    text: str = Field(min_length=1, max_length=4000)
    category: Category = "other"
    caller: str = Field(default="", max_length=100, json_schema_extra=drawn(personal="name"))
    phone: str = Field(default="", max_length=32, json_schema_extra=drawn(personal="phone"))
    wish: str = Field(default="", max_length=1000)
    order_no: str | None = Field(default=None, max_length=64)
    issued_at: AwareDatetime | None = None
    reply_due_minutes: int | None = Field(default=None, ge=1, le=LONGEST_REPLY_MINUTES)
    finding: str = ""
    checked_with: str = ""
    apology: str = ""
    proposal: str = ""
    compensation_fen: int | None = None
    approved_fen: int | None = None
    approved_by_limit_fen: int | None = None
    remedy: str = ""
    paid_fen: int | None = None
    responsible: Responsible | None = None
    sanction: str = ""
    answer_text: str = ""
    mark: Mark | None = None
    mark_reason: str = ""
    times: int = 1


DETAILS = Complaint
