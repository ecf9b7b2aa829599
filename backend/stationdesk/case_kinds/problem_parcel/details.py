"""What only a problem parcel knows."""

from typing import Literal

from pydantic import AwareDatetime, Field, model_validator

from stationdesk.case_kinds.problem_parcel.types import Proof
from stationdesk.cases.forms import drawn
from stationdesk.cases.kinds import Details
from stationdesk.workflow.faults import stated

VERSION = 2

ParcelOutcome = Literal["redelivered", "returned", "forwarded", "self_collected", "lost"]
Reply = Literal[
    "redeliver", "new_contact", "change_address", "return", "forward", "self_collect", "hold",
    "abandon",
]  # fmt: skip
WaitsOn = Literal["counterparty", "customer", "station"]


class ProblemParcel(Details):
    """`problem_type` is the carrier's own code; unknown only while a gap is all we have.

    `type_…`, `waits_on` and `needed` are what the policy said of that type when it was named.
    """

    problem_type: str | None = Field(default=None, min_length=1, max_length=32)
    description: str = Field(default="", max_length=2000)
    gap: str | None = None
    gap_since: AwareDatetime | None = None
    gap_due_at: AwareDatetime | None = None
    courier: str | None = None
    counterparty: str = Field(default="", max_length=100)
    type_zh: str = ""
    type_en: str = ""
    type_policy: str = ""
    type_version: int | None = None
    waits_on: WaitsOn = "counterparty"
    needed: list[Proof] = Field(default_factory=list)
    registered_at: AwareDatetime | None = None
    reply: Reply | None = None
    reply_text: str = ""
    new_phone: str = Field(default="", json_schema_extra=drawn(personal="phone"))
    new_address: str = Field(default="", json_schema_extra=drawn(personal="address"))
    outcome: ParcelOutcome | None = None
    confirmed_by: str = Field(default="", json_schema_extra=drawn(personal="name"))

    @model_validator(mode="after")
    def _has_a_cause(self) -> "ProblemParcel":
        if self.problem_type is None and self.gap is None:
            raise stated(
                "problem_type",
                "请选问题类型",
                "problem_type is missing: the carrier's type code, such as A1",
            )
        return self


DETAILS = ProblemParcel
