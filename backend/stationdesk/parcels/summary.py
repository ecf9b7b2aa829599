"""The arithmetic of a station's day: how many were sent, came, went out and were signed, and what
is missing between two stages (管理避责)."""

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.foundation.zones import HOME
from stationdesk.parcels.repository import gaps as store
from stationdesk.parcels.repository.gaps import GapFilter
from stationdesk.parcels.repository.staging import Connection
from stationdesk.parcels.schemas import GapCount, GapSummary, GapTally, StationDay, StationRef
from stationdesk.parcels.service import gaps_at
from stationdesk.stations import repository as stations
from stationdesk.stations.models import Direction, Station
from stationdesk.tenancy.session import raw_connection

FIGURES = ("sent", "arrived", "problems", "dispatched", "signed")


async def gap_summary(session: AsyncSession, as_of: datetime, day: date | None) -> GapSummary:
    """Counts of gaps at a moment, and the figures of one day of arrival (default: the moment's)."""
    connection = await raw_connection(session)
    seen = {station.id: station for station in await stations.stations(session)}
    counts = await _counts(connection, as_of)
    items = [
        GapCount(seen[station].code, station, direction, gap, *numbers)
        for (station, direction, gap), numbers in sorted(
            counts.items(), key=lambda entry: (seen[entry[0][0]].code, entry[0][1:])
        )
    ]
    day = day or as_of.astimezone(HOME).date()
    begin = datetime(day.year, day.month, day.day, tzinfo=HOME)
    figures = await store.arrival_figures(connection, begin, begin + timedelta(days=1), as_of)
    return GapSummary(
        items=items,
        stations=_days(list(seen.values()), items, figures),
        day=day,
        next_cursor=None,
        as_of=as_of,
    )


async def _counts(
    connection: Connection, as_of: datetime
) -> dict[tuple[UUID, str, str], tuple[int, int, int]]:
    """(station, direction, gap) to how many stand, are overdue, are suspended."""
    latest = await store.latest_scan_at(connection)
    if latest is None or as_of >= latest:
        rows = await store.gap_counts(connection, as_of)
        return {row[:3]: row[3:] for row in rows}
    past: dict[tuple[UUID, str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    for gap in await gaps_at(connection, GapFilter(), as_of):
        numbers = past[gap.station_id, gap.direction, gap.gap]
        numbers[0] += 1
        numbers[1] += gap.due_at < as_of
    return {key: (numbers[0], numbers[1], 0) for key, numbers in past.items()}


def _days(seen: list[Station], items: list[GapCount], figures: dict[UUID, Any]) -> list[StationDay]:
    tallies: dict[tuple[UUID, str], dict[str, GapTally]] = defaultdict(dict)
    for item in items:
        if item.count:
            tally = GapTally(total=item.count, overdue=item.overdue)
            tallies[item.station_id, item.direction][item.gap] = tally
    days = []
    for station in seen:
        for direction in Direction:
            gaps = tallies.get((station.id, direction.value), {})
            row = figures.get(station.id) if direction is Direction.INBOUND else None
            if direction is Direction.OUTBOUND and not gaps:
                continue
            days.append(
                StationDay(
                    station=StationRef(station.id, station.code, station.name, station.carrier),
                    direction=direction.value,
                    gaps=gaps,
                    **{name: row[name] if row else 0 for name in FIGURES},
                )
            )
    return days
