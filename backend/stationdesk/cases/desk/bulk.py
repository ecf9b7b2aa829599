"""One thing done to many cases, with what became of each.

Claim, release, reassign, snooze and notes are one statement over arrays each. Events are decided
case by case and written together (`core.many`); macros go through the same door as single ones, a
savepoint each. Both some to a transaction, so that a refused row leaves nothing behind and a long
list locks nobody out for long.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec
from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.cases.capacities import SUPERVISING, holding_kind
from stationdesk.cases.core import refusals
from stationdesk.cases.core.many import Became, Raised, apply_to_many
from stationdesk.cases.core.notes import NOTE_MAX
from stationdesk.cases.core.queue import SNOOZE_MAX
from stationdesk.cases.core.writing import LEASE
from stationdesk.cases.desk import bulk_repository as bulk
from stationdesk.cases.desk.bulk_repository import Connection, Target, Wanted
from stationdesk.cases.desk.schemas import BulkAction, BulkItem, BulkOut
from stationdesk.cases.errors import (
    BulkInvalid,
    CannotTakeOver,
    EventDataInvalid,
    NobodyToHold,
    SnoozeTooLong,
)
from stationdesk.cases.repository import records
from stationdesk.cases.schemas import CaseRecord
from stationdesk.foundation.database import Database
from stationdesk.foundation.errors import StationdeskError
from stationdesk.foundation.ids import new_id
from stationdesk.policies import service as policies
from stationdesk.tenancy.actor import Actor, Role
from stationdesk.tenancy.permissions import Permission, allows, demand
from stationdesk.tenancy.session import hot_transaction, raw_connection, tenant_session
from stationdesk.workflow.custody import HolderKind
from stationdesk.workforce.repository import abilities
from stationdesk.workforce.service import stand_in

BULK_MAX: Final = 1_000
ROWS_A_TRANSACTION: Final = 25
EVENTS_A_TRANSACTION: Final = 250

RowDeed = Callable[[AsyncSession, UUID, int | None, str | None], Awaitable[int | None]]
"""Does one row in the given session; the new version, None where it stays."""


@dataclass(frozen=True, slots=True)
class BulkOrder:
    """What to do, and to which cases at which versions."""

    action: BulkAction
    case_ids: list[UUID]
    versions: dict[UUID, int]
    data: dict[str, Any]
    idempotency_key: str | None

    def wanted(self, case_ids: Sequence[UUID]) -> list[Wanted]:
        """The rows in the order of their ids, each with a timeline id of its own."""
        return [
            Wanted(case_id, self.versions.get(case_id), new_id(), self.key(case_id))
            for case_id in sorted(case_ids)
        ]

    def key(self, case_id: UUID) -> str | None:
        """The row's own key: a list that broke off halfway is sent again whole."""
        return self.idempotency_key and f"{self.idempotency_key}:{case_id}"


def check_ids(case_ids: Sequence[UUID]) -> list[UUID]:
    """The ids once each. Raises BulkInvalid where there are none or too many."""
    once = list(dict.fromkeys(case_ids))
    if not once:
        raise BulkInvalid("Name at least one case.", zh="没有选中任何工作项。")
    if len(once) > BULK_MAX:
        raise BulkInvalid(
            f"{len(once)} cases at once; at most {BULK_MAX}.", count=len(once),
            zh=f"一次最多 {BULK_MAX} 件，这里有 {len(once)} 件。",
        )  # fmt: skip
    return once


async def run_holding(database: Database, actor: Actor, order: BulkOrder, now: datetime) -> BulkOut:
    """Claim, release, reassign or snooze many; all rows that can be, in one statement."""
    if order.action == "reassign":
        demand(actor, Permission.CASES_SUPERVISE)
    if order.action in ("claim", "snooze") and actor.member_id is None:
        raise NobodyToHold("This token is a service's; sign in as a member to hold cases.")
    async with hot_transaction(database, actor) as connection:
        known = await _done_before(connection, actor, order)
        left = [case_id for case_id in order.case_ids if case_id not in known]
        changed = known | await _hold(connection, actor, order, left, now) if left else known
        seen = await bulk.records_of(connection, actor.firm_id, order.case_ids)
    return _result(
        order,
        [
            refusals.unknown(case_id)
            if case_id not in seen
            else refusals.done(seen[case_id], changed[case_id])
            if case_id in changed
            else _why_not(actor, order, seen[case_id], now)
            for case_id in order.case_ids
        ],
    )


async def run_each(database: Database, actor: Actor, order: BulkOrder, deed: RowDeed) -> BulkOut:
    """Do `deed` to each case, some to a transaction; a refused row undoes only itself."""
    items: dict[UUID, BulkItem] = {}
    pending = sorted(order.case_ids)
    for start in range(0, len(pending), ROWS_A_TRANSACTION):
        part = pending[start : start + ROWS_A_TRANSACTION]
        async with tenant_session(database, actor) as session:
            connection = await raw_connection(session)
            seen = await bulk.records_of(connection, actor.firm_id, part)
            for case_id in part:
                items[case_id] = await _one(session, order, deed, case_id, seen.get(case_id))
    return _result(order, [items[case_id] for case_id in order.case_ids])


async def run_event(database: Database, actor: Actor, order: BulkOrder, now: datetime) -> BulkOut:
    """Raise the same event with the same data on each. Raises EventDataInvalid."""
    event, data = order.data.get("event"), order.data.get("data", {})
    if not isinstance(event, str) or not event or not isinstance(data, dict):
        raise EventDataInvalid(
            "data needs `event` and `data`.",
            reason="invalid_data",
            zh="批量办理缺少动作或填写内容，请刷新后重试。",
        )
    items: dict[UUID, BulkItem] = {}
    pending = sorted(order.case_ids)
    for start in range(0, len(pending), EVENTS_A_TRANSACTION):
        part = pending[start : start + EVENTS_A_TRANSACTION]
        rows = [Raised(each, order.versions.get(each), data, order.key(each)) for each in part]
        async with tenant_session(database, actor) as session:
            connection = await raw_connection(session)
            became = await apply_to_many(session, actor, event, rows, now)
            seen = await bulk.records_of(connection, actor.firm_id, part)
        for case_id in part:
            items[case_id] = _item(seen.get(case_id), case_id, became[case_id])
    return _result(order, [items[case_id] for case_id in order.case_ids])


async def run_notes(database: Database, actor: Actor, order: BulkOrder, now: datetime) -> BulkOut:
    """Write the same note on all, in one statement. Raises EventDataInvalid."""
    text = order.data.get("text")
    if not isinstance(text, str) or not 1 <= len(text.strip()) <= NOTE_MAX:
        raise EventDataInvalid(
            f"A note has 1 to {NOTE_MAX} characters.",
            reason="invalid_data",
            zh=f"备注要 1 到 {NOTE_MAX} 个字。",
        )
    async with hot_transaction(database, actor) as connection:
        known = await _done_before(connection, actor, order)
        wanted = order.wanted([each for each in order.case_ids if each not in known])
        noted = await bulk.note_many(
            connection, actor.firm_id, now, wanted, member_id=actor.member_id, name=actor.name,
            note=text.strip(),
        )  # fmt: skip
        seen = await bulk.records_of(connection, actor.firm_id, order.case_ids)
    done = known | noted
    return _result(
        order,
        [
            refusals.done(seen[case_id], seen[case_id].version)
            if case_id in done and case_id in seen
            else refusals.unknown(case_id)
            for case_id in order.case_ids
        ],
    )


async def _done_before(connection: Connection, actor: Actor, order: BulkOrder) -> dict[UUID, int]:
    """What the same list has done already, when it broke off halfway."""
    keys = [key for case_id in order.case_ids if (key := order.key(case_id))]
    return await records.done_before(connection, actor.firm_id, keys) if keys else {}


def _item(record: CaseRecord | None, case_id: UUID, became: Became) -> BulkItem:
    if isinstance(became, StationdeskError):
        return refusals.of_error(record, case_id, became)
    return refusals.unknown(case_id) if record is None else refusals.done(record, became)


async def _one(
    session: AsyncSession,
    order: BulkOrder,
    deed: RowDeed,
    case_id: UUID,
    record: CaseRecord | None,
) -> BulkItem:
    if record is None:
        return refusals.unknown(case_id)
    try:
        async with session.begin_nested():
            version = await deed(session, case_id, order.versions.get(case_id), order.key(case_id))
    except StationdeskError as error:
        return refusals.of_error(record, case_id, error)
    return refusals.done(record, record.version if version is None else version)


async def _hold(
    connection: Connection, actor: Actor, order: BulkOrder, left: list[UUID], now: datetime
) -> dict[UUID, int]:
    member_id = actor.member_id
    if order.action == "claim" and member_id is not None:
        wanted = order.wanted(await _with_room(connection, actor, member_id, left, now))
        return await bulk.claim_many(
            connection, actor.firm_id, now, wanted, member_id, actor.name, holding_kind(actor),
            LEASE,
        )  # fmt: skip
    if order.action == "snooze" and member_id is not None:
        until, reason = _sleep(order.data, now)
        return await bulk.snooze_many(
            connection, actor.firm_id, now, order.wanted(left), member_id=member_id,
            name=actor.name, event="snoozed", reason=reason, until=until, lease=LEASE,
        )  # fmt: skip
    seen = await bulk.records_of(connection, actor.firm_id, left)
    if order.action == "reassign":
        event, targets = "reassigned", await _takers(connection, actor, order, seen, now)
    else:
        # What nobody holds cannot be given back.
        event = "released"
        targets = {
            case_id: Target(None, None, "")
            for case_id, record in seen.items()
            if record.agent_member_id is not None
        }
    wanted = order.wanted(list(targets))
    return await bulk.hand_over_many(
        connection, actor.firm_id, now, wanted, [targets[each.case_id] for each in wanted],
        member_id=member_id, name=actor.name, event=event,
        note=str(order.data.get("note", "")).strip()[:NOTE_MAX], lease=LEASE,
        only_from=None if allows(actor, Permission.CASES_SUPERVISE) else member_id,
    )  # fmt: skip


async def _with_room(
    connection: Connection, actor: Actor, member_id: UUID, left: list[UUID], now: datetime
) -> list[UUID]:
    """As a single claim asks: rules read, and no more than the member may hold. Raises
    PolicyUnread."""
    await policies.demand_read(connection, actor, now)
    room = await abilities.room(
        connection, actor.firm_id, member_id, now, is_agent=holding_kind(actor) == "agent"
    )
    if room.held_max is None or room.held is None:
        return left
    seen = await bulk.records_of(connection, actor.firm_id, left)
    waiting = [
        case_id for case_id in left
        if case_id in seen and seen[case_id].holder_kind == HolderKind.QUEUE
    ]  # fmt: skip
    return waiting[: max(0, room.held_max - room.held)]


async def _takers(
    connection: Connection, actor: Actor, order: BulkOrder, seen: dict[UUID, CaseRecord],
    now: datetime,
) -> dict[UUID, Target]:  # fmt: skip
    """Who gets each case: the member named, or his cover while he is on leave; none left out
    who is not assigned. Raises CannotTakeOver, EventDataInvalid."""
    try:
        named = UUID(str(order.data.get("member_id")))
    except ValueError as error:
        raise EventDataInvalid(
            "data needs `member_id`.", reason="invalid_data", zh="请选择要交给谁。"
        ) from error
    known = {named: await _taker(connection, actor, named, now)}
    lanes: dict[tuple[UUID, str], UUID | None] = {}
    targets: dict[UUID, Target] = {}
    for case_id, record in seen.items():
        lane = (record.station_id, record.direction)
        if lane not in lanes:
            off = await stand_in(connection, actor.firm_id, named, *lane, now)
            is_there = off is None or (off.why != "absent" and off.member_id is None)
            lanes[lane] = named if is_there or off is None else off.member_id
        member_id = lanes[lane]
        if member_id is None:
            continue
        if member_id not in known:
            known[member_id] = await _taker(connection, actor, member_id, now)
        target, stations = known[member_id]
        if stations is None or record.station_id in stations:
            targets[case_id] = target
    return targets


async def _taker(
    connection: Connection, actor: Actor, member_id: UUID, now: datetime
) -> tuple[Target, frozenset[UUID] | None]:
    """A member as holder, and at which stations he may hold (None: at every one)."""
    found = await bulk.member_stations(connection, actor.firm_id, member_id, now)
    if found is None:
        raise CannotTakeOver(
            f"There is no current member {member_id}.", zh="这个人已不是在职成员，请另选一人。"
        )
    role = Role(found["role"])
    if role in SUPERVISING:
        return Target(member_id, "supervisor", found["name"]), None
    if role is not Role.AGENT:
        raise CannotTakeOver(
            f"{found['name']} is no agent; choose an agent or a supervisor.",
            zh=f"{found['name']} 不是坐席或组长，请另选一人。",
        )
    return Target(member_id, "agent", found["name"]), frozenset(found["station_ids"])


def _sleep(data: dict[str, Any], now: datetime) -> tuple[datetime, str]:
    """Until when and why. Raises SnoozeTooLong, EventDataInvalid."""
    reason = str(data.get("reason", "")).strip()
    if not reason:
        raise SnoozeTooLong(
            "Say why the cases can wait.", reason="reason_missing", zh="请写明为什么可以等。"
        )
    try:
        until = msgspec.convert(data.get("until"), datetime)
    except msgspec.ValidationError as error:
        raise EventDataInvalid(
            "`until` is no time.", reason="invalid_data", zh="等到的时间读不懂，请重新选择。"
        ) from error
    if until.tzinfo is None:
        raise EventDataInvalid(
            "until needs a UTC offset, such as +08:00.",
            reason="invalid_data",
            zh="等到的时间没写时区，请重新选择。",
        )
    if not now < until <= now + SNOOZE_MAX:
        raise SnoozeTooLong(
            "A case sleeps at most 24 hours, and not into the past.",
            zh="最多等 24 小时，而且要晚于现在。",
        )
    return until, reason[:NOTE_MAX]


def _why_not(actor: Actor, order: BulkOrder, record: CaseRecord, now: datetime) -> BulkItem:
    """The case is there and was left out: because of what it is now."""
    if record.closed_at is not None:
        return refusals.closed(record)
    version = order.versions.get(record.id)
    is_mine = actor.member_id is not None and record.agent_member_id == actor.member_id
    is_stale = version is not None and version != record.version
    if order.action == "claim":
        if is_mine:
            return refusals.done(record, record.version)
        if record.holder_kind != HolderKind.QUEUE:
            return refusals.held_by_other(record)
        return refusals.stale(record) if is_stale else _full(record)
    if is_stale:
        return refusals.stale(record)
    if order.action == "snooze" and is_mine:
        return refusals.refused(
            record, "snooze_too_long", "到时限之前必须醒来",
            f"The case is due at {record.due_at}: it cannot sleep past that.",
        )  # fmt: skip
    if order.action == "reassign":
        return refusals.refused(
            record, "cannot_take_over",
            f"对方没有分配到{record.station_name}，或正在休假且没有代班人",
            f"That member is not assigned to station {record.station_code}, or is on leave "
            "without a cover.",
        )  # fmt: skip
    return refusals.held_by_other(record)


def _full(record: CaseRecord) -> BulkItem:
    return refusals.refused(
        record, "at_capacity", "手上已满，请先办结或放回一些",
        "You hold as many cases as your limit allows; finish or give back some.",
    )  # fmt: skip


def _result(order: BulkOrder, items: list[BulkItem]) -> BulkOut:
    count = sum(item.is_done for item in items)
    return BulkOut(order.action, count, len(items) - count, items)
