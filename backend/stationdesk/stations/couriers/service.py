"""Couriers: make, change, list."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.accounts.repository import add_audit
from stationdesk.foundation.contact_keys import phone_key
from stationdesk.foundation.ids import new_id
from stationdesk.foundation.request_words import field_zh
from stationdesk.stations.couriers import repository
from stationdesk.stations.couriers.errors import CourierExists, CourierInvalid, CourierUnknown
from stationdesk.stations.couriers.schemas import CourierOut
from stationdesk.stations.models import Courier, Station
from stationdesk.tenancy.actor import Actor, Role
from stationdesk.tenancy.masking import mask_phone
from stationdesk.tenancy.permissions import Permission, allows

TEXT_MAX = 80
PHONE_DIGITS = range(3, 16)


async def add_courier(
    session: AsyncSession,
    actor: Actor,
    station: Station,
    *,
    number: str,
    name: str,
    phone: str = "",
    area: str = "",
    active_from: date | None = None,
    active_to: date | None = None,
    now: datetime,
) -> Courier:
    """A courier of the station. Raises CourierExists where the number is taken there."""
    fields = _checked({"number": number, "name": name, "phone": phone, "area": area})
    if await repository.courier_by_number(session, station.id, fields["number"]) is not None:
        raise CourierExists(
            f"{station.code} has a courier {fields['number']!r} already.",
            station=station.code,
            number=fields["number"],
        )
    courier = Courier(firm_id=actor.firm_id, id=new_id(), station_id=station.id, **fields)
    courier.active_from, courier.active_to = active_from, active_to
    _check_days(courier)
    session.add(courier)
    add_audit(session, actor, "courier_added", f"{station.code} {fields['number']}", now)
    await session.flush()
    return courier


async def change_courier(
    session: AsyncSession, actor: Actor, courier_id: UUID, fields: Mapping[str, Any], now: datetime
) -> Courier:
    """Change what is named. Raises CourierUnknown, CourierInvalid."""
    courier = await repository.courier_by_id(session, courier_id)
    if courier is None:
        raise CourierUnknown(f"There is no courier {courier_id} here.")
    for name, value in _checked(fields).items():
        setattr(courier, name, value)
    _check_days(courier)
    session.add(courier)
    add_audit(session, actor, "courier_changed", courier.number, now, fields=sorted(fields))
    await session.flush()
    return courier


async def shown(
    session: AsyncSession, actor: Actor, station: Station, now: datetime, *, only_active: bool
) -> list[CourierOut]:
    """A station's couriers, by number; those at work today if only they are wanted."""
    today = now.astimezone(ZoneInfo(station.timezone)).date()
    found = await repository.couriers(session, station.id)
    return [
        courier_out(actor, each, today)
        for each in found
        if not only_active or is_at_work(each, today)
    ]


def is_at_work(courier: Courier, day: date) -> bool:
    """Whether he delivers for the station on that day."""
    return (
        courier.is_active
        and (courier.active_from is None or courier.active_from <= day)
        and (courier.active_to is None or day <= courier.active_to)
    )


def courier_out(actor: Actor, courier: Courier, today: date) -> CourierOut:
    """As this actor sees him: the phone in full for whoever has to call him."""
    return CourierOut(
        id=courier.id,
        number=courier.number,
        name=courier.name,
        phone=courier.phone if may_call(actor) else mask_phone(courier.phone),
        area=courier.area,
        is_active=is_at_work(courier, today),
        active_from=courier.active_from,
        active_to=courier.active_to,
    )


def may_call(actor: Actor) -> bool:
    """Whoever works cases or runs stations calls couriers, and so does their own station."""
    return (
        allows(actor, Permission.CASES_WORK)
        or allows(actor, Permission.STATIONS_MANAGE)
        or actor.role is Role.STATION_OWNER
    )


def _checked(fields: Mapping[str, Any]) -> dict[str, Any]:
    checked = dict(fields)
    for name, value in fields.items():
        if not isinstance(value, str):
            continue
        checked[name] = " ".join(value.split())
        if len(checked[name]) > TEXT_MAX or not checked[name].isprintable():
            raise CourierInvalid(
                f"{name} has at most {TEXT_MAX} plain characters.",
                field=name,
                zh=f"{field_zh(name)}最多 {TEXT_MAX} 个字，不能有换行等特殊字符。",
            )
        if name in ("number", "name") and not checked[name]:
            raise CourierInvalid(
                "A courier needs a number and a name.", field=name, zh="业务员要有编号和姓名。"
            )
    phone = checked.get("phone", "")
    if phone and len(phone_key(phone)) not in PHONE_DIGITS:
        raise CourierInvalid(
            f"{phone!r} is no phone number: write 3 to 15 digits.",
            field="phone",
            zh=f"“{phone}”不是电话号码，请填 3 到 15 位数字。",
        )
    return checked


def _check_days(courier: Courier) -> None:
    begins, ends = courier.active_from, courier.active_to
    if begins is not None and ends is not None and ends < begins:
        raise CourierInvalid(
            "He leaves before he begins; mend one of the days.",
            field="active_to",
            zh="离岗日期早于到岗日期，请改其中一个。",
        )
