"""A receipt over HTTP. Amounts in fen."""

from datetime import date
from uuid import UUID

from msgspec import Struct


class ReceiptIn(Struct, frozen=True):
    """`counterparty`: its code, as in the account; `reference`: the bank's, or a receipt's number.
    The same counterparty and reference again is the same receipt."""

    counterparty: str
    amount_fen: int
    paid_on: date
    reference: str


class ReceiptOut(Struct, frozen=True):
    """`is_replay`: it had been recorded before; nothing was posted now."""

    transaction_id: UUID
    is_replay: bool
