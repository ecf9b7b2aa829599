"""SQL of stations and assignments."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.accounts.models import Member
from stationdesk.stations.models import (
    Assignment,
    MemberStation,
    Station,
    StationName,
    StationWave,
)


async def stations(session: AsyncSession) -> list[Station]:
    """Every station that the session's actor may see, by code."""
    return list((await session.exec(select(Station).order_by(Station.code))).all())


async def station_by_id(session: AsyncSession, station_id: UUID) -> Station | None:
    return (await session.exec(select(Station).where(Station.id == station_id))).first()


async def stations_by_code(session: AsyncSession, codes: Iterable[str]) -> list[Station]:
    statement = select(Station).where(col(Station.code).in_(list(codes)))
    return list((await session.exec(statement)).all())


async def station_names(session: AsyncSession) -> list[StationName]:
    return list((await session.exec(select(StationName).order_by(StationName.name))).all())


async def names_taken(session: AsyncSession, keys: Iterable[str]) -> list[StationName]:
    statement = select(StationName).where(col(StationName.name_key).in_(list(keys)))
    return list((await session.exec(statement)).all())


async def waves(session: AsyncSession, station_id: UUID) -> list[StationWave]:
    statement = (
        select(StationWave)
        .where(StationWave.station_id == station_id)
        .order_by(col(StationWave.wave_no))
    )
    return list((await session.exec(statement)).all())


async def stations_of_member(session: AsyncSession, member_id: UUID) -> list[UUID]:
    statement = select(MemberStation.station_id).where(MemberStation.member_id == member_id)
    return list((await session.exec(statement)).all())


async def assignments(
    session: AsyncSession, now: datetime
) -> list[tuple[Assignment, Member, Station]]:
    """What is in force now or begins later, with its agent and station."""
    statement: Any = (
        select(Assignment, Member, Station)
        .join(Member, (Member.firm_id == Assignment.firm_id) & (Member.id == Assignment.member_id))  # type: ignore[arg-type]
        .join(
            Station,
            (Station.firm_id == Assignment.firm_id) & (Station.id == Assignment.station_id),  # type: ignore[arg-type]
        )
        .where(or_(col(Assignment.valid_to).is_(None), col(Assignment.valid_to) > now))
        .order_by(Station.code, col(Assignment.is_primary).desc(), Member.name)
    )
    return list((await session.exec(statement)).all())


async def assignment_in_force(
    session: AsyncSession, member_id: UUID, station_id: UUID, direction: str, now: datetime
) -> Assignment | None:
    statement = select(Assignment).where(
        Assignment.member_id == member_id,
        Assignment.station_id == station_id,
        Assignment.direction == direction,
        or_(col(Assignment.valid_to).is_(None), col(Assignment.valid_to) > now),
    )
    return (await session.exec(statement)).first()


async def assignment_by_id(session: AsyncSession, assignment_id: UUID) -> Assignment | None:
    return (await session.exec(select(Assignment).where(Assignment.id == assignment_id))).first()
