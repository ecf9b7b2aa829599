"""Imports over HTTP: upload, progress, refused rows."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Annotated, Any, Literal
from urllib.parse import quote
from uuid import UUID

from litestar import Request, get, post
from litestar.datastructures import UploadFile
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath, FromQuery
from litestar.response import Stream
from litestar.status_codes import HTTP_202_ACCEPTED

from stationdesk.foundation.database import Database
from stationdesk.foundation.errors import Invalid
from stationdesk.imports import batches, service
from stationdesk.imports.schemas import BatchOut, BatchPage, RejectPage, batch_out, reject_out
from stationdesk.integrations.storage.port import Storage
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.permissions import Permission, requires
from stationdesk.tenancy.session import tenant_session
from stationdesk.tenancy.wiring import Caller, Connections, Now, Transaction

CHUNK_BYTES = 256 * 1024
UPLOAD_MAX_BYTES = 4 * 1024**3
UPLOAD_OVERHEAD_BYTES = 1024 * 1024
_YES = frozenset({"1", "true", "yes", "on"})


class FormatUnknown(Invalid):
    code = "format_unknown"
    title = "There is no such format"


@dataclass
class ImportForm:
    """A file; `strict` takes all of its rows or none."""

    file: UploadFile
    strict: str = ""
    format: str = "auto"
    expected_total: str = ""


async def _accept(
    request: Request[Any, Any, Any],
    kind: Literal["scans", "bill"],
    form: ImportForm,
    actor: Actor,
    database: Database,
    now: Any,
) -> BatchOut:
    storage: Storage = request.app.state.storage
    if form.format not in ("auto", "csv", "xlsx", "kuaidi100", "kdniao"):
        raise FormatUnknown(
            f"{form.format!r}: use auto, csv, xlsx, kuaidi100 or kdniao.",
            zh=f"没有“{form.format}”这种格式，请选自动识别。",
        )
    batch = await service.accept_upload(
        database,
        storage,
        actor,
        kind=kind,
        file_name=form.file.filename or "upload",
        chunks=upload_chunks(form.file),
        limit_bytes=min(UPLOAD_MAX_BYTES, database.settings.upload_max_bytes),
        is_strict=form.strict.strip().lower() in _YES,
        now=now,
        format=form.format,
        options={"expected_total": form.expected_total} if form.expected_total else {},
    )
    return batch_out(batch)


@post(
    "/imports/scans",
    guards=[requires(Permission.SCANS_IMPORT)],
    status_code=HTTP_202_ACCEPTED,
    request_max_body_size=UPLOAD_MAX_BYTES + UPLOAD_OVERHEAD_BYTES,
)
async def upload_scans(
    request: Request[Any, Any, Any],
    data: Annotated[ImportForm, Body(media_type=RequestEncodingType.MULTI_PART)],
    actor: Caller,
    database: Connections,
    now: Now,
) -> BatchOut:
    """Take a file of scans; a job imports it."""
    return await _accept(request, "scans", data, actor, database, now)


@post(
    "/imports/bill",
    guards=[requires(Permission.BILLS_IMPORT)],
    status_code=HTTP_202_ACCEPTED,
    request_max_body_size=UPLOAD_MAX_BYTES + UPLOAD_OVERHEAD_BYTES,
)
async def upload_bill(
    request: Request[Any, Any, Any],
    data: Annotated[ImportForm, Body(media_type=RequestEncodingType.MULTI_PART)],
    actor: Caller,
    database: Connections,
    now: Now,
) -> BatchOut:
    """Take a carrier's bill; a job imports it."""
    return await _accept(request, "bill", data, actor, database, now)


@get("/imports", guards=[requires(Permission.IMPORTS_READ)])
async def list_imports(
    session: Transaction,
    kind: FromQuery[str | None] = None,
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int] = 50,
) -> BatchPage:
    """Imports, newest first."""
    page, following = await service.batch_page(session, kind=kind, cursor=cursor, limit=limit)
    return BatchPage(items=[batch_out(batch) for batch in page], next_cursor=following)


@get("/imports/{batch_id:uuid}", guards=[requires(Permission.IMPORTS_READ)])
async def show_import(batch_id: FromPath[UUID], session: Transaction) -> BatchOut:
    """One import with its counts or its progress."""
    return batch_out(await batches.the_batch(session, batch_id))


@get("/imports/{batch_id:uuid}/rejects", guards=[requires(Permission.IMPORTS_READ)])
async def list_rejects(
    batch_id: FromPath[UUID],
    session: Transaction,
    cursor: FromQuery[int] = 0,
    limit: FromQuery[int] = 50,
) -> RejectPage:
    """Refused rows with their reasons, by row."""
    page, following = await service.reject_page(session, batch_id, after_row=cursor, limit=limit)
    return RejectPage(items=[reject_out(refusal) for refusal in page], next_cursor=following)


@get("/imports/{batch_id:uuid}/rejects.csv", guards=[requires(Permission.IMPORTS_READ)])
async def download_rejects(
    batch_id: FromPath[UUID], actor: Caller, database: Connections
) -> Stream:
    """Refused rows as a file with the original columns: mend it and upload it again."""
    async with tenant_session(database, actor) as session:
        batch = await batches.the_batch(session, batch_id)
    name = quote(f"rejects-{batch.file_name.rsplit('.', 1)[0]}.csv", safe="")
    return Stream(
        service.rejects_file(database, actor, batch_id),
        media_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{name}",
            "Cache-Control": "private, no-store",
        },
    )


async def upload_chunks(file: UploadFile) -> AsyncIterator[bytes]:
    """An uploaded file in bounded pieces."""
    while chunk := await file.read(CHUNK_BYTES):
        yield chunk


ROUTES = [upload_scans, upload_bill, list_imports, show_import, list_rejects, download_rejects]
