"""Telling each party that its statement of a month is there, once."""

from datetime import date, datetime
from typing import Final

from stationdesk.closing.months import write_month
from stationdesk.closing.statements.repository import reading
from stationdesk.closing.statements.repository.reading import IssuedRow
from stationdesk.foundation.database import Database
from stationdesk.foundation.money import format_yuan
from stationdesk.notices.book import Telling, Text
from stationdesk.notices.service.telling import tell
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import raw_connection, tenant_session

TOPIC: Final = "statement_issued"


async def announce_month(database: Database, actor: Actor, period: date, now: datetime) -> None:
    """Tell owners (in product and through their channels) and agents; safe to run again."""
    async with tenant_session(database, actor) as session:
        connection = await raw_connection(session)
        issued = await reading.issued(connection, actor.firm_id, period)
        await tell(session, actor, [_telling(each, period) for each in issued], now)


def _telling(row: IssuedRow, period: date) -> Telling:
    is_station = row.station_id is not None
    month = write_month(period)
    zh, en = _balance(row, is_station=is_station)
    text = Text(
        f"{month} 对账单 {row.number} 已出，{zh}。请逐行核对后认可，有错请提异议。",
        f"Statement {row.number} of {month} is out; {en}. Check its lines, then accept or dispute.",
    )
    return Telling(
        topic=TOPIC,
        key=f"statement:{row.id}:issued",
        roles=("station",) if is_station else (),
        subject=Text(f"{month} 对账单已出", f"Statement of {month}"),
        text=text,
        outside=Text(f"【{row.party_name}】{text.zh}", f"[{row.party_name}] {text.en}"),
        station_id=row.station_id,
        station_name=row.party_name if is_station else "",
        member_ids=(row.member_id,) if row.member_id else (),
    )


def _balance(row: IssuedRow, *, is_station: bool) -> tuple[str, str]:
    if not is_station:
        return "明细见“对账单”", "its lines are under Statements"
    amount = format_yuan(abs(row.payable_fen))
    if row.payable_fen < 0:
        return f"您应付 ¥{amount}", f"you owe ¥{amount}"
    return f"应付给您 ¥{amount}", f"¥{amount} is payable to you"
