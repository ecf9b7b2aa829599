"""Precedents over HTTP."""

from typing import Final
from uuid import UUID

from litestar import delete, get, post
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.status_codes import HTTP_201_CREATED

from stationdesk.cases.precedents import service as precedents
from stationdesk.cases.proofs.schemas import (
    CasePrecedents,
    NewPrecedent,
    PrecedentOut,
    PrecedentPage,
)
from stationdesk.tenancy.permissions import Permission, requires
from stationdesk.tenancy.wiring import Caller, Now, Transaction

_READS: Final = requires(Permission.POLICIES_READ)
"""Whoever reads the firm's rules reads its lessons; a station's owner reads neither."""


@post(
    "/cases/{case_id:uuid}/precedent",
    guards=[requires(Permission.CASES_SUPERVISE)],
    status_code=HTTP_201_CREATED,
)
async def mark_precedent(
    case_id: FromPath[UUID],
    data: JSONBody[NewPrecedent],
    actor: Caller,
    session: Transaction,
    now: Now,
) -> PrecedentOut:
    """Keep what a closed case taught."""
    return await precedents.mark_precedent(
        session, actor, case_id, title=data.title, lesson=data.lesson, tags=data.tags, now=now
    )


@get("/cases/{case_id:uuid}/precedents", guards=[_READS])
async def offer_precedents(
    case_id: FromPath[UUID], actor: Caller, session: Transaction
) -> CasePrecedents:
    """The nearest precedents of a case, and the one that it has become."""
    offered = await precedents.similar_precedents(session, actor, case_id)
    return CasePrecedents(offered, await precedents.precedent_of_case(session, actor, case_id))


@get("/precedents", guards=[_READS])
async def list_precedents(
    actor: Caller,
    session: Transaction,
    q: FromQuery[str] = "",
    kind: FromQuery[str | None] = None,
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int] = 50,
) -> PrecedentPage:
    """The archive, by words."""
    return await precedents.find_precedents(session, actor, q, kind, cursor, limit)


@delete("/precedents/{precedent_id:uuid}", guards=[requires(Permission.CASES_SUPERVISE)])
async def withdraw_precedent(
    precedent_id: FromPath[UUID], actor: Caller, session: Transaction, now: Now
) -> None:
    """Take one out of the archive."""
    await precedents.withdraw_precedent(session, actor, precedent_id, now)


ROUTES: Final = [mark_precedent, offer_precedents, list_precedents, withdraw_precedent]
