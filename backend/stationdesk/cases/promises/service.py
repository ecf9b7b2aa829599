"""Promises made to customers: made, kept, broken, moved, taken back.

Each has a clock of the firm's own that ends at its inner due time and never pauses, so that the
ladder, the queue's order and custody hold for it as for any deadline.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import ceil
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.cases import clockwork
from stationdesk.cases.clockwork import CaseClock
from stationdesk.cases.contacts.service import contacts_of
from stationdesk.cases.core.context import CaseContext, Connection, load
from stationdesk.cases.errors import PromiseInvalid, PromiseSettled, PromiseUnknown
from stationdesk.cases.promises import repository as promises
from stationdesk.cases.promises.schemas import (
    NewPromise,
    PromiseGivenUp,
    PromiseKept,
    PromiseMoved,
    PromiseOut,
)
from stationdesk.cases.promises.terms import (
    CLOCK,
    CLOCK_RULE,
    LONGEST,
    PROMISES,
    SHORTEST,
    PromiseParameters,
    inner_due,
    is_kept,
)
from stationdesk.cases.ranking import next_due_at, rank
from stationdesk.cases.repository import records, timeline
from stationdesk.clocks import deadlines
from stationdesk.foundation.ids import new_id
from stationdesk.foundation.request_words import field_zh
from stationdesk.policies import service as policies
from stationdesk.policies.service import InForce
from stationdesk.policies.terms import CaseTerms
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.masking import mask_name
from stationdesk.tenancy.session import raw_connection

BATCH = 500
TO_ROLES = ("recipient", "sender", "caller", "other")
WHOM_MAX = 80
TEXT_MAX = 500


@dataclass(frozen=True, slots=True)
class _Settling:
    """A promise that is about to change, with its case and clock, all locked."""

    connection: Connection
    context: CaseContext
    promise: PromiseOut
    clock: CaseClock


async def make_promise(
    session: AsyncSession, actor: Actor, case_id: UUID, wanted: NewPromise, now: datetime
) -> UUID:
    """Write down what a customer was told. Raises CaseNotFound, PromiseInvalid, PromiseSettled."""
    context = await load(session, actor, case_id, locked=True)
    connection = await raw_connection(session)
    record = context.record
    if record.closed_at is not None:
        raise PromiseSettled(
            f"{record.number} has ended; reopen it before you promise more.",
            zh=f"{record.number} 已办结，要再承诺请先重开。",
        )
    if wanted.to_role not in TO_ROLES:
        raise PromiseInvalid(
            f"to_role is one of {', '.join(TO_ROLES)}.", field="to_role", zh="请选择承诺给谁。"
        )
    text = _text("text", wanted.text, TEXT_MAX)
    to_whom = " ".join(wanted.to_whom.split()) or await _name_of(session, actor, context, wanted)
    if len(to_whom) > WHOM_MAX or not to_whom.isprintable():
        raise PromiseInvalid(
            f"to_whom has at most {WHOM_MAX} characters.",
            field="to_whom",
            zh=f"承诺对象最多 {WHOM_MAX} 个字。",
        )
    terms = await _terms(connection, context, now)
    inner_due_at = _inner(now, wanted.due_at, wanted.margin_minutes, terms.parameters)
    clock = _clock(terms, now, inner_due_at)
    promise_id = new_id()
    await promises.insert(
        connection,
        {
            "firm_id": record.firm_id, "id": promise_id, "case_id": record.id,
            "station_id": record.station_id, "clock_id": clock.id, "to_role": wanted.to_role,
            "to_whom": mask_name(to_whom), "text": text, "made_at": now,
            "made_by_member_id": actor.member_id, "made_by_name": actor.name,
            "first_due_at": wanted.due_at, "due_at": wanted.due_at,
            "inner_due_at": inner_due_at, "policy_code": terms.code,
            "policy_version": terms.version,
        },
    )  # fmt: skip
    await _write_clock(connection, context, clock, now)
    data = {"promise_id": promise_id, "due_at": wanted.due_at, "inner_due_at": inner_due_at}
    await _note(connection, actor, context, "promise_made", text, data, now)
    return promise_id


async def keep_promise(
    session: AsyncSession, actor: Actor, case_id: UUID, promise_id: UUID, how: PromiseKept,
    now: datetime,
) -> None:  # fmt: skip
    """It was done, in time or too late. Raises PromiseUnknown, PromiseInvalid, PromiseSettled."""
    found = await _settle(session, actor, case_id, promise_id, {"open", "broken"})
    promise = found.promise
    kept_at = how.kept_at or now
    if kept_at.tzinfo is None or not promise.made_at <= kept_at <= now:
        raise PromiseInvalid(
            "It was kept after it was made and not in the future; write the time with its zone.",
            field="kept_at",
            zh="兑现时间要在承诺之后、现在之前，并带时区。",
        )
    proof = " ".join(how.proof.split())[:TEXT_MAX]
    in_time = is_kept(promise.due_at, kept_at)
    if promise.status == "broken" and (promise.kept_at is not None or (in_time and not proof)):
        if promise.kept_at is not None:
            raise PromiseSettled(
                "It was marked as kept too late already.", zh="这条承诺已记为逾期兑现，不用再记。"
            )
        raise PromiseInvalid(
            "Its time had passed unkept; say by what proof it was kept in time.",
            field="proof",
            zh="承诺时间已过，请填写按时兑现的凭证。",
        )
    columns: dict[str, Any] = {
        "status": "kept" if in_time else "broken",
        "kept_at": kept_at,
        "broken_at": None if in_time else promise.broken_at or promise.due_at,
        "settled_by_name": actor.name,
        "proof": proof,
    }
    event = "promise_kept" if in_time else "promise_kept_late"
    await _write(found, actor, columns, event, proof, kept_at, now)


async def break_promise(
    session: AsyncSession, actor: Actor, case_id: UUID, promise_id: UUID, why: PromiseGivenUp,
    now: datetime,
) -> None:  # fmt: skip
    """It cannot be kept, or was not: say why. Raises PromiseUnknown, PromiseSettled."""
    found = await _settle(session, actor, case_id, promise_id, {"open", "broken"})
    reason = _text("reason", why.reason, TEXT_MAX)
    broken_at = found.promise.broken_at or min(now, found.promise.due_at)
    columns = {
        "status": "broken", "broken_at": broken_at, "settled_by_name": actor.name, "reason": reason
    }  # fmt: skip
    await _write(found, actor, columns, "promise_broken", reason, now, now)


async def withdraw_promise(
    session: AsyncSession, actor: Actor, case_id: UUID, promise_id: UUID, why: PromiseGivenUp,
    now: datetime,
) -> None:  # fmt: skip
    """The customer released us from it. Raises PromiseUnknown, PromiseSettled."""
    found = await _settle(session, actor, case_id, promise_id, {"open"})
    reason = _text("reason", why.reason, TEXT_MAX)
    columns = {"status": "withdrawn", "settled_by_name": actor.name, "reason": reason}
    await _write(found, actor, columns, "promise_withdrawn", reason, now, now)


async def move_promise(
    session: AsyncSession, actor: Actor, case_id: UUID, promise_id: UUID, to: PromiseMoved,
    now: datetime,
) -> None:  # fmt: skip
    """The customer agreed to another time; what was first promised stays known."""
    found = await _settle(session, actor, case_id, promise_id, {"open"})
    reason = _text("reason", to.reason, TEXT_MAX)
    terms = await _terms(found.connection, found.context, now)
    inner_due_at = _inner(now, to.due_at, to.margin_minutes, terms.parameters)
    moved = deadlines.move(found.clock.clock, inner_due_at, now)
    await promises.update(
        found.connection, actor.firm_id, promise_id,
        {"due_at": to.due_at, "inner_due_at": inner_due_at},
    )  # fmt: skip
    await _write_clock(found.connection, found.context, replace(found.clock, clock=moved), now)
    data = {
        "promise_id": promise_id, "from": found.promise.due_at, "due_at": to.due_at,
        "inner_due_at": inner_due_at,
    }  # fmt: skip
    await _note(found.connection, actor, found.context, "promise_moved", reason, data, now)


async def break_due_promises(session: AsyncSession, actor: Actor, now: datetime) -> int:
    """Mark promises whose time has passed; at most a batch. Their clocks run on: still owed."""
    connection = await raw_connection(session)
    rows = await promises.overdue(connection, actor.firm_id, now, BATCH)
    for row in rows:
        await promises.update(
            connection, actor.firm_id, row["id"],
            {"status": "broken", "broken_at": row["due_at"]},
        )  # fmt: skip
        await timeline.note(
            connection, firm_id=actor.firm_id, case_id=row["case_id"], id_=new_id(),
            station_id=row["station_id"], case_version=row["version"], at=now,
            actor_member_id=None, actor_name=actor.name, event="promise_broken",
            text=row["text"], data={"promise_id": row["id"], "due_at": row["due_at"]},
        )  # fmt: skip
    return len(rows)


async def _settle(
    session: AsyncSession, actor: Actor, case_id: UUID, promise_id: UUID, expected: set[str]
) -> _Settling:
    context = await load(session, actor, case_id, locked=True)
    connection = await raw_connection(session)
    found = await promises.find_locked(connection, actor.firm_id, case_id, promise_id)
    if found is None:
        raise PromiseUnknown(f"{context.record.number} has no promise {promise_id}.")
    promise, clock_id = found
    if promise.status not in expected:
        raise PromiseSettled(
            f"The promise is {promise.status} already.",
            status=promise.status,
            zh="这条承诺已有结果，不能再改；请刷新。",
        )
    clock = next(each for each in context.clocks if each.id == clock_id)
    return _Settling(connection, context, promise, clock)


async def _write(
    found: _Settling, actor: Actor, columns: dict[str, Any], event: str, text: str,
    stopped_at: datetime, now: datetime,
) -> None:  # fmt: skip
    """Settle a promise: its row, its clock, the case's place in the queue, the timeline."""
    await promises.update(found.connection, actor.firm_id, found.promise.id, columns)
    stopped = deadlines.stop(found.clock.clock, stopped_at)
    await _write_clock(found.connection, found.context, replace(found.clock, clock=stopped), now)
    data = {"promise_id": found.promise.id, "due_at": found.promise.due_at}
    await _note(found.connection, actor, found.context, event, text, data, now)


async def _terms(
    connection: Connection, context: CaseContext, now: datetime
) -> InForce[PromiseParameters]:
    record = context.record
    return await policies.parameters_in_force(
        connection, record.firm_id, PROMISES, record.carrier, now
    )


def _inner(
    now: datetime, due_at: datetime, margin_minutes: int | None, terms: PromiseParameters
) -> datetime:
    if due_at.tzinfo is None:
        raise PromiseInvalid(
            "Write the time with its zone.", field="due_at", zh="承诺时间没写时区，请重新选择。"
        )
    if not now + SHORTEST <= due_at <= now + LONGEST:
        raise PromiseInvalid(
            f"A promise is due in {SHORTEST.seconds // 60} minutes to {LONGEST.days} days.",
            field="due_at",
            zh=f"承诺时间要在 {SHORTEST.seconds // 60} 分钟之后、{LONGEST.days} 天之内。",
        )
    margin = None if margin_minutes is None else timedelta(minutes=margin_minutes)
    if margin is not None and not timedelta(0) <= margin < due_at - now:
        raise PromiseInvalid(
            "With that much room nothing is left to do it in; choose less.",
            field="margin_minutes",
            zh="回旋余地太大，没留下办事的时间，请改小。",
        )
    return inner_due(now, due_at, margin, timedelta(minutes=terms.margin_minutes))


def _clock(terms: InForce[PromiseParameters], now: datetime, inner_due_at: datetime) -> CaseClock:
    plain = CaseTerms(terms.code, terms.version, terms.title, {}, {})
    minutes = max(1, ceil((inner_due_at - now) / timedelta(minutes=1)))
    started = clockwork.start_clock(new_id(), CLOCK, CLOCK_RULE, plain, now, minutes)
    # No rule's correction may move it: the customer was told a time, not a length.
    moved = deadlines.move(started.clock, inner_due_at, now)
    return replace(started, clock=moved, length_minutes=None)


async def _write_clock(
    connection: Connection, context: CaseContext, clock: CaseClock, now: datetime
) -> None:
    """The clock, and the case's place in the queue by all of its clocks."""
    record = context.record
    await records.write_clocks(
        connection, record.firm_id, record.id, record.station_id, [clock], now
    )
    if record.closed_at is not None:
        return
    others = [each.clock for each in context.clocks if each.id != clock.id]
    due_at = next_due_at([*others, clock.clock])
    columns = {"due_at": due_at, "rank": rank(due_at, record.risk_fen, record.opened_at)}
    await records.update_case(connection, record.firm_id, record.id, columns)


async def _name_of(
    session: AsyncSession, actor: Actor, context: CaseContext, wanted: NewPromise
) -> str:
    for contact in await contacts_of(session, actor, context.record):
        if contact.role == wanted.to_role and contact.name:
            return contact.name
    raise PromiseInvalid("Say to whom it was promised.", field="to_whom", zh="请写明承诺给谁。")


def _text(field: str, text: str, longest: int) -> str:
    cleaned = " ".join(text.split())
    if not 1 <= len(cleaned) <= longest or not cleaned.isprintable():
        raise PromiseInvalid(
            f"{field} has 1 to {longest} characters.",
            field=field,
            zh=f"{field_zh(field)}要 1 到 {longest} 个字。",
        )
    return cleaned


async def _note(
    connection: Connection, actor: Actor, context: CaseContext, event: str, text: str,
    data: dict[str, Any], now: datetime,
) -> None:  # fmt: skip
    record = context.record
    await timeline.note(
        connection, firm_id=record.firm_id, case_id=record.id, id_=new_id(),
        station_id=record.station_id, case_version=record.version, at=now,
        actor_member_id=actor.member_id, actor_name=actor.name, event=event, text=text, data=data,
    )  # fmt: skip
