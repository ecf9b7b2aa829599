"""The demo's workforce: shifts, somebody on leave with a cover, a leave asked for, a limit."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from stationdesk.cases.routing import handing
from stationdesk.foundation.database import Database
from stationdesk.foundation.zones import HOME
from stationdesk.policies import service as policies
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import tenant_session
from stationdesk.workforce.schemas import AbilitiesIn, AbsenceIn
from stationdesk.workforce.service import abilities, leave, rota

EARLY: Final = ["07:30-12:00", "12:30-16:30"]
LATE: Final = ["13:00-17:30", "18:00-22:00"]
SHIFTS: Final = {
    "chenxiaoyu": (EARLY, (1, 2, 3, 4, 5, 6)),
    "lina": (LATE, (1, 2, 3, 4, 6, 7)),
    "xuqing": (EARLY, (1, 2, 3, 5, 6, 7)),
    "wanglei": (LATE, (1, 2, 3, 4, 5, 7)),
    "zhaomin": (EARLY, (1, 2, 4, 5, 6, 7)),
    "hejia": (LATE, (1, 2, 3, 4, 5, 6)),
    "zhouqian": (EARLY, (2, 3, 4, 5, 6, 7)),
    "sunhao": (LATE, (1, 3, 4, 5, 6, 7)),
}
ALL_DAY: Final = ("chenxiaoyu", "sunhao", "wanglei")
"""There today whatever the hour, so that the demo is alive at night as well."""
HELD_MAX: Final = 30
DAY: Final = timedelta(days=1)


async def set_shifts(database: Database, people: dict[str, Actor], now: datetime) -> None:
    """Weeks for all agents, a leave with its cover, a limit, skills."""
    supervisor = people["luwei"]
    today = now.astimezone(HOME)
    async with tenant_session(database, supervisor) as session:
        for name, (windows, days) in SHIFTS.items():
            week = {str(day): list(windows) for day in days}
            await rota.put_week(session, supervisor, _id(people, name), week, now)
            if name in ALL_DAY:
                await rota.put_day(
                    session, supervisor, _id(people, name), today.date(), ["00:00-24:00"],
                    "旺季值班", now,
                )  # fmt: skip
        await abilities.put_abilities(
            session, supervisor, _id(people, "sunhao"),
            AbilitiesIn(kinds=["problem_parcel", "work_order", "message"]), now,
        )  # fmt: skip
    async with tenant_session(database, people["fangzhiyuan"]) as session:
        await policies.enter_version(
            session, people["fangzhiyuan"], code="workforce", carrier=None,
            effective_from=now - DAY, effective_to=None, title="恒驿班次与派单",
            text="每人手上最多 30 件；请假提前两天，交接妥善后方可准假。", source="公司制度",
            parameters={"held_max": HELD_MAX}, now=now,
        )  # fmt: skip
    await _leave(database, people, now)


async def _leave(database: Database, people: dict[str, Actor], now: datetime) -> None:
    """He Jia is away today, and Wang Lei covers; Xu Qing has asked for next week."""
    asked_at = now - 4 * DAY
    midnight = now.astimezone(HOME).replace(hour=0, minute=0, second=0, microsecond=0)
    away = AbsenceIn(
        kind="annual", from_at=midnight, to_at=midnight + DAY,
        substitute_member_id=_id(people, "wanglei"), reason="回老家办事",
        habits="瑶海下午 4 点交件，催件先找站长方健。",
    )  # fmt: skip
    async with tenant_session(database, people["hejia"]) as session:
        asked = await leave.request_absence(session, people["hejia"], away, asked_at)
    await handing.accept_absence(database, people["wanglei"], asked.id, asked_at)
    async with tenant_session(database, people["luwei"]) as session:
        await leave.decide(
            session, people["luwei"], asked.id, is_approved=True, note="", is_override=False,
            now=asked_at + timedelta(hours=2),
        )  # fmt: skip
        await handing.move_begun_absences(session, people["luwei"], now)
    wanted = AbsenceIn(
        kind="personal", from_at=midnight + 5 * DAY, to_at=midnight + 7 * DAY,
        substitute_member_id=_id(people, "lina"), reason="家里装修",
        habits="南湖的退回件统一上午十点前登记。",
    )  # fmt: skip
    async with tenant_session(database, people["xuqing"]) as session:
        await leave.request_absence(session, people["xuqing"], wanted, now)


def _id(people: dict[str, Actor], name: str) -> UUID:
    member_id = people[name].member_id
    assert member_id is not None
    return member_id
