"""Shifts, leave, covers, overtime, skills and coverage over HTTP.

What moves cases (accepting a handover, say) or counts them is with the cases.
"""

from datetime import date
from uuid import UUID

from litestar import delete, get, post
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.status_codes import HTTP_200_OK, HTTP_204_NO_CONTENT

from stationdesk.tenancy.permissions import Permission, requires
from stationdesk.tenancy.wiring import Caller, Now, Transaction
from stationdesk.workforce.schemas import (
    AbilitiesIn,
    AbilityPage,
    AbsenceDecision,
    AbsenceIn,
    AbsenceOut,
    AbsencePage,
    Coverage,
    CoverIn,
    CoverOut,
    CoverPage,
    DayIn,
    OvertimeIn,
    OvertimePage,
    Rota,
    RotaTaken,
    RotaText,
    WeekCopy,
    WeekIn,
)
from stationdesk.workforce.service import abilities, covers, leave
from stationdesk.workforce.service import rota as rotas

_STAFF = [requires(Permission.CASES_WORK)]
_LEADS = [requires(Permission.ASSIGNMENTS_MANAGE)]


@get("/workforce/rota", guards=_STAFF)
async def show_rota(
    actor: Caller,
    session: Transaction,
    now: Now,
    from_day: FromQuery[date],
    days: FromQuery[int] = 7,
) -> Rota:
    """Everybody's days from a day on."""
    return await rotas.rota(session, actor, from_day, days, now)


@post("/workforce/weeks/{member_id:uuid}", guards=_LEADS, status_code=HTTP_204_NO_CONTENT)
async def put_week(
    member_id: FromPath[UUID], data: JSONBody[WeekIn], actor: Caller, session: Transaction, now: Now
) -> None:
    """Set somebody's weekly shifts."""
    await rotas.put_week(session, actor, member_id, data.week, now)


@post("/workforce/days", guards=_LEADS, status_code=HTTP_204_NO_CONTENT)
async def put_day(data: JSONBody[DayIn], actor: Caller, session: Transaction, now: Now) -> None:
    """Let one day differ from the week."""
    await rotas.put_day(session, actor, data.member_id, data.day, data.windows, data.note, now)


@post("/workforce/rota/import", guards=_LEADS, status_code=HTTP_200_OK)
async def import_rota(
    data: JSONBody[RotaText], actor: Caller, session: Transaction, now: Now
) -> RotaTaken:
    """Take a rota pasted from a table, and name the lines that cannot be read."""
    return await rotas.import_rota(session, actor, data.text, now)


@post("/workforce/rota/copy", guards=_LEADS, status_code=HTTP_200_OK)
async def copy_week(
    data: JSONBody[WeekCopy], actor: Caller, session: Transaction, now: Now
) -> RotaTaken:
    """Write one week's days over another's."""
    taken = await rotas.copy_week(
        session, actor, data.from_monday, data.to_monday, data.member_ids, now
    )
    return RotaTaken(taken, [])


@get("/workforce/absences", guards=_STAFF)
async def list_absences(
    actor: Caller,
    session: Transaction,
    now: Now,
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int] = 50,
) -> AbsencePage:
    """Leave: one's own and where one stands in; supervisors everybody's."""
    return await leave.page(session, actor, cursor, limit, now)


@post("/workforce/absences", guards=_STAFF)
async def request_absence(
    data: JSONBody[AbsenceIn], actor: Caller, session: Transaction, now: Now
) -> AbsenceOut:
    """Ask for leave."""
    return await leave.request_absence(session, actor, data, now)


@post("/workforce/absences/{absence_id:uuid}/decline", guards=_STAFF, status_code=HTTP_200_OK)
async def decline_absence(
    absence_id: FromPath[UUID], actor: Caller, session: Transaction, now: Now
) -> AbsenceOut:
    """The substitute will not stand in."""
    return await leave.decline(session, actor, absence_id, now)


@post("/workforce/absences/{absence_id:uuid}/decision", guards=_LEADS, status_code=HTTP_200_OK)
async def decide_absence(
    absence_id: FromPath[UUID],
    data: JSONBody[AbsenceDecision],
    actor: Caller,
    session: Transaction,
    now: Now,
) -> AbsenceOut:
    """Approve or refuse leave."""
    return await leave.decide(
        session, actor, absence_id, is_approved=data.is_approved, note=data.note,
        is_override=data.is_override, now=now,
    )  # fmt: skip


@post("/workforce/absences/{absence_id:uuid}/withdraw", guards=_STAFF, status_code=HTTP_200_OK)
async def withdraw_absence(
    absence_id: FromPath[UUID], actor: Caller, session: Transaction, now: Now
) -> AbsenceOut:
    """Take leave back."""
    return await leave.withdraw(session, actor, absence_id, now)


@get("/workforce/covers", guards=_STAFF)
async def list_covers(actor: Caller, session: Transaction, now: Now) -> CoverPage:
    """Who stands in for whom, now and in the months to come."""
    return await covers.covers(session, actor, now)


@post("/workforce/covers", guards=_LEADS)
async def add_cover(
    data: JSONBody[CoverIn], actor: Caller, session: Transaction, now: Now
) -> CoverOut:
    """Let somebody stand in."""
    return await covers.add_cover(session, actor, data, now)


@delete("/workforce/covers/{cover_id:uuid}", guards=_LEADS, status_code=HTTP_204_NO_CONTENT)
async def end_cover(
    cover_id: FromPath[UUID], actor: Caller, session: Transaction, now: Now
) -> None:
    """End a cover now."""
    await covers.end_cover(session, actor, cover_id, now)


@get("/workforce/coverage", guards=_STAFF)
async def show_coverage(actor: Caller, session: Transaction, now: Now) -> Coverage:
    """Each station and direction: who is on shift, and the next hours' alarms."""
    return await covers.coverage(session, actor, now)


@get("/workforce/abilities", guards=_STAFF)
async def list_abilities(actor: Caller, session: Transaction, now: Now) -> AbilityPage:
    """What each member takes, and how much."""
    return await abilities.ability_page(session, actor, now)


@post("/workforce/abilities/{member_id:uuid}", guards=_LEADS, status_code=HTTP_204_NO_CONTENT)
async def put_abilities(
    member_id: FromPath[UUID],
    data: JSONBody[AbilitiesIn],
    actor: Caller,
    session: Transaction,
    now: Now,
) -> None:
    """Set what a member takes, and how much."""
    await abilities.put_abilities(session, actor, member_id, data, now)


@get("/workforce/overtime", guards=_STAFF)
async def list_overtime(
    actor: Caller,
    session: Transaction,
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int] = 50,
) -> OvertimePage:
    """Overtime: one's own; supervisors everybody's."""
    return await abilities.overtime_page(session, actor, cursor, limit)


@post("/workforce/overtime", guards=_STAFF, status_code=HTTP_204_NO_CONTENT)
async def add_overtime(
    data: JSONBody[OvertimeIn], actor: Caller, session: Transaction, now: Now
) -> None:
    """Record overtime."""
    await abilities.add_overtime(session, actor, data, now)


ROUTES = [
    show_rota,
    put_week,
    put_day,
    import_rota,
    copy_week,
    list_absences,
    request_absence,
    decline_absence,
    decide_absence,
    withdraw_absence,
    list_covers,
    add_cover,
    end_cover,
    show_coverage,
    list_abilities,
    put_abilities,
    list_overtime,
    add_overtime,
]
