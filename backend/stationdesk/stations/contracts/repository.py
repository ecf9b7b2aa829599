"""SQL of contracts."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.stations.contracts.models import Contract


async def contracts(session: AsyncSession, station_id: UUID) -> list[Contract]:
    """A station's contracts, the latest first."""
    statement = (
        select(Contract)
        .where(Contract.station_id == station_id)
        .order_by(col(Contract.valid_from).desc())
    )
    return list((await session.exec(statement)).all())


async def contracts_of(session: AsyncSession, station_ids: Iterable[UUID]) -> list[Contract]:
    """The contracts of those stations, the latest first."""
    statement = (
        select(Contract)
        .where(col(Contract.station_id).in_(list(station_ids)))
        .order_by(col(Contract.valid_from).desc())
    )
    return list((await session.exec(statement)).all())


async def in_force(session: AsyncSession, station_ids: Iterable[UUID], on: date) -> list[Contract]:
    """The contracts of those stations that hold on a day: at most one each."""
    statement = select(Contract).where(
        col(Contract.station_id).in_(list(station_ids)),
        Contract.valid_from <= on,
        or_(col(Contract.valid_to).is_(None), col(Contract.valid_to) >= on),
    )
    return list((await session.exec(statement)).all())


async def overlapping(
    session: AsyncSession, station_id: UUID, valid_from: date, valid_to: date | None
) -> list[Contract]:
    """Contracts of the station that share a day with that span."""
    statement = select(Contract).where(
        Contract.station_id == station_id,
        or_(col(Contract.valid_to).is_(None), col(Contract.valid_to) >= valid_from),
    )
    if valid_to is not None:
        statement = statement.where(Contract.valid_from <= valid_to)
    return list((await session.exec(statement)).all())
