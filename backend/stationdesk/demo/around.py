"""The people around the demo's cases: contacts, customers, promises, the risk register.

All names are made up; the numbers are of ranges that nobody can call back by mistake.
"""

import random
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.cases.contacts import service as contacts
from stationdesk.cases.contacts.schemas import CaseRiskIn, ContactIn
from stationdesk.cases.core.listing import PageRequest, case_page
from stationdesk.cases.promises import service as promises
from stationdesk.cases.promises.schemas import NewPromise, PromiseKept
from stationdesk.cases.schemas import CaseRow
from stationdesk.cases.service import break_due_promises
from stationdesk.foundation.database import Database
from stationdesk.stations import service as station_service
from stationdesk.stations.customers import service as customers
from stationdesk.stations.models import Station
from stationdesk.stations.risk import service as risk
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import tenant_session

_SURNAMES: Final = (
    "周",
    "吴",
    "郑",
    "王",
    "欧阳",
    "陈",
    "沈",
    "许",
    "何",
    "施",
    "孔",
    "诸葛",
    "金",
)
_GIVEN: Final = ("莉", "建国", "晓燕", "志强", "敏", "海涛", "雪梅", "俊杰", "桂英", "子涵", "立军")
_SHOPS: Final = ("织云服饰", "南禾食品", "拾光文创", "安居五金", "小满母婴")
_STREETS: Final = ("江陵路", "滨安路", "鲁迅中路", "中环南路", "惠山大道", "长江东大街", "宝带西路")

# name, phones, role, tier, habits, terms, station
_CUSTOMERS: Final = (
    ("周莉莉", "13800001001", "recipient", "vip", "只收 18:00 以后", "破损按进价", "XX01"),
    ("欧阳桂英", "13800001002", "recipient", "watch", "不放驿站，须送上四楼", "", "XX01"),
    ("杭州织云服饰公司", "13800001003", "shipper", "vip", "16:00 揽收", "丢件月结", "KQ02"),
    ("嘉兴南禾食品公司", "13800001004", "shipper", "normal", "生鲜件", "腐坏即赔", "NH03"),
    ("诸葛俊杰", "13800001005", "recipient", "normal", "工作日送单位前台", "", "HS04"),
    ("合肥安居五金商行", "13800001006", "both", "normal", "重货先约叉车", "", "YH05"),
    ("施雪梅", "13800001007", "recipient", "watch", "多次反映未收到，当面签收", "", "WZ06"),
    ("苏州拾光文创工作室", "13800001008", "shipper", "normal", "易碎件加固", "破损先补寄", "WZ06"),
    ("何敏", "13800001009", "recipient", "normal", "电话先约", "", "HS04"),
    ("无锡小满母婴专卖店", "13800001010", "shipper", "vip", "退件当天通知", "按进价", "HS04"),
)  # fmt: skip

_PUBLIC: Final = ("0571-8600 0110", "滨安路 12 号")


async def know_people(
    database: Database, system: Actor, people: Mapping[str, Actor],
    stations: Mapping[str, Station], now: datetime,
) -> int:  # fmt: skip
    """Contacts on every case, ten files, a few promises, three entries; returns the contacts."""
    rows: list[CaseRow] = []
    for status in ("open", "closed"):
        page = await case_page(database, system, PageRequest(status=status, limit=200), now)
        rows += page.items
    async with tenant_session(database, system) as session:
        for row in rows:
            await contacts.set_contacts(
                session, system, row.id, _contacts_of(row), now, is_opening=True
            )
        for file in _CUSTOMERS:
            await _customer(session, people["fangzhiyuan"], file, now)
        await station_service.change_station(
            session, people["fangzhiyuan"], stations["XX01"], now=now,
            public_phone=_PUBLIC[0], public_address=_PUBLIC[1],
        )  # fmt: skip
    at_work = [row for row in rows if row.closed_at is None and row.station.code == "XX01"]
    await _promise(database, people["chenxiaoyu"], at_work, now)
    async with tenant_session(database, people["luwei"]) as session:
        await _risks(session, people["luwei"], at_work, now)
    async with tenant_session(database, system) as session:
        await break_due_promises(session, system, now)
    return len(rows)


def _contacts_of(row: CaseRow) -> list[ContactIn]:
    """The same for the same parcel, so that its cases agree."""
    chance = random.Random(row.waybill)  # noqa: S311 -- invented people, no secret
    name = chance.choice(_SURNAMES) + chance.choice(_GIVEN)
    phone = f"1380000{chance.randrange(10_000):04d}"
    if chance.random() < 0.15:
        name, phone, *_ = _CUSTOMERS[chance.choice((0, 1, 4, 6, 8))]
    house = (
        f"{chance.randrange(1, 180)}号{chance.randrange(1, 20)}幢{chance.randrange(101, 1803)}室"
    )
    sender = chance.choice(_SHOPS)
    return [
        ContactIn("recipient", name, phone, row.station.name + chance.choice(_STREETS) + house),
        ContactIn("sender", sender, f"1390000{chance.randrange(10_000):04d}"),
    ]


async def _customer(
    session: AsyncSession, actor: Actor, file: tuple[str, ...], now: datetime
) -> None:
    name, phone, role, tier, habits, terms, station = file
    fields = {
        "name": name, "phones": [phone], "role": role, "tier": tier, "habits": habits,
        "compensation_terms": terms, "stations": [station], "address": "", "notes": "",
    }  # fmt: skip
    await customers.add_customer(session, actor, fields, now)


async def _promise(database: Database, actor: Actor, rows: list[CaseRow], now: datetime) -> None:
    """One kept, one broken, some still to keep."""
    plan = (
        ("送到家里", -5, 3), ("回电告知结果", -4, 3), ("送到家里", 0, 4), ("给出赔付答复", 0, 7),
        ("送到家里", 0, 2),
    )  # fmt: skip
    for (text, began_hours, due_hours), row in zip(plan, rows, strict=False):
        began = now + timedelta(hours=began_hours)
        due_at = (began + timedelta(hours=due_hours)).replace(minute=0, second=0, microsecond=0)
        wanted = NewPromise(to_role="recipient", text=text, due_at=due_at)
        async with tenant_session(database, actor) as session:
            made = await promises.make_promise(session, actor, row.id, wanted, began)
            if began_hours == -5:
                how = PromiseKept(proof="送达照片", kept_at=began + timedelta(hours=1))
                await promises.keep_promise(session, actor, row.id, made, how, now)


async def _risks(session: AsyncSession, actor: Actor, rows: list[CaseRow], now: datetime) -> None:
    """Two in force, one waiting for a decision."""
    plan = (
        ("phone", "signed_not_received", "先电联并录音，当面交付；不放柜，拍门牌和交付照片。",
         "来电先查照片和录音，再答复。"),
        ("address", "locker_overdue", "整幢不入柜，送货上门。", ""),
        ("name_address", "timed_collection", "18:00 以后上门。", "承诺只给晚上。"),
    )  # fmt: skip
    for (match_by, category, courier, agent), row in zip(plan, rows[2:], strict=False):
        wanted = CaseRiskIn("recipient", match_by, category, courier, agent)
        entry = await contacts.propose_risk(session, actor, row.id, wanted, now)
        if match_by != "name_address":
            await _confirm(session, actor, entry.id, now)


async def _confirm(session: AsyncSession, actor: Actor, risk_id: UUID, now: datetime) -> None:
    review_on = (now + timedelta(days=60)).date()
    await risk.confirm(session, actor, risk_id, 1, "业务员 黄志勇", review_on, now)
