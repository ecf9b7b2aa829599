"""Sealing a file, and handing it out again."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.evidence import repository
from stationdesk.evidence.errors import AttachmentNotFound, FileEmpty, FileTooLarge
from stationdesk.evidence.models import Attachment, AttachmentView
from stationdesk.evidence.sniffing import HEAD_BYTES, media_type
from stationdesk.foundation.ids import new_id
from stationdesk.integrations.storage.port import Storage
from stationdesk.tenancy.actor import Actor

NAME_MAX = 200


@dataclass(frozen=True, slots=True)
class SealedFile:
    """A file that is stored, but not yet anybody's evidence."""

    id: UUID
    storage_key: str
    name: str
    size_bytes: int
    sha256: bytes
    media_type: str


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
                )
            digest.update(chunk)
            head.extend(chunk[: HEAD_BYTES - len(head)])
            yield chunk
        if size == 0:
            raise FileEmpty("The file has no content; choose another one.")

    file_id = new_id()
    key = f"{firm_id}/{file_id}"
    await storage.put(key, measured())
    return SealedFile(file_id, key, _clean(name), size, digest.digest(), media_type(bytes(head)))


async def attach(
    session: AsyncSession,
    actor: Actor,
    file: SealedFile,
    *,
    case_id: UUID,
    station_id: UUID,
    checklist_code: str | None,
    now: datetime,
) -> Attachment:
    """Make a stored file the evidence of a case."""
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
    )
    await repository.add(session, row)
    return row


async def open_for_download(
    session: AsyncSession, actor: Actor, attachment_id: UUID, now: datetime
) -> Attachment:
    """The file's row, its download logged. Raises AttachmentNotFound."""
    row = await repository.find(session, attachment_id)
    if row is None:
        raise AttachmentNotFound(f"There is no attachment {attachment_id}.")
    view = AttachmentView(
        firm_id=actor.firm_id,
        id=new_id(),
        attachment_id=row.id,
        station_id=row.station_id,
        member_id=actor.member_id,
        member_name=actor.name,
        at=now,
    )
    await repository.add(session, view)
    return row


def _clean(name: str) -> str:
    """A name that is safe in a header and on any disk: no path, no control characters."""
    bare = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(letter for letter in bare if letter.isprintable())[-NAME_MAX:] or "file"
