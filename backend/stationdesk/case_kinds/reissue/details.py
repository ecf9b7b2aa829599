"""What only a reissue knows: the figures it was decided by, who was asked, what came of it."""

from typing import Any, Literal

from pydantic import AwareDatetime, Field

from stationdesk.cases.forms import drawn
from stationdesk.cases.kinds import Details
from stationdesk.parcels.reissue import DAYS_MAX, LARGEST_FEN

VERSION = 1

Reason = Literal["not_found", "damage", "loss", "mis_sorted", "other"]


class Reissue(Details):
    """Figures that are left out are the policy's; `shown` keeps both sides as they were then."""

    reason: Reason = "not_found"
    goods: str = Field(default="", max_length=500)
    goods_value_fen: int = Field(ge=1, le=LARGEST_FEN)
    price_tag_fen: int | None = Field(default=None, ge=0, le=LARGEST_FEN)
    daily_fine_fen: int | None = Field(default=None, ge=0, le=LARGEST_FEN)
    expected_days: int | None = Field(default=None, ge=0, le=DAYS_MAX)
    freight_fen: int | None = Field(default=None, ge=0, le=LARGEST_FEN)
    loss_percent: int | None = Field(default=None, ge=0, le=100)
    counterparty: str = Field(default="", max_length=100)
    contact: str = Field(default="", max_length=100, json_schema_extra=drawn(personal="name"))
    ask_due_minutes: int | None = None
    shown: dict[str, Any] = Field(default_factory=dict)
    asked_at: AwareDatetime | None = None
    asked_name: str = ""
    agreed_cost_fen: int | None = None
    new_waybill: str = ""


DETAILS = Reissue
