"""Awards 返款 over HTTP."""

from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.status_codes import HTTP_200_OK

from stationdesk.penalties.awards import service
from stationdesk.penalties.awards.listing import award_detail, award_page
from stationdesk.penalties.awards.schemas import (
    AwardDecisionIn,
    AwardOut,
    AwardPage,
    AwardSameIn,
)
from stationdesk.tenancy.permissions import Permission, requires
from stationdesk.tenancy.wiring import Caller, Now, Transaction

_READS = requires(Permission.LEDGER_READ, Permission.FINES_DECIDE)
_DECIDES = requires(Permission.FINES_DECIDE)


@get("/awards", guards=[_READS])
async def list_awards(
    actor: Caller,
    session: Transaction,
    status: FromQuery[str | None] = None,
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int] = 50,
) -> AwardPage:
    """Awards, the newest first; `status`: waiting, settled."""
    return await award_page(session, actor, status=status, cursor=cursor, limit=limit)


@get("/awards/{award_id:uuid}", guards=[_READS])
async def show_award(award_id: FromPath[UUID], actor: Caller, session: Transaction) -> AwardOut:
    """One award with the fines of its parcel, and what was shared out of it."""
    return await award_detail(session, actor, award_id)


@post("/awards/{award_id:uuid}/decision", guards=[_DECIDES], status_code=HTTP_200_OK)
async def decide_award(
    award_id: FromPath[UUID],
    data: JSONBody[AwardDecisionIn],
    actor: Caller,
    session: Transaction,
    now: Now,
) -> AwardOut:
    """Say which fines it is about, or that it is the station's own; posted as far as that goes."""
    await service.assign(session, actor, award_id, fine_ids=data.fine_ids, note=data.note, now=now)
    return await award_detail(session, actor, award_id)


@post("/awards/{award_id:uuid}/same", guards=[_DECIDES], status_code=HTTP_200_OK)
async def merge_awards(
    award_id: FromPath[UUID],
    data: JSONBody[AwardSameIn],
    actor: Caller,
    session: Transaction,
    now: Now,
) -> AwardOut:
    """A case's payment and a bill's line are the same money: the bill's amount holds."""
    kept = await service.merge(session, actor, award_id, data.award_id, now)
    return await award_detail(session, actor, kept)


ROUTES: list[Any] = [list_awards, show_award, decide_award, merge_awards]
