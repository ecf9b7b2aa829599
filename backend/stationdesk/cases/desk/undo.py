"""The last thing done to a case, taken back within seconds.

What was done was done: its rows stay. Taking back adds a row that says so, gives the case to
whom it was with, or puts state, details, clocks and custody back as they were. So nothing waits
in a browser to be sent, and a lost connection loses nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.cases.core import refusals
from stationdesk.cases.core.writing import LEASE
from stationdesk.cases.desk import bulk_repository as bulk
from stationdesk.cases.desk import undo_repository as undo
from stationdesk.cases.desk.bulk_repository import Connection, Target, Wanted
from stationdesk.cases.desk.schemas import BulkItem, BulkOut
from stationdesk.cases.desk.story import event_label
from stationdesk.cases.desk.undo_repository import LastDeed
from stationdesk.cases.errors import UndoRefused
from stationdesk.cases.repository import records, timeline
from stationdesk.cases.schemas import CaseRecord
from stationdesk.foundation.ids import new_id
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import raw_connection

UNDO_FOR: Final = timedelta(seconds=15)
"""The screen offers it for five seconds; the rest is for a slow line."""
HOLDS: Final = ("claimed", "released", "transferred", "reassigned")
SLEEPS: Final = ("snoozed",)
UNDONE: Final = "undone"


async def undo_last(
    session: AsyncSession, actor: Actor, items: Sequence[tuple[UUID, int]], now: datetime
) -> BulkOut:
    """Take back what the actor did last to each case; row by row, see BulkOut.

    `items`: the case, and the version that his deed had made. Anything that came after it stands.
    """
    connection = await raw_connection(session)
    ids = [case_id for case_id, _ in items]
    deeds = await undo.last_deeds(connection, actor.firm_id, ids, [*HOLDS, *SLEEPS])
    seen = await bulk.records_of(connection, actor.firm_id, ids)
    versions = dict(items)
    result: dict[UUID, BulkItem] = {}
    holds: list[LastDeed] = []
    sleeps: list[LastDeed] = []
    for case_id in ids:
        record, deed = seen.get(case_id), deeds.get(case_id)
        if record is None:
            result[case_id] = refusals.unknown(case_id)
        elif record.version != versions[case_id]:
            result[case_id] = refusals.stale(record)
        elif deed is None or deed.member_id != actor.member_id or deed.at < now - UNDO_FOR:
            result[case_id] = _too_late(record)
        elif deed.event in HOLDS:
            holds.append(deed)
        elif deed.event in SLEEPS:
            sleeps.append(deed)
        else:
            result[case_id] = await _restore(connection, actor, record, deed, now)
    changed = await _give_back(connection, actor, holds, now)
    changed |= await _wake(connection, actor, sleeps, now)
    for each in [*holds, *sleeps]:
        record, version = seen[each.case_id], changed.get(each.case_id)
        result[each.case_id] = (
            refusals.stale(record) if version is None else refusals.done(record, version)
        )
    done = sum(item.is_done for item in result.values())
    return BulkOut("undo", done, len(result) - done, [result[case_id] for case_id in ids])


async def withdraw_note(
    session: AsyncSession, actor: Actor, case_id: UUID, note_id: UUID, now: datetime
) -> None:
    """Take one's own note back: it stays on the timeline, struck out. Raises UndoRefused."""
    connection = await raw_connection(session)
    record = await records.get_for_update(connection, actor.firm_id, case_id)
    rows = await timeline.of_case(connection, actor.firm_id, case_id) if record else []
    note = next((row for row in rows if row.id == note_id and row.event == "noted"), None)
    is_own = note is not None and note.actor_member_id == actor.member_id
    if record is None or note is None or not is_own or note.at < now - UNDO_FOR:
        raise UndoRefused(
            "Only your own note of just now can be taken back.",
            zh="只能撤回自己刚写的备注；别的请写更正备注。",
        )
    if any(row.event == "note_withdrawn" and row.data["note_id"] == str(note_id) for row in rows):
        return
    await _note(connection, actor, record, record.version, "note_withdrawn", "", now,
                {"note_id": str(note_id)})  # fmt: skip


async def _restore(
    connection: Connection, actor: Actor, record: CaseRecord, deed: LastDeed, now: datetime
) -> BulkItem:
    locked = await records.get_for_update(connection, actor.firm_id, record.id)
    saved = await undo.kept(connection, actor.firm_id, record.id)
    if locked is None or locked.version != record.version:
        return refusals.stale(record)
    if saved is None or saved.version != record.version or saved.member_id != actor.member_id:
        return _too_late(record)
    at = max(now, locked.custody_since)
    version = await undo.restore(connection, actor.firm_id, record.id, saved, at)
    label = event_label(record.kind, deed.event)
    await _note(
        connection, actor, record, version, UNDONE, label.zh, at,
        {"event": deed.event, "version": record.version, "label_en": label.en},
    )  # fmt: skip
    return refusals.done(record, version)


async def _give_back(
    connection: Connection, actor: Actor, deeds: Sequence[LastDeed], now: datetime
) -> dict[UUID, int]:
    """Each to whom it was with before: the queue, oneself, a colleague."""
    if not deeds:
        return {}
    deeds = sorted(deeds, key=lambda deed: deed.case_id)
    return await bulk.hand_over_many(
        connection, actor.firm_id, now, [_wanted(deed) for deed in deeds],
        [_before(deed) for deed in deeds], member_id=actor.member_id, name=actor.name,
        event=UNDONE, note="", lease=LEASE, only_from=None,
    )  # fmt: skip


async def _wake(
    connection: Connection, actor: Actor, deeds: Sequence[LastDeed], now: datetime
) -> dict[UUID, int]:
    if not deeds or actor.member_id is None:
        return {}
    wanted = [_wanted(deed) for deed in sorted(deeds, key=lambda deed: deed.case_id)]
    return await bulk.snooze_many(
        connection, actor.firm_id, now, wanted, member_id=actor.member_id, name=actor.name,
        event=UNDONE, reason="", until=None, lease=LEASE,
    )  # fmt: skip


def _wanted(deed: LastDeed) -> Wanted:
    return Wanted(deed.case_id, deed.version, new_id(), None)


def _before(deed: LastDeed) -> Target:
    member_id = deed.data.get("from_id")
    if member_id is None:
        return Target(None, None, "")
    return Target(UUID(member_id), deed.data["from_kind"], deed.data["from"] or "")


def _too_late(record: CaseRecord) -> BulkItem:
    return refusals.refused(
        record, "undo_too_late", "已来不及撤销，请另做一步更正",
        "It can no longer be undone; take another step to put it right.",
    )  # fmt: skip


async def _note(
    connection: Connection,
    actor: Actor,
    record: CaseRecord,
    version: int,
    event: str,
    text: str,
    at: datetime,
    data: dict[str, Any],
) -> None:
    await timeline.note(
        connection, firm_id=record.firm_id, case_id=record.id, id_=new_id(),
        station_id=record.station_id, case_version=version, at=at,
        actor_member_id=actor.member_id, actor_name=actor.name, event=event, text=text, data=data,
    )  # fmt: skip
