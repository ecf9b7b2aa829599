"""Packs that jobs build: asked for, built, fetched for a week, then removed."""

from __future__ import annotations

import hashlib
import tempfile
from asyncio import to_thread
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.evidence import packing
from stationdesk.evidence.errors import PackNotFound, PackNotReady
from stationdesk.evidence.packing import Pack, Progress
from stationdesk.evidence.repository import packs
from stationdesk.evidence.schemas import PackRecord
from stationdesk.foundation.database import Database
from stationdesk.foundation.ids import new_id
from stationdesk.foundation.jobs import defer
from stationdesk.integrations.storage.port import Storage
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import raw_connection, tenant_session

PACK_LIFE: Final = timedelta(days=7)
NOW_MAX_BYTES: Final = 30 * 1024**2
NOW_MAX_FILES: Final = 40
"""Up to here a pack is built while its asker waits."""
LISTED_MAX: Final = 20
SWEEP_BATCH: Final = 20
BUILD_MAX: Final = timedelta(hours=2)
"""A pack that is not built by then never will be."""
COPY_BYTES: Final = 256 * 1024
MEDIA_TYPES: Final = {"pdf": "application/pdf", "zip": "application/zip"}


async def ask_for_pack(session: AsyncSession, actor: Actor, pack: PackRecord) -> PackRecord:
    """Have a job build a pack."""
    await packs.add(await raw_connection(session), actor.firm_id, pack)
    await defer(session, "build_pack", firm_id=actor.firm_id, pack_id=pack.id)
    return pack


async def ready_pack(
    session: AsyncSession, actor: Actor, pack_id: UUID, now: datetime
) -> PackRecord:
    """A pack that can be fetched. Raises PackNotFound, PackNotReady."""
    found = await packs.find(await raw_connection(session), actor.firm_id, pack_id)
    if found is None or found.expires_at <= now:
        raise PackNotFound("There is no such pack, or its 7 days are over; ask for a new one.")
    if found.storage_key is None:
        if found.error:
            raise PackNotReady(
                found.error, state=found.state, zh=f"证据包没能生成（{found.error}），请重新生成。"
            )
        raise PackNotReady(
            f"{found.done_count} of {found.total_count} files have been read.",
            state=found.state,
            zh=f"证据包还没好（已读 {found.done_count}/{found.total_count} 个文件），"
            "请稍后再下载。",
        )
    return found


async def write(
    storage: Storage,
    pack: Pack,
    format: str,
    out: IO[bytes],
    fonts_dir: Path | None,
    progress: Progress,
) -> None:
    """The whole pack into a file. Raises FontsMissing before anything is read."""
    if format == "pdf":
        await packing.verify(storage, pack, progress)
        out.write(await packing.paper(storage, pack, fonts_dir))
        return
    await packing.write_zip(storage, pack, out, progress)
    packing.add_paper(out, await packing.paper(storage, pack, fonts_dir))


async def build(
    database: Database,
    storage: Storage,
    actor: Actor,
    record: PackRecord,
    pack: Pack,
    now: datetime,
) -> None:
    """Build what was asked for and store it; the progress is committed as it goes."""

    async def progress(done_count: int) -> None:
        async with tenant_session(database, actor) as session:
            connection = await raw_connection(session)
            await packs.set_progress(connection, actor.firm_id, record.id, done_count)

    with tempfile.TemporaryFile(prefix="stationdesk-pack-") as out:
        await write(storage, pack, record.format, out, database.settings.fonts_dir, progress)
        size = out.tell() if record.format == "pdf" else out.seek(0, 2)
        digest = await to_thread(_sha256, out)
        key = f"{actor.firm_id}/packs/{new_id()}"
        await storage.put(key, read_chunks(out))
    async with tenant_session(database, actor) as session:
        connection = await raw_connection(session)
        is_taken = await packs.finish(
            connection, actor.firm_id, record.id,
            storage_key=key, size_bytes=size, sha256=digest, now=now,
        )  # fmt: skip
    if not is_taken:
        await storage.delete(key)


async def fail(
    database: Database, actor: Actor, record: PackRecord, error: str, now: datetime
) -> None:
    """Say why a pack could not be built."""
    async with tenant_session(database, actor) as session:
        connection = await raw_connection(session)
        await packs.fail(connection, actor.firm_id, record.id, error, now)


async def sweep_packs(database: Database, storage: Storage, actor: Actor, now: datetime) -> int:
    """Remove a batch of packs whose time is over; returns how many. Gives up on stuck ones."""
    async with tenant_session(database, actor) as session:
        connection = await raw_connection(session)
        await packs.give_up(connection, actor.firm_id, now - BUILD_MAX, now)
        over = await packs.expired(connection, actor.firm_id, now, SWEEP_BATCH)
    for each in over:
        if each.storage_key is not None:
            await storage.delete(each.storage_key)
    async with tenant_session(database, actor) as session:
        connection = await raw_connection(session)
        for each in over:
            await packs.forget(connection, actor.firm_id, each.id)
    return len(over)


async def read_chunks(source: IO[bytes]) -> AsyncIterator[bytes]:
    """A local file from its beginning."""
    source.seek(0)
    while chunk := await to_thread(source.read, COPY_BYTES):
        yield chunk


def _sha256(source: IO[bytes]) -> bytes:
    source.seek(0)
    digest = hashlib.sha256()
    while chunk := source.read(COPY_BYTES):
        digest.update(chunk)
    return digest.digest()
