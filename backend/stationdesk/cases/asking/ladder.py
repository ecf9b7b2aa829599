"""What a rung does when it fires: whom it tells, and the correction that it demands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, TypeAlias
from uuid import UUID

import asyncpg
from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.cases.asking import repository
from stationdesk.cases.clockwork import CaseClock
from stationdesk.cases.kinds import kind_of
from stationdesk.cases.promises.terms import clock_rule
from stationdesk.clocks.deadlines import IF_NOTHING_MOVED, Clock, Rung
from stationdesk.foundation.ids import new_id
from stationdesk.notices import texts
from stationdesk.notices.book import Envelope, Telling, Text
from stationdesk.notices.models import Correction
from stationdesk.notices.service import links
from stationdesk.notices.service.links import Held
from stationdesk.notices.service.telling import tell
from stationdesk.tenancy.actor import Actor
from stationdesk.workflow.custody import HolderKind

Connection: TypeAlias = "asyncpg.Connection[Any]"
Facts: TypeAlias = asyncpg.Record

SUPERVISOR_OF: Final = "主管"


@dataclass(frozen=True, slots=True)
class Fired:
    """A rung that has just fired; `moved_since` is when its clock rang before."""

    case_id: UUID
    clock: CaseClock
    rung: Rung
    moved_since: datetime


@dataclass(frozen=True, slots=True)
class Told:
    """What came of a rung: who was told, or that the case had moved and nobody needed to be."""

    has_moved: bool = False
    to: Sequence[Envelope] = ()

    def data(self) -> dict[str, Any]:
        """As the timeline keeps it."""
        told = [
            {
                "role": each.role, "name": each.to_name, "channel": each.channel,
                "held_until": each.hold_until,
            }
            for each in self.to
        ]  # fmt: skip
        return {"told": told} | ({"has_moved": True} if self.has_moved else {})


def last_ring(before: Clock) -> datetime:
    """When the clock rang last, or began: what happened since then counts as moving."""
    return max((each.fired_at for each in before.rungs if each.fired_at), default=before.started_at)


async def tell_rungs(
    session: AsyncSession,
    connection: Connection,
    actor: Actor,
    fired: Sequence[Fired],
    now: datetime,
) -> dict[tuple[UUID, int], Told]:
    """Tell what each rung tells, by clock and minutes before. One rung a clock: the newest."""
    facts = await repository.facts_of(connection, actor.firm_id, [each.case_id for each in fired])
    result: dict[tuple[UUID, int], Told] = {}
    tellings: dict[str, tuple[UUID, int]] = {}
    wanted: list[Telling] = []
    for each in fired:
        key = (each.clock.id, each.rung.minutes_before)
        if await _has_moved(connection, actor, each):
            result[key] = Told(has_moved=True)
            continue
        telling = await _telling(connection, actor, each, facts[each.case_id], now)
        if telling.roles:
            wanted.append(telling)
            tellings[telling.key] = key
    envelopes = await tell(session, actor, wanted, now)
    for known, key in tellings.items():
        mine = [each for each in envelopes if each.telling.key in (known, f"{known}:late")]
        result[key] = Told(to=mine)
    return result


async def _has_moved(connection: Connection, actor: Actor, fired: Fired) -> bool:
    if fired.rung.condition != IF_NOTHING_MOVED:
        return False
    return await repository.has_moved(connection, actor.firm_id, fired.case_id, fired.moved_since)


async def _telling(
    connection: Connection, actor: Actor, fired: Fired, facts: Facts, now: datetime
) -> Telling:
    rung, clock = fired.rung, fired.clock.clock
    extra = Text(rung.text, rung.text)
    if rung.demands_correction_minutes is not None:
        extra = await _demand(connection, actor, fired, facts, now)
    link_id, outside = None, None
    party = _party_told(rung, facts)
    if party is not None:
        question = rung.text or texts.PUSHED_QUESTION.zh
        link = await _link(connection, actor, fired, facts, party, question, now)
        link_id = link.id
        outside = texts.paste_text(
            facts["station_name"], facts["waybill"], party.name, link.question, clock.due_at,
            facts["zone"],
        )  # fmt: skip
    label = clock_rule(kind_of(facts["kind"]), clock.name).label
    holder = facts["agent_name"] or facts["holder_name"]
    return Telling(
        topic="rung",
        key=f"rung:{fired.clock.id}:{rung.minutes_before}:{clock.due_at.isoformat()}",
        roles=rung.notify,
        subject=texts.rung_subject(
            facts["station_name"], facts["waybill"], Text(label.zh, label.en), rung.minutes_before
        ),
        text=texts.rung_text(facts["number"], facts["summary"], holder, facts["risk_fen"], extra),
        outside=outside,
        case_id=fired.case_id,
        case_kind=facts["kind"],
        station_id=facts["station_id"],
        station_name=facts["station_name"],
        due_at=clock.due_at,
        agent_member_id=facts["agent_member_id"],
        courier_id=party.reference if party and party.party == "courier" else None,
        courier_name=party.name if party and party.party == "courier" else "",
        link_id=link_id,
    )  # fmt: skip


def _party_told(rung: Rung, facts: Facts) -> Held | None:
    """Whom outside a rung pushes to: the courier by name where one is known, else the station."""
    if "courier" in rung.notify:
        if facts["holder_kind"] == HolderKind.COURIER:
            return Held("courier", facts["holder_name"], facts["holder_reference"])
        if facts["courier"]:
            return Held("courier", facts["courier"])
    if "station" in rung.notify:
        return Held("station", facts["station_name"], facts["station_id"])
    return None


async def _link(
    connection: Connection,
    actor: Actor,
    fired: Fired,
    facts: Facts,
    held: Held,
    question: str,
    now: datetime,
) -> Any:
    """The link that he has for this case already, else one that asks what is the matter."""
    for known in await links.open_links(connection, actor, fired.case_id, now):
        if (known.party, known.to_name) == (held.party, held.name):
            return known
    return await links.open_link(
        connection, actor, case_id=fired.case_id, station_id=facts["station_id"], held=held,
        question=question, due_at=fired.clock.clock.due_at, now=now,
    )  # fmt: skip


async def _demand(
    connection: Connection, actor: Actor, fired: Fired, facts: Facts, now: datetime
) -> Text:
    minutes = fired.rung.demands_correction_minutes or 0
    due_at = now + timedelta(minutes=minutes)
    row = Correction(
        firm_id=actor.firm_id, id=new_id(), case_id=fired.case_id, station_id=facts["station_id"],
        clock=fired.clock.clock.name, clock_id=fired.clock.id,
        minutes_before=fired.rung.minutes_before,
        demanded_of=f"{facts['station_name']}{SUPERVISOR_OF}", demanded_at=now, due_at=due_at,
        escalated_at=None, recorded_at=None, recorded_by_member_id=None, recorded_by_name="",
        done="", attachment_id=None,
    )  # fmt: skip
    await repository.demand(connection, row)
    return texts.call_supervisor(facts["station_name"], due_at, facts["zone"])
