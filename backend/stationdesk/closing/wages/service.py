"""Wages of a month out of a spreadsheet, for the cap on deductions. Finance alone sees them.

They do not go through the room of imports: whoever may read imports there may not read these. A
file is read and taken within the request, and nothing of a refused row is kept.
"""

from datetime import date, datetime
from pathlib import Path
from typing import Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.closing.checklist import service as checklist
from stationdesk.closing.deductions.reckoning import reckon
from stationdesk.closing.errors import WageInvalid
from stationdesk.closing.schemas import WageOut, WagePage
from stationdesk.closing.wages import repository
from stationdesk.closing.wages.cap import WageFacts
from stationdesk.closing.wages.repository import WageRow
from stationdesk.foundation.cursors import page_limit, read_cursor, write_cursor
from stationdesk.foundation.money import Fen, format_yuan, parse_yuan
from stationdesk.foundation.request_words import field_zh
from stationdesk.imports.small_tables import TableReport, take_rows
from stationdesk.penalties.repository.fines import Connection
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import raw_connection

WAGE_MAX_FEN: Final = 10_000_000_00
DAYS_MAX: Final = 31
COLUMNS: Final = {
    "agent": ("agent", "坐席", "邮箱", "姓名", "email", "name"),
    "wage": ("wage", "当月工资", "应发工资", "工资"),
    "overtime": ("overtime", "加班费", "加班工资"),
    "allowances": ("allowances", "特殊津贴", "津贴"),
    "minimum": ("minimum", "当地最低工资", "最低工资"),
    "days_worked": ("days_worked", "出勤天数", "实际出勤"),
    "days_due": ("days_due", "应出勤天数", "应出勤"),
}
NEEDED: Final = ("agent", "wage", "minimum")


async def import_wages(
    session: AsyncSession, actor: Actor, period: date, path: Path, file_name: str, now: datetime
) -> TableReport:
    """Take a month's wages; a later file corrects an earlier one, member by member.

    `wage` holds overtime and special allowances. Whoever worked only a part of the month has both
    columns of days: his minimum counts in part. Raises MonthClosed and what a file may be refused
    for; a row that cannot be right is refused by itself.
    """
    connection = await raw_connection(session)
    await checklist.check_open(connection, actor.firm_id, period)
    seen: set[UUID] = set()

    async def take(row: dict[str, str]) -> None:
        member_id = await _member(connection, actor.firm_id, row["agent"])
        if member_id in seen:
            raise WageInvalid(
                "This agent stands in the file twice; keep one row.",
                field="agent",
                zh="这位坐席在文件里有两行，请只留一行。",
            )
        facts = _facts(row)
        await repository.set_wage(
            connection, actor.firm_id, period, member_id, facts, file_name[:200], actor.name, now
        )
        seen.add(member_id)

    return await take_rows(session, path, COLUMNS, NEEDED, take)


async def wage_page(
    connection: Connection, actor: Actor, period: date, cursor: str | None, limit: int
) -> WagePage:
    """The month's wages with what may be deducted of each, by name. Raises CursorInvalid."""
    limit = page_limit(limit)
    after = read_cursor(cursor, tuple[str, UUID])
    rows = await repository.wages(connection, actor.firm_id, period, after=after, limit=limit + 1)
    page = rows[:limit]
    agents = await reckon(connection, actor.firm_id, period)
    return WagePage(
        items=[_out(row) for row in page],
        missing=sorted(each.name for each in agents if each.needs_wage),
        next_cursor=write_cursor(page[-1].name, page[-1].member_id) if len(rows) > limit else None,
    )


async def _member(connection: Connection, firm_id: UUID, named: str) -> UUID:
    if not named:
        raise WageInvalid(
            "Name the agent by e-mail or name.", field="agent", zh="请写坐席的邮箱或姓名。"
        )
    found = await repository.members_named(connection, firm_id, named)
    if len(found) == 1:
        return found[0]
    raise WageInvalid(
        f"{named[:60]!r} is no member of this firm; give an e-mail."
        if not found
        else f"Several members are called {named[:60]!r}; give an e-mail.",
        field="agent",
        zh=f"“{named[:60]}”不是本公司成员，请写邮箱。"
        if not found
        else f"有几位成员叫“{named[:60]}”，请写邮箱。",
    )


def _facts(row: dict[str, str]) -> WageFacts:
    facts = WageFacts(
        wage_fen=_amount(row, "wage"),
        overtime_fen=_amount(row, "overtime"),
        allowances_fen=_amount(row, "allowances"),
        minimum_fen=_amount(row, "minimum"),
        days_worked=_days(row, "days_worked"),
        days_due=_days(row, "days_due"),
    )
    if facts.minimum_fen == 0:
        raise WageInvalid(
            "The local minimum wage is more than 0.", field="minimum", zh="当地最低工资要大于 0。"
        )
    if facts.overtime_fen + facts.allowances_fen > facts.wage_fen:
        raise WageInvalid(
            "Overtime and allowances are part of the wage, and here they are more than all of it.",
            field="wage",
            zh="加班费和津贴是工资的一部分，合计却比工资还多；请核对。",
        )
    if (facts.days_worked is None) != (facts.days_due is None):
        raise WageInvalid(
            "Give both days worked and days due, or neither.",
            field="days_worked",
            zh="出勤天数和应出勤天数要么都填，要么都不填。",
        )
    if facts.days_due == 0 or (facts.days_worked or 0) > (facts.days_due or DAYS_MAX):
        raise WageInvalid(
            "Days worked cannot be more than days due.",
            field="days_worked",
            zh="出勤天数不能多于应出勤天数，请核对。",
        )
    return facts


def _amount(row: dict[str, str], field: str) -> Fen:
    text = row.get(field, "")
    if not text and field not in NEEDED:
        return 0
    try:
        amount = parse_yuan(text)
    except ValueError as error:
        raise WageInvalid(
            f"{field}: {text[:20]!r} is no amount; write yuan like 4386.20.",
            field=field,
            zh=f"{field_zh(field)}“{text[:20]}”不是金额，请写成 4386.20 这样的元。",
        ) from error
    if not 0 <= amount <= WAGE_MAX_FEN:
        raise WageInvalid(
            f"{field}: an amount lies between 0 and {format_yuan(WAGE_MAX_FEN)} yuan.",
            field=field,
            zh=f"{field_zh(field)}要在 0 到 {format_yuan(WAGE_MAX_FEN)} 元之间。",
        )
    return amount


def _days(row: dict[str, str], field: str) -> int | None:
    text = row.get(field, "")
    if not text:
        return None
    if not text.isascii() or not text.isdigit() or int(text) > DAYS_MAX:
        raise WageInvalid(
            f"{field}: {text[:20]!r} is no number of days up to 31.",
            field=field,
            zh=f"{field_zh(field)}“{text[:20]}”不是天数，请填 0 到 31。",
        )
    return int(text)


def _out(row: WageRow) -> WageOut:
    facts = row.facts
    return WageOut(
        member_id=row.member_id,
        name=row.name,
        email=row.email,
        wage_fen=facts.wage_fen,
        overtime_fen=facts.overtime_fen,
        allowances_fen=facts.allowances_fen,
        minimum_fen=facts.minimum_fen,
        days_worked=facts.days_worked,
        days_due=facts.days_due,
        cap_fen=facts.cap_fen,
        file_name=row.file_name,
        entered_at=row.entered_at,
        entered_by_name=row.entered_by_name,
    )
