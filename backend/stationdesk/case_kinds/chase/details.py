"""What only a chase knows."""

from typing import Literal

from pydantic import AwareDatetime, Field

from stationdesk.cases.forms import drawn
from stationdesk.cases.kinds import Details

VERSION = 1

Urger = Literal["recipient", "shipper", "counterparty", "platform"]


class Urge(Details):
    """One time that we were urged, and what had been promised until then."""

    text: str
    urged_at: AwareDatetime
    promised_at: AwareDatetime | None = None
    promise_text: str = ""


class Chase(Details):
    """`promised_at` is the time that was given last; what was promised before is in `urges`."""

    urged_by: Urger = "recipient"
    name: str = Field(default="", max_length=100, json_schema_extra=drawn(personal="name"))
    phone: str = Field(default="", max_length=32, json_schema_extra=drawn(personal="phone"))
    text: str = Field(min_length=1, max_length=2000)
    wanted_at: AwareDatetime | None = Field(default=None, json_schema_extra=drawn(tense="future"))
    courier: str = Field(default="", max_length=100)
    counterparty: str = Field(default="", max_length=100)
    promised_at: AwareDatetime | None = None
    promised_to: str = Field(default="", json_schema_extra=drawn(personal="name"))
    promise_text: str = ""
    broken_count: int = 0
    urges: list[Urge] = Field(default_factory=list)


DETAILS = Chase
