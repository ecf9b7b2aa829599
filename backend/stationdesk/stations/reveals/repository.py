"""SQL of the log of reveals."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import tuple_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.stations.reveals.models import Reveal


async def reveal_page(
    session: AsyncSession, *, after: tuple[datetime, UUID] | None, limit: int
) -> list[Reveal]:
    """The latest first, one more than the limit where there are more."""
    statement = (
        select(Reveal).order_by(col(Reveal.at).desc(), col(Reveal.id).desc()).limit(limit + 1)
    )
    if after is not None:
        statement = statement.where(tuple_(col(Reveal.at), col(Reveal.id)) < tuple_(*after))
    return list((await session.exec(statement)).all())
