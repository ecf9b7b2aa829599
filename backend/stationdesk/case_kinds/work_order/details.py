"""What only a work order knows."""

from typing import Literal

from pydantic import AwareDatetime, Field

from stationdesk.cases.forms import drawn
from stationdesk.cases.kinds import Details

VERSION = 2
LONGEST_REPLY_MINUTES = 30 * 24 * 60
LARGEST_WEIGHT_G = 5_000_000

Category = Literal[
    "not_received", "false_signature", "chase", "address_change", "attitude", "damage", "loss",
    "weight", "other",
]  # fmt: skip
ExtensionState = Literal["asked", "granted", "refused"]


class Complaint(Details):
    """One complaint that came back on the same order, and what had been answered until then."""

    text: str
    received_at: AwareDatetime
    answered_before: str = ""
    answered_before_at: AwareDatetime | None = None
    proof_before: str = ""


class WorkOrder(Details):
    """`reply_due_minutes` is HQ's countdown; without it the policy in force says how long."""

    order_no: str = Field(min_length=1, max_length=64)
    text: str = Field(min_length=1, max_length=4000)
    category: Category = "other"
    platform: str = Field(default="hq", max_length=32)
    issued_at: AwareDatetime | None = Field(default=None, json_schema_extra=drawn(tense="past"))
    reply_due_minutes: int | None = Field(
        default=None, ge=1, le=LONGEST_REPLY_MINUTES, json_schema_extra=drawn(unit="minutes")
    )
    claimed_weight_g: int | None = Field(
        default=None,
        ge=1,
        le=LARGEST_WEIGHT_G,
        json_schema_extra=drawn(when=("category", "weight"), unit="g"),
    )
    measured_weight_g: int | None = Field(default=None, ge=1, le=LARGEST_WEIGHT_G)
    courier: str = Field(default="", max_length=100)
    follow_up_text: str = ""
    answer_text: str = ""
    answered_at: AwareDatetime | None = None
    answer_proof: str = ""
    bounced_count: int = 0
    extension: ExtensionState | None = None
    extension_minutes: int | None = None
    assistance_count: int = 0
    transferred_to: str = ""
    complaints: list[Complaint] = Field(default_factory=list)


DETAILS = WorkOrder
