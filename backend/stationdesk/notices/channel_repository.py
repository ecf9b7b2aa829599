"""SQL of the channels."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.notices.models import NoticeChannel
from stationdesk.stations.models import Station

Row = tuple[NoticeChannel, str | None, str]


def _with_station() -> Any:
    return (
        select(NoticeChannel, Station.code, Station.name)
        .outerjoin(
            Station,
            (col(Station.firm_id) == col(NoticeChannel.firm_id))
            & (col(Station.id) == col(NoticeChannel.station_id)),
        )
        .order_by(col(Station.code).nulls_first(), col(NoticeChannel.created_at))
    )


async def channels(session: AsyncSession) -> list[Row]:
    """Every channel with its station's code and name; the firm's own first."""
    rows = (await session.exec(_with_station())).all()
    return [(row, code, name or "") for row, code, name in rows]


async def find(session: AsyncSession, channel_id: UUID) -> Row | None:
    """One channel."""
    statement = _with_station().where(NoticeChannel.id == channel_id)
    row = (await session.exec(statement)).first()
    return (row[0], row[1], row[2] or "") if row else None


async def save(session: AsyncSession, row: NoticeChannel) -> None:
    """Write a new or changed channel."""
    session.add(row)
    await session.flush()


async def remove(session: AsyncSession, row: NoticeChannel) -> None:
    """Delete it; notices keep only its id."""
    await session.delete(row)
    await session.flush()
