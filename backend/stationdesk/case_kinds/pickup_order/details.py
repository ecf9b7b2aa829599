"""What only a pickup order knows, and what it still lacks."""

from typing import Literal

from pydantic import AwareDatetime, Field

from stationdesk.cases.forms import drawn
from stationdesk.cases.kinds import Details, Label
from stationdesk.tenancy.masking import mask_address, mask_name

VERSION = 1
LARGEST_WEIGHT_G = 5_000_000
NO_WISHES = Label("没有就写“无”", "“none” if there are none")

Channel = Literal["phone", "message", "online", "fax"]
Payment = Literal["sender_cash", "sender_monthly", "recipient"]
Failure = Literal[
    "customer_cancelled", "customer_not_there", "contraband", "not_packed", "price_refused",
    "out_of_area", "other",
]  # fmt: skip


class PickupOrder(Details):
    """As it was taken down: nothing here is required, so that nothing is made up.

    What is missing is derived (`missing_of`) and stands in the way of the courier.
    """

    channel: Channel = "phone"
    shipper: str = Field(default="", max_length=100, json_schema_extra=drawn(personal="name"))
    phone: str = Field(default="", max_length=32, json_schema_extra=drawn(personal="phone"))
    address: str = Field(default="", max_length=300, json_schema_extra=drawn(personal="address"))
    goods: str = Field(default="", max_length=300)
    weight_g: int | None = Field(
        default=None, ge=1, le=LARGEST_WEIGHT_G, json_schema_extra=drawn(unit="g")
    )
    size: str = Field(default="", max_length=100)
    addressee: str = Field(default="", max_length=100, json_schema_extra=drawn(personal="name"))
    addressee_phone: str = Field(
        default="", max_length=32, json_schema_extra=drawn(personal="phone")
    )
    addressee_address: str = Field(
        default="", max_length=300, json_schema_extra=drawn(personal="address")
    )
    collect_at: AwareDatetime | None = Field(default=None, json_schema_extra=drawn(tense="future"))
    payment: Payment | None = None
    special_wishes: str | None = Field(
        default=None, max_length=1000, json_schema_extra=drawn(is_long=True, hint=NO_WISHES)
    )
    order_no: str | None = Field(default=None, min_length=1, max_length=64)
    is_first_order: bool = False
    missing: list[str] = Field(default_factory=list)
    courier: str = ""
    waybill: str = ""
    collected_weight_g: int | None = None
    failure: Failure | None = None


NEEDED = (
    "goods", "weight_g", "size", "addressee", "addressee_phone", "addressee_address",
    "collect_at", "payment", "shipper", "phone", "address", "special_wishes",
)  # fmt: skip
"""What the trade's standard names (受理信息); special wishes may be "none", but must be asked."""


def missing_of(details: PickupOrder) -> list[str]:
    """What is still to be asked, in the order of the standard."""
    return [name for name in NEEDED if getattr(details, name) in (None, "")]


def summary_of(details: PickupOrder) -> str:
    """The line of the queue; everybody reads it, so it names nobody in full."""
    words = (mask_name(details.shipper), details.goods, mask_address(details.address))
    return " ".join(word for word in words if word)[:200]


DETAILS = PickupOrder
