"""Large files, part by part: what has come stays, whoever loses the connection or restarts.

A part is an object of its own in the store, so that any store serves and any web process may take
the next one. A part counts only once its row stands where the upload ends; two that are sent for
the same place at once cannot both count.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from stationdesk.evidence.errors import (
    FileTooLarge,
    PartEmpty,
    UploadIncomplete,
    UploadNotFound,
    UploadOffsetWrong,
)
from stationdesk.evidence.repository import uploads
from stationdesk.evidence.schemas import PartRecord, UploadRecord
from stationdesk.foundation.database import Database
from stationdesk.foundation.ids import new_id
from stationdesk.integrations.storage.port import Storage
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import raw_connection, tenant_session

PART_BYTES: Final = 4 * 1024**2
"""What we ask senders to send at once: what a lost connection costs at most."""
PART_MAX_BYTES: Final = 8 * 1024**2
UPLOAD_LIFE: Final = timedelta(hours=24)
SWEEP_BATCH: Final = 20
SWEEP_GRACE: Final = timedelta(hours=1)
"""A seal that began in time may still be reading the parts."""
LINKS_KEPT: Final = timedelta(days=7)


async def own_upload(
    database: Database, actor: Actor, upload_id: UUID, link_id: UUID | None, now: datetime
) -> UploadRecord:
    """An upload that this actor began, by this link if by one. Raises UploadNotFound."""
    async with tenant_session(database, actor) as session:
        found = await uploads.find(await raw_connection(session), actor.firm_id, upload_id)
    is_own = found is not None and (found.member_id, found.link_id) == (actor.member_id, link_id)
    if found is None or not is_own or found.expires_at <= now:
        raise UploadNotFound("There is no such upload of yours, or its 24 hours are over.")
    return found


async def receive_part(
    database: Database,
    storage: Storage,
    actor: Actor,
    upload: UploadRecord,
    start_byte: int,
    chunks: AsyncIterator[bytes],
) -> int:
    """Take the next part in; returns where the upload stands. Raises UploadOffsetWrong."""
    if start_byte != upload.received_bytes or upload.attachment_id is not None:
        raise _elsewhere(upload)
    room = min(PART_MAX_BYTES, upload.size_bytes - start_byte)
    key = f"{actor.firm_id}/parts/{new_id()}"
    size = 0

    async def bounded() -> AsyncIterator[bytes]:
        nonlocal size
        async for chunk in chunks:
            size += len(chunk)
            if size > room:
                raise FileTooLarge(
                    f"The part has more than the {room} bytes that it may have here.",
                    limit_bytes=room,
                    zh=f"这一段超过 {room} 字节，请分小段重传。",
                )
            yield chunk
        if size == 0:
            raise PartEmpty(f"The part at {start_byte} has no content.")

    await storage.put(key, bounded())
    part = PartRecord(start_byte, size, key)
    async with tenant_session(database, actor) as session:
        connection = await raw_connection(session)
        if await uploads.add_part(connection, actor.firm_id, upload.id, part):
            return start_byte + size
        now_there = await uploads.find(connection, actor.firm_id, upload.id)
    await storage.delete(key)
    raise _elsewhere(now_there or upload)


async def parts_in_order(
    database: Database, actor: Actor, upload: UploadRecord
) -> list[PartRecord]:
    """The parts of a complete upload. Raises UploadIncomplete."""
    async with tenant_session(database, actor) as session:
        parts = await uploads.parts_of(await raw_connection(session), actor.firm_id, upload.id)
    received = sum(part.size_bytes for part in parts)
    if received != upload.size_bytes:
        raise UploadIncomplete(
            f"{received} of {upload.size_bytes} bytes have come; send the rest first.",
            received_bytes=received,
            size_bytes=upload.size_bytes,
        )
    return parts


async def joined(storage: Storage, parts: Sequence[PartRecord]) -> AsyncIterator[bytes]:
    """The file as it was."""
    for part in parts:
        async for chunk in storage.get(part.storage_key):
            yield chunk


async def drop_parts(storage: Storage, parts: Sequence[PartRecord]) -> None:
    """Remove parts that are no longer needed."""
    for part in parts:
        await storage.delete(part.storage_key)


async def begin_anew(database: Database, storage: Storage, actor: Actor, upload_id: UUID) -> None:
    """Forget what has come of an upload: it arrived damaged."""
    async with tenant_session(database, actor) as session:
        connection = await raw_connection(session)
        parts = await uploads.parts_of(connection, actor.firm_id, upload_id)
        await uploads.begin_anew(connection, actor.firm_id, upload_id)
    await drop_parts(storage, parts)


async def sweep_uploads(database: Database, storage: Storage, actor: Actor, now: datetime) -> int:
    """Remove a batch of uploads whose time is over, sealed or not; returns how many."""
    async with tenant_session(database, actor) as session:
        connection = await raw_connection(session)
        over = await uploads.expired(connection, actor.firm_id, now - SWEEP_GRACE, SWEEP_BATCH)
        parts = [
            part
            for upload in over
            for part in await uploads.parts_of(connection, actor.firm_id, upload.id)
        ]
    # Objects first: a death between the two leaves rows that the next round finds.
    await drop_parts(storage, parts)
    async with tenant_session(database, actor) as session:
        connection = await raw_connection(session)
        for upload in over:
            await uploads.forget(connection, actor.firm_id, upload.id)
        await uploads.forget_links(connection, actor.firm_id, now - LINKS_KEPT)
    return len(over)


def _elsewhere(upload: UploadRecord) -> UploadOffsetWrong:
    return UploadOffsetWrong(
        f"{upload.received_bytes} of {upload.size_bytes} bytes have come; go on from there.",
        received_bytes=upload.received_bytes,
    )
