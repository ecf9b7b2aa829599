"""Stations, couriers, members and assignments over HTTP.

Members live here rather than in accounts, because adding one may give him stations.
"""

from collections import defaultdict
from uuid import UUID

import msgspec
from litestar import delete, get, patch, post
from litestar.params import FromPath, JSONBody
from litestar.status_codes import HTTP_204_NO_CONTENT
from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.accounts import repository as accounts_repository
from stationdesk.accounts import service as accounts
from stationdesk.accounts.models import Member
from stationdesk.accounts.schemas import MemberOut, MemberPage, NewMember, NewToken, TokenOut
from stationdesk.foundation.database import Database
from stationdesk.stations import repository, service
from stationdesk.stations.carriers import CARRIERS
from stationdesk.stations.models import Station
from stationdesk.stations.schemas import (
    AssignmentOut,
    AssignmentPage,
    NewAssignment,
    NewStation,
    StationChange,
    StationDetail,
    StationOut,
    StationPage,
    WaveOut,
)
from stationdesk.tenancy.actor import Actor, Role
from stationdesk.tenancy.permissions import Permission, allows, requires
from stationdesk.tenancy.wiring import Caller, Connections, Now, Transaction


@get("/stations", guards=[requires(Permission.STATIONS_READ)])
async def list_stations(session: Transaction) -> StationPage:
    """Every station that the actor may see (a firm has hundreds at the most: one page)."""
    aliases = await _aliases(session)
    items = [_station_out(s, aliases[s.id]) for s in await repository.stations(session)]
    return StationPage(items=items, next_cursor=None)


@post("/stations", guards=[requires(Permission.STATIONS_MANAGE)])
async def add_station(
    data: JSONBody[NewStation],
    actor: Caller,
    session: Transaction,
    database: Connections,
    now: Now,
) -> StationDetail:
    """A new station, with the address and salt for carrier pushes."""
    station = await service.add_station(
        session,
        actor,
        code=data.code,
        carrier=data.carrier,
        name=data.name,
        aliases=data.aliases,
        timezone=data.timezone,
        now=now,
    )
    return await _detail(session, actor, database, station)


@get("/stations/{station_id:uuid}", guards=[requires(Permission.STATIONS_READ)])
async def show_station(
    station_id: FromPath[UUID],
    actor: Caller,
    session: Transaction,
    database: Connections,
) -> StationDetail:
    """One station with its waves."""
    return await _detail(session, actor, database, await service.the_station(session, station_id))


@patch("/stations/{station_id:uuid}", guards=[requires(Permission.STATIONS_MANAGE)])
async def change_station(
    station_id: FromPath[UUID],
    data: JSONBody[StationChange],
    actor: Caller,
    session: Transaction,
    database: Connections,
    now: Now,
) -> StationDetail:
    """Change name, aliases, weighing or waves."""
    station = await service.change_station(
        session,
        actor,
        await service.the_station(session, station_id),
        now=now,
        name=data.name,
        add_aliases=data.add_aliases,
        calendar=data.calendar,
        public_phone=data.public_phone,
        public_address=data.public_address,
        is_weighing_required=data.is_weighing_required,
        waves=None
        if data.waves is None
        else [(w.arrive_by, w.dispatch_by, w.sign_by) for w in data.waves],
    )
    return await _detail(session, actor, database, station)


@get("/members", guards=[requires(Permission.MEMBERS_READ)])
async def list_members(session: Transaction) -> MemberPage:
    """The firm's people; one page, since a firm has hundreds at the most."""
    codes = {s.id: s.code for s in await repository.stations(session)}
    items = []
    for member in await accounts_repository.members(session):
        if member.ended_at is None:
            items.append(await _member_out(session, member, codes))
    return MemberPage(items=items, next_cursor=None)


@post("/members", guards=[requires(Permission.MEMBERS_MANAGE)])
async def add_member(
    data: JSONBody[NewMember],
    actor: Caller,
    session: Transaction,
    now: Now,
) -> MemberOut:
    """A person with a role; a station owner with his stations."""
    member = await service.add_member(
        session,
        actor,
        email=data.email,
        name=data.name,
        role=data.role,
        password=data.password,
        station_codes=data.station_codes,
        now=now,
    )
    codes = {s.id: s.code for s in await repository.stations(session)}
    return await _member_out(session, member, codes)


@post("/tokens", guards=[requires(Permission.MEMBERS_MANAGE)])
async def add_token(
    data: JSONBody[NewToken],
    actor: Caller,
    session: Transaction,
    now: Now,
) -> TokenOut:
    """An API token, shown once."""
    found = await service.stations_by_code(session, data.station_codes)
    token = await accounts.create_api_token(
        session,
        actor,
        role=data.role,
        email=data.email,
        station_ids=[station.id for station in found],
        now=now,
    )
    return TokenOut(token=token)


@get("/assignments", guards=[requires(Permission.STATIONS_READ)])
async def list_assignments(
    actor: Caller,
    session: Transaction,
    now: Now,
) -> AssignmentPage:
    """Who serves which station, now or later. Staff are not shown to station owners."""
    if actor.role is Role.STATION_OWNER:
        return AssignmentPage(items=[], next_cursor=None)
    rows = await repository.assignments(session, now)
    items = [
        AssignmentOut(
            id=a.id,
            member_id=m.id,
            agent_name=m.name,
            agent_email=m.email,
            station=s.code,
            direction=a.direction,
            is_primary=a.is_primary,
            valid_from=a.valid_from,
            valid_to=a.valid_to,
        )
        for a, m, s in rows
    ]
    return AssignmentPage(items=items, next_cursor=None)


@post("/assignments", guards=[requires(Permission.ASSIGNMENTS_MANAGE)])
async def add_assignment(
    data: JSONBody[NewAssignment],
    actor: Caller,
    session: Transaction,
    now: Now,
) -> AssignmentOut:
    """Let an agent serve a station."""
    member = await accounts.member_by_email(session, data.agent_email)
    station = await service.station_by_code(session, data.station)
    assignment = await service.assign(
        session,
        actor,
        member=member,
        station=station,
        direction=data.direction,
        is_primary=data.is_primary,
        valid_from=data.valid_from,
        valid_to=data.valid_to,
        now=now,
    )
    return AssignmentOut(
        id=assignment.id,
        member_id=member.id,
        agent_name=member.name,
        agent_email=member.email,
        station=station.code,
        direction=assignment.direction,
        is_primary=assignment.is_primary,
        valid_from=assignment.valid_from,
        valid_to=assignment.valid_to,
    )


@delete(
    "/assignments/{assignment_id:uuid}",
    guards=[requires(Permission.ASSIGNMENTS_MANAGE)],
    status_code=HTTP_204_NO_CONTENT,
)
async def end_assignment(
    assignment_id: FromPath[UUID],
    actor: Caller,
    session: Transaction,
    now: Now,
) -> None:
    """End an assignment now."""
    await service.end_assignment(session, actor, assignment_id, now)


async def _aliases(session: AsyncSession) -> defaultdict[UUID, list[str]]:
    aliases: defaultdict[UUID, list[str]] = defaultdict(list)
    for row in await repository.station_names(session):
        if row.kind == "alias":
            aliases[row.station_id].append(row.name)
    return aliases


async def _detail(
    session: AsyncSession, actor: Actor, database: Database, station: Station
) -> StationDetail:
    aliases = await _aliases(session)
    managed = allows(actor, Permission.STATIONS_MANAGE)
    push_url = service.push_url(database.settings.public_url, station)
    shown = _station_out(station, aliases[station.id])
    return StationDetail(
        **msgspec.structs.asdict(shown),
        waves=[
            WaveOut(arrive_by=w.arrive_by, dispatch_by=w.dispatch_by, sign_by=w.sign_by)
            for w in await repository.waves(session, station.id)
        ],
        calendar=station.calendar,
        push_url=push_url if managed else None,
        push_salt=station.push_salt if managed else None,
    )


def _station_out(station: Station, aliases: list[str]) -> StationOut:
    return StationOut(
        id=station.id,
        code=station.code,
        carrier=station.carrier,
        carrier_name=CARRIERS[station.carrier],
        name=station.name,
        aliases=aliases,
        timezone=station.timezone,
        is_weighing_required=station.is_weighing_required,
        public_phone=station.public_phone,
        public_address=station.public_address,
    )


async def _member_out(session: AsyncSession, member: Member, codes: dict[UUID, str]) -> MemberOut:
    owned = await repository.stations_of_member(session, member.id)
    return MemberOut(
        id=member.id,
        name=member.name,
        email=member.email,
        role=member.role,
        stations=sorted(codes[station_id] for station_id in owned if station_id in codes),
    )


ROUTES = [
    list_stations,
    add_station,
    show_station,
    change_station,
    list_members,
    add_member,
    add_token,
    list_assignments,
    add_assignment,
    end_assignment,
]
