"""Leave 请假: asked for, taken over by a substitute, decided, withdrawn."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final, TypeAlias
from uuid import UUID

import asyncpg
import msgspec
from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.accounts.repository import add_audit
from stationdesk.foundation.cursors import page_limit, write_cursor
from stationdesk.foundation.ids import new_id
from stationdesk.policies import service as policies
from stationdesk.policies.moments import check_moment, check_text
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.permissions import Permission, allows
from stationdesk.tenancy.session import raw_connection
from stationdesk.workforce.errors import (
    AbsenceInvalid,
    AbsenceNotYours,
    AbsenceStateWrong,
    AbsenceUnknown,
    HandoverMissing,
)
from stationdesk.workforce.repository import leave
from stationdesk.workforce.schemas import AbsenceIn, AbsenceOut, AbsencePage, Handover
from stationdesk.workforce.service.places import read_place
from stationdesk.workforce.service.rota import the_worker
from stationdesk.workforce.terms import WORKFORCE

Connection: TypeAlias = "asyncpg.Connection[Any]"

KINDS: Final = ("annual", "personal", "sick", "other")
STANDING: Final = ("requested", "accepted", "approved")
LENGTH_MAX: Final = timedelta(days=366)
TEXT_MAX: Final = 4000


def may_supervise(actor: Actor) -> bool:
    """Whether the actor decides over the shifts and leave of others."""
    return allows(actor, Permission.ASSIGNMENTS_MANAGE)


async def request_absence(
    session: AsyncSession, actor: Actor, wanted: AbsenceIn, now: datetime
) -> AbsenceOut:
    """Ask for leave; a supervisor also for somebody else. Raises AbsenceInvalid."""
    connection = await raw_connection(session)
    member_id = wanted.member_id or actor.member_id
    if member_id is None or (member_id != actor.member_id and not may_supervise(actor)):
        raise AbsenceNotYours(
            "Ask for your own leave, or have a supervisor enter it.",
            zh="只能给自己请假；别人的请组长录入。",
        )
    _check(wanted, now)
    member = await the_worker(connection, actor, member_id)
    substitute = await the_worker(connection, actor, wanted.substitute_member_id)
    if member["id"] == substitute["id"]:
        raise AbsenceInvalid(
            "Somebody else must stand in.",
            field="substitute_member_id",
            zh="自己不能给自己代班，请另选一人。",
        )
    span = (wanted.from_at, wanted.to_at)
    if await leave.is_away(connection, actor.firm_id, member_id, *span, list(STANDING)):
        raise AbsenceInvalid(
            f"{member['name']} has leave in that time already; withdraw it first.",
            field="from_at",
            zh=f"{member['name']}在这段时间已有请假，请先撤回那一条。",
        )
    await _demand_there(connection, actor, substitute, *span)
    absence_id = new_id()
    await leave.insert(
        connection,
        "absences",
        {
            "firm_id": actor.firm_id, "id": absence_id, "member_id": member_id,
            "kind": wanted.kind, "from_at": wanted.from_at, "to_at": wanted.to_at,
            "substitute_member_id": substitute["id"], "reason": wanted.reason.strip(),
            "habits": wanted.habits.strip(), "state": "requested", "requested_at": now,
        },
    )  # fmt: skip
    add_audit(session, actor, "absence_requested", member["name"], now, id=str(absence_id))
    await session.flush()
    return await shown(connection, actor, absence_id, now)


async def accept_handover(
    session: AsyncSession, actor: Actor, absence_id: UUID, handover: Handover, now: datetime
) -> AbsenceOut:
    """The substitute takes over what he was shown; it is kept as it stood then."""
    connection = await raw_connection(session)
    row = await the_absence(connection, actor, absence_id, locked=True)
    _demand_substitute(actor, row)
    _demand_state(row, "requested", "declined")
    await leave.update_absence(
        connection, actor.firm_id, absence_id,
        {"state": "accepted", "accepted_at": now,
         "handover": msgspec.json.encode(handover).decode()},
    )  # fmt: skip
    return await shown(connection, actor, absence_id, now)


async def decline(
    session: AsyncSession, actor: Actor, absence_id: UUID, now: datetime
) -> AbsenceOut:
    """The substitute will not stand in."""
    connection = await raw_connection(session)
    row = await the_absence(connection, actor, absence_id, locked=True)
    _demand_substitute(actor, row)
    _demand_state(row, "requested", "accepted")
    await leave.update_absence(connection, actor.firm_id, absence_id, {"state": "declined"})
    return await shown(connection, actor, absence_id, now)


async def decide(
    session: AsyncSession,
    actor: Actor,
    absence_id: UUID,
    *,
    is_approved: bool,
    note: str,
    is_override: bool,
    now: datetime,
) -> AbsenceOut:
    """Approve, and let the substitute stand in; or refuse.

    Raises HandoverMissing where nobody has taken over or time is short, unless overridden.
    """
    check_text(AbsenceInvalid, "note", note, TEXT_MAX)
    connection = await raw_connection(session)
    row = await the_absence(connection, actor, absence_id, locked=True)
    _demand_state(row, "requested", "accepted", "declined")
    if row["member_id"] == actor.member_id:
        raise AbsenceNotYours(
            "Somebody else must decide over your own leave.", zh="自己的请假要由别人批。"
        )
    lacks: list[str] = []
    if is_approved:
        lacks = await _lacks(connection, actor, row, now)
        if lacks and not (is_override and note.strip()):
            raise HandoverMissing(
                "Leave needs a handover that the substitute accepted, and notice in good time. "
                "To approve it all the same, override with a reason.", reasons=lacks,
            )  # fmt: skip
        substitute = await the_worker(connection, actor, row["substitute_member_id"])
        await _demand_there(connection, actor, substitute, row["from_at"], row["to_at"])
        await leave.insert(
            connection,
            "covers",
            {
                "firm_id": actor.firm_id, "id": new_id(), "covered_member_id": row["member_id"],
                "cover_member_id": substitute["id"], "from_at": row["from_at"],
                "to_at": row["to_at"], "absence_id": absence_id, "entered_at": now,
                "entered_by_name": actor.name,
            },
        )  # fmt: skip
    state = "approved" if is_approved else "refused"
    await leave.update_absence(
        connection, actor.firm_id, absence_id,
        {"state": state, "decided_at": now, "decided_by_name": actor.name,
         "decision_note": note.strip(), "is_override": bool(lacks)},
    )  # fmt: skip
    add_audit(session, actor, f"absence_{state}", row["member_name"], now, lacks=lacks)
    await session.flush()
    return await shown(connection, actor, absence_id, now)


async def withdraw(
    session: AsyncSession, actor: Actor, absence_id: UUID, now: datetime
) -> AbsenceOut:
    """Take leave back, also when it has begun: then it and its cover end now."""
    connection = await raw_connection(session)
    row = await the_absence(connection, actor, absence_id, locked=True)
    if row["member_id"] != actor.member_id and not may_supervise(actor):
        raise AbsenceNotYours(
            "Only the one whose leave it is, or a supervisor, withdraws it.",
            zh="只有请假本人或组长能撤回。",
        )
    _demand_state(row, "requested", "accepted", "declined", "approved")
    if row["to_at"] <= now:
        raise AbsenceStateWrong(
            "That leave is over.", state=row["state"], zh="这次请假已结束，不能撤回。"
        )
    columns: dict[str, Any] = {"state": "withdrawn"}
    if row["state"] == "approved" and row["from_at"] < now:
        columns = {"to_at": now}
    await leave.update_absence(connection, actor.firm_id, absence_id, columns)
    await leave.end_covers(connection, actor.firm_id, now, absence_id=absence_id)
    add_audit(session, actor, "absence_withdrawn", row["member_name"], now, id=str(absence_id))
    await session.flush()
    return await shown(connection, actor, absence_id, now)


async def page(
    session: AsyncSession, actor: Actor, cursor: str | None, limit: int, now: datetime
) -> AbsencePage:
    """Leave, the latest first: agents see their own and where they stand in."""
    limit = page_limit(limit)
    connection = await raw_connection(session)
    whose = None if may_supervise(actor) else actor.member_id
    rows = await leave.absences(connection, actor.firm_id, whose, read_place(cursor), limit)
    last = rows[limit - 1] if len(rows) > limit else None
    items = [await _out(connection, actor, row, now) for row in rows[:limit]]
    return AbsencePage(items, write_cursor(last["from_at"], last["id"]) if last else None)


async def the_absence(
    connection: Connection, actor: Actor, absence_id: UUID, *, locked: bool = False
) -> asyncpg.Record:
    """The leave, if it concerns the actor. Raises AbsenceUnknown."""
    row = await leave.absence(connection, actor.firm_id, absence_id, locked=locked)
    people = () if row is None else (row["member_id"], row["substitute_member_id"])
    if row is None or (actor.member_id not in people and not may_supervise(actor)):
        raise AbsenceUnknown(f"There is no leave {absence_id} that concerns you.")
    return row


async def shown(
    connection: Connection, actor: Actor, absence_id: UUID, now: datetime
) -> AbsenceOut:
    """One leave as people see it."""
    return await _out(connection, actor, await the_absence(connection, actor, absence_id), now)


async def _out(
    connection: Connection, actor: Actor, row: asyncpg.Record, now: datetime
) -> AbsenceOut:
    is_open = row["state"] in ("requested", "accepted", "declined")
    names = set(AbsenceOut.__struct_fields__) - {"lacks", "decided_by"}
    return AbsenceOut(
        **{name: row[name] for name in names},
        decided_by=row["decided_by_name"],
        lacks=await _lacks(connection, actor, row, now) if is_open else [],
    )


async def _lacks(
    connection: Connection, actor: Actor, row: asyncpg.Record, now: datetime
) -> list[str]:
    held = await policies.parameters_in_force(connection, actor.firm_id, WORKFORCE, None, now)
    lacks = [] if row["state"] == "accepted" else ["handover"]
    notice = timedelta(days=held.parameters.leave_notice_days)
    return lacks + (["notice"] if row["from_at"] - now < notice else [])


async def _demand_there(
    connection: Connection,
    actor: Actor,
    substitute: asyncpg.Record,
    from_at: datetime,
    to_at: datetime,
) -> None:
    if await leave.is_away(
        connection, actor.firm_id, substitute["id"], from_at, to_at, ["approved"]
    ):
        raise AbsenceInvalid(
            f"{substitute['name']} is on leave himself in that time; choose another substitute.",
            field="substitute_member_id",
            zh=f"{substitute['name']}在这段时间自己也请假，请另选代班人。",
        )


def _check(wanted: AbsenceIn, now: datetime) -> None:
    if wanted.kind not in KINDS:
        raise AbsenceInvalid(
            f"kind must be one of {', '.join(KINDS)}.", field="kind", zh="请从列表里选假别。"
        )
    for name, moment in (("from_at", wanted.from_at), ("to_at", wanted.to_at)):
        check_moment(AbsenceInvalid, name, moment)
    for name, text in (("reason", wanted.reason), ("habits", wanted.habits)):
        check_text(AbsenceInvalid, name, text, TEXT_MAX)
    if not wanted.from_at < wanted.to_at <= wanted.from_at + LENGTH_MAX:
        raise AbsenceInvalid(
            "Leave ends after it begins, within a year.",
            field="to_at",
            zh="请假结束要晚于开始，且不超过一年。",
        )
    if wanted.to_at <= now:
        raise AbsenceInvalid("That time is over.", field="to_at", zh="这段时间已经过去，请改日期。")


def _demand_substitute(actor: Actor, row: asyncpg.Record) -> None:
    if row["substitute_member_id"] != actor.member_id:
        raise AbsenceNotYours(
            f"{row['substitute_name']} was asked to stand in, not you.",
            zh=f"代班请求是给{row['substitute_name']}的，要由本人答复。",
        )


def _demand_state(row: asyncpg.Record, *states: str) -> None:
    if row["state"] not in states:
        raise AbsenceStateWrong(
            f"The leave is {row['state']}; this needs it {' or '.join(states)}.",
            state=row["state"],
            zh="这次请假已有变化，不能再做这一步；请刷新。",
        )
