"""The sweep: overdue gaps become cases, and cases whose gap is over are closed, on the timeline.

A sweep asks about one moment, past or present, and is idempotent: a gap (parcel, kind, since)
opens at most one case, ever. A case opened after the moment asked about is not looked at.
"""

from contextlib import suppress
from datetime import datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.cases.errors import AlreadyOpen, EventDataInvalid, EventRefused
from stationdesk.cases.service import apply_event, open_case
from stationdesk.parcels.repository import links
from stationdesk.parcels.repository.gaps import GapFilter, GapRow
from stationdesk.parcels.repository.staging import Connection
from stationdesk.parcels.schemas import SweepResult
from stationdesk.parcels.service import gaps_at, suspended_at
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import raw_connection

CASE_KIND = "problem_parcel"
RESOLVED = "resolved_itself"


async def sweep(session: AsyncSession, actor: Actor, as_of: datetime) -> SweepResult:
    """Open cases for the gaps overdue at `as_of`, close those whose gap is over by then."""
    connection = await raw_connection(session)
    await links.lock_sweep(connection, actor.firm_id)
    gaps = await gaps_at(connection, GapFilter(), as_of)
    known = await links.known(connection, as_of)
    overdue = [gap for gap in gaps if gap.due_at < as_of]
    opened = 0
    for gap in overdue:
        if links.key_of(gap) not in known:
            opened += await _open(session, connection, actor, gap, as_of)
    resolved = await _resolve(session, connection, actor, gaps, known, as_of)
    return SweepResult(
        as_of=as_of, gaps=len(gaps), overdue=len(overdue), opened=opened, resolved=resolved
    )


async def _open(
    session: AsyncSession, connection: Connection, actor: Actor, gap: GapRow, as_of: datetime
) -> int:
    key = ":".join(str(part) for part in links.key_of(gap))
    try:
        case = await open_case(
            session,
            actor,
            kind=CASE_KIND,
            direction=gap.direction,
            station_id=gap.station_id,
            waybill=gap.waybill,
            details={
                "gap": gap.gap,
                "gap_since": gap.since,
                "gap_due_at": gap.due_at,
                "courier": gap.courier,
            },
            now=as_of,
            source="gap",
            source_key=key,
        )
    except AlreadyOpen:
        return 0
    await links.link(connection, actor.firm_id, gap, case.id, as_of)
    return 1


async def _resolve(
    session: AsyncSession,
    connection: Connection,
    actor: Actor,
    gaps: list[GapRow],
    known: dict[links.GapKey, Any],
    as_of: datetime,
) -> int:
    """A suspended gap is not over: its problem is registered, and the case goes on."""
    standing = {links.key_of(gap) for gap in gaps}
    waiting = {
        key: row for key, row in known.items() if key not in standing and row["resolved_at"] is None
    }
    suspended = await suspended_at(connection, {key[0] for key in waiting}, as_of)
    done = []
    for key, row in waiting.items():
        if key in suspended:
            continue
        case_id = row["case_id"]
        # Closed by hand meanwhile: the link ends all the same.
        with suppress(EventRefused, EventDataInvalid):
            await apply_event(session, actor, case_id, RESOLVED, {}, None, as_of)
        done.append(case_id)
    await links.resolve(connection, done, as_of)
    return len(done)
