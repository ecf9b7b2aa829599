"""The people around a case: contacts, their files, what the risk register says, promises."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from msgspec import Struct
from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.cases.contacts import repository as contacts_repository
from stationdesk.cases.contacts.schemas import ContactOut, StationPublic
from stationdesk.cases.contacts.service import contact_out, contacts_of, person_of
from stationdesk.cases.errors import ContactUnknown
from stationdesk.cases.promises import repository as promises_repository
from stationdesk.cases.promises.schemas import PromiseOut
from stationdesk.cases.rows import case_row
from stationdesk.cases.schemas import CaseRecord, CaseRow
from stationdesk.foundation.contact_keys import phone_key
from stationdesk.stations.customers import repository as customer_files
from stationdesk.stations.customers import service as customers
from stationdesk.stations.customers.schemas import CustomerOut
from stationdesk.stations.risk import service as risk
from stationdesk.stations.risk.matching import Person
from stationdesk.stations.risk.schemas import RiskOut
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.masking import may_be_told
from stationdesk.tenancy.permissions import Permission, allows
from stationdesk.tenancy.session import raw_connection


class People(Struct, frozen=True):
    """What a case's detail shows of people, as the actor may see it."""

    contacts: list[ContactOut]
    station_public: StationPublic
    customers: list[CustomerOut]
    risk_hits: list[RiskOut]
    promises: list[PromiseOut]


async def people_of(
    session: AsyncSession, actor: Actor, record: CaseRecord, now: datetime
) -> People:
    """Contacts masked; files and register only for the firm's own people."""
    connection = await raw_connection(session)
    found = await contacts_of(session, actor, record)
    files: list[CustomerOut] = []
    hits: list[RiskOut] = []
    phones = [contact.phone for contact in found if contact.phone]
    if phones and allows(actor, Permission.CUSTOMERS_READ):
        files = await customers.customers_by_phones(session, phones)
    if found and allows(actor, Permission.RISK_READ):
        people = [person_of(contact) for contact in found]
        people += [Person(customer_id=file.id) for file in files]
        hits = await risk.hits(session, actor, record.station_id, people, now)
    phone, address = await contacts_repository.public_of_station(
        connection, actor.firm_id, record.station_id
    )
    return People(
        contacts=[contact_out(contact, record.id) for contact in found],
        station_public=StationPublic(phone, address, may_be_told("station_phone")),
        customers=files,
        risk_hits=hits,
        promises=await promises_repository.of_case(connection, actor.firm_id, record.id),
    )


async def risk_of_waybill(
    session: AsyncSession, actor: Actor, waybill: str, now: datetime
) -> list[RiskOut]:
    """What the register says about a parcel, by what its cases know of its people.

    Raises ContactUnknown where no case that the actor may see knows any.
    """
    connection = await raw_connection(session)
    rows = await contacts_repository.of_waybill(connection, actor.firm_id, waybill)
    if not rows:
        raise ContactUnknown(
            f"No case of yours knows who {waybill} goes to or comes from.",
            zh=f"您的工作项里没有运单 {waybill} 的收寄件人资料。",
        )
    found: dict[UUID, RiskOut] = {}
    for station_id in dict.fromkeys(station_id for station_id, _ in rows):
        people = [person_of(contact) for of, contact in rows if of == station_id]
        keys = [phone_key(person.phone) for person in people]
        files = await customer_files.customers_by_phones(session, keys)
        people += [Person(customer_id=file.id) for file in files]
        for hit in await risk.hits(session, actor, station_id, people, now):
            found[hit.id] = hit
    return list(found.values())


async def history_of_customer(
    session: AsyncSession, actor: Actor, customer_id: UUID
) -> list[CaseRow]:
    """The cases of a customer's phones that the actor may see, the latest first."""
    customer = await customers.the_customer(session, customer_id)
    numbers = await customer_files.phones_of(session, [customer.id])
    keys = [row.phone_key for row in numbers[customer.id]]
    connection = await raw_connection(session)
    rows = await contacts_repository.cases_of_phones(connection, actor.firm_id, keys)
    return [case_row(row, actor.member_id) for row in rows]
