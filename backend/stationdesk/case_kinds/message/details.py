"""What only a message knows."""

from typing import Literal

from pydantic import AwareDatetime, Field

from stationdesk.cases.forms import drawn
from stationdesk.cases.kinds import Details

VERSION = 1
LONGEST_REPLY_MINUTES = 30 * 24 * 60

Sender = Literal["counterparty", "carrier"]


class Exchange(Details):
    """One question with its reply, as it stood before the next question came."""

    text: str
    reply_text: str = ""
    answered_at: AwareDatetime | None = None
    proof: str = ""


class Message(Details):
    """`text` is the question that waits now; what was asked and answered before is `earlier`."""

    sender: Sender = "counterparty"
    sender_name: str = Field(default="", max_length=100)
    text: str = Field(min_length=1, max_length=4000)
    order_no: str | None = Field(default=None, min_length=1, max_length=64)
    issued_at: AwareDatetime | None = Field(default=None, json_schema_extra=drawn(tense="past"))
    reply_due_minutes: int | None = Field(
        default=None, ge=1, le=LONGEST_REPLY_MINUTES, json_schema_extra=drawn(unit="minutes")
    )
    reply_text: str = ""
    answered_at: AwareDatetime | None = None
    proof: str = ""
    earlier: list[Exchange] = Field(default_factory=list)


DETAILS = Message
