"""Last month: billed, decided, closed, its statements issued; so that there is one to accept."""

import csv
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final

from stationdesk.closing.deductions.noticing import make_notices, receive
from stationdesk.closing.deductions.reading import notice_page
from stationdesk.closing.months import write_month
from stationdesk.closing.running import ask_for_close, close_month
from stationdesk.closing.wages.service import import_wages
from stationdesk.demo.bills import HEADER
from stationdesk.demo.firm import STATIONS, email
from stationdesk.demo.scans import waybill_of
from stationdesk.foundation.database import Database
from stationdesk.foundation.zones import HOME
from stationdesk.ledger.postings import month_of
from stationdesk.penalties import service as penalties
from stationdesk.penalties.bills.importing import import_bill
from stationdesk.penalties.causes.words import Cause
from stationdesk.penalties.repository.listing import Filters
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import raw_connection, tenant_session

# station, parcel, code, name, amount in yuan, cause, agent: nothing of it has a case of ours
LINES: Final = (
    ("XX01", 701, "100201", "工单自动考核", "50.00", Cause.AGENT_NEGLIGENCE, "chenxiaoyu"),
    ("XX01", 702, "110492", "虚假问题件考核", "100.00", Cause.STATION_OPERATION, None),
    ("XX01", 703, "264-18", "客服服务质量考核费", "120.00", Cause.FIRM_PROCESS, None),
    ("XX01", 704, "044309", "拦截退回不及时", "30.00", Cause.CUSTOMER, None),
    ("KQ02", 705, "100401", "破损仲裁赔款", "268.00", Cause.STATION_OPERATION, None),
    ("KQ02", 706, "100201", "工单自动考核", "50.00", Cause.FIRM_PROCESS, None),
    ("NH03", 707, "100201", "工单自动考核", "50.00", Cause.AGENT_NEGLIGENCE, "chenxiaoyu"),
    ("HS04", 708, "100101", "延误仲裁赔款", "86.00", Cause.FIRM_PROCESS, None),
    ("YH05", 709, "264-18", "客服服务质量考核费", "100.00", Cause.STATION_OPERATION, None),
)
BILLED_HOUR, CLOSED_HOUR = 10, 9
WAGE, OVERTIME, MINIMUM = "4600.00", "480.00", "2490.00"


async def close_last_month(
    database: Database, people: Mapping[str, Actor], system: Actor, folder: Path, now: datetime
) -> None:
    """Take the bills in on its last day, decide every line, close it on the first of this month."""
    first = now.astimezone(HOME).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    billed = first - timedelta(days=1) + timedelta(hours=BILLED_HOUR)
    closed = min(now, first + timedelta(hours=CLOSED_HOUR))
    for carrier in sorted({station.carrier for station in STATIONS}):
        path = _write_bill(folder, carrier, billed)
        await import_bill(database, system, path, file_name=path.name, now=billed)
    await _decide(database, people["fangzhiyuan"], billed)
    period, finance = month_of(billed), people["qianfen"]
    await _notify(database, people, folder, period, billed)
    async with tenant_session(database, finance) as session:
        await ask_for_close(session, finance, period, write_month(period), closed)
    await close_month(database, system, period, closed)


async def _notify(
    database: Database, people: Mapping[str, Actor], folder: Path, period: date, now: datetime
) -> None:
    """The agents' wages, and the written notice that each opens and confirms before the close."""
    finance = people["qianfen"]
    agents = sorted({agent for *_, agent in LINES if agent is not None})
    path = folder / f"wages-{write_month(period)}.csv"
    rows = [f"{email(agent)},{WAGE},{OVERTIME},{MINIMUM}" for agent in agents]
    path.write_text("\n".join(["agent,wage,overtime,minimum", *rows]) + "\n", encoding="utf-8")
    async with tenant_session(database, finance) as session:
        await import_wages(session, finance, period, path, path.name, now)
        await make_notices(session, finance, period, now)
    for agent in agents:
        async with tenant_session(database, people[agent]) as session:
            connection = await raw_connection(session)
            page = await notice_page(
                connection, people[agent].firm_id, period=period,
                member_id=people[agent].member_id, cursor=None, limit=200,
            )  # fmt: skip
            for notice in page.items:
                await receive(connection, people[agent], notice.id, now, acknowledged=True)


def _write_bill(folder: Path, carrier: str, billed: datetime) -> Path:
    stations = {each.code: each for each in STATIONS if each.carrier == carrier}
    bill_no = f"{carrier.upper()}-{billed:%Y%m}"
    rows: list[tuple[str, ...]] = []
    for days, (code, parcel, item, name, amount, _, _) in enumerate(LINES, start=3):
        if code in stations:
            at = billed - timedelta(days=days)
            rows.append((
                bill_no, str(len(rows) + 1), code, waybill_of(stations[code], parcel), item, name,
                amount, f"{at:%Y-%m-%d %H:%M:%S}", f"{at + timedelta(days=1):%Y-%m-%d %H:%M:%S}",
                "", "",
            ))  # fmt: skip
    path = folder / f"{bill_no}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADER, *rows])
    return path


async def _decide(database: Database, manager: Actor, now: datetime) -> None:
    async with tenant_session(database, manager) as session:
        page = await penalties.fine_page(
            session, manager, filters=Filters(status="undecided"), cursor=None, limit=200
        )
    known = {(code, item, name): (cause, agent) for code, _, item, name, _, cause, agent in LINES}
    for fine in page.items:
        cause, agent = known[(fine.station.code, fine.code, fine.name)]
        async with tenant_session(database, manager) as session:
            await penalties.attribute(
                session, manager, fine.id, cause=cause, agent=agent and email(agent),
                note="逐笔核对过", now=now,
            )  # fmt: skip
