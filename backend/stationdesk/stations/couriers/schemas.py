"""What of couriers crosses HTTP."""

from datetime import date
from typing import Any
from uuid import UUID

import msgspec


class CourierOut(msgspec.Struct, frozen=True):
    """`phone` is masked for whoever has no need to call him; days are local, both included."""

    id: UUID
    number: str
    name: str
    phone: str
    area: str
    is_active: bool
    active_from: date | None
    active_to: date | None


class CourierPage(msgspec.Struct, frozen=True):
    items: list[CourierOut]
    next_cursor: str | None


class NewCourier(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    number: str
    name: str
    phone: str = ""
    area: str = ""
    active_from: date | None = None
    active_to: date | None = None


class CourierChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is left out stays; his number never changes, since scans and cases name it."""

    name: str | None = None
    phone: str | None = None
    area: str | None = None
    is_active: bool | None = None
    active_from: date | None = None
    active_to: date | None = None


def given(change: CourierChange) -> dict[str, Any]:
    """The fields that a change names."""
    fields: dict[str, Any] = msgspec.structs.asdict(change)
    return {name: value for name, value in fields.items() if value is not None}
