"""What only an appeal knows: the fine, why it is not accepted, and what proves that."""

from typing import Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from stationdesk.cases.kinds import Details

VERSION = 1
LARGEST_AMOUNT_FEN = 100_000_000_00

Ground = Literal[
    "in_time", "not_ours", "duplicate", "exempt", "wrong_amount", "customer_fault", "other"
]


class Exhibit(Details):
    """A sealed file of one of the fine's cases, referred to by its hash."""

    case_id: UUID
    number: str
    kind: str
    attachment_id: UUID
    name: str
    sha256: str


class PenaltyAppeal(Details):
    """`fine_id`, `ground` and `reason` are given; the fine's facts and exhibits are taken from it
    when the case opens, so that the appeal shows what was known then."""

    fine_id: UUID
    ground: Ground
    reason: str = Field(min_length=1, max_length=4000)
    bill_no: str = ""
    line_no: str = ""
    code: str = ""
    name: str = ""
    amount_fen: int = Field(default=0, ge=0, le=LARGEST_AMOUNT_FEN)
    occurred_at: AwareDatetime | None = None
    notified_at: AwareDatetime | None = None
    appeal_due_at: AwareDatetime | None = None
    exhibits: list[Exhibit] = Field(default_factory=list)
    appeal_no: str = ""
    filed_at: AwareDatetime | None = None
    statement: str = ""
    decided_amount_fen: int | None = None
    decision_text: str = ""


DETAILS = PenaltyAppeal
