"""Statements over HTTP: read by those whom they are for and by whoever looks after money."""

from typing import Any, Final, Literal
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.response import Stream

from stationdesk.cases.proofs.files_out import as_download, first_read
from stationdesk.closing.months import read_month
from stationdesk.closing.statements.papers import XLSX_TYPE
from stationdesk.closing.statements.schemas import (
    AcceptanceIn,
    LinePage,
    MonthPage,
    ObjectionIn,
    ReplyIn,
    StatementDetail,
    StatementPage,
)
from stationdesk.closing.statements.service import answering, paper_making, reading
from stationdesk.integrations.storage.port import Storage
from stationdesk.penalties.disputes.matters import in_own_matters
from stationdesk.tenancy.permissions import Permission, requires
from stationdesk.tenancy.session import tenant_session
from stationdesk.tenancy.wiring import Caller, Connections, Now, Transaction

_READ: Final = requires(Permission.STATEMENTS_READ)
_OWN: Final = requires(Permission.DISPUTES_RAISE)
Answer = Literal["unseen", "seen", "disputed", "accepted"]
Locale = Literal["zh", "en"]


@get("/statements", guards=[_READ])
async def list_statements(
    actor: Caller,
    session: Transaction,
    month: FromQuery[str | None] = None,
    party: FromQuery[Literal["station", "agent"] | None] = None,
    answer: FromQuery[Answer | None] = None,
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int] = 50,
) -> StatementPage:
    """Statements that the caller may see, the newest month first, by number."""
    return await reading.statement_page(
        session, actor, month=month, party=party, answer=answer, cursor=cursor, limit=limit
    )


@get("/statement-months", guards=[_READ])
async def list_statement_months(actor: Caller, session: Transaction) -> MonthPage:
    """Months with statements: how many, how they were answered, the roots."""
    return await reading.month_page(session, actor)


@get("/statements/{statement_id:uuid}", guards=[_READ])
async def show_statement(
    statement_id: FromPath[UUID], actor: Caller, session: Transaction, now: Now
) -> StatementDetail:
    """One statement without its lines. Opened by its party, it counts as seen."""
    return await reading.show_statement(session, actor, statement_id, now)


@get("/statements/{statement_id:uuid}/lines", guards=[_READ])
async def list_statement_lines(
    statement_id: FromPath[UUID],
    actor: Caller,
    session: Transaction,
    number: FromQuery[int | None] = None,
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int] = 100,
) -> LinePage:
    """A statement's lines with their why, as sealed; `number`: that one alone."""
    if number is not None:
        return await reading.one_line(session, actor, statement_id, number)
    return await reading.line_page(session, actor, statement_id, cursor, limit)


@post("/statements/{statement_id:uuid}/acceptance", guards=[_OWN])
async def accept_statement(
    statement_id: FromPath[UUID],
    data: JSONBody[AcceptanceIn],
    actor: Caller,
    session: Transaction,
    now: Now,
) -> StatementDetail:
    """Accept what was looked at. It changes nothing of the statement."""
    row = await reading.find_statement(session, actor, statement_id)
    await answering.accept(session, actor, row, data.content_hash, now)
    return await reading.show_statement(session, actor, statement_id, now)


@post("/statements/{statement_id:uuid}/objections", guards=[_OWN])
async def object_to_statement(
    statement_id: FromPath[UUID],
    data: JSONBody[ObjectionIn],
    actor: Caller,
    database: Connections,
    now: Now,
) -> StatementDetail:
    """Say what is wrong with the statement as a whole; finance is told."""
    async with tenant_session(database, actor) as session:
        row = await reading.find_statement(session, actor, statement_id)
    # Whom to tell lies beyond a station's walls.
    async with tenant_session(database, in_own_matters(actor)) as session:
        await answering.object_to(session, actor, row, data.text, now)
    async with tenant_session(database, actor) as session:
        return await reading.show_statement(session, actor, statement_id, now)


@post("/statements/{statement_id:uuid}/replies", guards=[requires(Permission.DISPUTES_DECIDE)])
async def reply_to_statement(
    statement_id: FromPath[UUID],
    data: JSONBody[ReplyIn],
    actor: Caller,
    session: Transaction,
    now: Now,
) -> StatementDetail:
    """Answer an objection; the party is told."""
    row = await reading.find_statement(session, actor, statement_id)
    await answering.reply(session, actor, row, data.text, now)
    return await reading.show_statement(session, actor, statement_id, now)


@get("/statements/{statement_id:uuid}/paper.pdf", guards=[_READ])
async def statement_as_pdf(
    request: Request[Any, Any, Any],
    statement_id: FromPath[UUID],
    actor: Caller,
    database: Connections,
    now: Now,
    locale: FromQuery[Locale] = "zh",
) -> Stream:
    """The statement as PDF: the copy that was made first."""
    storage: Storage = request.app.state.storage
    async with tenant_session(database, actor) as session:
        row = await reading.find_statement(session, actor, statement_id)
    made = await paper_making.paper(database, storage, actor, row.id, row.number, locale, now)
    chunks = await first_read(storage.get(made.storage_key))
    return as_download(chunks, f"{row.number}.pdf", "application/pdf", made.size_bytes)


@get("/statements/{statement_id:uuid}/sheet.xlsx", guards=[_READ])
async def statement_as_xlsx(
    statement_id: FromPath[UUID],
    actor: Caller,
    database: Connections,
    locale: FromQuery[Locale] = "zh",
) -> Response[bytes]:
    """The same lines and the hash as a workbook."""
    async with tenant_session(database, actor) as session:
        row = await reading.find_statement(session, actor, statement_id)
    body = await paper_making.sheet(database, actor, row.id, locale)
    return Response(
        body,
        media_type=XLSX_TYPE,
        headers={"Content-Disposition": f'attachment; filename="{row.number}.xlsx"'},
    )


@get("/statement-archive", guards=[requires(Permission.LEDGER_READ)])
async def statement_archive(
    request: Request[Any, Any, Any], actor: Caller, database: Connections, month: FromQuery[str]
) -> Stream:
    """Every PDF of a month with a list of hashes, as one ZIP. 409 while papers are being made."""
    storage: Storage = request.app.state.storage
    size, chunks = await paper_making.archive(database, storage, actor, read_month(month))
    return as_download(chunks, f"statements-{month}.zip", "application/zip", size)


ROUTES: Final[list[Any]] = [
    list_statements,
    list_statement_months,
    show_statement,
    list_statement_lines,
    accept_statement,
    object_to_statement,
    reply_to_statement,
    statement_as_pdf,
    statement_as_xlsx,
    statement_archive,
]
