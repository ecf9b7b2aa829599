"""After a station's waves or weighing have changed: its standing gaps are measured anew."""

from uuid import UUID

from stationdesk.foundation.database import Database
from stationdesk.parcels.fold import Parcel, fold
from stationdesk.parcels.repository.gaps import histories
from stationdesk.parcels.repository.refresh import rewrite_gaps, waybills_with_gap
from stationdesk.parcels.repository.settings import load_settings
from stationdesk.stations.models import Direction
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import hot_transaction

WAYBILLS_A_TURN = 2_000


async def refresh_gaps(database: Database, actor: Actor, station_id: UUID) -> int:
    """Fold the waybills with a gap there once more, a few thousand a transaction.

    Idempotent; returns how many gaps changed their kind or due time.
    """
    changed, after = 0, ""
    while True:
        async with hot_transaction(database, actor) as connection:
            settings = await load_settings(connection)
            turn = await waybills_with_gap(connection, station_id, after, WAYBILLS_A_TURN)
            found: dict[Direction, list[tuple[str, Parcel]]] = {d: [] for d in Direction}
            async for waybill, scans in histories(connection, turn):
                for parcel in fold(scans, settings.rules_of):
                    if parcel.station_id == station_id:
                        found[parcel.direction].append((waybill, parcel))
            for direction, parcels in found.items():
                changed += await rewrite_gaps(connection, station_id, direction.value, parcels)
        if len(turn) < WAYBILLS_A_TURN:
            return changed
        after = turn[-1]
