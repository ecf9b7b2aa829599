"""What only an inquiry knows."""

from typing import Literal

from pydantic import AwareDatetime, Field

from stationdesk.cases.forms import drawn
from stationdesk.cases.kinds import Details

VERSION = 1

Asker = Literal["recipient", "shipper", "other"]
Identity = Literal["caller_number", "waybill_and_name", "pickup_code", "not_verified"]
Subject = Literal["trace", "tariff", "station_contact", "process", "other"]
Told = Literal["own_parcel", "tariff", "station_contact", "process"]
"""What may be told outside (domain §9): nothing else is offered, so nothing else can be told."""


class Inquiry(Details):
    """Who asked, how we know who it is, and what he was told."""

    asker: Asker = "recipient"
    asker_name: str = Field(default="", max_length=100, json_schema_extra=drawn(personal="name"))
    phone: str = Field(default="", max_length=32, json_schema_extra=drawn(personal="phone"))
    identity: Identity = "not_verified"
    subject: Subject = "trace"
    question: str = Field(min_length=1, max_length=2000, json_schema_extra=drawn(is_long=True))
    courier: str = Field(default="", max_length=100, json_schema_extra=drawn(
        when=("subject", "trace")
    ))  # fmt: skip
    call_back_at: AwareDatetime | None = None
    told: list[Told] = Field(default_factory=list)
    answer_text: str = ""
    unreached_count: int = 0


DETAILS = Inquiry
