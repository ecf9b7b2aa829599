"""What of a case's contacts crosses HTTP."""

from __future__ import annotations

from uuid import UUID

from msgspec import Struct


class ContactIn(Struct, frozen=True, forbid_unknown_fields=True):
    """Whom the case is about; `role` is recipient, sender or caller. All blank: taken away."""

    role: str
    name: str = ""
    phone: str = ""
    address: str = ""


class ContactsIn(Struct, frozen=True, forbid_unknown_fields=True):
    """Roles that are not named stay as they are."""

    contacts: list[ContactIn]


class ContactOut(Struct, frozen=True):
    """Masked. `from_case_id`: known from another case of the same waybill.

    `may_be_told`: whether a caller may hear it in this masked form 可对外说.
    """

    role: str
    name: str
    phone: str
    address: str
    from_case_id: UUID | None
    may_be_told: bool


class StationPublic(Struct, frozen=True):
    """What everybody may know of a station."""

    phone: str
    address: str
    may_be_told: bool


class ContactRevealIn(Struct, frozen=True, forbid_unknown_fields=True):
    role: str
    reason: str


class ContactRevealed(Struct, frozen=True):
    """In full, once, for the reason that was logged. Never to be told to a caller."""

    role: str
    name: str
    phone: str
    address: str


class DetailsRevealIn(Struct, frozen=True, forbid_unknown_fields=True):
    reason: str


class DetailsRevealed(Struct, frozen=True):
    """What the case's own details hold of people, in full, once, for the reason that was logged."""

    details: dict[str, str]


class CaseRiskIn(Struct, frozen=True, forbid_unknown_fields=True):
    """Propose the case's contact for the risk register, without reading it out."""

    role: str
    match_by: str
    category: str
    courier_instruction: str = ""
    agent_instruction: str = ""
