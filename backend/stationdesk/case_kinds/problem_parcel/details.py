"""What only a problem parcel knows."""

from typing import Literal

from pydantic import AwareDatetime, Field, model_validator

from stationdesk.cases.kinds import Details

VERSION = 1

ParcelOutcome = Literal["redelivered", "returned", "forwarded", "self_collected", "lost"]
Reply = Literal[
    "redeliver", "return", "forward", "change_address", "self_collect", "hold", "abandon"
]


class ProblemParcel(Details):
    """`problem_type` is the carrier's own code; unknown only while a gap is all we have."""

    problem_type: str | None = Field(default=None, min_length=1, max_length=32)
    description: str = Field(default="", max_length=2000)
    gap: str | None = None
    gap_since: AwareDatetime | None = None
    gap_due_at: AwareDatetime | None = None
    courier: str | None = None
    registered_at: AwareDatetime | None = None
    reply: Reply | None = None
    reply_text: str = ""
    outcome: ParcelOutcome | None = None
    confirmed_by: str = ""

    @model_validator(mode="after")
    def _has_a_cause(self) -> "ProblemParcel":
        if self.problem_type is None and self.gap is None:
            raise ValueError("problem_type is missing: the carrier's type code, such as A1")
        return self


DETAILS = ProblemParcel
