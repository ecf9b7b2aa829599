"""The phone's page behind a QR code: nobody signs in, the link says who sends and to which case."""

from typing import Any, Final
from uuid import UUID

from litestar import Request, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.status_codes import HTTP_200_OK, HTTP_201_CREATED

from stationdesk.cases.core.context import CaseContext
from stationdesk.cases.proofs import uploads
from stationdesk.cases.proofs.files_out import announced, upload_out
from stationdesk.cases.proofs.routes import BODY_MAX_BYTES
from stationdesk.cases.proofs.schemas import LinkItem, LinkPage, NewUpload, UploadOut
from stationdesk.evidence.schemas import LinkRecord
from stationdesk.evidence.service import uploads as parts
from stationdesk.evidence.service.links import open_link
from stationdesk.integrations.storage.port import Storage
from stationdesk.tenancy.permissions import public
from stationdesk.tenancy.session import tenant_session
from stationdesk.tenancy.wiring import Connections, Now


@get("/u/{token:str}", opt=public)
async def show_link(token: FromPath[str], database: Connections, now: Now) -> LinkPage:
    """What the phone is asked for."""
    actor, link = await open_link(database, token, now)
    async with tenant_session(database, actor) as session:
        return _page(link, await uploads.linked_case(session, actor, link))


@post("/u/{token:str}/uploads", opt=public, status_code=HTTP_201_CREATED)
async def begin_phone_upload(
    token: FromPath[str], data: JSONBody[NewUpload], database: Connections, now: Now
) -> UploadOut:
    """Begin a file by the link."""
    actor, link = await open_link(database, token, now)
    async with tenant_session(database, actor) as session:
        upload = await uploads.begin_upload(
            session, actor, link.case_id, announced(data),
            database.settings.attachment_max_bytes, now, link,
        )  # fmt: skip
    return upload_out(upload)


@get("/u/{token:str}/uploads/{upload_id:uuid}", opt=public)
async def show_phone_upload(
    token: FromPath[str], upload_id: FromPath[UUID], database: Connections, now: Now
) -> UploadOut:
    """Where the upload stands."""
    actor, link = await open_link(database, token, now, is_finishing=True)
    return upload_out(await parts.own_upload(database, actor, upload_id, link.id, now))


@put(
    "/u/{token:str}/uploads/{upload_id:uuid}",
    opt=public,
    status_code=HTTP_200_OK,
    request_max_body_size=BODY_MAX_BYTES,
)
async def put_phone_part(
    request: Request[Any, Any, Any],
    token: FromPath[str],
    upload_id: FromPath[UUID],
    offset: FromQuery[int],
    database: Connections,
    now: Now,
) -> UploadOut:
    """The next part, raw."""
    actor, link = await open_link(database, token, now, is_finishing=True)
    upload = await parts.own_upload(database, actor, upload_id, link.id, now)
    storage: Storage = request.app.state.storage
    await parts.receive_part(database, storage, actor, upload, offset, request.stream())
    return upload_out(await parts.own_upload(database, actor, upload_id, link.id, now))


@post("/u/{token:str}/uploads/{upload_id:uuid}/seal", opt=public, status_code=HTTP_200_OK)
async def seal_phone_upload(
    request: Request[Any, Any, Any],
    token: FromPath[str],
    upload_id: FromPath[UUID],
    database: Connections,
    now: Now,
) -> LinkPage:
    """Everything has come; the desk is told at once."""
    actor, link = await open_link(database, token, now, is_finishing=True)
    upload = await parts.own_upload(database, actor, upload_id, link.id, now)
    await uploads.seal_upload(database, request.app.state.storage, actor, upload, now)
    request.app.state.streams.written(actor.firm_id)
    async with tenant_session(database, actor) as session:
        return _page(link, await uploads.linked_case(session, actor, link))


def _page(link: LinkRecord, context: CaseContext) -> LinkPage:
    record, name = context.record, context.kind.messages.name
    items = [
        LinkItem(item.code, item.zh, item.en, item.is_done or item.is_waived)
        for item in context.checklist
    ]
    asked = next((item for item in items if item.code == link.checklist_code), None)
    return LinkPage(
        name.zh, name.en, record.number, record.station_name, asked, items,
        link.files_max - link.files_begun, link.expires_at,
    )  # fmt: skip


ROUTES: Final = [
    show_link,
    begin_phone_upload,
    show_phone_upload,
    put_phone_part,
    seal_phone_upload,
]
