"""What only an interception knows."""

from typing import Literal

from pydantic import AwareDatetime, Field, model_validator

from stationdesk.cases.forms import drawn
from stationdesk.cases.kinds import Details
from stationdesk.workflow.faults import stated

VERSION = 1
LARGEST_FEE_FEN = 1_000_000_00

Target = Literal["return_to_station", "return_to_address", "change_address"]
Applicant = Literal["shipper", "recipient", "counterparty", "carrier"]
Payer = Literal["shipper", "recipient", "nobody"]

_ELSEWHERE = ("return_to_address", "change_address")


class Interception(Details):
    """`carrier_order_no` is the number of the order in the carrier's system."""

    target: Target = "return_to_station"
    applicant: Applicant = "shipper"
    applicant_name: str = Field(
        default="", max_length=100, json_schema_extra=drawn(personal="name")
    )
    phone: str = Field(default="", max_length=32, json_schema_extra=drawn(personal="phone"))
    reason: str = Field(min_length=1, max_length=2000, json_schema_extra=drawn(is_long=True))
    new_addressee: str = Field(
        default="", max_length=100,
        json_schema_extra=drawn(when=("target", *_ELSEWHERE), personal="name"),
    )  # fmt: skip
    new_phone: str = Field(
        default="", max_length=32,
        json_schema_extra=drawn(when=("target", *_ELSEWHERE), personal="phone"),
    )  # fmt: skip
    new_address: str = Field(
        default="",
        max_length=300,
        json_schema_extra=drawn(
            when=("target", *_ELSEWHERE), is_long=True, is_needed=True, personal="address"
        ),
    )
    carrier_order_no: str | None = Field(default=None, min_length=1, max_length=64)
    issued_at: AwareDatetime | None = Field(default=None, json_schema_extra=drawn(tense="past"))
    courier: str = Field(default="", max_length=100)
    counterparty: str = Field(default="", max_length=100)
    fee_fen: int | None = Field(default=None, ge=0, le=LARGEST_FEE_FEN)
    paid_by: Payer | None = None
    held_at: AwareDatetime | None = None
    new_waybill: str = ""

    @model_validator(mode="after")
    def _says_where_to(self) -> "Interception":
        if self.target in _ELSEWHERE and not self.new_address:
            raise stated(
                "new_address", "请写新地址", "new_address is missing: where the parcel is to go"
            )
        return self


DETAILS = Interception
