"""What accounts show over HTTP."""

from uuid import UUID

import msgspec


class SignIn(msgspec.Struct, frozen=True):
    """E-mail and password; `firm` is a slug, for a user of several firms."""

    email: str
    password: str
    firm: str | None = None


class UserOut(msgspec.Struct, frozen=True):
    id: UUID
    name: str
    email: str


class FirmOut(msgspec.Struct, frozen=True):
    id: UUID
    slug: str
    name: str
    timezone: str


class FirmChoice(msgspec.Struct, frozen=True):
    slug: str
    name: str


class MembershipOut(msgspec.Struct, frozen=True):
    id: UUID
    role: str


class SessionOut(msgspec.Struct, frozen=True):
    """Who is signed in, where, and what he may do."""

    user: UserOut
    member: MembershipOut
    firm: FirmOut
    firms: list[FirmChoice]
    permissions: list[str]


class MemberOut(msgspec.Struct, frozen=True):
    id: UUID
    name: str
    email: str
    role: str
    stations: list[str]


class MemberPage(msgspec.Struct, frozen=True):
    items: list[MemberOut]
    next_cursor: str | None


class NewMember(msgspec.Struct, frozen=True):
    email: str
    role: str
    password: str
    name: str = ""
    station_codes: list[str] = []


class NewToken(msgspec.Struct, frozen=True):
    role: str
    email: str | None = None
    station_codes: list[str] = []


class TokenOut(msgspec.Struct, frozen=True):
    """Shown once."""

    token: str
