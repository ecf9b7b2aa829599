"""Who is told, and through what: from roles to people, groups and channels. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final
from uuid import UUID

from stationdesk.foundation.zones import HOME_NAME
from stationdesk.notices.quiet import NoticeTerms, is_urgent, may_tell_at

STAFF: Final = {
    "agent": ("agent",),
    "supervisor": ("supervisor",),
    "manager": ("manager", "firm_owner"),
}
"""Roles of members behind the roles that a policy names."""
TO_KIND: Final = {"courier": "courier", "station": "station"}


@dataclass(frozen=True, slots=True)
class Text:
    """A text for people, in both languages of the product."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Person:
    """A member as the book needs him."""

    id: UUID
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class ChannelRef:
    """An active channel: which kind, for whom, of which station (None: of all)."""

    id: UUID
    kind: str
    name: str
    audience: tuple[str, ...]
    station_id: UUID | None


@dataclass(frozen=True, slots=True)
class Book:
    """What is known of a firm's people and channels at a moment.

    `serving` and `owners` go by station; `serving` has primaries first.
    """

    people: Mapping[UUID, Person] = field(default_factory=dict)
    serving: Mapping[UUID, tuple[UUID, ...]] = field(default_factory=dict)
    owners: Mapping[UUID, tuple[UUID, ...]] = field(default_factory=dict)
    channels: tuple[ChannelRef, ...] = ()
    zones: Mapping[UUID, str] = field(default_factory=dict)

    def zone_of(self, station_id: UUID | None) -> str:
        """Where the station's day begins."""
        return self.zones.get(station_id, HOME_NAME) if station_id else HOME_NAME


@dataclass(frozen=True, slots=True)
class Telling:
    """One thing to tell to some roles. The same `key` is told to each of them once, ever.

    `outside` is what couriers and stations read; `{link}` in it becomes an address when it is
    sent or copied. `due_at` is the deadline that makes it matter.
    """

    topic: str
    key: str
    roles: tuple[str, ...]
    subject: Text
    text: Text
    case_id: UUID | None = None
    case_kind: str | None = None
    station_id: UUID | None = None
    station_name: str = ""
    outside: Text | None = None
    due_at: datetime | None = None
    agent_member_id: UUID | None = None
    courier_id: UUID | None = None
    courier_name: str = ""
    member_ids: tuple[UUID, ...] = ()
    link_id: UUID | None = None
    fine_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Envelope:
    """A telling on its way to one recipient through one channel."""

    telling: Telling
    role: str
    to_kind: str
    to_reference: UUID | None
    to_name: str
    channel: str
    channel_id: UUID | None = None
    hold_until: datetime | None = None
    is_urgent: bool = False

    @property
    def dedupe_key(self) -> str:
        """The same thing to the same recipient through the same channel."""
        whom = self.to_reference or self.to_name
        return f"{self.telling.key}:{self.role}:{whom}:{self.channel_id or self.channel}"


def address(telling: Telling, book: Book, terms: NoticeTerms, now: datetime) -> list[Envelope]:
    """Everybody whom the telling is for, each held until he may be told.

    Where a deadline passes before that, the agent is told of it instead of nobody.
    """
    zone = book.zone_of(telling.station_id)
    hurried = is_urgent(terms, telling.case_kind, telling.topic)
    found = [
        replace(
            each,
            hold_until=_held_until(terms, each.role, now, zone, hurried),
            is_urgent=hurried,
        )
        for each in _recipients(telling, book)
    ]
    too_late = [
        each for each in found
        if each.hold_until and telling.due_at and each.hold_until > telling.due_at
        and each.role != "agent"
    ]  # fmt: skip
    if too_late and telling.case_id is not None:
        found += _agents(_told_too_late(telling, too_late), book)
    return found


def _held_until(
    terms: NoticeTerms, role: str, now: datetime, zone: str, hurried: bool
) -> datetime | None:
    at = may_tell_at(terms, role, now, zone, is_urgent=hurried)
    return at if at > now else None


def _recipients(telling: Telling, book: Book) -> list[Envelope]:
    found = [_to_member(telling, book.people[each], "agent") for each in telling.member_ids
             if each in book.people]  # fmt: skip
    for role in telling.roles:
        if role == "agent":
            found += _agents(telling, book)
        elif role in STAFF:
            found += [
                _to_member(telling, each, role)
                for each in book.people.values()
                if each.role in STAFF[role]
            ]
            found += _through_channels(telling, book, role, "group", role)
        else:
            found += _outside(telling, book, role)
    return found


def _agents(telling: Telling, book: Book) -> list[Envelope]:
    """Whoever claimed the case; else those who serve the station; else the supervisors."""
    mine = book.people.get(telling.agent_member_id) if telling.agent_member_id else None
    serving = book.serving.get(telling.station_id, ()) if telling.station_id else ()
    people: Iterable[Person] = [mine] if mine else [book.people[each] for each in serving]
    if not people:
        people = [each for each in book.people.values() if each.role == "supervisor"]
    return [_to_member(telling, each, "agent") for each in people]


def _outside(telling: Telling, book: Book, role: str) -> list[Envelope]:
    """Group robots and mail of the station; where there are none, a text to be pasted from the
    case that it is about."""
    if role == "courier":
        reference, name = telling.courier_id, telling.courier_name
        if not name:
            return []
    else:
        reference, name = telling.station_id, telling.station_name
    found = _through_channels(telling, book, role, TO_KIND[role], name, reference)
    if not found and telling.case_id is not None:
        found = [Envelope(telling, role, TO_KIND[role], reference, name, "paste")]
    if role == "station" and telling.station_id:
        owners = book.owners.get(telling.station_id, ())
        found += [_to_member(telling, book.people[each], role) for each in owners]
    return found


def _through_channels(
    telling: Telling,
    book: Book,
    role: str,
    to_kind: str,
    name: str,
    reference: UUID | None = None,
) -> list[Envelope]:
    return [
        Envelope(telling, role, to_kind, reference, name, each.kind, each.id)
        for each in book.channels
        if role in each.audience and each.station_id in (None, telling.station_id)
    ]


def _to_member(telling: Telling, person: Person, role: str) -> Envelope:
    return Envelope(telling, role, "member", person.id, person.name, "in_app")


def _told_too_late(telling: Telling, held: list[Envelope]) -> Telling:
    names = "、".join(dict.fromkeys(each.to_name for each in held))
    return replace(
        telling,
        topic="told_too_late",
        key=f"{telling.key}:late",
        subject=Text(f"{names} 到时限前收不到提醒", f"{names} will not hear of it in time"),
        text=Text(
            f"现在不在可提醒时段。{telling.subject.zh}",
            f"They may not be disturbed now. {telling.subject.en}",
        ),
        outside=None,
        member_ids=(),
        link_id=None,
    )
