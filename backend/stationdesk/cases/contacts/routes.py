"""Contacts of cases, and what is known of their people, over HTTP."""

from uuid import UUID

from litestar import get, post, put
from litestar.params import FromPath, JSONBody
from litestar.status_codes import HTTP_200_OK, HTTP_201_CREATED
from msgspec import Struct

from stationdesk.cases import service
from stationdesk.cases.contacts import people
from stationdesk.cases.contacts import service as contacts
from stationdesk.cases.contacts.schemas import (
    CaseRiskIn,
    ContactRevealed,
    ContactRevealIn,
    ContactsIn,
    DetailsRevealed,
    DetailsRevealIn,
)
from stationdesk.cases.core.opening import clean_waybill
from stationdesk.cases.schemas import CaseDetail, CasePage
from stationdesk.stations.risk.schemas import RiskOut
from stationdesk.tenancy.permissions import Permission, requires
from stationdesk.tenancy.wiring import Caller, Now, Transaction


class RiskHits(Struct, frozen=True):
    items: list[RiskOut]
    next_cursor: str | None


@put("/cases/{case_id:uuid}/contacts", guards=[requires(Permission.CASES_WORK)])
async def set_contacts(
    case_id: FromPath[UUID],
    data: JSONBody[ContactsIn],
    actor: Caller,
    session: Transaction,
    now: Now,
) -> CaseDetail:
    """Write whom the case is about; roles that are not named stay."""
    await contacts.set_contacts(session, actor, case_id, data.contacts, now)
    return await service.case_detail(session, actor, case_id, now)


@post(
    "/cases/{case_id:uuid}/contacts/reveal",
    guards=[requires(Permission.CONTACTS_REVEAL)],
    status_code=HTTP_200_OK,
)
async def reveal_contact(
    case_id: FromPath[UUID],
    data: JSONBody[ContactRevealIn],
    actor: Caller,
    session: Transaction,
    now: Now,
) -> ContactRevealed:
    """One contact in full, for a reason that is logged and stands on the timeline."""
    return await contacts.reveal_contact(session, actor, case_id, data.role, data.reason, now)


@post(
    "/cases/{case_id:uuid}/details/reveal",
    guards=[requires(Permission.CONTACTS_REVEAL)],
    status_code=HTTP_200_OK,
)
async def reveal_details(
    case_id: FromPath[UUID],
    data: JSONBody[DetailsRevealIn],
    actor: Caller,
    session: Transaction,
    now: Now,
) -> DetailsRevealed:
    """Whom the case's own details name, in full, for a reason that is logged."""
    return await contacts.reveal_details(session, actor, case_id, data.reason, now)


@post(
    "/cases/{case_id:uuid}/risk",
    guards=[requires(Permission.CASES_WORK)],
    status_code=HTTP_201_CREATED,
)
async def propose_risk(
    case_id: FromPath[UUID],
    data: JSONBody[CaseRiskIn],
    actor: Caller,
    session: Transaction,
    now: Now,
) -> CaseDetail:
    """Propose a contact of the case for the risk register."""
    await contacts.propose_risk(session, actor, case_id, data, now)
    return await service.case_detail(session, actor, case_id, now)


@get("/parcels/{waybill:str}/risk", guards=[requires(Permission.RISK_READ)])
async def risk_of_waybill(
    waybill: FromPath[str], actor: Caller, session: Transaction, now: Now
) -> RiskHits:
    """What the risk register says about a parcel's people and places."""
    return RiskHits(await people.risk_of_waybill(session, actor, clean_waybill(waybill), now), None)


@get("/customers/{customer_id:uuid}/cases", guards=[requires(Permission.CUSTOMERS_READ)])
async def customer_history(
    customer_id: FromPath[UUID], actor: Caller, session: Transaction
) -> CasePage:
    """The latest cases of a customer's phones."""
    return CasePage(await people.history_of_customer(session, actor, customer_id), None)


ROUTES = [
    set_contacts, reveal_contact, reveal_details, propose_risk, risk_of_waybill, customer_history,
]  # fmt: skip
