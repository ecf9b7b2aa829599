"""What of customers crosses HTTP. Names, phones and addresses are masked unless they say not."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec


class CustomerOut(msgspec.Struct, frozen=True):
    """A file, masked. `stations` are codes; none: the whole firm's."""

    id: UUID
    name: str
    role: str
    tier: str
    phones: list[str]
    address: str
    habits: str
    compensation_terms: str
    notes: str
    stations: list[str]
    version: int
    updated_at: datetime


class CustomerPage(msgspec.Struct, frozen=True):
    items: list[CustomerOut]
    next_cursor: str | None


class CustomerMatch(msgspec.Struct, frozen=True):
    """Whose file has a number; null where nobody's has."""

    customer: CustomerOut | None


class NewCustomer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file to be made; `stations` are codes."""

    name: str
    phones: list[str]
    role: str = "recipient"
    tier: str = "normal"
    address: str = ""
    habits: str = ""
    compensation_terms: str = ""
    notes: str = ""
    stations: list[str] = []


class CustomerChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is left out stays; `version` is the one that was read."""

    version: int
    name: str | None = None
    phones: list[str] | None = None
    role: str | None = None
    tier: str | None = None
    address: str | None = None
    habits: str | None = None
    compensation_terms: str | None = None
    notes: str | None = None
    stations: list[str] | None = None


class RevealIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why somebody needs to see it in full."""

    reason: str


class CustomerRevealed(msgspec.Struct, frozen=True):
    """In full, once, for the reason that was logged."""

    id: UUID
    name: str
    phones: list[str]
    address: str


def given(change: CustomerChange) -> dict[str, Any]:
    """The fields that a change names."""
    fields: dict[str, Any] = msgspec.structs.asdict(change)
    return {name: value for name, value in fields.items() if value is not None}
