"""The life of an import, whatever it imports.

`start`, `advance` and `fail` are transactions of their own, so that a file broken in the middle
leaves nothing half done but is still known to have come; `finish` and `add_rejects` belong to the
one transaction that takes the rows.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec
from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.foundation.database import Database
from stationdesk.foundation.ids import new_id
from stationdesk.imports import repository
from stationdesk.imports.errors import BatchUnknown
from stationdesk.imports.models import ImportBatch
from stationdesk.imports.refusals import Refusal
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import tenant_session


class Counts(msgspec.Struct, frozen=True):
    """rows = accepted + duplicates + rejected, always."""

    rows: int = 0
    accepted: int = 0
    duplicates: int = 0
    rejected: int = 0

    def __post_init__(self) -> None:
        assert self.rows == self.accepted + self.duplicates + self.rejected, self


def new_batch(
    actor: Actor,
    *,
    kind: str,
    file_name: str,
    format: str,
    is_strict: bool,
    now: datetime,
    status: str = "running",
    **facts: Any,
) -> ImportBatch:
    """A batch that nobody has stored yet; `facts` are size_bytes, sha256, stored_as, options."""
    return ImportBatch(
        firm_id=actor.firm_id,
        id=new_id(),
        kind=kind,
        file_name=file_name[:200],
        format=format,
        is_strict=is_strict,
        status=status,
        received_at=now,
        actor_name=actor.name,
        member_id=actor.member_id,
        **facts,
    )


async def start(database: Database, actor: Actor, batch: ImportBatch) -> ImportBatch:
    """Store the batch, or take up one that an upload has stored, as running."""
    async with tenant_session(database, actor) as session:
        batch.status = "running"
        stored = await session.merge(batch)
        await session.flush()
        return stored


async def advance(database: Database, actor: Actor, batch_id: UUID, rows: int) -> None:
    """How far an import has read, for whoever watches."""
    async with tenant_session(database, actor) as session:
        await repository.set_progress(session, batch_id, rows)


async def fail(
    database: Database,
    actor: Actor,
    batch_id: UUID,
    problem: str,
    now: datetime,
    *,
    rows: int = 0,
    rejected: int = 0,
    rejects: Sequence[Refusal] = (),
    header: Sequence[str] = (),
) -> ImportBatch:
    """The import took nothing; why, and the rows at fault where they are known."""
    async with tenant_session(database, actor) as session:
        batch = await the_batch(session, batch_id)
        batch.status = "failed"
        batch.problem = problem
        batch.rows, batch.rejected = rows, rejected
        batch.accepted = batch.duplicates = 0
        batch.header = list(header)
        await repository.set_finished(session, batch, now)
        if rejects:
            await repository.add_rejects(session, actor.firm_id, batch_id, rejects)
        return batch


UNDER_WAY: Final = ("waiting", "running")
BROKEN_OFF: Final = "The import broke off; nothing was taken. Import the file again."


async def break_off(database: Database, actor: Actor, batch: ImportBatch, now: datetime) -> None:
    """Something other than the file went wrong. A stored upload stays "running": its job is
    tried again, and whoever waits for it is not told of an end that is none."""
    if batch.stored_as is None:
        await fail(database, actor, batch.id, BROKEN_OFF, now)


async def give_up(database: Database, actor: Actor, batch_id: UUID, now: datetime) -> None:
    """The last attempt at a stored upload has broken off; what had ended before stays so."""
    async with tenant_session(database, actor) as session:
        is_under_way = (await the_batch(session, batch_id)).status in UNDER_WAY
    if is_under_way:
        await fail(database, actor, batch_id, BROKEN_OFF, now)


async def finish(
    session: AsyncSession,
    batch_id: UUID,
    counts: Counts,
    now: datetime,
    *,
    header: Sequence[str],
    **figures: int,
) -> ImportBatch:
    """The import is done, in the transaction that took its rows."""
    batch = await the_batch(session, batch_id)
    batch.status = "done"
    batch.rows, batch.accepted = counts.rows, counts.accepted
    batch.duplicates, batch.rejected = counts.duplicates, counts.rejected
    batch.progress_rows = counts.rows
    batch.header = list(header)
    batch.figures = dict(figures)
    await repository.set_finished(session, batch, now)
    return batch


async def add_rejects(
    session: AsyncSession, actor: Actor, batch_id: UUID, refusals: Sequence[Refusal]
) -> None:
    """Keep refused rows in the transaction that takes the others."""
    if refusals:
        await repository.add_rejects(session, actor.firm_id, batch_id, refusals)


async def the_batch(session: AsyncSession, batch_id: UUID) -> ImportBatch:
    """The batch, or BatchUnknown."""
    batch = await repository.batch_by_id(session, batch_id)
    if batch is None:
        raise BatchUnknown(f"There is no import {batch_id} here.")
    return batch
