"""SQL of the risk register."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Text, bindparam, or_, text, tuple_
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.stations.risk.models import RiskEntry

HITS_MAX = 20
SHOWN = ("active", "expired")
REVIEW_BATCH = 500

HITS = text(
    """
    SELECT r.id FROM unnest(:ways, :keys) AS wanted (match_by, match_key)
    JOIN risk_entries r ON r.firm_id = :firm_id AND r.station_id = :station_id
         AND r.match_by = wanted.match_by AND r.match_key = wanted.match_key
    WHERE r.status IN ('active', 'expired') LIMIT :limit
    """
).bindparams(bindparam("ways", type_=ARRAY(Text)), bindparam("keys", type_=ARRAY(Text)))

EXPIRE = """
UPDATE risk_entries SET status = 'expired', version = version + 1
WHERE (firm_id, id) IN (
    SELECT firm_id, id FROM risk_entries
    WHERE firm_id = :firm_id AND status = 'active' AND review_on < :today
    LIMIT :limit FOR UPDATE SKIP LOCKED)
"""


async def entry_by_id(
    session: AsyncSession, risk_id: UUID, *, locked: bool = False
) -> RiskEntry | None:
    statement = select(RiskEntry).where(RiskEntry.id == risk_id)
    if locked:
        statement = statement.with_for_update()
    return (await session.exec(statement)).first()


async def entry_by_key(
    session: AsyncSession, station_id: UUID, match_by: str, match_key: str, category: str
) -> RiskEntry | None:
    statement = select(RiskEntry).where(
        RiskEntry.station_id == station_id,
        RiskEntry.match_by == match_by,
        RiskEntry.match_key == match_key,
        RiskEntry.category == category,
    )
    return (await session.exec(statement)).first()


async def entry_page(
    session: AsyncSession,
    *,
    statuses: Sequence[str],
    due_by: date | None,
    station_id: UUID | None,
    category: str | None,
    after: tuple[datetime, UUID] | None,
    limit: int,
) -> list[RiskEntry]:
    """The newest first, one more than the limit where there are more; `due_by`: to be reviewed."""
    statement = (
        select(RiskEntry)
        .order_by(col(RiskEntry.created_at).desc(), col(RiskEntry.id).desc())
        .limit(limit + 1)
    )
    if statuses:
        statement = statement.where(col(RiskEntry.status).in_(statuses))
    if due_by is not None:
        statement = statement.where(
            or_(
                col(RiskEntry.status).in_(("proposed", "expired")),
                (col(RiskEntry.status) == "active") & (col(RiskEntry.review_on) <= due_by),
            )
        )
    if station_id is not None:
        statement = statement.where(RiskEntry.station_id == station_id)
    if category is not None:
        statement = statement.where(RiskEntry.category == category)
    if after is not None:
        place = tuple_(col(RiskEntry.created_at), col(RiskEntry.id))
        statement = statement.where(place < tuple_(*after))
    return list((await session.exec(statement)).all())


async def hits(
    session: AsyncSession, firm_id: UUID, station_id: UUID, keys: Sequence[tuple[str, str]]
) -> list[RiskEntry]:
    """Entries in force at a station under one of the keys."""
    if not keys:
        return []
    values = {
        "firm_id": firm_id,
        "station_id": station_id,
        "ways": [way for way, _ in keys],
        "keys": [key for _, key in keys],
        "limit": HITS_MAX,
    }
    found: Any = await session.exec(HITS, params=values)  # type: ignore[call-overload]
    ids = [row.id for row in found]
    statement = (
        select(RiskEntry).where(col(RiskEntry.id).in_(ids)).order_by(col(RiskEntry.created_at))
    )
    return list((await session.exec(statement)).all())


async def expire(session: AsyncSession, firm_id: UUID, today: date) -> int:
    """Mark entries whose review date has passed; at most a batch."""
    values = {"firm_id": firm_id, "today": today, "limit": REVIEW_BATCH}
    result: Any = await session.exec(text(EXPIRE), params=values)  # type: ignore[call-overload]
    return int(result.rowcount)
