"""What a case asks of others over HTTP: links, notices, corrections; and the links' own pages."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, get, post
from litestar.datastructures import UploadFile
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath, FromQuery, JSONBody
from litestar.status_codes import HTTP_200_OK, HTTP_201_CREATED

from stationdesk.cases.asking import corrections, help_calls, link_answers
from stationdesk.cases.asking import service as asking
from stationdesk.cases.asking.link_answers import PHOTO_MAX_BYTES, AnswerIn, Photo
from stationdesk.cases.asking.schemas import (
    Asked,
    CorrectionIn,
    CorrectionPage,
    CorrectionRow,
    HelpIn,
    LinkIn,
    LinkMade,
    PublicLink,
)
from stationdesk.foundation.settings import Settings
from stationdesk.integrations.storage.port import Storage
from stationdesk.notices.pace import Pace, network_of
from stationdesk.tenancy.permissions import Permission, public, requires
from stationdesk.tenancy.wiring import Caller, Connections, Now, Transaction

FORM_OVERHEAD_BYTES = 1024 * 1024
CHUNK_BYTES = 256 * 1024
WORKS = requires(Permission.CASES_WORK)


@dataclass
class AnswerForm:
    """What the holder of a link tapped and took."""

    answer: str = ""
    by: str = ""
    text: str = ""
    photo: UploadFile | None = None


def _base(request: Request[Any, Any, Any]) -> str:
    """Where our pages are: as the settings say, else where the caller has found us."""
    settings: Settings = request.app.state.settings
    return settings.public_url or str(request.base_url).rstrip("/")


def _pace(request: Request[Any, Any, Any], now: Now) -> str:
    """The network that asks, its request counted."""
    origin = network_of(request.client.host if request.client else None)
    pace: Pace = request.app.state.link_pace
    pace.take(origin, now)
    return origin


@get("/cases/{case_id:uuid}/asked", guards=[requires(Permission.CASES_READ)])
async def show_asked(
    case_id: FromPath[UUID], actor: Caller, session: Transaction, now: Now
) -> Asked:
    """What was asked of others about the case, and what came of it."""
    return await corrections.asked_of_case(session, actor, case_id, now)


@post("/cases/{case_id:uuid}/links", guards=[WORKS], status_code=HTTP_201_CREATED)
async def make_link(
    request: Request[Any, Any, Any],
    case_id: FromPath[UUID],
    data: JSONBody[LinkIn],
    actor: Caller,
    session: Transaction,
    now: Now,
) -> LinkMade:
    """A link for a courier or the station, with the text to paste."""
    return await asking.make_link(session, actor, case_id, data, _base(request), now)


@post(
    "/cases/{case_id:uuid}/links/{link_id:uuid}/pasted",
    guards=[WORKS],
    status_code=HTTP_200_OK,
)
async def paste_link(
    request: Request[Any, Any, Any],
    case_id: FromPath[UUID],
    link_id: FromPath[UUID],
    actor: Caller,
    session: Transaction,
    now: Now,
) -> LinkMade:
    """The text for a group chat, its copying written down as proof of the asking."""
    return await asking.paste_link(session, actor, case_id, link_id, _base(request), now)


@post(
    "/cases/{case_id:uuid}/links/{link_id:uuid}/again",
    guards=[WORKS],
    status_code=HTTP_200_OK,
)
async def send_link_again(
    case_id: FromPath[UUID],
    link_id: FromPath[UUID],
    actor: Caller,
    session: Transaction,
    now: Now,
) -> Asked:
    """Ask once more through the station's channels."""
    await asking.send_again(session, actor, case_id, link_id, now)
    return await corrections.asked_of_case(session, actor, case_id, now)


@post(
    "/cases/{case_id:uuid}/links/{link_id:uuid}/revoke",
    guards=[WORKS],
    status_code=HTTP_200_OK,
)
async def revoke_link(
    case_id: FromPath[UUID],
    link_id: FromPath[UUID],
    actor: Caller,
    session: Transaction,
    now: Now,
) -> Asked:
    """The link takes nothing any more."""
    await asking.revoke_link(session, actor, case_id, link_id, now)
    return await corrections.asked_of_case(session, actor, case_id, now)


@post(
    "/cases/{case_id:uuid}/corrections/{correction_id:uuid}",
    guards=[requires(Permission.CASES_WORK, Permission.CASES_ANSWER)],
    status_code=HTTP_200_OK,
)
async def record_correction(
    case_id: FromPath[UUID],
    correction_id: FromPath[UUID],
    data: JSONBody[CorrectionIn],
    actor: Caller,
    session: Transaction,
    now: Now,
) -> CorrectionRow:
    """What was corrected in person."""
    return await corrections.record_correction(
        session, actor, case_id, correction_id, data.done, data.attachment_id, now
    )


@get("/corrections", guards=[requires(Permission.CASES_READ)])
async def list_corrections(
    actor: Caller,
    session: Transaction,
    is_open: FromQuery[bool] = True,
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int] = 50,
) -> CorrectionPage:
    """Corrections that wait to be recorded, the most overdue first; or those that were."""
    return await corrections.correction_page(session, actor, cursor, limit, is_open=is_open)


@get("/links/{token:str}", opt=public)
async def show_link(
    request: Request[Any, Any, Any], token: FromPath[str], database: Connections, now: Now
) -> PublicLink:
    """What the holder of a link is asked."""
    _pace(request, now)
    return await link_answers.show_link(database, token, now)


@post(
    "/links/{token:str}",
    opt=public,
    status_code=HTTP_200_OK,
    request_max_body_size=PHOTO_MAX_BYTES + FORM_OVERHEAD_BYTES,
)
async def answer_link(
    request: Request[Any, Any, Any],
    token: FromPath[str],
    data: Annotated[AnswerForm, Body(media_type=RequestEncodingType.MULTI_PART)],
    database: Connections,
    now: Now,
) -> PublicLink:
    """The one answer that a link takes, with a photo if there is one."""
    origin = _pace(request, now)
    storage: Storage = request.app.state.storage
    photo = data.photo
    shown, firm_id = await link_answers.answer_link(
        database, storage, token, AnswerIn(data.answer, data.by, data.text),
        Photo(photo.filename, _chunks(photo)) if photo else None, origin, now,
    )  # fmt: skip
    request.app.state.streams.written(firm_id)
    return shown


@post("/links/{token:str}/help", opt=public, status_code=HTTP_200_OK)
async def call_for_help(
    request: Request[Any, Any, Any],
    token: FromPath[str],
    data: JSONBody[HelpIn],
    database: Connections,
    now: Now,
) -> PublicLink:
    """A courier in the street needs help: it becomes a case at once."""
    _pace(request, now)
    shown, firm_id = await help_calls.call_for_help(database, token, data, now)
    if firm_id is not None:
        request.app.state.streams.written(firm_id)
    return shown


async def _chunks(file: UploadFile) -> AsyncIterator[bytes]:
    while chunk := await file.read(CHUNK_BYTES):
        yield chunk


ROUTES = [
    show_asked,
    make_link,
    paste_link,
    send_link_again,
    revoke_link,
    record_correction,
    list_corrections,
    show_link,
    answer_link,
    call_for_help,
]
