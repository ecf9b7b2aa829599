"""Macros over HTTP: kept by the firm or by oneself, looked at and taken on a case."""

from typing import Any
from uuid import UUID

from litestar import Request, delete, get, patch, post
from litestar.params import FromPath, JSONBody
from litestar.status_codes import HTTP_200_OK

from stationdesk.cases.desk import macros
from stationdesk.cases.desk.schemas import (
    MacroChange,
    MacroIn,
    MacroOut,
    MacroPage,
    MacroPreview,
    MacroRun,
)
from stationdesk.cases.routes import idempotency_key
from stationdesk.cases.schemas import CaseDetail
from stationdesk.cases.service import case_detail
from stationdesk.tenancy.permissions import Permission, requires
from stationdesk.tenancy.wiring import Caller, Now, Transaction

_WORK = [requires(Permission.CASES_WORK)]


@get("/macros", guards=_WORK)
async def list_macros(actor: Caller, session: Transaction) -> MacroPage:
    """The firm's macros and one's own, and the fields that their texts may have."""
    return await macros.macro_page(session, actor)


@post("/macros", guards=_WORK)
async def add_macro(
    data: JSONBody[MacroIn], actor: Caller, session: Transaction, now: Now
) -> MacroOut:
    """Keep a new macro."""
    return await macros.save_macro(session, actor, data, now)


@patch("/macros/{macro_id:uuid}", guards=_WORK)
async def change_macro(
    macro_id: FromPath[UUID], data: JSONBody[MacroChange], actor: Caller, session: Transaction,
    now: Now,
) -> MacroOut:  # fmt: skip
    """Rewrite a macro, at the version that was read."""
    return await macros.save_macro(session, actor, data.macro, now, macro_id, data.version)


@delete("/macros/{macro_id:uuid}", guards=_WORK)
async def delete_macro(macro_id: FromPath[UUID], actor: Caller, session: Transaction) -> None:
    """Forget a macro."""
    await macros.delete_macro(session, actor, macro_id)


@post("/cases/{case_id:uuid}/macros/{macro_id:uuid}/preview", guards=_WORK,
      status_code=HTTP_200_OK)  # fmt: skip
async def preview_macro(
    case_id: FromPath[UUID], macro_id: FromPath[UUID], actor: Caller, session: Transaction, now: Now
) -> MacroPreview:
    """The macro with this case's facts; nothing is done."""
    return await macros.preview(session, actor, case_id, macro_id, now)


@post("/cases/{case_id:uuid}/macros/{macro_id:uuid}/run", guards=_WORK, status_code=HTTP_200_OK)
async def run_macro(
    request: Request[Any, Any, Any],
    case_id: FromPath[UUID],
    macro_id: FromPath[UUID],
    data: JSONBody[MacroRun],
    actor: Caller,
    session: Transaction,
    now: Now,
) -> CaseDetail:
    """Take its steps, all or none; a refusal names the step."""
    await macros.run_macro(
        session, actor, case_id, macro_id, data.version, now, idempotency_key(request, actor)
    )
    return await case_detail(session, actor, case_id, now)


ROUTES = [list_macros, add_macro, change_macro, delete_macro, preview_macro, run_macro]
