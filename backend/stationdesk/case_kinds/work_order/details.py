"""What only a work order knows."""

from typing import Literal

from pydantic import AwareDatetime, Field

from stationdesk.cases.kinds import Details

VERSION = 1
LONGEST_REPLY_MINUTES = 30 * 24 * 60

Category = Literal[
    "not_received", "false_signature", "chase", "address_change", "attitude", "damage", "loss",
    "weight", "other",
]  # fmt: skip
ExtensionState = Literal["asked", "granted", "refused"]


class Complaint(Details):
    """One complaint of the order; a second one comes back on the same order."""

    text: str
    received_at: AwareDatetime


class WorkOrder(Details):
    """`reply_due_minutes` is HQ's countdown; without it the policy in force says how long."""

    order_no: str = Field(min_length=1, max_length=64)
    text: str = Field(min_length=1, max_length=4000)
    category: Category = "other"
    platform: str = Field(default="hq", max_length=32)
    issued_at: AwareDatetime | None = None
    reply_due_minutes: int | None = Field(default=None, ge=1, le=LONGEST_REPLY_MINUTES)
    follow_up_text: str = ""
    answer_text: str = ""
    answer_proof: str = ""
    bounced_count: int = 0
    extension: ExtensionState | None = None
    extension_minutes: int | None = None
    complaints: list[Complaint] = Field(default_factory=list)


DETAILS = WorkOrder
