"""SQL of writing gaps anew after the rules that measure them have changed."""

from collections.abc import Sequence
from uuid import UUID

from stationdesk.parcels.fold import Parcel
from stationdesk.parcels.repository.staging import Connection

_UPDATE = """
    UPDATE parcels p SET gap = n.gap, gap_since = n.since, due_at = n.due_at,
                         gap_courier = n.courier, suspended_until = n.suspended_until
    FROM unnest($1::text[], $2::smallint[], $3::text[], $4::timestamptz[], $5::timestamptz[],
                $6::text[], $7::timestamptz[])
        AS n (waybill, leg, gap, since, due_at, courier, suspended_until)
    WHERE p.station_id = $8 AND p.direction = $9 AND p.waybill = n.waybill AND p.leg = n.leg
      AND p.gap IS NOT NULL AND n.gap IS NOT NULL
      AND (p.gap, p.due_at, p.suspended_until) IS DISTINCT FROM (n.gap, n.due_at, n.suspended_until)
"""


async def waybills_with_gap(
    connection: Connection, station_id: UUID, after: str, limit: int
) -> list[str]:
    """The next waybills of a station that have a gap, by waybill."""
    rows = await connection.fetch(
        "SELECT DISTINCT waybill FROM parcels WHERE station_id = $1 AND gap IS NOT NULL "
        "AND waybill > $2 ORDER BY waybill LIMIT $3",
        station_id,
        after,
        limit,
    )
    return [row[0] for row in rows]


async def rewrite_gaps(
    connection: Connection, station_id: UUID, direction: str, parcels: Sequence[tuple[str, Parcel]]
) -> int:
    """Write gap and due time of these (waybill, parcel) where they differ; returns how many did."""
    status: str = await connection.execute(
        _UPDATE,
        [waybill for waybill, _ in parcels],
        [parcel.leg for _, parcel in parcels],
        [parcel.gap.value if parcel.gap else None for _, parcel in parcels],
        [parcel.gap_since for _, parcel in parcels],
        [parcel.due_at for _, parcel in parcels],
        [parcel.gap_courier for _, parcel in parcels],
        [parcel.suspended_until for _, parcel in parcels],
        station_id,
        direction,
    )
    return int(status.rpartition(" ")[2])
