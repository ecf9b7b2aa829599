"""What each member carries, and who could take a case."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from stationdesk.workforce.schemas import ShiftHandoverOut


class PostOut(Struct, frozen=True):
    """A station and direction that somebody serves; `covers` names whom he stands in for."""

    station_id: UUID
    station_code: str
    station_name: str
    direction: str
    is_primary: bool
    covers: str | None


class MemberLoad(Struct, frozen=True):
    """A member as the wallboard shows him.

    `held` are in his hands; `waiting` are his, and wait for others. `load` weighs the two.
    """

    member_id: UUID
    name: str
    role: str
    duty: str
    seen_at: datetime | None
    held: int
    waiting: int
    overdue: int
    load: float
    held_max: int | None
    posts: list[PostOut]


class LoadPage(Struct, frozen=True):
    items: list[MemberLoad]
    next_cursor: str | None


class Candidate(MemberLoad, frozen=True):
    """Somebody who could take the case; `against` says what speaks against him."""

    is_primary: bool
    against: list[str]


class CandidatePage(Struct, frozen=True):
    """The best first."""

    items: list[Candidate]
    next_cursor: str | None


class KindCount(Struct, frozen=True):
    """How much of a kind is open at a station."""

    station_id: UUID
    kind: str
    open: int
    unclaimed: int
    due_at: datetime | None
    waiting_since: datetime | None


class Board(Struct, frozen=True):
    """The firm's open work by station and kind."""

    items: list[KindCount]


class HandedOver(Struct, frozen=True):
    """What became of a handover, and of each case in it."""

    handover: ShiftHandoverOut
    moved: int
    released: int
