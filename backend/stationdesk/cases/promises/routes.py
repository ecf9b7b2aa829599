"""Promises to customers over HTTP."""

from uuid import UUID

from litestar import get, post
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.status_codes import HTTP_200_OK, HTTP_201_CREATED

from stationdesk.cases import service
from stationdesk.cases.promises import service as promises
from stationdesk.cases.promises.listing import promise_page
from stationdesk.cases.promises.schemas import (
    NewPromise,
    PromiseGivenUp,
    PromiseKept,
    PromiseMoved,
    PromisePage,
)
from stationdesk.cases.schemas import CaseDetail
from stationdesk.tenancy.permissions import Permission, requires
from stationdesk.tenancy.wiring import Caller, Now, Transaction

_WORKS = requires(Permission.CASES_WORK)


@get("/promises", guards=[requires(Permission.CASES_READ)])
async def list_promises(
    actor: Caller,
    session: Transaction,
    now: Now,
    view: FromQuery[str] = "due",
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int] = 50,
) -> PromisePage:
    """Promises; `view`: due (open until the end of today), open, mine, broken."""
    return await promise_page(session, actor, view=view, cursor=cursor, limit=limit, now=now)


@post("/cases/{case_id:uuid}/promises", guards=[_WORKS], status_code=HTTP_201_CREATED)
async def make_promise(
    case_id: FromPath[UUID],
    data: JSONBody[NewPromise],
    actor: Caller,
    session: Transaction,
    now: Now,
) -> CaseDetail:
    """Write down what a customer was told; its clock runs from now."""
    await promises.make_promise(session, actor, case_id, data, now)
    return await service.case_detail(session, actor, case_id, now)


@post(
    "/cases/{case_id:uuid}/promises/{promise_id:uuid}/kept",
    guards=[_WORKS],
    status_code=HTTP_200_OK,
)
async def keep_promise(
    case_id: FromPath[UUID],
    promise_id: FromPath[UUID],
    data: JSONBody[PromiseKept],
    actor: Caller,
    session: Transaction,
    now: Now,
) -> CaseDetail:
    """It was done."""
    await promises.keep_promise(session, actor, case_id, promise_id, data, now)
    return await service.case_detail(session, actor, case_id, now)


@post(
    "/cases/{case_id:uuid}/promises/{promise_id:uuid}/broken",
    guards=[_WORKS],
    status_code=HTTP_200_OK,
)
async def break_promise(
    case_id: FromPath[UUID],
    promise_id: FromPath[UUID],
    data: JSONBody[PromiseGivenUp],
    actor: Caller,
    session: Transaction,
    now: Now,
) -> CaseDetail:
    """It cannot be kept, or was not."""
    await promises.break_promise(session, actor, case_id, promise_id, data, now)
    return await service.case_detail(session, actor, case_id, now)


@post(
    "/cases/{case_id:uuid}/promises/{promise_id:uuid}/withdrawn",
    guards=[_WORKS],
    status_code=HTTP_200_OK,
)
async def withdraw_promise(
    case_id: FromPath[UUID],
    promise_id: FromPath[UUID],
    data: JSONBody[PromiseGivenUp],
    actor: Caller,
    session: Transaction,
    now: Now,
) -> CaseDetail:
    """The customer released us from it."""
    await promises.withdraw_promise(session, actor, case_id, promise_id, data, now)
    return await service.case_detail(session, actor, case_id, now)


@post(
    "/cases/{case_id:uuid}/promises/{promise_id:uuid}/moved",
    guards=[_WORKS],
    status_code=HTTP_200_OK,
)
async def move_promise(
    case_id: FromPath[UUID],
    promise_id: FromPath[UUID],
    data: JSONBody[PromiseMoved],
    actor: Caller,
    session: Transaction,
    now: Now,
) -> CaseDetail:
    """The customer agreed to another time."""
    await promises.move_promise(session, actor, case_id, promise_id, data, now)
    return await service.case_detail(session, actor, case_id, now)


ROUTES = [
    list_promises,
    make_promise,
    keep_promise,
    break_promise,
    withdraw_promise,
    move_promise,
]
