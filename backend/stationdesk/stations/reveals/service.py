"""Writing down, and reading, who saw masked data in full."""

from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.foundation.cursors import page_limit, read_cursor, write_cursor
from stationdesk.foundation.ids import new_id
from stationdesk.stations import repository as stations
from stationdesk.stations.reveals import repository
from stationdesk.stations.reveals.errors import ReasonNeeded
from stationdesk.stations.reveals.models import Reveal
from stationdesk.stations.reveals.schemas import RevealOut, RevealPage
from stationdesk.tenancy.actor import Actor

REASON_MIN = 2
REASON_MAX = 200


async def log(
    session: AsyncSession,
    actor: Actor,
    *,
    subject: str,
    subject_id: UUID,
    subject_name: str,
    role: str = "",
    station_id: UUID | None,
    reason: str,
    now: datetime,
) -> None:
    """Write it down, in the transaction that shows it. Raises ReasonNeeded."""
    why = " ".join(reason.split())
    if not REASON_MIN <= len(why) <= REASON_MAX or not why.isprintable():
        raise ReasonNeeded(
            f"Say in {REASON_MIN} to {REASON_MAX} characters why you need to see it.",
            field="reason",
            shortest=REASON_MIN,
            longest=REASON_MAX,
        )
    session.add(
        Reveal(
            firm_id=actor.firm_id,
            id=new_id(),
            at=now,
            member_id=actor.member_id,
            member_name=actor.name,
            subject=subject,
            subject_id=subject_id,
            subject_name=subject_name,
            role=role,
            station_id=station_id,
            reason=why,
        )
    )
    await session.flush()


async def reveal_page(session: AsyncSession, *, cursor: str | None, limit: int) -> RevealPage:
    """Who saw what, the latest first."""
    size = page_limit(limit)
    after = read_cursor(cursor, tuple[datetime, UUID])
    rows = await repository.reveal_page(session, after=after, limit=size)
    codes = {station.id: station.code for station in await stations.stations(session)}
    items = [
        RevealOut(
            id=row.id,
            at=row.at,
            member_name=row.member_name,
            subject=row.subject,
            subject_id=row.subject_id,
            subject_name=row.subject_name,
            role=row.role,
            station=codes.get(row.station_id) if row.station_id else None,
            reason=row.reason,
        )
        for row in rows[:size]
    ]
    following = write_cursor(rows[size - 1].at, rows[size - 1].id) if len(rows) > size else None
    return RevealPage(items, following)
