"""What only a courier's call for help knows."""

from typing import Literal

from pydantic import AwareDatetime, Field

from stationdesk.cases.forms import drawn
from stationdesk.cases.kinds import Details

VERSION = 1
LARGEST_FEE_FEN = 100_000_00

_UPSTAIRS = "carry_upstairs_unpaid"

Trouble = Literal["unreachable", "carry_upstairs_unpaid", "wrong_address"]
Channel = Literal["phone", "link"]
BringBack = Literal["nobody_answers", "sender_refuses_fee", "no_such_address", "other"]


class Attempt(Details):
    """What was told to the courier and did not help."""

    told: str
    tried_at: AwareDatetime


class DriverHelp(Details):
    """`waiting_since` is when the courier began to wait: the time counts from there."""

    trouble: Trouble = "unreachable"
    courier: str = Field(min_length=1, max_length=100)
    courier_phone: str = Field(
        default="", max_length=32, json_schema_extra=drawn(personal="staff_phone")
    )
    channel: Channel = "phone"
    place: str = Field(default="", max_length=300)
    description: str = Field(default="", max_length=2000)
    floor: int | None = Field(
        default=None, ge=1, le=200, json_schema_extra=drawn(when=("trouble", _UPSTAIRS))
    )
    waiting_since: AwareDatetime | None = Field(default=None, json_schema_extra=drawn(tense="past"))
    new_phone: str = Field(default="", json_schema_extra=drawn(personal="phone"))
    new_address: str = Field(default="", json_schema_extra=drawn(personal="address"))
    fee_fen: int | None = Field(default=None, ge=0, le=LARGEST_FEE_FEN)
    agreed_with: str = Field(default="", json_schema_extra=drawn(personal="name"))
    bring_back: BringBack | None = None
    attempts: list[Attempt] = Field(default_factory=list)


DETAILS = DriverHelp
