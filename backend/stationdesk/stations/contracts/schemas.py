"""What contracts show over HTTP. Fees in fen without VAT."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec


class NewContract(msgspec.Struct, frozen=True):
    """From a day on. Empty lists: every kind, both directions; without hours: the clock round.

    `service_hours`: {"workday": ["08:30-18:00"], "rest_day": []}. `vat_basis_points`: 600 is 6%.
    `advances_counterparty`: the firm may pay ahead what a counterparty owes.
    """

    valid_from: date
    valid_to: date | None = None
    kinds: list[str] = []
    directions: list[str] = []
    service_hours: dict[str, Any] | None = None
    month_fee_fen: int = 0
    parcel_fee_fen: int = 0
    minimum_fee_fen: int = 0
    overtime_fee_fen: int = 0
    vat_basis_points: int = 0
    advances_counterparty: bool = False
    note: str = ""


class ContractOut(NewContract, frozen=True, kw_only=True):
    """A contract with who entered it."""

    id: UUID
    station_id: UUID
    created_at: datetime
    created_by_name: str


class ContractPage(msgspec.Struct, frozen=True):
    """A station's contracts, the latest first."""

    items: list[ContractOut]
