"""What only an arbitration knows."""

from typing import Literal

from pydantic import AwareDatetime, Field

from stationdesk.cases.kinds import Details

VERSION = 1
LARGEST_AMOUNT_FEN = 100_000_000_00

Ground = Literal["delay", "loss", "damage", "handling_error"]


class Contact(Details):
    """One recorded attempt to settle before going to the carrier."""

    party: str
    text: str
    contacted_at: AwareDatetime


class Arbitration(Details):
    """A claim: its ground, its amount, and what was tried first."""

    ground: Ground
    claimed_amount_fen: int = Field(ge=1, le=LARGEST_AMOUNT_FEN)
    description: str = Field(default="", max_length=4000)
    counterparty: str = Field(default="", max_length=100)
    order_no: str | None = Field(default=None, max_length=64)
    goods_value_fen: int | None = Field(default=None, ge=0, le=LARGEST_AMOUNT_FEN)
    occurred_at: AwareDatetime | None = None
    issued_at: AwareDatetime | None = None
    respond_due_minutes: int | None = Field(default=None, ge=1, le=90 * 24 * 60)
    contacts: list[Contact] = Field(default_factory=list)
    offered_amount_fen: int | None = None
    statement: str = ""
    claim_no: str = ""
    filed_at: AwareDatetime | None = None
    settled_amount_fen: int | None = None
    paid_amount_fen: int | None = None
    lost_amount_fen: int | None = None


DETAILS = Arbitration
