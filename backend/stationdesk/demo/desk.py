"""What the demo's people have kept for their day: macros and shared views."""

from datetime import datetime
from typing import Final

from stationdesk.cases.desk.macros import save_macro
from stationdesk.cases.desk.schemas import MacroIn, MacroStep, ViewFilters, ViewIn
from stationdesk.cases.desk.views import save_view
from stationdesk.foundation.database import Database
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import raw_connection, tenant_session

MACROS: Final = (
    MacroIn(
        title="致歉并约再派",
        text="经核实，尾号{运单尾号}的快件由{网点}安排再派，已致歉，今天内送达后拍照回传。",
        is_shared=True,
    ),
    MacroIn(
        title="驿站件请取或送",
        text="尾号{运单尾号}在驿站，已与客户说明：今天可自取，需要送上门请回复，我们安排业务员送。",
        is_shared=True,
    ),
    MacroIn(
        title="请业务员举证",
        kind="work_order",
        is_shared=True,
        text="请回复尾号{运单尾号}的放置位置，并拍门牌和快件照片。",
        steps=[
            MacroStep(
                do="event",
                event="ask_courier",
                data={
                    "question": "尾号{运单尾号}放在哪里？请拍门牌和快件照片",
                    "name": "{业务员}",
                },
            ),
            MacroStep(do="note", text="{坐席}：已请业务员举证，等回复"),
        ],
    ),
    MacroIn(
        title="请网点查监控",
        is_shared=True,
        text="请{网点}调取{运单号}入站至派件的监控，标出最后一次出现的时间。",
    ),
    MacroIn(
        title="客户不接电话，半小时后再打",
        text="尾号{运单尾号}收件人电话无人接听，半小时后再联系。",
        is_shared=True,
        steps=[
            MacroStep(do="note", text="收件人电话无人接听"),
            MacroStep(do="snooze", minutes=30, reason="无人接听，半小时后再打"),
        ],
    ),
)
VIEWS: Final = (
    ViewIn(
        title="两小时内要答复",
        filters=ViewFilters(kinds=["work_order", "message"], due_within_minutes=120),
        is_shared=True,
    ),
    ViewIn(title="超过 50 元的", filters=ViewFilters(risk_over_fen=5_000), is_shared=True),
)


async def keep_desk(database: Database, supervisor: Actor, now: datetime) -> int:
    """Save the macros and views as a supervisor would; how many there are."""
    async with tenant_session(database, supervisor) as session:
        for macro in MACROS:
            await save_macro(session, supervisor, macro, now)
        connection = await raw_connection(session)
        for view in VIEWS:
            await save_view(connection, supervisor, view, now)
    return len(MACROS) + len(VIEWS)
