"""Cases over HTTP: opening, reading, events, notes, evidence."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, get, post
from litestar.datastructures import UploadFile
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath, FromQuery, JSONBody
from litestar.response import Stream
from litestar.status_codes import HTTP_200_OK, HTTP_201_CREATED

from stationdesk.cases import service
from stationdesk.cases.contacts.service import set_contacts
from stationdesk.cases.core.listing import PageRequest, case_counts, case_page
from stationdesk.cases.core.reading import attachment_out
from stationdesk.cases.proofs.files_out import as_download, first_read
from stationdesk.cases.schemas import (
    AttachmentOut,
    CaseCounts,
    CaseDetail,
    CasePage,
    EventIn,
    FilingCheck,
    FilingIn,
    KindPage,
    NewCase,
    NoteIn,
)
from stationdesk.evidence import service as evidence
from stationdesk.evidence.errors import AttachmentNotFound
from stationdesk.evidence.sniffing import served_type
from stationdesk.integrations.storage.port import FileMissing, Storage
from stationdesk.stations import service as stations
from stationdesk.tenancy.permissions import Permission, requires, signed_in
from stationdesk.tenancy.session import tenant_session
from stationdesk.tenancy.wiring import Caller, Connections, Now, Transaction

UPLOAD_OVERHEAD_BYTES = 1024 * 1024
UPLOAD_MAX_BYTES = 200 * 1024**2 + UPLOAD_OVERHEAD_BYTES
CHUNK_BYTES = 256 * 1024
IDEMPOTENCY_KEY = "idempotency-key"


@dataclass
class EvidenceForm:
    """A file, the item of the checklist that it proves, and when it was made, if known."""

    file: UploadFile
    checklist_code: str | None = None
    captured_at: datetime | None = None


def idempotency_key(request: Request[Any, Any, Any], actor: Caller) -> str | None:
    """The caller's key, made his own: two members may choose the same."""
    key = request.headers.get(IDEMPOTENCY_KEY)
    return f"{actor.member_id or 'service'}:{key[:200]}" if key else None


@post("/cases", guards=[requires(Permission.CASES_OPEN)], status_code=HTTP_201_CREATED)
async def open_case(
    request: Request[Any, Any, Any],
    data: JSONBody[NewCase],
    actor: Caller,
    session: Transaction,
    now: Now,
) -> CaseDetail:
    """Open a case by hand; it waits in the queue."""
    station = await stations.station_by_code(session, data.station)
    record = await service.open_case(
        session, actor, kind=data.kind, direction=data.direction, station_id=station.id,
        waybill=data.waybill, details=data.details, now=now,
        source="case" if data.from_case else "hand", parent_case_id=data.from_case,
        idempotency_key=idempotency_key(request, actor),
    )  # fmt: skip
    await set_contacts(session, actor, record.id, data.contacts, now, is_opening=True)
    return await service.case_detail(session, actor, record.id, now)


@get("/cases", guards=[requires(Permission.CASES_READ)])
async def list_cases(
    request: Request[Any, Any, Any],
    now: Now,
    view: FromQuery[str] = "all",
    kind: FromQuery[str | None] = None,
    station: FromQuery[str | None] = None,
    holder: FromQuery[str | None] = None,
    q: FromQuery[str | None] = None,
    status: FromQuery[str | None] = None,
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int] = 50,
    states: FromQuery[str | None] = None,
    direction: FromQuery[str | None] = None,
    due_within_minutes: FromQuery[int | None] = None,
    risk_over_fen: FromQuery[int | None] = None,
) -> CasePage:
    """A page of cases: open ones by urgency, closed ones latest first."""
    # A hot path: a second dependency would cost a task group, a fifth of the request's CPU.
    wanted = PageRequest(
        view, kind, station, holder, q, status, cursor, limit, states, direction,
        due_within_minutes, risk_over_fen,
    )  # fmt: skip
    return await case_page(request.app.state.database, signed_in(request), wanted, now)


@get("/cases/counts", guards=[requires(Permission.CASES_READ)])
async def count_cases(actor: Caller, database: Connections, now: Now) -> CaseCounts:
    """How much is open, by view, holder, kind and station."""
    return await case_counts(database, actor, now)


@get("/cases/{case_id:uuid}", guards=[requires(Permission.CASES_READ)])
async def show_case(
    case_id: FromPath[UUID], actor: Caller, session: Transaction, now: Now
) -> CaseDetail:
    """Everything about one case."""
    return await service.case_detail(session, actor, case_id, now)


@post(
    "/cases/{case_id:uuid}/events",
    guards=[requires(Permission.CASES_WORK, Permission.CASES_ANSWER)],
    status_code=HTTP_200_OK,
)
async def apply_event(
    request: Request[Any, Any, Any],
    case_id: FromPath[UUID],
    data: JSONBody[EventIn],
    actor: Caller,
    session: Transaction,
    now: Now,
) -> CaseDetail:
    """Let something happen to the case; 409 with what changed if the version is old."""
    await service.apply_event(
        session, actor, case_id, data.event, data.data, data.version, now,
        idempotency_key(request, actor),
    )  # fmt: skip
    return await service.case_detail(session, actor, case_id, now)


@post(
    "/cases/{case_id:uuid}/filing-check",
    guards=[requires(Permission.CASES_WORK)],
    status_code=HTTP_200_OK,
)
async def check_filing(
    case_id: FromPath[UUID],
    data: JSONBody[FilingIn],
    actor: Caller,
    session: Transaction,
    now: Now,
) -> FilingCheck:
    """What the rules of fair dealing would say to an event, before it is raised."""
    return FilingCheck(
        await service.filing_check(session, actor, case_id, data.event, data.text, now)
    )


@post(
    "/cases/{case_id:uuid}/notes",
    guards=[requires(Permission.CASES_WORK, Permission.CASES_ANSWER)],
    status_code=HTTP_201_CREATED,
)
async def add_note(
    request: Request[Any, Any, Any],
    case_id: FromPath[UUID],
    data: JSONBody[NoteIn],
    actor: Caller,
    session: Transaction,
    now: Now,
) -> CaseDetail:
    """Write a note on the timeline."""
    key = idempotency_key(request, actor)
    await service.add_note(session, actor, case_id, data.text, now, key)
    return await service.case_detail(session, actor, case_id, now)


@post(
    "/cases/{case_id:uuid}/attachments",
    guards=[requires(Permission.CASES_WORK, Permission.CASES_ANSWER)],
    status_code=HTTP_201_CREATED,
    request_max_body_size=UPLOAD_MAX_BYTES,
)
async def upload_evidence(
    request: Request[Any, Any, Any],
    case_id: FromPath[UUID],
    data: Annotated[EvidenceForm, Body(media_type=RequestEncodingType.MULTI_PART)],
    actor: Caller,
    database: Connections,
    now: Now,
) -> AttachmentOut:
    """Seal a file as evidence of the case. Stored first, outside of any transaction."""
    storage: Storage = request.app.state.storage
    async with tenant_session(database, actor) as session:
        await service.case_detail(session, actor, case_id, now)
    file = await evidence.store(
        storage, actor.firm_id, data.file.filename, _chunks(data.file),
        database.settings.attachment_max_bytes,
    )  # fmt: skip
    try:
        async with tenant_session(database, actor) as session:
            row = await service.attach_evidence(
                session,
                actor,
                case_id,
                file,
                data.checklist_code or None,
                now,
                data.captured_at,
            )
    except BaseException:
        await evidence.discard(storage, file)
        raise
    return attachment_out(row)


@get("/attachments/{attachment_id:uuid}", guards=[requires(Permission.CASES_READ)])
async def download_evidence(
    request: Request[Any, Any, Any],
    attachment_id: FromPath[UUID],
    actor: Caller,
    session: Transaction,
    now: Now,
) -> Stream:
    """The sealed file, never shown inside of our pages; the download is logged."""
    storage: Storage = request.app.state.storage
    row = await evidence.open_for_download(session, actor, attachment_id, now)
    try:
        chunks = await first_read(storage.get(row.storage_key))
    except FileMissing as error:
        raise AttachmentNotFound(
            "The file of this attachment is not in the store.",
            zh="附件的文件已不在存储里，请联系管理员从备份恢复。",
        ) from error
    return as_download(chunks, row.name, served_type(row.media_type), row.size_bytes)


@get("/kinds", guards=[requires(Permission.CASES_READ)], sync_to_thread=False)
def list_kinds() -> KindPage:
    """The kinds of case with states and schemas of their details."""
    return KindPage(service.kinds(), None)


async def _chunks(file: UploadFile) -> AsyncIterator[bytes]:
    while chunk := await file.read(CHUNK_BYTES):
        yield chunk


ROUTES = [
    open_case,
    list_cases,
    count_cases,
    show_case,
    apply_event,
    check_filing,
    add_note,
    upload_evidence,
    download_evidence,
    list_kinds,
]
