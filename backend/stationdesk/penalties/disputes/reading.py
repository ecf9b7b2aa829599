"""Showing disputes: to deciders all, to an agent his own, to a station's owner his station's."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.foundation.cursors import CursorInvalid, page_limit, read_cursor, write_cursor
from stationdesk.penalties.causes.words import Cause
from stationdesk.penalties.disputes import repository
from stationdesk.penalties.disputes.errors import DisputeInvalid, DisputeUnknown
from stationdesk.penalties.disputes.raising import find, is_own
from stationdesk.penalties.disputes.repository import DisputeRow, FileRow
from stationdesk.penalties.disputes.schemas import (
    DisputedFine,
    DisputeFileOut,
    DisputeOut,
    DisputePage,
)
from stationdesk.penalties.repository.fines import Connection
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.permissions import Permission, allows
from stationdesk.tenancy.session import raw_connection

STATUSES: Final = (repository.OPEN, repository.ENDED)
PARTIES: Final = ("agent", "station")


async def dispute_page(
    session: AsyncSession,
    actor: Actor,
    *,
    status: str,
    party: str | None,
    station: str | None,
    cursor: str | None,
    limit: int,
    now: datetime,
) -> DisputePage:
    """Open ones by deadline, overdue ones first; ended ones, the latest first.

    Raises DisputeInvalid, CursorInvalid, LimitInvalid.
    """
    if status not in STATUSES:
        raise DisputeInvalid(
            f"status is {status!r}; it must be open or ended.",
            field="status",
            zh="状态只能选处理中或已结束。",
        )
    if party is not None and party not in PARTIES:
        raise DisputeInvalid(
            f"party is {party!r}; it must be agent or station.",
            field="party",
            zh="提出方只能选坐席或网点。",
        )
    limit = page_limit(limit)
    after = read_cursor(cursor, tuple[datetime, UUID])
    if after is not None and after[0].tzinfo is None:
        raise CursorInvalid("The cursor is not of this list; ask without one to begin anew.")
    connection = await raw_connection(session)
    page = repository.open_page if status == repository.OPEN else repository.ended_page
    rows = await page(
        connection, actor.firm_id, party=party, station=station, after=after, limit=limit + 1
    )
    shown = rows[:limit]
    open_count, overdue_count = await repository.count_open(connection, actor.firm_id, now)
    return DisputePage(
        items=await disputes_out(connection, actor, shown, now),
        next_cursor=_cursor(shown[-1]) if len(rows) > limit else None,
        open_count=open_count,
        overdue_count=overdue_count,
    )


async def visible(session: AsyncSession, actor: Actor, dispute_id: UUID) -> DisputeRow:
    """A dispute of the actor's own, or any to whoever reads fines in the firm.

    The session may see more than the actor. Raises DisputeUnknown.
    """
    dispute = await find(await raw_connection(session), actor.firm_id, dispute_id)
    if is_own(actor, dispute) or (
        actor.scope != "station" and allows(actor, Permission.FINES_READ)
    ):
        return dispute
    raise DisputeUnknown("There is no such dispute; reload the list.")


async def show(session: AsyncSession, actor: Actor, dispute_id: UUID, now: datetime) -> DisputeOut:
    """One dispute with its files. Raises DisputeUnknown."""
    dispute = await visible(session, actor, dispute_id)
    [found] = await disputes_out(await raw_connection(session), actor, [dispute], now)
    return found


async def disputes_out(
    connection: Connection, actor: Actor, rows: Sequence[DisputeRow], now: datetime
) -> list[DisputeOut]:
    """Disputes as they are shown, their files read at once."""
    files = await repository.files_of(connection, actor.firm_id, [each.id for each in rows])
    return [
        _out(actor, each, [file for file in files if file.dispute_id == each.id], now)
        for each in rows
    ]


def _out(actor: Actor, row: DisputeRow, files: list[FileRow], now: datetime) -> DisputeOut:
    return DisputeOut(
        id=row.id,
        fine=DisputedFine(
            id=row.fine_id,
            name=row.fine_name,
            waybill=row.waybill or None,
            amount_fen=row.amount_fen,
            station_code=row.station_code,
            station_name=row.station_name,
            cause=Cause(row.cause),
        ),
        party=row.party,
        raised_by=row.raised_by,
        raised_at=row.raised_at,
        reason=row.reason,
        share_fen=row.share_fen,
        asked_fen=row.asked_fen,
        decide_by=row.decide_by,
        is_overdue=row.state == repository.OPEN and row.decide_by < now,
        is_own=is_own(actor, row),
        state=row.state,
        ended_at=row.ended_at,
        ended_by=row.ended_by,
        answer=row.answer,
        borne_fen=row.borne_fen,
        files=[
            DisputeFileOut(
                each.id, each.name, each.size_bytes, each.sha256.hex(), each.media_type,
                each.added_by, each.added_at,
            )
            for each in files
        ],
    )  # fmt: skip


def _cursor(row: DisputeRow) -> str:
    return write_cursor(row.ended_at or row.decide_by, row.id)
