"""Showing statements: the firm's money people all, a station's owner his stations', anybody else
his own."""

from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.closing.months import read_month, write_month
from stationdesk.closing.statements.contents import Content, read
from stationdesk.closing.statements.errors import StatementUnknown
from stationdesk.closing.statements.repository import book, reading
from stationdesk.closing.statements.repository.gathering import Connection
from stationdesk.closing.statements.repository.reading import StatementRow, Whose
from stationdesk.closing.statements.schemas import (
    AnswerOut,
    LinePage,
    MonthOut,
    MonthPage,
    StatementDetail,
    StatementOut,
    StatementPage,
)
from stationdesk.closing.statements.service.answering import is_party, mark_seen
from stationdesk.foundation.cursors import page_limit, read_cursor, write_cursor
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.permissions import Permission, allows
from stationdesk.tenancy.session import raw_connection

_NOBODY: Final = UUID(int=0)


def whose(actor: Actor) -> Whose:
    """Which statements the actor may see, beside what row-level security holds."""
    if actor.scope == "station" or allows(actor, Permission.LEDGER_READ):
        return Whose(None)
    return Whose(actor.member_id or _NOBODY)


async def statement_page(
    session: AsyncSession,
    actor: Actor,
    *,
    month: str | None,
    party: str | None,
    answer: str | None,
    cursor: str | None,
    limit: int,
) -> StatementPage:
    """Statements, the newest month first. Raises MonthInvalid, CursorInvalid, LimitInvalid."""
    connection = await raw_connection(session)
    size = page_limit(limit)
    rows = await reading.list_statements(
        connection,
        actor.firm_id,
        whose(actor),
        period=None if month is None else read_month(month),
        party=party,
        answer=answer,
        after=read_cursor(cursor, tuple[date, int]),
        limit=size + 1,
    )
    shown = rows[:size]
    return StatementPage(
        items=[StatementOut(**_fields(row)) for row in shown],
        next_cursor=write_cursor(shown[-1].period, shown[-1].position)
        if len(rows) > size
        else None,
    )


async def month_page(session: AsyncSession, actor: Actor) -> MonthPage:
    """Months with statements, ten years at most."""
    connection = await raw_connection(session)
    rows = await reading.months(connection, actor.firm_id, whose(actor))
    return MonthPage(
        items=[
            MonthOut(
                month=write_month(row.period),
                statements=row.statements,
                accepted=row.accepted,
                disputed=row.disputed,
                seen=row.seen,
                unseen=row.unseen,
                payable_fen=row.payable_fen,
                root=row.root.hex(),
                ledger_chain=row.ledger_chain.hex(),
                issued_at=row.issued_at,
                issued_by=row.issued_by,
                papers=row.papers,
            )
            for row in rows
        ],
        next_cursor=None,
    )


async def show_statement(
    session: AsyncSession, actor: Actor, statement_id: UUID, now: datetime
) -> StatementDetail:
    """One statement without its lines; that its party has looked at it is written down. Raises
    StatementUnknown."""
    connection = await raw_connection(session)
    row = await known_statement(connection, actor, statement_id)
    if is_party(actor, row) and row.answer == "unseen":
        await mark_seen(connection, actor, row, now)
        row = await known_statement(connection, actor, statement_id)
    content = await content_of(connection, actor, statement_id)
    root = await book.root_of(connection, actor.firm_id, row.period)
    assert root is not None
    answers = await reading.answers(connection, actor.firm_id, statement_id)
    return StatementDetail(
        **_fields(row),
        firm_name=content.firm.name,
        from_month=content.from_period,
        issued_at=content.issued_at,
        vat_fen=content.vat_fen,
        totals=content.totals,
        undecided=content.undecided,
        frozen=content.frozen,
        answers=[
            AnswerOut(
                each.answer, each.text, each.content_hash.hex(), each.answered_by,
                each.answered_at,
            )
            for each in answers
        ],
        root=root.root.hex(),
        ledger_chain=root.ledger_chain.hex(),
        is_mine=is_party(actor, row),
    )  # fmt: skip


async def line_page(
    session: AsyncSession, actor: Actor, statement_id: UUID, cursor: str | None, limit: int
) -> LinePage:
    """A statement's lines by number. Raises StatementUnknown, CursorInvalid, LimitInvalid."""
    size = page_limit(limit)
    after = read_cursor(cursor, tuple[int]) or (0,)
    connection = await raw_connection(session)
    await known_statement(connection, actor, statement_id)
    content = await content_of(connection, actor, statement_id)
    start = max(0, after[0])
    shown = content.lines[start : start + size]
    is_more = start + size < len(content.lines)
    return LinePage(items=shown, next_cursor=write_cursor(start + size) if is_more else None)


async def one_line(
    session: AsyncSession, actor: Actor, statement_id: UUID, number: int
) -> LinePage:
    """The line of that number, if there is one. Raises StatementUnknown."""
    connection = await raw_connection(session)
    await known_statement(connection, actor, statement_id)
    lines = (await content_of(connection, actor, statement_id)).lines
    return LinePage(items=lines[number - 1 : number] if number > 0 else [], next_cursor=None)


async def find_statement(session: AsyncSession, actor: Actor, statement_id: UUID) -> StatementRow:
    """A statement that the actor may see. Raises StatementUnknown."""
    return await known_statement(await raw_connection(session), actor, statement_id)


async def known_statement(connection: Connection, actor: Actor, statement_id: UUID) -> StatementRow:
    """A statement that the actor may see. Raises StatementUnknown."""
    row = await reading.get_statement(connection, actor.firm_id, whose(actor), statement_id)
    if row is None:
        raise StatementUnknown("There is no such statement; reload the list.")
    return row


async def content_of(connection: Connection, actor: Actor, statement_id: UUID) -> Content:
    """What a statement says."""
    return read(await reading.content_of(connection, actor.firm_id, statement_id))


def _fields(row: StatementRow) -> dict[str, Any]:
    names = set(StatementOut.__struct_fields__) & set(StatementRow.__struct_fields__)
    return {
        **{name: getattr(row, name) for name in names},
        "month": write_month(row.period),
        "content_hash": row.content_hash.hex(),
    }
