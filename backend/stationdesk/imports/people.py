"""Customers and couriers out of a spreadsheet: good rows are taken, the others named.

The header may be Chinese or English. Small files: read and taken within the request.
"""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.imports.errors import HeaderWrong
from stationdesk.imports.small_tables import TableReport, take_rows
from stationdesk.stations.couriers import service as couriers
from stationdesk.stations.customers import service as customers
from stationdesk.stations.service import station_by_code
from stationdesk.tenancy.actor import Actor

_CUSTOMER_COLUMNS: Final = {
    "name": ("name", "姓名", "客户", "客户名称", "名称"),
    "phones": ("phones", "phone", "电话", "手机", "联系电话"),
    "role": ("role", "身份", "类型"),
    "tier": ("tier", "等级", "级别"),
    "address": ("address", "地址"),
    "habits": ("habits", "习惯", "收件习惯"),
    "compensation_terms": ("compensation_terms", "赔付约定", "理赔约定"),
    "notes": ("notes", "备注"),
    "stations": ("stations", "station", "网点", "网点编号"),
}
_COURIER_COLUMNS: Final = {
    "station": ("station", "网点", "网点编号"),
    "number": ("number", "工号", "编号"),
    "name": ("name", "姓名", "业务员"),
    "phone": ("phone", "电话", "手机"),
    "area": ("area", "区域", "片区"),
    "active_from": ("active_from", "开始日期", "入职日期"),
    "active_to": ("active_to", "结束日期", "离职日期"),
}
_WORDS: Final = {
    "寄件人": "shipper", "寄方": "shipper", "发件人": "shipper", "商家": "shipper",
    "收件人": "recipient", "收方": "recipient", "两者": "both", "收寄": "both",
    "普通": "normal", "重要": "vip", "VIP": "vip", "关注": "watch", "重点关注": "watch",
}  # fmt: skip


async def import_customers(
    session: AsyncSession, actor: Actor, path: Path, now: datetime
) -> TableReport:
    """Each row a file; a number that another file has is refused, naming that file."""

    async def take(row: dict[str, str]) -> None:
        fields: dict[str, Any] = {
            "role": "recipient", "tier": "normal", "address": "", "habits": "",
            "compensation_terms": "", "notes": "",
        } | {name: _WORDS.get(value, value) for name, value in row.items() if value}  # fmt: skip
        fields["name"] = row["name"]
        fields["phones"] = _several(row["phones"])
        fields["stations"] = _several(row.get("stations", ""))
        await customers.add_customer(session, actor, fields, now)

    return await take_rows(session, path, _CUSTOMER_COLUMNS, ("name", "phones"), take)


async def import_couriers(
    session: AsyncSession, actor: Actor, path: Path, now: datetime
) -> TableReport:
    """Each row a courier of the station that it names."""

    async def take(row: dict[str, str]) -> None:
        station = await station_by_code(session, row["station"])
        await couriers.add_courier(
            session, actor, station, number=row["number"], name=row["name"],
            phone=row.get("phone", ""), area=row.get("area", ""),
            active_from=_day(row, "active_from"), active_to=_day(row, "active_to"), now=now,
        )  # fmt: skip

    return await take_rows(session, path, _COURIER_COLUMNS, ("station", "number", "name"), take)


class _DayUnreadable(HeaderWrong):
    code = "day_unreadable"


def _day(row: dict[str, str], field: str) -> date | None:
    text = row.get(field, "")
    if not text:
        return None
    try:
        return date.fromisoformat(text[:10].replace("/", "-"))
    except ValueError as error:
        raise _DayUnreadable(
            f"{text[:20]!r}: write a day like 2026-11-20.",
            field=field,
            zh=f"“{text[:20]}”不是日期，请写成 2026-11-20。",
        ) from error


def _several(text: str) -> list[str]:
    for mark in ("、", "；", ";", "，", "/"):
        text = text.replace(mark, ",")
    return [part.strip() for part in text.split(",") if part.strip()]
