"""The search box and a waybill's story over HTTP."""

from litestar import get, post
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.status_codes import HTTP_200_OK

from stationdesk.reports import finding
from stationdesk.reports.desk_schemas import ManyIn, ManyOut, SearchOut, WaybillStory
from stationdesk.reports.story import waybill_story
from stationdesk.tenancy.permissions import Permission, requires
from stationdesk.tenancy.wiring import Caller, Now, Transaction


@get("/search", guards=[requires(Permission.CASES_READ)])
async def search(actor: Caller, session: Transaction, now: Now, q: FromQuery[str]) -> SearchOut:
    """Waybill, phone, case number, name or words: whatever it is, and why it was found."""
    return await finding.search(session, actor, q, now)


@post("/search", guards=[requires(Permission.CASES_READ)], status_code=HTTP_200_OK)
async def search_many(
    data: JSONBody[ManyIn], actor: Caller, session: Transaction, now: Now
) -> ManyOut:
    """Where each of up to 200 pasted waybills stands."""
    return await finding.search_many(session, actor, data.text, now)


@get("/waybills/{waybill:str}", guards=[requires(Permission.CASES_READ)])
async def show_waybill(
    waybill: FromPath[str], actor: Caller, session: Transaction, now: Now
) -> WaybillStory:
    """One waybill's scans, cases, fines and notices in one order."""
    return await waybill_story(session, actor, waybill, now)


ROUTES = [search, search_many, show_waybill]
