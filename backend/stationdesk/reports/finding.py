"""The search of the whole product: waybills, cases and customers in one answer."""

from datetime import datetime
from typing import Any, Final

from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.cases.desk.search import (
    SHOWN_MAX,
    Hit,
    Query,
    cases_of_waybills,
    find_cases,
    read_query,
    read_waybills,
)
from stationdesk.parcels.milestones import Milestone
from stationdesk.reports import waybills
from stationdesk.reports.desk_schemas import CaseHit, ManyOut, ParcelFact, SearchOut, WaybillHit
from stationdesk.stations.customers import service as customers
from stationdesk.stations.customers.schemas import CustomerOut
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.permissions import Permission, allows
from stationdesk.tenancy.session import raw_connection

WAYBILLS_SHOWN: Final = 10
CUSTOMERS_SHOWN: Final = 10


async def search(session: AsyncSession, actor: Actor, text: str, now: datetime) -> SearchOut:
    """Everything that the words may mean, as the reader may see it. Raises SearchTooShort."""
    query = read_query(text)
    hits, has_more = await find_cases(await raw_connection(session), actor, query)
    found = await _waybills(session, actor, query, hits, now)
    people = await _customers(session, actor, query)
    return SearchOut(
        query=query.text,
        waybills=found[:WAYBILLS_SHOWN],
        cases=[CaseHit(hit.case, hit.why, hit.source, hit.snippet) for hit in hits],
        customers=people[:CUSTOMERS_SHOWN],
        has_more=has_more or len(found) > WAYBILLS_SHOWN or len(people) > CUSTOMERS_SHOWN,
    )


async def search_many(session: AsyncSession, actor: Actor, pasted: str, now: datetime) -> ManyOut:
    """Where each of the pasted waybills stands. Raises TooManyWaybills."""
    asked = read_waybills(pasted)
    cases = await cases_of_waybills(await raw_connection(session), actor, asked)
    parcels = await _facts(session, actor, asked, now)
    items = [
        WaybillHit(number, "waybill", parcels.get(number, []), cases.get(number, []))
        for number in asked
    ]
    unknown = [item.waybill for item in items if not item.parcels and not item.cases]
    return ManyOut(items, unknown, None)


async def _waybills(
    session: AsyncSession, actor: Actor, query: Query, hits: list[Hit], now: datetime
) -> list[WaybillHit]:
    """Parcels by their own number first; then those of the cases that were found by it."""
    why: dict[str, str] = {}
    if query.number and allows(actor, Permission.PARCELS_READ):
        for row in await waybills.parcels_beginning(session, query.number, SHOWN_MAX):
            is_whole = row["waybill"] == query.number
            why.setdefault(row["waybill"], "waybill" if is_whole else "waybill_prefix")
    for hit in hits:
        if hit.why.startswith("waybill"):
            why.setdefault(hit.case.waybill, hit.why)
    shown = list(why)[: WAYBILLS_SHOWN + 1]
    facts = await _facts(session, actor, shown, now)
    return [WaybillHit(number, why[number], facts.get(number, []), []) for number in shown]


async def _customers(session: AsyncSession, actor: Actor, query: Query) -> list[CustomerOut]:
    if not allows(actor, Permission.CUSTOMERS_READ) or (query.number and not query.phone):
        return []
    page = await customers.customer_page(
        session, words=query.phone or query.text, tier=None, cursor=None,
        limit=CUSTOMERS_SHOWN + 1,
    )  # fmt: skip
    return page.items


async def _facts(
    session: AsyncSession, actor: Actor, numbers: list[str], now: datetime
) -> dict[str, list[ParcelFact]]:
    if not numbers or not allows(actor, Permission.PARCELS_READ):
        return {}
    by_waybill: dict[str, list[ParcelFact]] = {}
    for row in await waybills.parcels_of(session, numbers):
        by_waybill.setdefault(row["waybill"], []).append(parcel_fact(row, now))
    return by_waybill


def parcel_fact(row: dict[str, Any], now: datetime) -> ParcelFact:
    """A parcel row as one line: the stage reached last and the gap that stands."""
    reached = [
        (row[f"{stage.value}_at"], stage.value)
        for stage in Milestone
        if stage is not Milestone.OTHER and row[f"{stage.value}_at"] is not None
    ]
    at, milestone = max(reached, default=(None, None))
    suspended = row["suspended_until"] is not None and row["suspended_until"] > now
    has_gap = row["gap"] is not None and not suspended
    return ParcelFact(
        station=row["station_code"],
        station_name=row["station_name"],
        carrier=row["carrier"],
        direction=row["direction"],
        leg=row["leg"],
        milestone=milestone,
        milestone_at=at,
        gap=row["gap"] if has_gap else None,
        gap_since=row["gap_since"] if has_gap else None,
        gap_due_at=row["due_at"] if has_gap else None,
        is_overdue=has_gap and row["due_at"] < now,
        outcome=row["outcome"],
    )
