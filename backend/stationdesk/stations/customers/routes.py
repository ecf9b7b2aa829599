"""Customers' files over HTTP."""

from uuid import UUID

import msgspec
from litestar import get, patch, post
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.status_codes import HTTP_200_OK

from stationdesk.stations.customers import service
from stationdesk.stations.customers.schemas import (
    CustomerChange,
    CustomerMatch,
    CustomerOut,
    CustomerPage,
    CustomerRevealed,
    NewCustomer,
    RevealIn,
    given,
)
from stationdesk.tenancy.permissions import Permission, requires
from stationdesk.tenancy.wiring import Caller, Now, Transaction


@get("/customers", guards=[requires(Permission.CUSTOMERS_READ)])
async def list_customers(
    session: Transaction,
    q: FromQuery[str] = "",
    tier: FromQuery[str | None] = None,
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int] = 50,
) -> CustomerPage:
    """Files by name; `q` is a part of the name or the last digits of a phone."""
    return await service.customer_page(session, words=q, tier=tier, cursor=cursor, limit=limit)


@post("/customers", guards=[requires(Permission.CUSTOMERS_MANAGE)])
async def add_customer(
    data: JSONBody[NewCustomer], actor: Caller, session: Transaction, now: Now
) -> CustomerOut:
    """A new file; 409 names the file that has one of the numbers already."""
    fields = msgspec.structs.asdict(data)
    customer = await service.add_customer(session, actor, fields, now)
    return (await service.shown(session, [customer]))[0]


@get("/customers/by-phone", guards=[requires(Permission.CUSTOMERS_READ)])
async def customer_by_phone(session: Transaction, phone: FromQuery[str]) -> CustomerMatch:
    """Whose file has exactly this number, however it is written."""
    found = await service.customers_by_phones(session, [phone])
    return CustomerMatch(found[0] if found else None)


@get("/customers/{customer_id:uuid}", guards=[requires(Permission.CUSTOMERS_READ)])
async def show_customer(customer_id: FromPath[UUID], session: Transaction) -> CustomerOut:
    """One file, masked."""
    customer = await service.the_customer(session, customer_id)
    return (await service.shown(session, [customer]))[0]


@patch("/customers/{customer_id:uuid}", guards=[requires(Permission.CUSTOMERS_MANAGE)])
async def change_customer(
    customer_id: FromPath[UUID],
    data: JSONBody[CustomerChange],
    actor: Caller,
    session: Transaction,
    now: Now,
) -> CustomerOut:
    """Change what is named; 409 if somebody else saved it meanwhile."""
    fields = given(data)
    version = fields.pop("version")
    customer = await service.change_customer(session, actor, customer_id, version, fields, now)
    return (await service.shown(session, [customer]))[0]


@post(
    "/customers/{customer_id:uuid}/reveal",
    guards=[requires(Permission.CONTACTS_REVEAL)],
    status_code=HTTP_200_OK,
)
async def reveal_customer(
    customer_id: FromPath[UUID],
    data: JSONBody[RevealIn],
    actor: Caller,
    session: Transaction,
    now: Now,
) -> CustomerRevealed:
    """Name, phones and address in full, for a reason that is logged."""
    return await service.reveal_customer(session, actor, customer_id, data.reason, now)


ROUTES = [
    list_customers,
    add_customer,
    customer_by_phone,
    show_customer,
    change_customer,
    reveal_customer,
]
