"""SQL of customers' files."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text, tuple_
from sqlmodel import col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.stations.customers.models import Customer, CustomerPhone

KEEP_PHONE = """
INSERT INTO customer_phones (firm_id, phone_key, customer_id, phone, position, station_ids)
VALUES (:firm_id, :phone_key, :customer_id, :phone, :position, :station_ids)
ON CONFLICT (firm_id, phone_key) DO NOTHING
"""


async def customer_by_id(
    session: AsyncSession, customer_id: UUID, *, locked: bool = False
) -> Customer | None:
    """The file, if the session's actor may see it."""
    statement = select(Customer).where(Customer.id == customer_id)
    if locked:
        statement = statement.with_for_update()
    return (await session.exec(statement)).first()


async def customer_page(
    session: AsyncSession,
    *,
    words: str,
    phone: str,
    tier: str | None,
    after: tuple[str, UUID] | None,
    limit: int,
) -> list[Customer]:
    """Files by name, one more than the limit where there are more. `phone`: the last digits."""
    statement = select(Customer).order_by(Customer.name, col(Customer.id)).limit(limit + 1)
    if words:
        statement = statement.where(col(Customer.name).contains(words, autoescape=True))
    if phone:
        having = select(CustomerPhone.customer_id).where(
            col(CustomerPhone.phone_key).endswith(phone, autoescape=True)
        )
        statement = statement.where(col(Customer.id).in_(having))
    if tier is not None:
        statement = statement.where(Customer.tier == tier)
    if after is not None:
        statement = statement.where(tuple_(col(Customer.name), col(Customer.id)) > tuple_(*after))
    return list((await session.exec(statement)).all())


async def customers_by_phones(session: AsyncSession, keys: Iterable[str]) -> list[Customer]:
    """The files that have one of the numbers."""
    wanted = [key for key in keys if key]
    if not wanted:
        return []
    owners = select(CustomerPhone.customer_id).where(col(CustomerPhone.phone_key).in_(wanted))
    statement = select(Customer).where(col(Customer.id).in_(owners)).order_by(Customer.name)
    return list((await session.exec(statement)).all())


async def phones_of(
    session: AsyncSession, customer_ids: Sequence[UUID]
) -> defaultdict[UUID, list[CustomerPhone]]:
    """The numbers of several files, each in its order."""
    statement = (
        select(CustomerPhone)
        .where(col(CustomerPhone.customer_id).in_(customer_ids))
        .order_by(col(CustomerPhone.position))
    )
    found: defaultdict[UUID, list[CustomerPhone]] = defaultdict(list)
    for row in (await session.exec(statement)).all():
        found[row.customer_id].append(row)
    return found


async def drop_phones(session: AsyncSession, customer_id: UUID) -> None:
    """Take all numbers off a file."""
    await session.exec(delete(CustomerPhone).where(col(CustomerPhone.customer_id) == customer_id))


async def keep_phone(session: AsyncSession, row: CustomerPhone) -> bool:
    """Give a file a number; False if another one has it, seen or not."""
    values: dict[str, Any] = row.model_dump()
    result: Any = await session.exec(text(KEEP_PHONE), params=values)  # type: ignore[call-overload]
    return bool(result.rowcount == 1)


async def owner_of_phone(session: AsyncSession, key: str) -> Customer | None:
    """Whose number it is, if the actor may see that file."""
    found = await customers_by_phones(session, [key])
    return found[0] if found else None


async def touch(session: AsyncSession, customer: Customer, now: datetime) -> None:
    """Count a change."""
    customer.version += 1
    customer.updated_at = now
    session.add(customer)
    await session.flush()
