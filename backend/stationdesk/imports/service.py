"""Uploads: stored first, imported by a job, shown with progress and refusals."""

import hashlib
import tempfile
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import msgspec
from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.foundation.database import Database
from stationdesk.foundation.ids import new_id
from stationdesk.foundation.jobs import defer
from stationdesk.imports import batches, repository
from stationdesk.imports.errors import BatchUnknown, FileEmpty, FileTooLarge, FileUnreadable
from stationdesk.imports.models import ImportBatch
from stationdesk.imports.refusals import Refusal, as_csv
from stationdesk.integrations.storage.port import FileMissing, Storage
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import tenant_session

# The job that imports a stored upload of each kind; the worker registers them by these names.
JOB_OF_KIND: Final[dict[str, str]] = {"scans": "import_scans", "bill": "import_bill"}
REJECTS_A_TURN = 2_000


class StoredUpload(msgspec.Struct, frozen=True):
    """An upload in the file store."""

    key: str
    size_bytes: int
    sha256: str


async def store_upload(
    storage: Storage,
    actor: Actor,
    file_name: str,
    chunks: AsyncIterator[bytes],
    limit_bytes: int,
) -> StoredUpload:
    """Keep an upload as it comes. Raises FileTooLarge, FileEmpty; nothing is left behind then."""
    digest = hashlib.sha256()
    size = 0

    async def measured() -> AsyncIterator[bytes]:
        nonlocal size
        async for chunk in chunks:
            size += len(chunk)
            if size > limit_bytes:
                raise FileTooLarge(
                    f"{file_name} has more than {limit_bytes // 1024**2} MiB; split it, or use "
                    "`stationdesk import` on the machine itself.",
                    limit_bytes=limit_bytes,
                    zh=f"{file_name} 超过 {limit_bytes // 1024**2} MB，请拆开导入，"
                    "或在服务器上用 stationdesk import 导入。",
                )
            digest.update(chunk)
            yield chunk
        if size == 0:
            raise FileEmpty(f"{file_name} is empty; export it again with its header row.")

    key = f"{actor.firm_id}/imports/{new_id()}"
    await storage.put(key, measured())
    return StoredUpload(key, size, digest.hexdigest())


async def accept_upload(
    database: Database,
    storage: Storage,
    actor: Actor,
    *,
    kind: str,
    file_name: str,
    chunks: AsyncIterator[bytes],
    limit_bytes: int,
    is_strict: bool,
    now: datetime,
    format: str = "auto",
    options: dict[str, Any] | None = None,
) -> ImportBatch:
    """Store an upload and enqueue its import, in one transaction with its batch.

    Raises FileTooLarge, FileEmpty; nothing is left behind then.
    """
    upload = await store_upload(storage, actor, file_name, chunks, limit_bytes)
    batch = batches.new_batch(
        actor,
        kind=kind,
        file_name=file_name,
        format=format,
        is_strict=is_strict,
        now=now,
        status="waiting",
        size_bytes=upload.size_bytes,
        sha256=upload.sha256,
        stored_as=upload.key,
        options=options or {},
    )
    try:
        async with tenant_session(database, actor) as session:
            session.add(batch)
            await session.flush()
            await defer(
                session, JOB_OF_KIND[kind], firm_id=str(actor.firm_id), batch_id=str(batch.id)
            )
    except BaseException:
        await storage.delete(upload.key)
        raise
    return batch


@asynccontextmanager
async def stored_file(storage: Storage, batch: ImportBatch) -> AsyncIterator[Path]:
    """The upload of a batch as a local file with its own name, for the duration of the block."""
    if batch.stored_as is None:
        raise FileUnreadable(
            "The batch has no stored file; import the file again.",
            zh="这次导入没有存下文件，请重新导入。",
        )
    with tempfile.TemporaryDirectory(prefix="stationdesk-import-") as folder:
        path = Path(folder) / (Path(batch.file_name).name or "upload")
        try:
            with path.open("wb") as file:
                async for chunk in storage.get(batch.stored_as):
                    file.write(chunk)
        except FileMissing as error:
            raise FileUnreadable(
                "The stored file is gone; import the file again.",
                zh="存下的文件已不在，请重新导入。",
            ) from error
        yield path


async def waiting_batch(database: Database, actor: Actor, batch_id: UUID) -> ImportBatch | None:
    """The batch if it still is to be imported: a job may run again after it has done its work."""
    async with tenant_session(database, actor) as session:
        batch = await batches.the_batch(session, batch_id)
        return batch if batch.status in batches.UNDER_WAY else None


async def batch_page(
    session: AsyncSession, *, kind: str | None, cursor: str | None, limit: int
) -> tuple[list[ImportBatch], str | None]:
    """A page of imports, newest first, and the cursor of the next."""
    limit = max(1, min(limit, repository.PAGE_MAX))
    found = await repository.batches(
        session, kind=kind, before=_batch_cursor(cursor), limit=limit + 1
    )
    page = found[:limit]
    return page, str(page[-1].id) if len(found) > limit else None


def _batch_cursor(cursor: str | None) -> UUID | None:
    try:
        return UUID(cursor) if cursor else None
    except ValueError as error:
        raise BatchUnknown(f"{cursor!r} is no cursor of this list.") from error


async def reject_page(
    session: AsyncSession, batch_id: UUID, *, after_row: int, limit: int
) -> tuple[list[Refusal], str | None]:
    """A page of refused rows by row number, and the cursor of the next. Raises BatchUnknown."""
    await batches.the_batch(session, batch_id)
    limit = max(1, min(limit, repository.PAGE_MAX))
    found = await repository.rejects(session, batch_id, after_row=after_row, limit=limit + 1)
    page = found[:limit]
    return page, str(page[-1].row_number) if len(found) > limit else None


async def rejects_file(database: Database, actor: Actor, batch_id: UUID) -> AsyncIterator[bytes]:
    """All refused rows as a CSV file, to be mended and sent again, in bounded pieces.

    It reads while the answer is being sent, so it has transactions of its own.
    """
    async with tenant_session(database, actor) as session:
        header = (await batches.the_batch(session, batch_id)).header
    after = 0
    is_first = True
    while True:
        async with tenant_session(database, actor) as session:
            found = await repository.rejects(
                session, batch_id, after_row=after, limit=REJECTS_A_TURN
            )
        lines: Iterable[str] = list(as_csv(header, found))
        # With a BOM, or Excel takes UTF-8 for something else.
        yield ("\ufeff" + "".join(lines) if is_first else "".join(list(lines)[1:])).encode()
        if len(found) < REJECTS_A_TURN:
            return
        after, is_first = found[-1].row_number, False
