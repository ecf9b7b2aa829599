"""Recordings, played where they stand: piece by piece, as a player asks for them."""

import re
from typing import Any, Final
from uuid import UUID

from litestar import Request, get
from litestar.params import FromPath
from litestar.response import Stream
from litestar.status_codes import (
    HTTP_200_OK,
    HTTP_206_PARTIAL_CONTENT,
    HTTP_416_REQUESTED_RANGE_NOT_SATISFIABLE,
)

from stationdesk.cases.proofs.files_out import first_read
from stationdesk.evidence import service as evidence
from stationdesk.evidence.errors import AttachmentNotFound
from stationdesk.integrations.storage.port import FileMissing, Storage
from stationdesk.tenancy.permissions import Permission, requires
from stationdesk.tenancy.wiring import Caller, Now, Transaction

_RANGE: Final = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")
# A recording that somebody opens in a tab of its own must run nothing there.
_HEADERS: Final = {
    "Content-Disposition": "inline",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'; media-src 'self'",
    "Cache-Control": "private, no-store",
    "Accept-Ranges": "bytes",
}


def part_asked(header: str, size: int) -> tuple[int, int] | None:
    """From the first byte up to before the last that `Range` asks for (RFC 9110 §14).

    None: the whole, also for what cannot be read or names several parts. An empty part: nothing
    of what is asked for is there.
    """
    found = _RANGE.fullmatch(header.strip())
    if found is None or not (found[1] or found[2]):
        return None
    if not found[1]:
        return max(0, size - int(found[2])), size
    begin = int(found[1])
    end = min(size, int(found[2]) + 1) if found[2] else size
    if found[2] and int(found[2]) < begin:
        return None
    return (begin, end) if begin < size else (0, 0)


@get("/attachments/{attachment_id:uuid}/recording", guards=[requires(Permission.CASES_READ)])
async def play_recording(
    request: Request[Any, Any, Any],
    attachment_id: FromPath[UUID],
    actor: Caller,
    session: Transaction,
    now: Now,
) -> Stream:
    """A recording to be listened to, the part that is asked for; the listening is logged once."""
    storage: Storage = request.app.state.storage
    row = await evidence.open_for_listening(session, actor, attachment_id, now)
    part = part_asked(request.headers.get("range", ""), row.size_bytes)
    if part is not None and part[0] >= part[1]:
        return Stream(
            iter(()), status_code=HTTP_416_REQUESTED_RANGE_NOT_SATISFIABLE,
            headers=_HEADERS | {"Content-Range": f"bytes */{row.size_bytes}"},
        )  # fmt: skip
    try:
        chunks = await first_read(storage.get(row.storage_key, part))
    except FileMissing as error:
        raise AttachmentNotFound(
            "The recording of this attachment is not in the store.",
            zh="录音文件已不在存储里，请联系管理员从备份恢复。",
        ) from error
    begin, end = part or (0, row.size_bytes)
    headers = _HEADERS | {"Content-Length": str(end - begin)}
    if part is not None:
        headers["Content-Range"] = f"bytes {begin}-{end - 1}/{row.size_bytes}"
    return Stream(
        chunks, media_type=row.media_type, headers=headers,
        status_code=HTTP_200_OK if part is None else HTTP_206_PARTIAL_CONTENT,
    )  # fmt: skip


ROUTES: Final = [play_recording]
