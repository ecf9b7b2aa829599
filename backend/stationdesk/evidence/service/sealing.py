"""Sealing a file: stored, hashed, typed and, where it is a picture, drawn anew for screens."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.evidence.errors import (
    AttachmentNotFound,
    CaptureTimeInvalid,
    FileEmpty,
    FileTooLarge,
)
from stationdesk.evidence.models import Attachment, AttachmentLabel
from stationdesk.evidence.pictures import SHOWN, SOURCE_MAX_BYTES, look_at
from stationdesk.evidence.repository import attachments
from stationdesk.evidence.schemas import AttachmentRecord
from stationdesk.evidence.sniffing import HEAD_BYTES, media_type
from stationdesk.foundation.ids import new_id
from stationdesk.integrations.storage.port import Storage
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import raw_connection

NAME_MAX = 200
EARLIEST_CAPTURE: Final = datetime(2000, 1, 1, tzinfo=UTC)
CLOCK_TOLERANCE: Final = timedelta(minutes=5)
"""A phone's clock may be that much ahead of ours."""

_drawing = asyncio.Semaphore(1)
"""A picture of 60 million pixels takes 240 MB while it is drawn; never two at once."""


@dataclass(frozen=True, slots=True)
class SealedFile:
    """A file that is stored, but not yet anybody's evidence."""

    id: UUID
    storage_key: str
    name: str
    size_bytes: int
    sha256: bytes
    media_type: str
    preview_key: str | None = None
    taken_at: datetime | None = None


async def store(
    storage: Storage, firm_id: UUID, name: str, chunks: AsyncIterator[bytes], limit_bytes: int
) -> SealedFile:
    """Store a file and take its hash, size and type while it passes. Outside of any transaction.

    Raises FileTooLarge or FileEmpty; nothing is left behind then.
    """
    digest = hashlib.sha256()
    head = bytearray()
    size = 0

    async def measured() -> AsyncIterator[bytes]:
        nonlocal size
        async for chunk in chunks:
            size += len(chunk)
            if size > limit_bytes:
                raise FileTooLarge(
                    f"The file has more than {limit_bytes // 1024**2} MB; cut or compress it.",
                    limit_bytes=limit_bytes,
                    zh=f"文件超过 {limit_bytes // 1024**2} MB，请剪短或压缩后再传。",
                )
            digest.update(chunk)
            head.extend(chunk[: HEAD_BYTES - len(head)])
            yield chunk
        if size == 0:
            raise FileEmpty("The file has no content; choose another one.")

    file_id = new_id()
    key = f"{firm_id}/{file_id}"
    await storage.put(key, measured())
    file = SealedFile(
        file_id, key, clean_name(name), size, digest.digest(), media_type(bytes(head))
    )
    if file.media_type not in SHOWN or size > SOURCE_MAX_BYTES:
        return file
    try:
        return await _with_preview(storage, file)
    except BaseException:
        await discard(storage, file)
        raise


async def discard(storage: Storage, file: SealedFile) -> None:
    """Remove a stored file that became nobody's evidence."""
    await storage.delete(file.storage_key)
    if file.preview_key is not None:
        await storage.delete(file.preview_key)


async def attach(
    session: AsyncSession,
    actor: Actor,
    file: SealedFile,
    *,
    case_id: UUID,
    station_id: UUID,
    checklist_code: str | None,
    now: datetime,
    captured_at: datetime | None = None,
    source: str = "desk",
) -> AttachmentRecord:
    """Make a stored file the evidence of a case. What the camera wrote goes before `captured_at`.

    Raises CaptureTimeInvalid.
    """
    if captured_at is not None:
        check_captured_at(captured_at, now)
    by_camera = file.taken_at if file.taken_at is not None and file.taken_at <= now else None
    captured = by_camera or captured_at
    row = Attachment(
        firm_id=actor.firm_id,
        id=file.id,
        case_id=case_id,
        station_id=station_id,
        name=file.name,
        size_bytes=file.size_bytes,
        sha256=file.sha256,
        media_type=file.media_type,
        storage_key=file.storage_key,
        checklist_code=checklist_code,
        uploaded_by_member_id=actor.member_id,
        uploaded_by_name=actor.name,
        created_at=now,
        source=source,
        captured_at=captured,
        captured_by=None if captured is None else "camera" if by_camera else "device",
        preview_key=file.preview_key,
    )
    await attachments.add(session, row)
    return await find(session, actor, file.id)


async def find(session: AsyncSession, actor: Actor, attachment_id: UUID) -> AttachmentRecord:
    """A file's row as the actor may see it. Raises AttachmentNotFound."""
    connection = await raw_connection(session)
    record = await attachments.find(connection, actor.firm_id, attachment_id)
    if record is None:
        raise AttachmentNotFound(
            f"There is no attachment {attachment_id}.",
            zh="没有这个附件，可能不归您的网点；请刷新。",
        )
    return record


async def label(
    session: AsyncSession,
    actor: Actor,
    record: AttachmentRecord,
    checklist_code: str | None,
    now: datetime,
) -> AttachmentRecord:
    """Say that a file proves another item of the checklist; what it was said to prove stays."""
    row = AttachmentLabel(
        firm_id=actor.firm_id,
        attachment_id=record.id,
        id=new_id(),
        station_id=record.station_id,
        checklist_code=checklist_code,
        member_id=actor.member_id,
        member_name=actor.name,
        at=now,
    )
    await attachments.add(session, row)
    return await find(session, actor, record.id)


def check_captured_at(captured_at: datetime, now: datetime) -> None:
    """Raise CaptureTimeInvalid for a time that no camera of these days can have meant."""
    if not EARLIEST_CAPTURE <= captured_at <= now + CLOCK_TOLERANCE:
        raise CaptureTimeInvalid(
            f"captured_at is {captured_at.isoformat()}; it lies in the future or before 2000. "
            "Set the device's clock right, or leave the time out.",
            captured_at=captured_at.isoformat(),
        )


def clean_name(name: str) -> str:
    """A name that is safe in a header and on any disk: no path, no control characters."""
    bare = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(letter for letter in bare if letter.isprintable())[-NAME_MAX:] or "file"


async def _with_preview(storage: Storage, file: SealedFile) -> SealedFile:
    async with _drawing:
        body = b"".join([chunk async for chunk in storage.get(file.storage_key)])
        look = await asyncio.to_thread(look_at, body)
    if look is None:
        return file
    key = f"{file.storage_key}.preview"

    async def whole() -> AsyncIterator[bytes]:
        yield look.preview

    await storage.put(key, whole())
    return replace(file, preview_key=key, taken_at=look.taken_at)
