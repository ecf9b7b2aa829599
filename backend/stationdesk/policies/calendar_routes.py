"""Calendars, the firm's own days, and exemption notices over HTTP."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from litestar import get, post, put
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from litestar.status_codes import HTTP_200_OK, HTTP_201_CREATED

from stationdesk.policies.repository.versions import PAGE_MAX
from stationdesk.policies.schemas import (
    CalendarIn,
    CalendarOut,
    CalendarPage,
    DayPage,
    ExemptionOut,
    ExemptionPage,
    NewExemption,
    OwnDayPage,
    OwnDays,
    Withdrawal,
)
from stationdesk.policies.service import calendars, exemptions
from stationdesk.tenancy.permissions import Permission, requires
from stationdesk.tenancy.wiring import Caller, Now, Transaction

_READ = [requires(Permission.POLICIES_READ)]
_MANAGE = [requires(Permission.POLICIES_MANAGE)]


@get("/calendars", guards=_READ)
async def list_calendars(actor: Caller, session: Transaction) -> CalendarPage:
    """The calendars that have been set."""
    return await calendars.calendars(session, actor)


@get("/calendars/{level:str}/{key:str}", guards=_READ)
async def show_calendar(
    level: FromPath[str], key: FromPath[str], actor: Caller, session: Transaction
) -> CalendarOut:
    """A level's own calendar: firm/default, carrier/<code> or station/<code>."""
    return await calendars.calendar(session, actor, level, key)


@put("/calendars/{level:str}/{key:str}", guards=_MANAGE)
async def put_calendar(
    level: FromPath[str],
    key: FromPath[str],
    data: JSONBody[CalendarIn],
    actor: Caller,
    session: Transaction,
    now: Now,
) -> CalendarOut:
    """Set a level's calendar, or take it away; open clocks are reckoned again."""
    return await calendars.put_calendar(session, actor, level, key, data.calendar, now)


@get("/calendars/{level:str}/{key:str}/days", guards=_READ)
async def list_days(
    level: FromPath[str],
    key: FromPath[str],
    actor: Caller,
    session: Transaction,
    now: Now,
    from_: Annotated[date, QueryParameter(name="from")],
    to: FromQuery[date],
) -> DayPage:
    """Day by day which windows count, and why."""
    return await calendars.days_of(session, actor, level, key, from_, to, now)


@get("/calendar-days", guards=_READ)
async def list_own_days(actor: Caller, session: Transaction) -> OwnDayPage:
    """The firm's own holidays and make-up workdays."""
    return await calendars.own_days(session, actor)


@put("/calendar-days", guards=_MANAGE)
async def put_own_days(
    data: JSONBody[OwnDays], actor: Caller, session: Transaction, now: Now
) -> OwnDayPage:
    """Enter or take away days; open clocks are reckoned again."""
    return await calendars.put_days(session, actor, data.days, now)


@get("/exemptions", guards=_READ)
async def list_exemptions(
    actor: Caller,
    session: Transaction,
    cursor: FromQuery[UUID | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=PAGE_MAX)] = 50,
) -> ExemptionPage:
    """Exemption notices, the latest entered first."""
    return await exemptions.exemption_page(session, actor, cursor, limit)


@post("/exemptions", guards=_MANAGE, status_code=HTTP_201_CREATED)
async def add_exemption(
    data: JSONBody[NewExemption], actor: Caller, session: Transaction, now: Now
) -> ExemptionOut:
    """Enter a notice with its proof; the open clocks concerned are reckoned again."""
    return await exemptions.add_exemption(session, actor, data, now)


@post("/exemptions/{exemption_id:uuid}/withdrawal", guards=_MANAGE, status_code=HTTP_200_OK)
async def withdraw_exemption(
    exemption_id: FromPath[UUID],
    data: JSONBody[Withdrawal],
    actor: Caller,
    session: Transaction,
    now: Now,
) -> ExemptionOut:
    """Take a notice back, with the reason; clocks go back as well."""
    return await exemptions.withdraw_exemption(session, actor, exemption_id, data.reason, now)


ROUTES: list[Any] = [
    list_calendars,
    show_calendar,
    put_calendar,
    list_days,
    list_own_days,
    put_own_days,
    list_exemptions,
    add_exemption,
    withdraw_exemption,
]
