"""Policies over HTTP: versions, what held, differences, receipts, recomputations."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from litestar.status_codes import HTTP_200_OK, HTTP_201_CREATED

from stationdesk.policies.repository.versions import PAGE_MAX
from stationdesk.policies.schemas import (
    EnteredVersion,
    NewVersion,
    PolicyDifference,
    PolicyPage,
    PolicySchemaPage,
    ReaderPage,
    RecomputationOut,
    RecomputationPage,
    VersionOut,
    VersionPage,
)
from stationdesk.policies.service import enter_version, overview, receipts, recomputations, versions
from stationdesk.tenancy.permissions import Permission, requires
from stationdesk.tenancy.wiring import Caller, Now, Transaction

_READ = [requires(Permission.POLICIES_READ)]
_MANAGE = [requires(Permission.POLICIES_MANAGE)]
Limit = Annotated[int, QueryParameter(ge=1, le=PAGE_MAX)]


@get("/policies", guards=_READ)
async def list_policies(actor: Caller, session: Transaction, now: Now) -> PolicyPage:
    """Each code and carrier with what holds now and what comes next."""
    return await overview.overview(session, actor, now)


@get("/policies/schemas", guards=_READ, sync_to_thread=False)
def list_schemas() -> PolicySchemaPage:
    """What a version of each code may say."""
    return overview.schemas()


@get("/policies/unread", guards=_READ)
async def list_unread(actor: Caller, session: Transaction, now: Now) -> VersionPage:
    """What the caller has still to acknowledge before he claims."""
    return await receipts.unread(session, actor, now)


@get("/policies/{code:str}/versions", guards=_READ)
async def list_versions(
    code: FromPath[str],
    actor: Caller,
    session: Transaction,
    now: Now,
    carrier: FromQuery[str | None] = None,
    cursor: FromQuery[int | None] = None,
    limit: Limit = 50,
) -> VersionPage:
    """The versions of a code for a carrier, the latest first."""
    return await versions.versions_of(session, actor, code, carrier, cursor, limit, now)


@get("/policies/{code:str}/on", guards=_READ)
async def held_on(
    code: FromPath[str],
    actor: Caller,
    session: Transaction,
    now: Now,
    at: FromQuery[datetime | None] = None,
    carrier: FromQuery[str | None] = None,
) -> VersionOut:
    """What held then: always the version of that day."""
    return await versions.held_on(session, actor, code, carrier, at or now, now)


@get("/policies/{code:str}/difference", guards=_READ)
async def show_difference(
    code: FromPath[str],
    actor: Caller,
    session: Transaction,
    now: Now,
    from_version: Annotated[int, QueryParameter(name="from", ge=0)],
    to_version: Annotated[int, QueryParameter(name="to", ge=0)],
    carrier: FromQuery[str | None] = None,
) -> PolicyDifference:
    """Two versions side by side; version 0 is the shipped example."""
    return await overview.difference(session, actor, code, carrier, from_version, to_version, now)


@post("/policies", guards=_MANAGE, status_code=HTTP_201_CREATED)
async def add_policy_version(
    data: JSONBody[NewVersion], actor: Caller, session: Transaction, now: Now
) -> EnteredVersion:
    """Enter a version; one that reaches into the past has open clocks reckoned again."""
    return await enter_version(
        session,
        actor,
        code=data.code,
        carrier=data.carrier,
        effective_from=data.effective_from,
        effective_to=data.effective_to,
        title=data.title,
        text=data.text,
        source=data.source,
        parameters=data.parameters,
        now=now,
    )


@post("/policies/{version_id:uuid}/receipt", guards=_READ, status_code=HTTP_200_OK)
async def acknowledge(
    version_id: FromPath[UUID], actor: Caller, session: Transaction, now: Now
) -> VersionOut:
    """The caller has read the version."""
    return await receipts.acknowledge(session, actor, version_id, now)


@get("/policies/{version_id:uuid}/receipts", guards=_MANAGE)
async def list_receipts(
    version_id: FromPath[UUID], actor: Caller, session: Transaction, now: Now
) -> ReaderPage:
    """Who has read the version, and which agents have not."""
    return await receipts.readers(session, actor, version_id, now)


@get("/recomputations", guards=_MANAGE)
async def list_recomputations(
    actor: Caller,
    session: Transaction,
    cursor: FromQuery[UUID | None] = None,
    limit: Limit = 50,
) -> RecomputationPage:
    """Recomputations of open clocks, the latest first."""
    return await recomputations.recomputation_page(session, actor, cursor, limit)


@get("/recomputations/{recomputation_id:uuid}", guards=_MANAGE)
async def show_recomputation(
    recomputation_id: FromPath[UUID], actor: Caller, session: Transaction
) -> RecomputationOut:
    """How far one has got."""
    return await recomputations.recomputation(session, actor, recomputation_id)


ROUTES: list[Any] = [
    list_policies,
    list_schemas,
    list_unread,
    list_versions,
    held_on,
    show_difference,
    add_policy_version,
    acknowledge,
    list_receipts,
    list_recomputations,
    show_recomputation,
]
