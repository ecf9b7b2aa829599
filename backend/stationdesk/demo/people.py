"""Makes the firm, its stations, couriers, people and assignments."""

from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.accounts import service as accounts
from stationdesk.accounts.models import Member
from stationdesk.demo.firm import (
    AGENTS,
    BACKUP,
    NAME,
    OTHERS,
    PASSWORD,
    PRIMARY,
    SLUG,
    STATIONS,
    email,
)
from stationdesk.foundation.database import Database
from stationdesk.stations import service as stations
from stationdesk.stations.couriers import service as couriers
from stationdesk.stations.models import Station
from stationdesk.tenancy.actor import Actor, Role
from stationdesk.tenancy.session import tenant_session


async def make_people(
    database: Database, began: datetime
) -> tuple[Actor, dict[str, Station], dict[str, Actor]]:
    """The system's actor, stations by code, and the people's actors by sign-in name."""
    async with database.session() as session:
        firm = await accounts.create_firm(session, SLUG, NAME)
    system = Actor.system(firm.id)
    made: dict[str, Station] = {}
    people: dict[str, Actor] = {}
    async with tenant_session(database, system) as session:
        for plan in STATIONS:
            station = await stations.add_station(
                session,
                system,
                code=plan.code,
                carrier=plan.carrier,
                name=plan.name,
                aliases=[plan.alias],
                now=began,
            )
            made[plan.code] = station
            for number, courier in enumerate(plan.couriers, start=1):
                await couriers.add_courier(
                    session, system, station, number=f"{number:02d}", name=courier,
                    phone=f"138{len(made):02d}00{number:02d}17", now=began,
                )  # fmt: skip
        for name, shown in AGENTS:
            member = await _member(session, system, name, shown, Role.AGENT, (), began)
            await _assign(session, system, member, made, name, began)
            served = (*PRIMARY.get(name, ()), *BACKUP.get(name, ()))
            people[name] = _actor(member, frozenset(made[code].id for code in served))
        for name, shown, role, codes in OTHERS:
            member = await _member(session, system, name, shown, Role(role), codes, began)
            people[name] = _actor(member, None)
    return system, made, people


async def _member(
    session: AsyncSession,
    system: Actor,
    name: str,
    shown: str,
    role: Role,
    codes: tuple[str, ...],
    began: datetime,
) -> Member:
    return await stations.add_member(
        session,
        system,
        email=email(name),
        name=shown,
        role=role,
        password=PASSWORD,
        station_codes=codes,
        now=began,
    )


async def _assign(
    session: AsyncSession,
    system: Actor,
    member: Member,
    made: dict[str, Station],
    name: str,
    began: datetime,
) -> None:
    for codes, is_primary in ((PRIMARY.get(name, ()), True), (BACKUP.get(name, ()), False)):
        for code in codes:
            await stations.assign(
                session,
                system,
                member=member,
                station=made[code],
                direction="both",
                is_primary=is_primary,
                now=began,
            )


def _actor(member: Member, station_ids: frozenset[UUID] | None) -> Actor:
    return Actor(
        firm_id=member.firm_id,
        role=Role(member.role),
        name=member.name,
        member_id=member.id,
        user_id=member.user_id,
        station_ids=station_ids,
    )
