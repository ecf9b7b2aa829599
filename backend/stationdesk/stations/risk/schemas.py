"""What of the risk register crosses HTTP. Names, phones and addresses are masked."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec


class RiskOut(msgspec.Struct, frozen=True):
    """An entry. `is_review_due`: its review date has come; it is shown all the same."""

    id: UUID
    station: str
    station_name: str
    kind: str
    match_by: str
    category: str
    name: str
    phone: str
    address: str
    customer_id: UUID | None
    courier_instruction: str
    agent_instruction: str
    status: str
    reviewer_name: str
    review_on: date | None
    is_review_due: bool
    source_case_ids: list[UUID]
    proposed_by_name: str
    decided_by_name: str
    decided_reason: str
    decided_at: datetime | None
    version: int
    created_at: datetime


class RiskPage(msgspec.Struct, frozen=True):
    items: list[RiskOut]
    next_cursor: str | None


class NewRisk(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An entry to be proposed; `station` is a code, `match_by` says which of the data counts."""

    station: str
    kind: str
    match_by: str
    category: str
    name: str = ""
    phone: str = ""
    address: str = ""
    customer_id: UUID | None = None
    courier_instruction: str = ""
    agent_instruction: str = ""


class RiskChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is left out stays."""

    version: int
    category: str | None = None
    courier_instruction: str | None = None
    agent_instruction: str | None = None
    reviewer_name: str | None = None
    review_on: date | None = None


class RiskConfirm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """It is so, as `reviewer_name` has checked; look again on `review_on`."""

    version: int
    reviewer_name: str
    review_on: date


class RiskDismiss(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    version: int
    reason: str


class RiskRevealIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    reason: str


class RiskRevealed(msgspec.Struct, frozen=True):
    """In full, once, for the reason that was logged."""

    id: UUID
    name: str
    phone: str
    address: str


def given(change: RiskChange) -> dict[str, Any]:
    """The fields that a change names."""
    fields: dict[str, Any] = msgspec.structs.asdict(change)
    return {name: value for name, value in fields.items() if value is not None}
