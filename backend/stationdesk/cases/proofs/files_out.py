"""From stored files and records of evidence to what crosses HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator
from urllib.parse import quote

from litestar.response import Stream

from stationdesk.cases.proofs.schemas import NewUpload, PackOut, UploadOut
from stationdesk.cases.proofs.uploads import Announced
from stationdesk.evidence.schemas import PackRecord, UploadRecord
from stationdesk.evidence.service.uploads import PART_BYTES


def announced(data: NewUpload) -> Announced:
    """A file as its sender describes it."""
    return Announced(
        data.file_name, data.size_bytes, data.sha256, data.checklist_code, data.captured_at
    )


def upload_out(upload: UploadRecord) -> UploadOut:
    """Where an upload stands."""
    return UploadOut(
        upload.id, upload.name, upload.size_bytes, upload.received_bytes, PART_BYTES,
        upload.attachment_id, upload.expires_at,
    )  # fmt: skip


def pack_out(record: PackRecord) -> PackOut:
    """A pack as people see it."""
    return PackOut(
        record.id, record.format, record.state, record.done_count, record.total_count,
        record.size_bytes, None if record.sha256 is None else record.sha256.hex(), record.error,
        record.member_name, record.created_at, record.finished_at, record.expires_at,
    )  # fmt: skip


def as_download(chunks: AsyncIterator[bytes], name: str, media_type: str, size: int) -> Stream:
    """A file that is saved and never shown inside of our pages."""
    return Stream(
        chunks,
        media_type=media_type,
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",
            "Content-Length": str(size),
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )


async def first_read(chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The same chunks, the first one read: a missing file is known before the answer begins."""
    first = await anext(chunks)

    async def joined() -> AsyncIterator[bytes]:
        yield first
        async for chunk in chunks:
            yield chunk

    return joined()
