"""Customers' files: make, change, find, show in full."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.accounts.repository import add_audit
from stationdesk.foundation.contact_keys import phone_key
from stationdesk.foundation.cursors import page_limit, read_cursor, write_cursor
from stationdesk.foundation.ids import new_id
from stationdesk.foundation.request_words import field_zh
from stationdesk.stations import repository as stations
from stationdesk.stations.customers import repository
from stationdesk.stations.customers.errors import (
    CustomerChanged,
    CustomerInvalid,
    CustomerUnknown,
    PhoneTaken,
)
from stationdesk.stations.customers.models import Customer, CustomerPhone
from stationdesk.stations.customers.schemas import CustomerOut, CustomerPage, CustomerRevealed
from stationdesk.stations.reveals import service as reveals
from stationdesk.stations.service import stations_by_code
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.masking import mask_address, mask_name, mask_phone

ROLES = ("shipper", "recipient", "both")
TIERS = ("normal", "vip", "watch")
PHONES_MAX = 20
NAME_MAX = 80
TEXT_MAX = 2000
PHONE_DIGITS = range(3, 16)
_TEXTS = ("address", "habits", "compensation_terms", "notes")


async def add_customer(
    session: AsyncSession, actor: Actor, fields: Mapping[str, Any], now: datetime
) -> Customer:
    """A new file; `fields` are those of NewCustomer. Raises CustomerInvalid, PhoneTaken."""
    checked = _checked(fields)
    phones = checked.pop("phones")
    codes = checked.pop("stations")
    found = await stations_by_code(session, codes)
    customer = Customer(
        firm_id=actor.firm_id,
        id=new_id(),
        station_ids=[station.id for station in found],
        version=1,
        created_at=now,
        updated_at=now,
        **checked,
    )
    session.add(customer)
    await session.flush()
    await _keep_phones(session, customer, phones)
    add_audit(session, actor, "customer_added", str(customer.id), now)
    await session.flush()
    return customer


async def change_customer(
    session: AsyncSession,
    actor: Actor,
    customer_id: UUID,
    version: int,
    fields: Mapping[str, Any],
    now: datetime,
) -> Customer:
    """Change what is named. Stations that the actor does not see stay as they are.

    Raises CustomerUnknown, CustomerChanged, CustomerInvalid, PhoneTaken.
    """
    customer = await the_customer(session, customer_id, locked=True)
    if customer.version != version:
        raise CustomerChanged(
            f"You looked at version {version}; the file is at {customer.version}. Look again.",
            version=customer.version,
        )
    checked = _checked(fields)
    phones = checked.pop("phones", None)
    codes = checked.pop("stations", None)
    if codes is not None:
        seen = {station.id for station in await stations.stations(session)}
        wanted = [station.id for station in await stations_by_code(session, codes)]
        hidden = [id_ for id_ in customer.station_ids if id_ not in seen]
        if actor.station_ids is not None and hidden and not wanted:
            raise CustomerInvalid(
                "The file is that of other stations too; keep at least one of yours, or ask a "
                "supervisor to take it away.",
                field="stations",
                zh="这份档案还属于别的网点；请至少留一个您的网点，或请组长移除。",
            )
        customer.station_ids = [*hidden, *wanted]
    for name, value in checked.items():
        setattr(customer, name, value)
    if phones is None and codes is not None:
        numbers = await repository.phones_of(session, [customer.id])
        phones = [row.phone for row in numbers[customer.id]]
    if phones is not None:
        await repository.drop_phones(session, customer.id)
        await _keep_phones(session, customer, phones)
    await repository.touch(session, customer, now)
    add_audit(session, actor, "customer_changed", str(customer.id), now, fields=sorted(fields))
    return customer


async def the_customer(
    session: AsyncSession, customer_id: UUID, *, locked: bool = False
) -> Customer:
    """The file, or CustomerUnknown."""
    customer = await repository.customer_by_id(session, customer_id, locked=locked)
    if customer is None:
        raise CustomerUnknown(f"There is no customer {customer_id} here.")
    return customer


async def customer_page(
    session: AsyncSession, *, words: str, tier: str | None, cursor: str | None, limit: int
) -> CustomerPage:
    """Files by name; `words`: a part of the name, or the last digits of a phone."""
    size = page_limit(limit)
    if tier is not None and tier not in TIERS:
        raise CustomerInvalid(
            f"tier is {tier!r}; it is one of {', '.join(TIERS)}.",
            field="tier",
            zh=f"没有“{tier}”这个客户等级，请从列表里选。",
        )
    wanted = words.strip()
    is_number = wanted.replace("-", "").replace(" ", "").isdecimal()
    rows = await repository.customer_page(
        session,
        words="" if is_number else wanted,
        phone=phone_key(wanted) if is_number else "",
        tier=tier,
        after=read_cursor(cursor, tuple[str, UUID]),
        limit=size,
    )
    following = write_cursor(rows[size - 1].name, rows[size - 1].id) if len(rows) > size else None
    return CustomerPage(await shown(session, rows[:size]), following)


async def customers_by_phones(session: AsyncSession, phones: Sequence[str]) -> list[CustomerOut]:
    """The files of whoever has one of the numbers, masked."""
    keys = [phone_key(phone) for phone in phones]
    return await shown(session, await repository.customers_by_phones(session, keys))


async def reveal_customer(
    session: AsyncSession, actor: Actor, customer_id: UUID, reason: str, now: datetime
) -> CustomerRevealed:
    """The file in full; who looked and why is written down. Raises ReasonNeeded."""
    customer = await the_customer(session, customer_id)
    numbers = await repository.phones_of(session, [customer.id])
    seen = [id_ for id_ in customer.station_ids if actor.station_ids and id_ in actor.station_ids]
    await reveals.log(
        session, actor, subject="customer", subject_id=customer.id,
        subject_name=mask_name(customer.name), station_id=seen[0] if seen else None,
        reason=reason, now=now,
    )  # fmt: skip
    phones = [row.phone for row in numbers[customer.id]]
    return CustomerRevealed(customer.id, customer.name, phones, customer.address)


async def shown(session: AsyncSession, customers: Sequence[Customer]) -> list[CustomerOut]:
    """Files as people see them before they gave a reason."""
    if not customers:
        return []
    numbers = await repository.phones_of(session, [customer.id for customer in customers])
    codes = {station.id: station.code for station in await stations.stations(session)}
    return [
        CustomerOut(
            id=customer.id,
            name=mask_name(customer.name),
            role=customer.role,
            tier=customer.tier,
            phones=[mask_phone(row.phone) for row in numbers[customer.id]],
            address=mask_address(customer.address),
            habits=customer.habits,
            compensation_terms=customer.compensation_terms,
            notes=customer.notes,
            stations=sorted(codes[id_] for id_ in customer.station_ids if id_ in codes),
            version=customer.version,
            updated_at=customer.updated_at,
        )
        for customer in customers
    ]


def checked_phones(phones: Sequence[str]) -> list[str]:
    """The numbers without repeats. Raises CustomerInvalid, naming the one that is none."""
    kept: dict[str, str] = {}
    for phone in phones:
        key = phone_key(phone)
        if len(key) not in PHONE_DIGITS:
            raise CustomerInvalid(
                f"{phone[:40]!r} is no phone number: write 3 to 15 digits.",
                field="phones",
                zh=f"“{phone[:40]}”不是电话号码，请填 3 到 15 位数字。",
            )
        kept.setdefault(key, phone.strip()[:40])
    if not 1 <= len(kept) <= PHONES_MAX:
        raise CustomerInvalid(
            f"A file has 1 to {PHONES_MAX} phone numbers.",
            field="phones",
            zh=f"一份档案要有 1 到 {PHONES_MAX} 个电话。",
        )
    return list(kept.values())


def _checked(fields: Mapping[str, Any]) -> dict[str, Any]:
    checked = dict(fields)
    for name, known in (("role", ROLES), ("tier", TIERS)):
        if name in checked and checked[name] not in known:
            raise CustomerInvalid(
                f"{name} is {checked[name]!r}; it is one of {', '.join(known)}.",
                field=name,
                zh=f"{field_zh(name)}没有“{checked[name]}”这个选项，请从列表里选。",
            )
    if "name" in checked:
        checked["name"] = " ".join(checked["name"].split())
        if not 1 <= len(checked["name"]) <= NAME_MAX:
            raise CustomerInvalid(
                f"A name has 1 to {NAME_MAX} characters.",
                field="name",
                zh=f"姓名要 1 到 {NAME_MAX} 个字。",
            )
    for name in _TEXTS:
        if len(checked.get(name, "")) > TEXT_MAX:
            raise CustomerInvalid(
                f"{name} has more than {TEXT_MAX} characters.",
                field=name,
                zh=f"{field_zh(name)}超过 {TEXT_MAX} 个字，请写短些。",
            )
        if name in checked:
            checked[name] = checked[name].strip()
    if "phones" in checked:
        checked["phones"] = checked_phones(checked["phones"])
    for name, value in checked.items():
        if isinstance(value, str) and "\0" in value:
            raise CustomerInvalid(
                f"{name} holds a NUL character; leave it out.",
                field=name,
                zh=f"{field_zh(name)}里有不可见的空字符，请删掉重填。",
            )
    return checked


async def _keep_phones(session: AsyncSession, customer: Customer, phones: Sequence[str]) -> None:
    await session.flush()
    for position, phone in enumerate(phones):
        key = phone_key(phone)
        row = CustomerPhone(
            firm_id=customer.firm_id,
            phone_key=key,
            customer_id=customer.id,
            phone=phone,
            position=position,
            station_ids=customer.station_ids,
        )
        if not await repository.keep_phone(session, row):
            await _refuse_taken(session, phone, key)


async def _refuse_taken(session: AsyncSession, phone: str, key: str) -> None:
    other = await repository.owner_of_phone(session, key)
    if other is None:
        raise PhoneTaken(
            f"{mask_phone(phone)} is on a file of stations that are not yours; ask a supervisor.",
            customer_id=None, name=None,
            zh=f"{mask_phone(phone)} 已在别的网点的客户档案里，请找组长处理。",
        )  # fmt: skip
    raise PhoneTaken(
        f"{mask_phone(phone)} is on the file of {mask_name(other.name)} already; open that one, "
        "or take the number off it first.",
        customer_id=str(other.id), name=mask_name(other.name),
        zh=f"{mask_phone(phone)} 已在 {mask_name(other.name)} 的档案里；请打开那份档案，"
        "或先从那里删掉这个号码。",
    )  # fmt: skip
