"""What of promises to customers crosses HTTP."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from msgspec import Struct


class PromiseOut(Struct, frozen=True):
    """A promise. `status`: open, kept, broken, withdrawn; broken with `kept_at`: kept too late.

    `due_at` is what the customer was told, `inner_due_at` what the firm aims at;
    `first_due_at` differs from `due_at` if it was moved. `to_whom` is masked.
    """

    id: UUID
    case_id: UUID
    to_role: str
    to_whom: str
    text: str
    made_at: datetime
    made_by_name: str
    first_due_at: datetime
    due_at: datetime
    inner_due_at: datetime
    status: str
    broken_at: datetime | None
    kept_at: datetime | None
    settled_by_name: str
    proof: str
    reason: str


class PromiseRow(PromiseOut, frozen=True):
    """A line of the list of promises, with its case."""

    case_number: str
    case_kind: str
    waybill: str
    station: str
    station_name: str
    is_case_closed: bool


class PromisePage(Struct, frozen=True):
    items: list[PromiseRow]
    next_cursor: str | None


class NewPromise(Struct, frozen=True, forbid_unknown_fields=True):
    """A promise to be written down. `margin_minutes` None: as policy says.

    `to_whom` may be left out where the case has a contact in that role.
    """

    to_role: str
    text: str
    due_at: datetime
    to_whom: str = ""
    margin_minutes: int | None = None


class PromiseKept(Struct, frozen=True, forbid_unknown_fields=True):
    """Done; `kept_at` None: just now. One that time had broken already needs a proof."""

    proof: str = ""
    kept_at: datetime | None = None


class PromiseGivenUp(Struct, frozen=True, forbid_unknown_fields=True):
    """Broken, or taken back in agreement with the customer: `reason` says why."""

    reason: str


class PromiseMoved(Struct, frozen=True, forbid_unknown_fields=True):
    """The customer has agreed to another time."""

    due_at: datetime
    reason: str
    margin_minutes: int | None = None
