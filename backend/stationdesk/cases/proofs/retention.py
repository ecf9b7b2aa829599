"""Retention: deletes evidence by policy after its case is closed, and writes down what it deleted.

Never without a version that the firm entered itself; never while somebody holds the case, a case
on the same parcel is open, or a room above says that it still needs the files.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any, Final, TypeAlias
from uuid import UUID

import asyncpg
from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.cases.core.context import load
from stationdesk.cases.errors import AlreadyHeld, HoldInvalid, NotHeld
from stationdesk.cases.proofs import repository as rows
from stationdesk.cases.proofs.repository import Candidate, Entry
from stationdesk.cases.proofs.schemas import (
    HoldOut,
    KeepingOut,
    KeepingRule,
    RetentionEntryOut,
    RetentionPage,
)
from stationdesk.cases.proofs.uploads import note
from stationdesk.cases.repository import timeline
from stationdesk.evidence.retention import (
    RETENTION,
    SHORTEST,
    RetentionParameters,
    kept_days,
    kept_until,
)
from stationdesk.foundation.cursors import page_limit, read_cursor, write_cursor
from stationdesk.foundation.database import Database
from stationdesk.foundation.ids import new_id
from stationdesk.integrations.storage.port import Storage
from stationdesk.policies.service import InForce, parameters_in_force
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import raw_connection, tenant_session

BATCH: Final = 200
BATCHES_MAX: Final = 50
REASON_MAX: Final = 500
Parcel: TypeAlias = tuple[UUID, str]
"""A station's id and a waybill."""
StillNeeded: TypeAlias = Callable[
    ["asyncpg.Connection[Any]", UUID, Sequence[Parcel]], Awaitable[set[Parcel]]
]
"""Which of these parcels a room above still argues about."""


async def delete_expired(
    database: Database, storage: Storage, actor: Actor, still_needed: StillNeeded, now: datetime
) -> int:
    """The nightly job; returns how many files it deleted. It may stop anywhere and run again."""
    await _erase_unfinished(database, storage, actor, now)
    deleted, after = 0, None
    for _ in range(BATCHES_MAX):
        async with tenant_session(database, actor) as session:
            connection = await raw_connection(session)
            found = await rows.candidates(connection, actor.firm_id, now - SHORTEST, after, BATCH)
            needed = await still_needed(
                connection, actor.firm_id, [(each.station_id, each.waybill) for each in found]
            )
            free = [each for each in found if (each.station_id, each.waybill) not in needed]
            deleted += await _write_down(connection, actor, free, now)
        await _erase_unfinished(database, storage, actor, now)
        if len(found) < BATCH:
            break
        after = found[-1].id
    return deleted


async def keeping(session: AsyncSession, actor: Actor, case_id: UUID, now: datetime) -> KeepingOut:
    """How long the files of a case are kept, and who holds them. Raises CaseNotFound."""
    context = await load(session, actor, case_id)
    record = context.record
    connection = await raw_connection(session)
    held = await parameters_in_force(connection, actor.firm_id, RETENTION, record.carrier, now)
    hold = await rows.hold_of(connection, actor.firm_id, case_id)
    until = None
    if record.closed_at is not None and context.attachments and held.version_id is not None:
        until = min(
            kept_until(held.parameters, record.kind, file.media_type, record.closed_at)
            for file in context.attachments
        )
    return KeepingOut(
        _rule(held),
        until,
        None if hold is None else HoldOut(hold.reason, hold.member_name, hold.at),
    )


async def hold_case(
    session: AsyncSession, actor: Actor, case_id: UUID, reason: str, now: datetime
) -> KeepingOut:
    """Let nothing of a case be deleted. Raises HoldInvalid, AlreadyHeld, CaseNotFound."""
    reason = reason.strip()
    if not 1 <= len(reason) <= REASON_MAX:
        raise HoldInvalid(
            f"A hold needs a reason of 1 to {REASON_MAX} characters.", longest=REASON_MAX
        )
    record = (await load(session, actor, case_id)).record
    connection = await raw_connection(session)
    is_set = await rows.set_hold(
        connection, actor.firm_id, case_id, record.station_id, reason,
        (actor.member_id, actor.name), now,
    )  # fmt: skip
    if not is_set:
        raise AlreadyHeld("The case's evidence is on hold already; release that hold first.")
    await note(session, actor, record, "legal_hold_set", reason, {}, now)
    return await keeping(session, actor, case_id, now)


async def release_case(
    session: AsyncSession, actor: Actor, case_id: UUID, now: datetime
) -> KeepingOut:
    """Let policy decide again. Raises NotHeld, CaseNotFound."""
    record = (await load(session, actor, case_id)).record
    connection = await raw_connection(session)
    if not await rows.release_hold(connection, actor.firm_id, case_id, actor.name, now):
        raise NotHeld("No hold stands on this case.")
    await note(session, actor, record, "legal_hold_released", "", {}, now)
    return await keeping(session, actor, case_id, now)


async def retention_page(
    session: AsyncSession, actor: Actor, cursor: str | None, limit: int, now: datetime
) -> RetentionPage:
    """The rule for every carrier, and what was deleted."""
    before = read_cursor(cursor, tuple[UUID])
    limit = page_limit(limit)
    connection = await raw_connection(session)
    held = await parameters_in_force(connection, actor.firm_id, RETENTION, None, now)
    found = await rows.page(connection, actor.firm_id, before[0] if before else None, limit + 1)
    more = write_cursor(found[limit - 1].id) if len(found) > limit else None
    parameters = held.parameters.model_dump()
    return RetentionPage(_rule(held), parameters, [_out(each) for each in found[:limit]], more)


async def _write_down(
    connection: asyncpg.Connection[Any], actor: Actor, free: list[Candidate], now: datetime
) -> int:
    held: dict[str, InForce[RetentionParameters]] = {}
    count = 0
    for each in free:
        if each.carrier not in held:
            held[each.carrier] = await parameters_in_force(
                connection, actor.firm_id, RETENTION, each.carrier, now
            )
        rule = held[each.carrier]
        days = kept_days(rule.parameters, each.kind, each.media_type)
        until = kept_until(rule.parameters, each.kind, each.media_type, each.closed_at)
        if rule.version_id is None or until > now:
            continue
        is_deleted = await rows.delete(
            connection, actor.firm_id, each,
            policy_code=rule.code, policy_version=rule.version, kept_days=days, now=now,
        )  # fmt: skip
        if is_deleted:
            count += 1
            await timeline.note(
                connection, firm_id=actor.firm_id, case_id=each.case_id, id_=new_id(),
                station_id=each.station_id, case_version=each.case_version, at=now,
                actor_member_id=None, actor_name=actor.name, event="evidence_deleted",
                text=f"{each.name} · {rule.title} v{rule.version}",
                data={"attachment_id": str(each.id), "kept_days": days},
            )  # fmt: skip
    return count


async def _erase_unfinished(
    database: Database, storage: Storage, actor: Actor, now: datetime
) -> None:
    """Erase the bytes of what is written down; a death in between leaves it for the next run."""
    for _ in range(BATCHES_MAX):
        async with tenant_session(database, actor) as session:
            entries = await rows.unfinished(await raw_connection(session), actor.firm_id, BATCH)
        if not entries:
            return
        for each in entries:
            await storage.delete(each.storage_key)
            if each.preview_key is not None:
                await storage.delete(each.preview_key)
        async with tenant_session(database, actor) as session:
            connection = await raw_connection(session)
            await rows.set_erased(connection, actor.firm_id, [each.id for each in entries], now)


def _rule(held: InForce[RetentionParameters]) -> KeepingRule:
    return KeepingRule(held.code, held.version, held.title, held.version_id is None)


def _out(entry: Entry) -> RetentionEntryOut:
    return RetentionEntryOut(
        entry.id, entry.name, entry.sha256.hex(), entry.size_bytes, entry.media_type,
        entry.case_id, entry.case_number, entry.policy_code, entry.policy_version,
        entry.kept_days, entry.closed_at, entry.at,
    )  # fmt: skip
