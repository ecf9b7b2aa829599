"""What the workforce asks of the cases: load, candidates, handovers."""

from uuid import UUID

from litestar import get, post
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.status_codes import HTTP_200_OK

from stationdesk.cases.routing import handing, load
from stationdesk.cases.routing.schemas import Board, CandidatePage, HandedOver, LoadPage
from stationdesk.tenancy.permissions import Permission, requires
from stationdesk.tenancy.wiring import Caller, Connections, Now, Transaction
from stationdesk.workforce.schemas import AbsenceOut, Handover, HandoverIn, ShiftHandoverPage
from stationdesk.workforce.service import handovers

_STAFF = [requires(Permission.CASES_WORK)]


@get("/workforce/load", guards=_STAFF)
async def show_load(actor: Caller, session: Transaction, now: Now) -> LoadPage:
    """What each member carries, what he is now, and which stations he serves."""
    return await load.load_page(session, actor, now)


@get("/workforce/board", guards=_STAFF)
async def show_board(actor: Caller, session: Transaction) -> Board:
    """Open work by station and kind."""
    return await load.board(session, actor)


@get("/workforce/candidates", guards=_STAFF)
async def list_candidates(
    actor: Caller,
    session: Transaction,
    now: Now,
    station: FromQuery[str],
    direction: FromQuery[str],
    kind: FromQuery[str | None] = None,
) -> CandidatePage:
    """Who could take a case of a station, direction and kind; the best first."""
    return await load.candidates(session, actor, station, direction, kind, now)


@get("/workforce/absences/{absence_id:uuid}/handover", guards=_STAFF)
async def show_absence_handover(
    absence_id: FromPath[UUID], actor: Caller, database: Connections
) -> Handover:
    """What the substitute takes over, as it stands now."""
    return await handing.handover_of_absence(database, actor, absence_id)


@post("/workforce/absences/{absence_id:uuid}/accept", guards=_STAFF, status_code=HTTP_200_OK)
async def accept_absence(
    absence_id: FromPath[UUID], actor: Caller, database: Connections, now: Now
) -> AbsenceOut:
    """The substitute accepts the handover."""
    return await handing.accept_absence(database, actor, absence_id, now)


@get("/workforce/carried", guards=_STAFF)
async def show_carried(actor: Caller, database: Connections) -> Handover:
    """What one carries oneself: open cases and promises."""
    return await handing.carried_by(database, actor)


@get("/workforce/handovers", guards=_STAFF)
async def list_handovers(
    actor: Caller,
    session: Transaction,
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int] = 50,
) -> ShiftHandoverPage:
    """Handovers of shifts: those one gave or was offered; supervisors all."""
    return await handovers.page(session, actor, cursor, limit)


@post("/workforce/handovers", guards=_STAFF)
async def hand_over(
    data: JSONBody[HandoverIn], actor: Caller, database: Connections, now: Now
) -> HandedOver:
    """Hand over at the end of a shift: to the next one, or back to the queue."""
    return await handing.hand_over_shift(database, actor, data, now)


@post("/workforce/handovers/{handover_id:uuid}/accept", guards=_STAFF, status_code=HTTP_200_OK)
async def accept_handover(
    handover_id: FromPath[UUID], actor: Caller, database: Connections, now: Now
) -> HandedOver:
    """Take over; the cases come into one's hands."""
    return await handing.decide_handover(database, actor, handover_id, now, is_accepted=True)


@post("/workforce/handovers/{handover_id:uuid}/decline", guards=_STAFF, status_code=HTTP_200_OK)
async def decline_handover(
    handover_id: FromPath[UUID], actor: Caller, database: Connections, now: Now
) -> HandedOver:
    """Do not take over, or take one's own offer back; nothing moves."""
    return await handing.decide_handover(database, actor, handover_id, now, is_accepted=False)


ROUTES = [
    show_load,
    show_board,
    list_candidates,
    show_absence_handover,
    accept_absence,
    show_carried,
    list_handovers,
    hand_over,
    accept_handover,
    decline_handover,
]
