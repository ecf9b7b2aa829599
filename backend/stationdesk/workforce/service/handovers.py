"""Handovers of a shift 交接班, as records; who moves the cases is the cases' own business."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final, TypeAlias
from uuid import UUID

import asyncpg
import msgspec
from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.foundation.cursors import page_limit, write_cursor
from stationdesk.foundation.ids import new_id
from stationdesk.policies.moments import check_text
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import raw_connection
from stationdesk.workforce.errors import (
    HandoverDecided,
    HandoverInvalid,
    HandoverUnknown,
    MemberUnknown,
)
from stationdesk.workforce.repository import leave
from stationdesk.workforce.schemas import (
    Handover,
    HandoverIn,
    ShiftHandoverOut,
    ShiftHandoverPage,
)
from stationdesk.workforce.service.leave import may_supervise
from stationdesk.workforce.service.places import read_place
from stationdesk.workforce.service.rota import the_worker

Connection: TypeAlias = "asyncpg.Connection[Any]"

NOTES_MAX: Final = 4000


async def record(
    session: AsyncSession, actor: Actor, wanted: HandoverIn, items: Handover, now: datetime
) -> UUID:
    """Write a handover down: offered to somebody, or released to the queue."""
    check_text(HandoverInvalid, "notes", wanted.notes, NOTES_MAX)
    connection = await raw_connection(session)
    if actor.member_id is None:
        raise MemberUnknown(
            "This token is a service's; sign in as a member to hand over.",
            zh="接口账号不能交接班，请用成员账号登录。",
        )
    if wanted.to_member_id is not None:
        await the_worker(connection, actor, wanted.to_member_id)
        if wanted.to_member_id == actor.member_id:
            raise HandoverInvalid(
                "Hand over to somebody else.",
                field="to_member_id",
                zh="不能交接给自己，请另选一人。",
            )
    handover_id = new_id()
    is_offered = wanted.to_member_id is not None
    await leave.insert(
        connection,
        "shift_handovers",
        {
            "firm_id": actor.firm_id, "id": handover_id, "from_member_id": actor.member_id,
            "to_member_id": wanted.to_member_id, "notes": wanted.notes.strip(),
            "items": msgspec.json.encode(items).decode(),
            "state": "offered" if is_offered else "released", "offered_at": now,
            "decided_at": None if is_offered else now,
        },
    )  # fmt: skip
    return handover_id


async def decide(
    connection: Connection, actor: Actor, handover_id: UUID, now: datetime, *, is_accepted: bool
) -> asyncpg.Record:
    """Whoever it was offered to accepts or declines; whoever offered it may take it back."""
    row = await leave.handover(connection, actor.firm_id, handover_id, locked=True)
    people = () if row is None else (row["to_member_id"], row["from_member_id"])
    if row is None or actor.member_id is None or actor.member_id not in people:
        raise HandoverUnknown(
            f"There is no handover {handover_id} that was offered to you.",
            zh="没有交给您的这次交接，请刷新列表。",
        )
    if row["state"] != "offered":
        raise HandoverDecided(f"The handover is {row['state']} already.", state=row["state"])
    if is_accepted and actor.member_id != row["to_member_id"]:
        raise HandoverUnknown(
            f"It was offered to {row['to_name']}, who has to accept it.",
            zh=f"这次交接是给{row['to_name']}的，要由本人接受。",
        )
    state = "accepted" if is_accepted else "declined"
    await leave.decide_handover(connection, actor.firm_id, handover_id, state, now)
    return row


async def shown(connection: Connection, actor: Actor, handover_id: UUID) -> ShiftHandoverOut:
    """One handover as people see it."""
    row = await leave.handover(connection, actor.firm_id, handover_id)
    assert row is not None
    return _out(row)


async def page(
    session: AsyncSession, actor: Actor, cursor: str | None, limit: int
) -> ShiftHandoverPage:
    """Handovers, the latest first: agents see those that they gave or were offered."""
    limit = page_limit(limit)
    connection = await raw_connection(session)
    whose = None if may_supervise(actor) else actor.member_id
    rows = await leave.handovers(connection, actor.firm_id, whose, read_place(cursor), limit)
    last = rows[limit - 1] if len(rows) > limit else None
    return ShiftHandoverPage(
        [_out(row) for row in rows[:limit]],
        write_cursor(last["offered_at"], last["id"]) if last else None,
    )


def _out(row: asyncpg.Record) -> ShiftHandoverOut:
    fields = {name: row[name] for name in ShiftHandoverOut.__struct_fields__ if name != "items"}
    return ShiftHandoverOut(**fields, items=msgspec.json.decode(row["items"]))
