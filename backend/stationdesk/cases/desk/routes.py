"""The desk's day over HTTP: many cases at once, undo, saved views, who looks, export."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from litestar import Request, delete, get, patch, post
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.response import Stream
from litestar.status_codes import HTTP_200_OK, HTTP_204_NO_CONTENT

from stationdesk.cases.core.listing import PageRequest
from stationdesk.cases.desk import bulk, macros, undo, views
from stationdesk.cases.desk import repository as desk
from stationdesk.cases.desk.export import export_cases, read_and_remove
from stationdesk.cases.desk.schemas import (
    BulkIn,
    BulkOut,
    UndoIn,
    ViewChange,
    ViewIn,
    ViewingIn,
    ViewOut,
    ViewPage,
)
from stationdesk.cases.errors import EventDataInvalid
from stationdesk.cases.routes import idempotency_key
from stationdesk.cases.schemas import CaseDetail
from stationdesk.cases.service import case_detail
from stationdesk.tenancy.permissions import Permission, requires
from stationdesk.tenancy.session import hot_transaction, raw_connection
from stationdesk.tenancy.wiring import Caller, Connections, Now, Transaction

_READ = [requires(Permission.CASES_READ)]
_WORK = [requires(Permission.CASES_WORK)]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@post("/cases/bulk", guards=_WORK, status_code=HTTP_200_OK)
async def act_on_many(
    request: Request[Any, Any, Any],
    data: JSONBody[BulkIn],
    actor: Caller,
    database: Connections,
    now: Now,
) -> BulkOut:
    """Do one thing to up to 1,000 cases; says of each what became of it."""
    ids = data.ids
    if data.filters is not None:
        async with hot_transaction(database, actor) as connection:
            ids = [*ids, *await views.ids_of_filters(connection, actor, data.filters, now)]
    order = bulk.BulkOrder(
        data.action, bulk.check_ids(ids), _versions(data), data.data,
        idempotency_key(request, actor),
    )  # fmt: skip
    if data.action == "event":
        return await bulk.run_event(database, actor, order, now)
    if data.action == "note":
        return await bulk.run_notes(database, actor, order, now)
    if data.action == "macro":
        return await bulk.run_each(database, actor, order, macros.bulk_deed(actor, order, now))
    return await bulk.run_holding(database, actor, order, now)


@post("/cases/undo", guards=_WORK, status_code=HTTP_200_OK)
async def undo_last(
    data: JSONBody[UndoIn], actor: Caller, session: Transaction, now: Now
) -> BulkOut:
    """Take back what one did last to these cases, within seconds; row by row."""
    bulk.check_ids([item.id for item in data.items])
    items = list({item.id: item.version for item in data.items}.items())
    return await undo.undo_last(session, actor, items, now)


@post("/cases/{case_id:uuid}/notes/{note_id:uuid}/withdrawal", guards=_WORK)
async def withdraw_note(
    case_id: FromPath[UUID], note_id: FromPath[UUID], actor: Caller, session: Transaction, now: Now
) -> CaseDetail:
    """Take one's own note of just now back; it stays, struck out."""
    await case_detail(session, actor, case_id, now)
    await undo.withdraw_note(session, actor, case_id, note_id, now)
    return await case_detail(session, actor, case_id, now)


@post("/cases/viewing", guards=_READ, status_code=HTTP_204_NO_CONTENT)
async def mark_viewing(
    data: JSONBody[ViewingIn], actor: Caller, session: Transaction, now: Now
) -> None:
    """Which case the member has open, for his colleagues to see; repeated while he has."""
    if actor.member_id is None:
        return
    connection = await raw_connection(session)
    if data.case_id is None:
        await desk.mark_left(connection, actor.firm_id, actor.member_id)
    else:
        await desk.mark_viewing(
            connection, actor.firm_id, actor.member_id, actor.name, data.case_id,
            data.is_editing, now,
        )  # fmt: skip


@get("/cases/export.xlsx", guards=_READ)
async def export(
    actor: Caller,
    database: Connections,
    now: Now,
    view: FromQuery[str] = "all",
    kind: FromQuery[str | None] = None,
    station: FromQuery[str | None] = None,
    holder: FromQuery[str | None] = None,
    q: FromQuery[str | None] = None,
    status: FromQuery[str | None] = None,
    states: FromQuery[str | None] = None,
    direction: FromQuery[str | None] = None,
    due_within_minutes: FromQuery[int | None] = None,
    risk_over_fen: FromQuery[int | None] = None,
) -> Stream:
    """The same list as GET /cases, all of it, one row a case."""
    wanted = PageRequest(
        view, kind, station, holder, q, status, None, 200, states, direction,
        due_within_minutes, risk_over_fen,
    )  # fmt: skip
    path = await export_cases(database, actor, wanted, now)
    name = f"cases-{now + timedelta(hours=8):%Y%m%d-%H%M}.xlsx"
    return Stream(
        read_and_remove(path),
        media_type=XLSX,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Content-Length": str(path.stat().st_size),
            "Cache-Control": "private, no-store",
        },
    )


@get("/case-views", guards=_READ)
async def list_views(actor: Caller, session: Transaction, now: Now) -> ViewPage:
    """The firm's shared views and one's own, with what is in them now."""
    return await views.view_page(await raw_connection(session), actor, now)


@post("/case-views", guards=_WORK)
async def save_view(
    data: JSONBody[ViewIn], actor: Caller, session: Transaction, now: Now
) -> ViewOut:
    """Keep a view of the queue."""
    return await views.save_view(await raw_connection(session), actor, data, now)


@patch("/case-views/{view_id:uuid}", guards=_WORK)
async def change_view(
    view_id: FromPath[UUID], data: JSONBody[ViewChange], actor: Caller, session: Transaction,
    now: Now,
) -> ViewOut:  # fmt: skip
    """Rename, order, share or narrow a view."""
    return await views.change_view(await raw_connection(session), actor, view_id, data, now)


@delete("/case-views/{view_id:uuid}", guards=_WORK)
async def delete_view(view_id: FromPath[UUID], actor: Caller, session: Transaction) -> None:
    """Forget a view."""
    await views.delete_view(await raw_connection(session), actor, view_id)


def _versions(data: BulkIn) -> dict[UUID, int]:
    try:
        return {UUID(case_id): version for case_id, version in data.versions.items()}
    except ValueError as error:
        raise EventDataInvalid(
            "versions are by case id.", reason="invalid_data", zh="选中的工作项有变，请刷新后重选。"
        ) from error


ROUTES = [
    act_on_many,
    undo_last,
    withdraw_note,
    mark_viewing,
    export,
    list_views,
    save_view,
    change_view,
    delete_view,
]
