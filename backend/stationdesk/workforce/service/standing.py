"""Who takes what returns to somebody who is off: his cover, or nobody."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal, TypeAlias
from uuid import UUID
from zoneinfo import ZoneInfo

import asyncpg
from msgspec import Struct
from msgspec.json import Decoder

from stationdesk.policies import service as policies
from stationdesk.workforce.repository import abilities, rotas
from stationdesk.workforce.shifts import Plan, on_shift, read_week, read_windows
from stationdesk.workforce.terms import WORKFORCE

Connection: TypeAlias = "asyncpg.Connection[Any]"
Why: TypeAlias = Literal["absent", "off_shift", "gone"]


class DutyFacts(Struct, frozen=True):
    """A member and his time around a moment, as the database tells it."""

    id: UUID
    name: str
    role: str
    is_current: bool
    zone: str
    week: dict[str, list[str]] | None
    days: dict[date, list[str]] | None
    is_absent: bool

    def plan(self) -> Plan:
        """His time; leave is told apart by `is_absent`."""
        return Plan(
            ZoneInfo(self.zone),
            None if self.week is None else read_week(self.week),
            {day: read_windows(each, "days") for day, each in (self.days or {}).items()},
        )

    def why_off(self, at: datetime) -> Why | None:
        """Why work cannot be left to him then; None if it can."""
        if not self.is_current:
            return "gone"
        if self.is_absent:
            return "absent"
        return None if on_shift(self.plan(), at) else "off_shift"


class StandIn(Struct, frozen=True):
    """Who is off and why, and who takes his place; `member_id` None: the queue."""

    for_member_id: UUID
    for_name: str
    why: Why
    member_id: UUID | None
    name: str
    role: str


_ONE = Decoder(DutyFacts)
_MANY = Decoder(list[DutyFacts])


async def stand_in(
    connection: Connection,
    firm_id: UUID,
    member_id: UUID,
    station_id: UUID,
    direction: str,
    at: datetime,
) -> StandIn | None:
    """None if the member is there himself, or if the firm's policy leaves work with him.

    Else his cover at that lane, if one is on shift and has room, before the queue.
    """
    found = await rotas.duty_facts(connection, firm_id, member_id, at)
    if found is None:
        return None
    member = _ONE.decode(found)
    why = member.why_off(at)
    if why is None:
        return None
    held = await policies.parameters_in_force(connection, firm_id, WORKFORCE, None, at)
    if not held.parameters.is_standing_in:
        return None
    written = await rotas.cover_facts(connection, firm_id, member_id, station_id, direction, at)
    for cover in _MANY.decode(written):
        if cover.why_off(at) is not None:
            continue
        room = await abilities.room(
            connection, firm_id, cover.id, at, is_agent=cover.role == "agent"
        )
        if room.has_room:
            return StandIn(member.id, member.name, why, cover.id, cover.name, cover.role)
    return StandIn(member.id, member.name, why, None, "", "")
