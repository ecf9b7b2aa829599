"""What a statement says, and its canonical form. Pure.

Canonical: JSON in UTF-8 without white space, the fields of every object in the order of their
names, what is empty or zero left out of lines, times in UTC, amounts in whole fen. Amounts are from
the party's side: positive is what the firm owes it. A line is all that a fine has moved on the
account, or one transaction that is about no fine; the lines' amounts are the movements of the
account, to the fen.
"""

import hashlib
import zlib
from datetime import date, datetime
from typing import Final, Literal
from uuid import UUID

import msgspec

from stationdesk.foundation.money import Fen

FORMAT: Final = 1
_LEVEL: Final = 1

Party = Literal["station", "agent"]


class ContentBroken(ValueError):
    """What is stored is no statement any more."""


class PartyRef(msgspec.Struct, frozen=True, omit_defaults=True):
    """Whom the statement is for. `code`: the station's, or the agent's e-mail."""

    kind: Party
    code: str
    name: str
    timezone: str
    id: UUID | None = None
    carrier: str = ""


class FirmRef(msgspec.Struct, frozen=True):
    id: UUID
    name: str


class FineRef(msgspec.Struct, frozen=True, omit_defaults=True):
    """The line of the carrier's bill, or the loss, that a line is about."""

    id: UUID
    station: str
    bill_no: str
    line_no: str
    amount_fen: Fen
    occurred_at: datetime
    waybill: str = ""
    code: str = ""
    name: str = ""


class Share(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who bears how much; `party`: firm, station, agent, counterparty."""

    party: str
    amount_fen: Fen
    name: str = ""


class Why(msgspec.Struct, frozen=True, omit_defaults=True):
    """The decision behind a line. `rule_version` 0: no rule matched, the cause's default holds."""

    cause: str
    shares: list[Share]
    decided_by: str
    decided_at: datetime
    rule: str = ""
    rule_version: int = 0
    ended_at: datetime | None = None
    case: str = ""
    reason_zh: str = ""
    reason_en: str = ""


class Movement(msgspec.Struct, frozen=True, omit_defaults=True):
    """One transaction's effect on the account. `reverses`: what it takes back."""

    transaction: UUID
    kind: str
    amount_fen: Fen
    posted_at: datetime
    reverses: UUID | None = None


class Fee(msgspec.Struct, frozen=True):
    """What a service fee is made of, one per contract that held in the month."""

    held_from: date
    held_to: date
    parcels: int
    month_fen: Fen
    parcels_fen: Fen
    top_up_fen: Fen
    overtime_minutes: int
    overtime_fen: Fen
    net_fen: Fen
    vat_basis_points: int
    vat_fen: Fen


class Line(msgspec.Struct, frozen=True, omit_defaults=True):
    """`charged_fen`: taken in from the carrier's bill; `borne_fen`: the party's share;
    `other_fen`: all else; amount = charged − borne + other. `vat_fen`: the tax in `other_fen`.

    `corrects`: the statement of which something is taken back here; `continues`: the one in which
    the fine was taken in.
    """

    no: int
    kind: str
    at: datetime
    reference: str
    amount_fen: Fen
    movements: list[Movement]
    fine: FineRef | None = None
    why: Why | None = None
    charged_fen: Fen = 0
    borne_fen: Fen = 0
    other_fen: Fen = 0
    vat_fen: Fen = 0
    fees: list[Fee] = []
    corrects: str | None = None
    continues: str | None = None


class Item(msgspec.Struct, frozen=True, omit_defaults=True):
    """What stands open at the end of the month: charged and not decided, or kept by a dispute
    from being settled. No fine: of unknown origin."""

    amount_fen: Fen
    fine: FineRef | None = None


class Total(msgspec.Struct, frozen=True):
    """Movements of one kind; a reversal counts with the kind that it takes back."""

    kind: str
    count: int
    amount_fen: Fen


class Content(msgspec.Struct, frozen=True):
    """A statement. closing = opening + lines; payable = closing − undecided − frozen − paid since.

    `paid_since_fen`: paid in a later month for an earlier one, so still in this balance.
    """

    format: int
    number: str
    period: str
    firm: FirmRef
    party: PartyRef
    account: str
    from_period: str
    issued_at: datetime
    opening_fen: Fen
    closing_fen: Fen
    undecided_fen: Fen
    frozen_fen: Fen
    paid_since_fen: Fen
    payable_fen: Fen
    vat_fen: Fen
    totals: list[Total]
    lines: list[Line]
    undecided: list[Item]
    frozen: list[Item]


_ENCODER: Final = msgspec.json.Encoder(order="sorted")
_DECODER: Final = msgspec.json.Decoder(Content)


def canonical(content: Content) -> bytes:
    """The bytes that are hashed and kept."""
    return _ENCODER.encode(content)


def pack(content: bytes) -> bytes:
    """As it is kept: canonical JSON says the same names over and over."""
    return zlib.compress(content, _LEVEL)


def unpack(stored: bytes) -> bytes:
    """The canonical bytes of a stored statement. Raises ContentBroken."""
    try:
        return zlib.decompress(stored)
    except zlib.error as error:
        raise ContentBroken(str(error)) from error


def read(stored: bytes) -> Content:
    """A stored statement. Raises ContentBroken where it is none."""
    try:
        return _DECODER.decode(unpack(stored))
    except msgspec.MsgspecError as error:
        raise ContentBroken(str(error)) from error


def content_hash(content: bytes) -> bytes:
    """SHA-256 of the canonical form. The Merkle leaf is RFC 6962's hash of these 32 bytes, so
    that a printed hash is enough to check a statement against the month's root."""
    return hashlib.sha256(content).digest()


def number_of(period: date, position: int) -> str:
    """ "2026-11-0001": counted per firm and month, without gaps."""
    return f"{period:%Y-%m}-{position:04d}"
