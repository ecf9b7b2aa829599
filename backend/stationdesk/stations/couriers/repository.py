"""SQL of couriers."""

from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.stations.models import Courier


async def couriers(session: AsyncSession, station_id: UUID) -> list[Courier]:
    """All of a station's, by number."""
    statement = select(Courier).where(Courier.station_id == station_id).order_by(Courier.number)
    return list((await session.exec(statement)).all())


async def courier_by_id(session: AsyncSession, courier_id: UUID) -> Courier | None:
    return (await session.exec(select(Courier).where(Courier.id == courier_id))).first()


async def courier_by_number(session: AsyncSession, station_id: UUID, number: str) -> Courier | None:
    statement = select(Courier).where(
        Courier.station_id == station_id, col(Courier.number) == number
    )
    return (await session.exec(statement)).first()
