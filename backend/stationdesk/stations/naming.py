"""Stations as files of carriers name them: by code, name or alias."""

from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.stations import repository


@dataclass(frozen=True, slots=True)
class NamedStation:
    """What a row of a file needs to know of the station that it names."""

    id: UUID
    code: str
    carrier: str
    zone: ZoneInfo


async def stations_by_name(session: AsyncSession) -> dict[str, NamedStation]:
    """The stations that the actor may see, by `name_key` of each code, name and alias."""
    by_id = {
        each.id: NamedStation(each.id, each.code, each.carrier, ZoneInfo(each.timezone))
        for each in await repository.stations(session)
    }
    return {
        each.name_key: by_id[each.station_id]
        for each in await repository.station_names(session)
        if each.station_id in by_id
    }
