"""Claim, release, transfer, reassign, snooze, presence: who holds a case."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Any, TypeAlias
from uuid import UUID

import asyncpg
import msgspec
from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.cases.capacities import SUPERVISING, capacities, holding_kind
from stationdesk.cases.core.events import changes_since, stale
from stationdesk.cases.core.writing import LEASE
from stationdesk.cases.errors import (
    AtCapacity,
    CannotTakeOver,
    CaseHeld,
    CaseNotFound,
    EventRefused,
    NobodyToHold,
    NotYourCase,
    SnoozeTooLong,
)
from stationdesk.cases.kinds import kind_of
from stationdesk.cases.personal import shown_json
from stationdesk.cases.repository import claims, holds, records
from stationdesk.cases.rows import record_fields, record_row, row_fields
from stationdesk.cases.schemas import CaseRecord, ClaimedCase
from stationdesk.foundation.database import Database
from stationdesk.foundation.ids import new_id
from stationdesk.foundation.zones import HOME
from stationdesk.policies import service as policies
from stationdesk.tenancy.actor import Actor, Role
from stationdesk.tenancy.session import hot_transaction, raw_connection
from stationdesk.workflow.custody import HolderKind
from stationdesk.workflow.definition import Capacity
from stationdesk.workforce.repository import abilities
from stationdesk.workforce.service import stand_in

Connection: TypeAlias = "asyncpg.Connection[Any]"

CLAIM_ATTEMPTS = 5
CLAIM_PAUSE_S = 0.01
"""When every candidate was locked by others just then, look again this often, this soon."""
SNOOZE_MAX = timedelta(hours=24)


async def claim_next(
    database: Database, actor: Actor, now: datetime, idempotency_key: str | None = None
) -> ClaimedCase | None:
    """Take the most urgent case of the actor's stations and directions; None if there is none.

    Agents take from where they are assigned; supervisors and managers from the whole firm.
    Each attempt is one transaction and one statement. Raises NobodyToHold, PolicyUnread,
    AtCapacity.
    """
    member_id = _hands(actor)
    every_lane = actor.role in SUPERVISING
    for attempt in range(CLAIM_ATTEMPTS):
        async with hot_transaction(database, actor) as connection:
            if idempotency_key is not None:
                known = await _claimed_before(connection, actor, idempotency_key)
                if known is not None:
                    return known
            if attempt == 0:
                await policies.demand_read(connection, actor, now)
            row = await claims.claim_next(
                connection, actor.firm_id, member_id, now, LEASE, new_id(), holding_kind(actor),
                actor.name, idempotency_key, every_lane=every_lane,
            )  # fmt: skip
            if row is not None:
                return _claimed(row, actor)
            await _demand_room(connection, actor, member_id, now)
            if not await claims.is_anything_waiting(
                connection, actor.firm_id, member_id, now, every_lane=every_lane
            ):
                return None
        await asyncio.sleep(CLAIM_PAUSE_S * (attempt + 1))
    return None


async def claim_this(
    database: Database,
    actor: Actor,
    case_id: UUID,
    now: datetime,
    idempotency_key: str | None = None,
    *,
    version: int | None = None,
) -> ClaimedCase:
    """Take one case; one's own again is no error.

    With `version`, only as the caller has seen it. Raises CaseHeld, StaleCase, CaseNotFound,
    EventRefused, PolicyUnread, AtCapacity.
    """
    member_id = _hands(actor)
    async with hot_transaction(database, actor) as connection:
        await policies.demand_read(connection, actor, now)
        record = await records.find(connection, actor.firm_id, case_id)
        if record is not None and record.holder_kind == HolderKind.QUEUE:
            # Before the case is locked: his claims wait for each other, never for a case as well.
            await _demand_room(connection, actor, member_id, now)
        row = await claims.claim_this(
            connection, actor.firm_id, member_id, now, LEASE, new_id(), holding_kind(actor),
            actor.name, case_id, idempotency_key, version,
        )  # fmt: skip
        if row is not None:
            return _claimed(row, actor)
        record = await records.find(connection, actor.firm_id, case_id)
        if record is None:
            raise CaseNotFound(f"There is no case {case_id}, or it is not one of your stations'.")
        if record.closed_at is not None:
            raise _closed()
        if record.agent_member_id == member_id:
            await records.renew_lease(connection, actor.firm_id, case_id, member_id, now + LEASE)
            return _claimed_record(record, actor)
        if record.holder_kind == HolderKind.QUEUE:
            raise await stale(connection, actor, record, version or 0)
        raise await held(connection, actor, record, version)


async def held(
    connection: Connection, actor: Actor, record: CaseRecord, version: int | None
) -> CaseHeld:
    """The refusal that says who holds the case, and what happened since the caller looked."""
    row = record_row(record, actor.member_id)
    who = record.agent_name or record.holder_name or record.holder_kind
    since = record.version - 1 if version is None else version
    return CaseHeld(
        f"The case is with {who}.",
        who=record.agent_name or record.holder_name or "别人",
        holder=msgspec.to_builtins(row.agent or row.holder),
        current=msgspec.to_builtins(row),
        changes=await changes_since(connection, actor, record.id, since),
    )


async def release(
    session: AsyncSession, actor: Actor, case_id: UUID, now: datetime, note: str = "",
    idempotency_key: str | None = None,
) -> CaseRecord:  # fmt: skip
    """Give a case of one's own back to the queue (supervisors: anybody's)."""
    return await _hand_over(session, actor, case_id, "released", note, None, now, idempotency_key)


async def release_all(session: AsyncSession, actor: Actor, now: datetime) -> list[CaseRecord]:
    """Give back everything in one's hands: the end of a shift."""
    connection = await raw_connection(session)
    member_id = _hands(actor)
    held_ids = await holds.held_by(connection, actor.firm_id, member_id)
    return [await release(session, actor, case_id, now) for case_id in held_ids]


async def transfer(
    session: AsyncSession, actor: Actor, case_id: UUID, to: UUID, note: str, now: datetime,
    idempotency_key: str | None = None,
) -> CaseRecord:  # fmt: skip
    """Hand a case of one's own to a colleague."""
    return await _hand_over(session, actor, case_id, "transferred", note, to, now, idempotency_key)


async def reassign(
    session: AsyncSession, actor: Actor, case_id: UUID, to: UUID, note: str, now: datetime,
    idempotency_key: str | None = None,
) -> CaseRecord:  # fmt: skip
    """A supervisor gives a case, whoever has it, to a member."""
    return await _hand_over(session, actor, case_id, "reassigned", note, to, now, idempotency_key)


async def snooze(
    session: AsyncSession, actor: Actor, case_id: UUID, until: datetime, reason: str,
    now: datetime, idempotency_key: str | None = None,
) -> CaseRecord:  # fmt: skip
    """Put a case of one's own out of sight; it stays in one's hands. Raises SnoozeTooLong."""
    connection = await raw_connection(session)
    member_id = _hands(actor)
    record = await _find(connection, actor, case_id)
    if await _done_before(connection, record, idempotency_key):
        return record
    if not reason.strip():
        raise SnoozeTooLong(
            "Say why the case can wait.",
            reason="reason_missing",
            zh="请写明为什么可以等。",
        )
    if not now < until <= now + SNOOZE_MAX:
        raise SnoozeTooLong(
            "A case sleeps at most 24 hours, and not into the past.",
            zh="最多等 24 小时，而且要晚于现在。",
        )
    if record.due_at is not None and until >= record.due_at > now:
        raise SnoozeTooLong(
            f"The case is due at {record.due_at.isoformat()}: it cannot sleep past that.",
            due_at=record.due_at.isoformat(),
            zh=f"时限是 {record.due_at.astimezone(HOME):%m-%d %H:%M}，不能等到时限之后；请改早些。",
        )
    is_done = await holds.snooze(
        connection, actor.firm_id, case_id, now, new_id(), member_id, actor.name, until,
        reason.strip(), LEASE, idempotency_key,
    )  # fmt: skip
    if not is_done:
        raise _not_yours(record)
    return await _find(connection, actor, case_id)


async def mark_presence(session: AsyncSession, actor: Actor, now: datetime) -> None:
    """The member is at his desk: what he holds stays with him."""
    connection = await raw_connection(session)
    await holds.mark_presence(connection, actor.firm_id, _hands(actor), now)


async def _hand_over(
    session: AsyncSession,
    actor: Actor,
    case_id: UUID,
    event: str,
    note: str,
    to: UUID | None,
    now: datetime,
    idempotency_key: str | None,
) -> CaseRecord:
    connection = await raw_connection(session)
    record = await _find(connection, actor, case_id)
    if await _done_before(connection, record, idempotency_key):
        return record
    if record.closed_at is not None:
        raise _closed()
    own = capacities(actor, record)
    if not own & {Capacity.HOLDER, Capacity.SUPERVISOR}:
        raise _not_yours(record)
    if event == "released" and record.agent_member_id is None:
        raise _not_yours(record)
    kind, name = None, ""
    if to is not None:
        to, note = await _there(connection, record, to, note, now)
        kind, name = await _taker(connection, record, to, now)
    is_done = await holds.hand_over(
        connection, firm_id=actor.firm_id, case_id=case_id, now=now, timeline_id=new_id(),
        actor_member_id=actor.member_id, actor_name=actor.name, event=event, note=note.strip(),
        to_member_id=to, to_kind=kind, to_name=name, lease=LEASE,
        # Read without a lock above: the statement checks again that it is still his.
        only_from=None if Capacity.SUPERVISOR in own else actor.member_id,
        idempotency_key=idempotency_key,
    )  # fmt: skip
    if not is_done:
        raise _not_yours(await _find(connection, actor, case_id))
    return await _find(connection, actor, case_id)


async def _done_before(
    connection: Connection, record: CaseRecord, idempotency_key: str | None
) -> bool:
    """A line that broke after the deed: the same is sent again, and was done."""
    if idempotency_key is None:
        return False
    known = await records.by_idempotency_key(connection, record.firm_id, idempotency_key)
    return known == record.id


async def _there(
    connection: Connection, record: CaseRecord, to: UUID, note: str, now: datetime
) -> tuple[UUID, str]:
    """Who gets what is meant for `to`: on leave, his cover. Raises CannotTakeOver without one.

    Somebody who is merely off shift gets it all the same, unless he has a cover: whoever hands
    it over by name has chosen him.
    """
    off = await stand_in(connection, record.firm_id, to, record.station_id, record.direction, now)
    if off is None or (off.why != "absent" and off.member_id is None):
        return to, note
    if off.member_id is None:
        raise CannotTakeOver(
            f"{off.for_name} is on leave and nobody covers {record.station_code} for him; "
            "choose somebody else.", zh=f"{off.for_name} 正在休假，且没有代班人，请换一个人",
        )  # fmt: skip
    return off.member_id, f"{note.strip()} （代 {off.for_name}）".strip()


async def _taker(
    connection: Connection, record: CaseRecord, member_id: UUID, now: datetime
) -> tuple[str, str]:
    found = await holds.member_for_hand_over(
        connection, record.firm_id, member_id, record.station_id, now
    )
    if found is None:
        raise CannotTakeOver(
            f"There is no current member {member_id}.", zh="这个人已不是在职成员，请另选一人。"
        )
    role = Role(found["role"])
    if role in SUPERVISING:
        return str(HolderKind.SUPERVISOR), found["name"]
    if role is not Role.AGENT or not found["is_assigned"]:
        raise CannotTakeOver(
            f"{found['name']} is not assigned to station {record.station_code}; assign first.",
            zh=f"{found['name']} 没有分配网点 {record.station_code}，请先分配网点，或另选一人。",
        )
    return str(HolderKind.AGENT), found["name"]


def _hands(actor: Actor) -> UUID:
    if actor.member_id is None:
        raise NobodyToHold("This token is a service's; sign in as a member to hold cases.")
    return actor.member_id


def _closed() -> EventRefused:
    return EventRefused(
        "The case is closed.", reason="closed", zh="工作项已结束；要再办请先重开。", missing=[]
    )


def _not_yours(record: CaseRecord) -> NotYourCase:
    who = record.agent_name or "nobody"
    return NotYourCase(
        f"The case is with {who}, not with you.", reason="not_holder",
        zh=f"工作项由 {record.agent_name} 负责" if record.agent_name else "工作项无人认领",
        missing=[],
    )  # fmt: skip


async def _demand_room(
    connection: Connection, actor: Actor, member_id: UUID, now: datetime
) -> None:
    """Raise AtCapacity where the member's limit is reached; one of nobody's is no limit."""
    room = await abilities.room(
        connection, actor.firm_id, member_id, now, is_agent=holding_kind(actor) == "agent"
    )
    if not room.has_room:
        raise AtCapacity(
            f"You hold {room.held} cases; your limit is {room.held_max}. Finish or give back some.",
            held_max=room.held_max, held=room.held,
            zh=f"手上已有 {room.held} 件，上限 {room.held_max} 件；请先办结或放回一些",
        )  # fmt: skip


async def _find(connection: Connection, actor: Actor, case_id: UUID) -> CaseRecord:
    record = await records.find(connection, actor.firm_id, case_id)
    if record is None:
        raise CaseNotFound(f"There is no case {case_id}, or it is not one of your stations'.")
    return record


async def _claimed_before(
    connection: Connection, actor: Actor, idempotency_key: str
) -> ClaimedCase | None:
    known = await records.by_idempotency_key(connection, actor.firm_id, idempotency_key)
    if known is None:
        return None
    return _claimed_record(await _find(connection, actor, known), actor)


def _claimed(row: asyncpg.Record, actor: Actor) -> ClaimedCase:
    return ClaimedCase(
        **row_fields(row, actor.member_id),
        lease_until=row["lease_until"],
        details=shown_json(kind_of(row["kind"]), row["details"], actor),
    )


def _claimed_record(record: CaseRecord, actor: Actor) -> ClaimedCase:
    return ClaimedCase(
        **record_fields(record, actor.member_id),
        lease_until=record.lease_until,
        details=shown_json(kind_of(record.kind), record.details, actor),
    )
