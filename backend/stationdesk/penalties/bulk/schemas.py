"""What bulk work takes and answers over HTTP. Amounts in fen."""

from datetime import date, datetime
from uuid import UUID

import msgspec


class BulkDecisionIn(msgspec.Struct, frozen=True):
    """Fines to be decided as they are proposed."""

    fine_ids: list[UUID]
    note: str = ""


class BulkAppealIn(msgspec.Struct, frozen=True):
    """Fines to be appealed. Without `ground` each by what points it out: a repetition, a notice."""

    fine_ids: list[UUID]
    ground: str | None = None
    reason: str = ""


class BulkItemOut(msgspec.Struct, frozen=True):
    """What became of one fine: decided, waiting (for approval), appealed, refused with why."""

    fine_id: UUID
    outcome: str
    code: str
    text_zh: str
    text_en: str
    case_id: UUID | None


class BulkOut(msgspec.Struct, frozen=True):
    """What became of all of them, in the order of the request."""

    bulk_id: UUID
    kind: str
    asked: int
    done: int
    made_at: datetime
    made_by: str
    items: list[BulkItemOut]


class FineSums(msgspec.Struct, frozen=True):
    """Of the whole list as it is narrowed. `next_appeal_due_at`: the nearest that is left."""

    fines: int
    amount_fen: int
    proposed: int
    next_appeal_due_at: datetime | None


class OtherwiseOut(msgspec.Struct, frozen=True):
    """A cause that was decided instead of the proposed one."""

    cause: str
    fines: int


class AccuracyRow(msgspec.Struct, frozen=True):
    """Decisions of a month on fines of a category that had one proposed cause ('' none).

    fines = same + otherwise's fines. `in_bulk`: of the same, those that nobody looked at one by
    one, so that they prove nothing.
    """

    category: str
    category_zh: str
    category_en: str
    proposed: str
    fines: int
    same: int
    in_bulk: int
    confidence_percent: int | None
    otherwise: list[OtherwiseOut]


class AccuracyOut(msgspec.Struct, frozen=True):
    """How often proposals were right in a month; `looked_at`: not decided in bulk."""

    month: date
    fines: int
    proposed: int
    same: int
    looked_at: int
    same_looked_at: int
    rows: list[AccuracyRow]
