"""Evidence over HTTP beyond the single file: in parts, labelled, looked at, packed, kept."""

from typing import Any, Final
from uuid import UUID

from litestar import Request, delete, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.response import Stream
from litestar.status_codes import HTTP_200_OK, HTTP_201_CREATED

from stationdesk.cases.core.reading import attachment_out
from stationdesk.cases.proofs import packing, retention, uploads
from stationdesk.cases.proofs.files_out import (
    announced,
    as_download,
    first_read,
    pack_out,
    upload_out,
)
from stationdesk.cases.proofs.listening import ROUTES as LISTENING_ROUTES
from stationdesk.cases.proofs.schemas import (
    HoldIn,
    KeepingOut,
    LabelIn,
    NewPack,
    NewUpload,
    NewUploadLink,
    PackOut,
    PackPage,
    RetentionPage,
    UploadLinkOut,
    UploadOut,
    ViewOut,
    ViewPage,
)
from stationdesk.cases.schemas import AttachmentOut
from stationdesk.evidence import service as evidence
from stationdesk.evidence.errors import AttachmentNotFound, PackNotFound
from stationdesk.evidence.service import uploads as parts
from stationdesk.evidence.service import viewing
from stationdesk.evidence.service.links import qr_svg
from stationdesk.evidence.service.packs import MEDIA_TYPES
from stationdesk.foundation.cursors import page_limit, read_cursor, write_cursor
from stationdesk.foundation.errors import Invalid
from stationdesk.integrations.storage.port import FileMissing, Storage
from stationdesk.tenancy.permissions import Permission, requires
from stationdesk.tenancy.wiring import Caller, Connections, Now, Transaction

PART_OVERHEAD_BYTES: Final = 64 * 1024
BODY_MAX_BYTES: Final = parts.PART_MAX_BYTES + PART_OVERHEAD_BYTES
_WORKS: Final = requires(Permission.CASES_WORK, Permission.CASES_ANSWER)


class UnknownFormat(Invalid):
    """A pack is a PDF or a ZIP."""

    code = "unknown_format"
    title = "There is no such format"


@post("/cases/{case_id:uuid}/uploads", guards=[_WORKS], status_code=HTTP_201_CREATED)
async def begin_upload(
    case_id: FromPath[UUID],
    data: JSONBody[NewUpload],
    actor: Caller,
    session: Transaction,
    database: Connections,
    now: Now,
) -> UploadOut:
    """Begin a file that comes in parts."""
    upload = await uploads.begin_upload(
        session, actor, case_id, announced(data), database.settings.attachment_max_bytes, now
    )
    return upload_out(upload)


@get("/uploads/{upload_id:uuid}", guards=[_WORKS])
async def show_upload(
    upload_id: FromPath[UUID], actor: Caller, database: Connections, now: Now
) -> UploadOut:
    """Where the upload stands."""
    return upload_out(await parts.own_upload(database, actor, upload_id, None, now))


@put(
    "/uploads/{upload_id:uuid}",
    guards=[_WORKS],
    status_code=HTTP_200_OK,
    request_max_body_size=BODY_MAX_BYTES,
)
async def put_part(
    request: Request[Any, Any, Any],
    upload_id: FromPath[UUID],
    offset: FromQuery[int],
    actor: Caller,
    database: Connections,
    now: Now,
) -> UploadOut:
    """The next part, raw, from `offset` on; 409 with where to go on if it stands elsewhere."""
    upload = await parts.own_upload(database, actor, upload_id, None, now)
    storage: Storage = request.app.state.storage
    await parts.receive_part(database, storage, actor, upload, offset, request.stream())
    return upload_out(await parts.own_upload(database, actor, upload_id, None, now))


@post("/uploads/{upload_id:uuid}/seal", guards=[_WORKS], status_code=HTTP_200_OK)
async def seal_upload(
    request: Request[Any, Any, Any],
    upload_id: FromPath[UUID],
    actor: Caller,
    database: Connections,
    now: Now,
) -> AttachmentOut:
    """Everything has come: make it evidence of its case."""
    upload = await parts.own_upload(database, actor, upload_id, None, now)
    storage: Storage = request.app.state.storage
    return attachment_out(await uploads.seal_upload(database, storage, actor, upload, now))


@post(
    "/cases/{case_id:uuid}/upload-links",
    guards=[requires(Permission.CASES_WORK)],
    status_code=HTTP_201_CREATED,
)
async def make_upload_link(
    request: Request[Any, Any, Any],
    case_id: FromPath[UUID],
    data: JSONBody[NewUploadLink],
    actor: Caller,
    session: Transaction,
    database: Connections,
    now: Now,
) -> UploadLinkOut:
    """A link for a phone, as address and as QR code; shown once."""
    link = await uploads.make_upload_link(session, actor, case_id, data.checklist_code, now)
    base = database.settings.public_url or str(request.base_url).rstrip("/")
    url = f"{base}/u/{link.token}"
    return UploadLinkOut(url, qr_svg(url), link.expires_at, link.files_max)


@post(
    "/cases/{case_id:uuid}/attachments/{attachment_id:uuid}/label",
    guards=[requires(Permission.CASES_WORK)],
    status_code=HTTP_200_OK,
)
async def label_evidence(
    case_id: FromPath[UUID],
    attachment_id: FromPath[UUID],
    data: JSONBody[LabelIn],
    actor: Caller,
    session: Transaction,
    now: Now,
) -> AttachmentOut:
    """Let a file prove another item of the checklist."""
    return attachment_out(
        await uploads.label_evidence(
            session, actor, case_id, attachment_id, data.checklist_code, now
        )
    )


@get(
    "/cases/{case_id:uuid}/attachments/{attachment_id:uuid}/views",
    guards=[requires(Permission.CASES_READ)],
)
async def list_views(
    case_id: FromPath[UUID],
    attachment_id: FromPath[UUID],
    actor: Caller,
    session: Transaction,
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int] = 50,
) -> ViewPage:
    """Who saw or took a file, the latest first."""
    before = read_cursor(cursor, tuple[UUID])
    limit = page_limit(limit)
    await uploads.check_of_case(session, actor, case_id, attachment_id)
    found = await viewing.views(
        session, actor, attachment_id, before[0] if before else None, limit + 1
    )
    more = write_cursor(found[limit - 1].id) if len(found) > limit else None
    return ViewPage([ViewOut(each.member_name, each.at, each.how) for each in found[:limit]], more)


@get("/attachments/{attachment_id:uuid}/preview", guards=[requires(Permission.CASES_READ)])
async def show_preview(
    request: Request[Any, Any, Any],
    attachment_id: FromPath[UUID],
    actor: Caller,
    session: Transaction,
    now: Now,
) -> Stream:
    """A picture drawn anew, to be looked at; the look is logged."""
    storage: Storage = request.app.state.storage
    key = await evidence.open_for_view(session, actor, attachment_id, now)
    headers = {
        "Content-Disposition": "inline",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cache-Control": "private, no-store",
    }
    try:
        chunks = await first_read(storage.get(key))
    except FileMissing as error:
        raise AttachmentNotFound(
            "The picture of this attachment is not in the store.",
            zh="附件的预览图已不在，请下载原文件。",
        ) from error
    return Stream(chunks, media_type="image/jpeg", headers=headers)


@get("/cases/{case_id:uuid}/pack.pdf", guards=[requires(Permission.CASES_READ)])
async def pack_as_pdf(
    request: Request[Any, Any, Any],
    case_id: FromPath[UUID],
    actor: Caller,
    database: Connections,
    now: Now,
) -> Stream:
    """The evidence pack of a small case as one ordered paper."""
    return await _packed_now(request, database, actor, case_id, "pdf", now)


@get("/cases/{case_id:uuid}/pack.zip", guards=[requires(Permission.CASES_READ)])
async def pack_as_zip(
    request: Request[Any, Any, Any],
    case_id: FromPath[UUID],
    actor: Caller,
    database: Connections,
    now: Now,
) -> Stream:
    """The evidence pack of a small case as files with a manifest of hashes."""
    return await _packed_now(request, database, actor, case_id, "zip", now)


@post(
    "/cases/{case_id:uuid}/packs",
    guards=[requires(Permission.CASES_WORK, Permission.CASES_SUPERVISE)],
    status_code=HTTP_201_CREATED,
)
async def ask_for_pack(
    case_id: FromPath[UUID], data: JSONBody[NewPack], actor: Caller, session: Transaction, now: Now
) -> PackOut:
    """Have a job build the pack of a case of any size."""
    if data.format not in MEDIA_TYPES:
        raise UnknownFormat(
            f"format is {data.format!r}; it must be pdf or zip.",
            zh=f"没有“{data.format}”这种格式，请选 PDF 或 ZIP。",
        )
    return pack_out(await packing.ask(session, actor, case_id, data.format, now))


@get("/cases/{case_id:uuid}/packs", guards=[requires(Permission.CASES_READ)])
async def list_packs(
    case_id: FromPath[UUID], actor: Caller, session: Transaction, now: Now
) -> PackPage:
    """The case's packs of the last days, the latest first."""
    found = await packing.of_case(session, actor, case_id, now)
    return PackPage([pack_out(each) for each in found], None)


@get("/packs/{pack_id:uuid}", guards=[requires(Permission.CASES_READ)])
async def fetch_pack(
    request: Request[Any, Any, Any],
    pack_id: FromPath[UUID],
    actor: Caller,
    session: Transaction,
    now: Now,
) -> Stream:
    """A pack that a job has built."""
    storage: Storage = request.app.state.storage
    name, record = await packing.fetch(session, actor, pack_id, now)
    try:
        chunks = await first_read(storage.get(record.storage_key or ""))
    except FileMissing as error:
        raise PackNotFound("The pack is not in the store any more; ask for a new one.") from error
    return as_download(chunks, name, MEDIA_TYPES[record.format], record.size_bytes or 0)


@get("/cases/{case_id:uuid}/keeping", guards=[requires(Permission.CASES_READ)])
async def show_keeping(
    case_id: FromPath[UUID], actor: Caller, session: Transaction, now: Now
) -> KeepingOut:
    """How long the case's files are kept, and who holds them."""
    return await retention.keeping(session, actor, case_id, now)


@post(
    "/cases/{case_id:uuid}/legal-hold",
    guards=[requires(Permission.CASES_SUPERVISE)],
    status_code=HTTP_201_CREATED,
)
async def hold_case(
    case_id: FromPath[UUID], data: JSONBody[HoldIn], actor: Caller, session: Transaction, now: Now
) -> KeepingOut:
    """Let nothing of the case be deleted."""
    return await retention.hold_case(session, actor, case_id, data.reason, now)


@delete(
    "/cases/{case_id:uuid}/legal-hold",
    guards=[requires(Permission.CASES_SUPERVISE)],
    status_code=HTTP_200_OK,
)
async def release_case(
    case_id: FromPath[UUID], actor: Caller, session: Transaction, now: Now
) -> KeepingOut:
    """Let policy decide again."""
    return await retention.release_case(session, actor, case_id, now)


@get("/retention", guards=[requires(Permission.CASES_SUPERVISE)])
async def list_deleted(
    actor: Caller,
    session: Transaction,
    now: Now,
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int] = 50,
) -> RetentionPage:
    """The rule of retention, and what it deleted."""
    return await retention.retention_page(session, actor, cursor, limit, now)


async def _packed_now(
    request: Request[Any, Any, Any],
    database: Connections,
    actor: Caller,
    case_id: UUID,
    format: str,
    now: Now,
) -> Stream:
    storage: Storage = request.app.state.storage
    name, size, chunks = await packing.build_now(database, storage, actor, case_id, format, now)
    return as_download(chunks, name, MEDIA_TYPES[format], size)


ROUTES: Final = [
    *LISTENING_ROUTES,
    begin_upload,
    show_upload,
    put_part,
    seal_upload,
    make_upload_link,
    label_evidence,
    list_views,
    show_preview,
    pack_as_pdf,
    pack_as_zip,
    ask_for_pack,
    list_packs,
    fetch_pack,
    show_keeping,
    hold_case,
    release_case,
    list_deleted,
]
