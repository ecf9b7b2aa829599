"""Work that goes from one to another as a whole: leave, the end of a shift.

Whoever hands over or takes over need not see every station of the other's cases, before or after.
So these run in the firm's own scope, and ask the leave or the handover itself whose it is.
"""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Any, Final, TypeAlias
from uuid import UUID

import asyncpg
from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.cases.capacities import SUPERVISING
from stationdesk.cases.core.writing import LEASE
from stationdesk.cases.repository import holds
from stationdesk.cases.routing import repository as still
from stationdesk.cases.routing.schemas import HandedOver
from stationdesk.foundation.database import Database
from stationdesk.foundation.ids import new_id
from stationdesk.tenancy.actor import Actor, Role
from stationdesk.tenancy.session import raw_connection, tenant_session
from stationdesk.workforce.errors import MemberUnknown
from stationdesk.workforce.repository import leave as leave_rows
from stationdesk.workforce.schemas import (
    AbsenceOut,
    Handover,
    HandoverIn,
    HandoverItem,
    PromiseItem,
)
from stationdesk.workforce.service import handovers, leave

Connection: TypeAlias = "asyncpg.Connection[Any]"

COVERED: Final = "covered"
HANDED: Final = "shift_handed_over"


async def handover_of_absence(database: Database, actor: Actor, absence_id: UUID) -> Handover:
    """What the substitute takes over, as it stands now. Raises AbsenceUnknown."""
    async with _firm_wide(database, actor) as session:
        return await _handover_of(session, actor, absence_id)


async def accept_absence(
    database: Database, actor: Actor, absence_id: UUID, now: datetime
) -> AbsenceOut:
    """The substitute accepts; what he accepted is kept with the leave."""
    async with _firm_wide(database, actor) as session:
        found = await _handover_of(session, actor, absence_id)
        return await leave.accept_handover(session, actor, absence_id, found, now)


async def move_begun_absences(session: AsyncSession, actor: Actor, now: datetime) -> int:
    """When leave begins, what is still in the absent one's name goes to his substitute.

    Cases that wait for others keep their custody: only whose they are changes.
    """
    connection = await raw_connection(session)
    begun = await leave_rows.take_begun(connection, actor.firm_id, now)
    for row in begun:
        if row["to_at"] > now:
            await _move_all(
                connection, actor, row["member_id"], row["substitute_member_id"], COVERED, now
            )
    return len(begun)


async def carried_by(database: Database, actor: Actor) -> Handover:
    """What the actor carries himself: the list of his handover."""
    async with _firm_wide(database, actor) as session:
        return await _carried(await raw_connection(session), actor, _own_hands(actor))


async def hand_over_shift(
    database: Database, actor: Actor, wanted: HandoverIn, now: datetime
) -> HandedOver:
    """Offer everything to the next one, or give it back to the queue at once."""
    member_id = _own_hands(actor)
    async with _firm_wide(database, actor) as session:
        connection = await raw_connection(session)
        items = await _carried(connection, actor, member_id)
        handover_id = await handovers.record(session, actor, wanted, items, now)
        moved = released = 0
        if wanted.to_member_id is None:
            moved, released = await _move_all(connection, actor, member_id, None, HANDED, now)
        return HandedOver(await handovers.shown(connection, actor, handover_id), moved, released)


async def decide_handover(
    database: Database, actor: Actor, handover_id: UUID, now: datetime, *, is_accepted: bool
) -> HandedOver:
    """Accepted, the cases move; what the taker may not hold goes to the queue."""
    async with _firm_wide(database, actor) as session:
        connection = await raw_connection(session)
        row = await handovers.decide(connection, actor, handover_id, now, is_accepted=is_accepted)
        moved = released = 0
        if is_accepted:
            moved, released = await _move_all(
                connection, actor, row["from_member_id"], row["to_member_id"], HANDED, now,
                note=row["notes"],
            )  # fmt: skip
        return HandedOver(await handovers.shown(connection, actor, handover_id), moved, released)


def _firm_wide(database: Database, actor: Actor) -> AbstractAsyncContextManager[AsyncSession]:
    return tenant_session(database, Actor.system(actor.firm_id))


def _own_hands(actor: Actor) -> UUID:
    if actor.member_id is None:
        raise MemberUnknown(
            "This token is a service's; it carries no cases.",
            zh="接口账号没有经手的工作项，请用成员账号登录。",
        )
    return actor.member_id


async def _handover_of(session: AsyncSession, actor: Actor, absence_id: UUID) -> Handover:
    connection = await raw_connection(session)
    row = await leave.the_absence(connection, actor, absence_id)
    return await _carried(connection, actor, row["member_id"], habits=row["habits"])


async def _carried(
    connection: Connection, actor: Actor, member_id: UUID, habits: str = ""
) -> Handover:
    rows = await still.cases_of_agent(connection, actor.firm_id, member_id)
    promises = await still.open_promises_of(connection, actor.firm_id, member_id)
    return Handover(
        cases=[
            HandoverItem(**{name: row[name] for name in HandoverItem.__struct_fields__})
            for row in rows
        ],
        promises=[PromiseItem(**dict(row.items())) for row in promises],
        habits=habits,
        notes="",
    )


async def _move_all(
    connection: Connection,
    actor: Actor,
    from_member_id: UUID,
    to_member_id: UUID | None,
    event: str,
    now: datetime,
    note: str = "",
) -> tuple[int, int]:
    """Every open case of one to the other, where he may hold it; else to the queue.

    Returns how many moved, and how many went to the queue. A case that waits for others and
    whose next agent cannot be the taker has none until somebody claims it.
    """
    moved = released = 0
    for row in await still.cases_of_agent(connection, actor.firm_id, from_member_id):
        kind, name = None, ""
        if to_member_id is not None:
            kind, name = await _may_hold(connection, actor, to_member_id, row["station_id"], now)
        is_done = await holds.hand_over(
            connection, firm_id=actor.firm_id, case_id=row["case_id"], now=now,
            timeline_id=new_id(), actor_member_id=actor.member_id, actor_name=actor.name,
            event=event, note=note, to_member_id=to_member_id if kind else None, to_kind=kind,
            to_name=name, lease=LEASE, only_from=from_member_id,
        )  # fmt: skip
        moved += is_done and kind is not None
        released += is_done and kind is None
    return moved, released


async def _may_hold(
    connection: Connection, actor: Actor, member_id: UUID, station_id: UUID, now: datetime
) -> tuple[str | None, str]:
    found = await holds.member_for_hand_over(connection, actor.firm_id, member_id, station_id, now)
    if found is None:
        return None, ""
    if Role(found["role"]) in SUPERVISING:
        return "supervisor", found["name"]
    return ("agent", found["name"]) if found["is_assigned"] else (None, "")
