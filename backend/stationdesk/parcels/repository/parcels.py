"""SQL of an import, last part: parcels out of the shapes of stories.

A story is the sequence of a waybill's signal codes. The database names the stories it has, the
pure core reads each once (shapes.py), and here times and couriers are filled in by their places.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal, TypeAlias
from uuid import UUID

from stationdesk.parcels.milestones import (
    ANOMALY_BITS,
    SUSPICIOUS_FAILURE_SECONDS,
    Anomaly,
    GapKind,
    Milestone,
)
from stationdesk.parcels.repository.staging import Connection
from stationdesk.parcels.shapes import ParcelShape
from stationdesk.parcels.waves import PLUS_MINUTES, StationRules, bands

STAGES = tuple(milestone for milestone in Milestone if milestone is not Milestone.OTHER)
Source: TypeAlias = Literal["scan_packs", "scan_histories"]

_TABLES = f"""
CREATE TEMP TABLE scan_shapes (
    codes integer[], station_id uuid, direction text, leg smallint,
    {", ".join(f"{stage} integer" for stage in STAGES)},
    first_dispatched integer, gap text, since integer, courier integer, problem integer,
    outcome text, anomalies smallint, dispatches integer[], failures integer[]
) ON COMMIT DROP;
CREATE TEMP TABLE gap_bands (
    station_id uuid, gap text, from_minute integer, until_minute integer, due_minute integer,
    plus_minutes integer, zone text, suspension_hours integer
) ON COMMIT DROP;
"""

_SUSPICIOUS = f"""
CASE WHEN sh.failures IS NOT NULL AND EXISTS (
    SELECT FROM unnest(sh.dispatches, sh.failures) AS pair (dispatch, failure)
    WHERE h.times[pair.failure] - h.times[pair.dispatch]
          <= interval '{SUSPICIOUS_FAILURE_SECONDS} seconds')
THEN {ANOMALY_BITS[Anomaly.SUSPICIOUS_FAILURE]} ELSE 0 END
"""

_LOCAL = "(h.times[sh.since] AT TIME ZONE b.zone)"

_COLUMNS = (
    "waybill",
    "station_id",
    "direction",
    "leg",
    *(f"{stage}_at" for stage in STAGES),
    "first_dispatched_at",
    "last_scan_at",
    "gap",
    "gap_since",
    "gap_courier",
    "due_at",
    "suspended_until",
    "outcome",
    "anomalies",
)
_KEYS = 4


def _parcels_of(source: Source) -> str:
    """The parcels of every waybill in `source`, columns as in _COLUMNS."""
    stages = ", ".join(f"h.times[sh.{stage}]" for stage in STAGES)
    fresh = "AND NOT h.is_known" if source == "scan_packs" else ""
    return f"""
SELECT h.waybill, sh.station_id, sh.direction, sh.leg, {stages}, h.times[sh.first_dispatched],
       h.times[cardinality(h.times)], sh.gap, h.times[sh.since],
       split_part(h.details[sh.courier], E'\\x1f', 1),
       CASE WHEN b.plus_minutes IS NOT NULL
            THEN h.times[sh.since] + make_interval(mins => b.plus_minutes)
            ELSE (date_trunc('day', {_LOCAL}) + make_interval(mins => b.due_minute))
                 AT TIME ZONE b.zone END,
       h.times[sh.problem] + make_interval(hours => b.suspension_hours),
       sh.outcome, (sh.anomalies | {_SUSPICIOUS})::smallint
FROM {source} h JOIN scan_shapes sh ON sh.codes = h.codes
LEFT JOIN gap_bands b ON b.station_id = sh.station_id AND b.gap = sh.gap AND (
    b.plus_minutes IS NOT NULL
    OR extract(hour FROM {_LOCAL}) * 60 + extract(minute FROM {_LOCAL}) >= b.from_minute
   AND extract(hour FROM {_LOCAL}) * 60 + extract(minute FROM {_LOCAL}) < b.until_minute)
WHERE sh.station_id IS NOT NULL {fresh}
"""  # noqa: S608


def _insert(source: Source) -> str:
    return (
        f"INSERT INTO parcels AS p (firm_id, {', '.join(_COLUMNS)}) "  # noqa: S608
        f"SELECT $1, n.* FROM ({_parcels_of(source)}) n"
    )


def _upsert() -> str:
    values = _COLUMNS[_KEYS:]
    old = ", ".join(f"p.{name}" for name in values)
    new = ", ".join(f"excluded.{name}" for name in values)
    sets = ", ".join(f"{name} = excluded.{name}" for name in values)
    return (
        f"{_insert('scan_histories')} "
        "ON CONFLICT (firm_id, waybill, station_id, direction, leg) "
        f"DO UPDATE SET {sets} WHERE ({old}) IS DISTINCT FROM ({new})"
    )


# A scan learned later can show that a departure was no outbound parcel after all.
_VANISHED = """
DELETE FROM parcels p USING scan_histories h
WHERE p.firm_id = $1 AND p.waybill = h.waybill AND NOT EXISTS (
    SELECT FROM scan_shapes sh
    WHERE sh.codes = h.codes AND sh.station_id = p.station_id AND sh.direction = p.direction
      AND sh.leg = p.leg)
"""


async def prepare(connection: Connection, rules: Iterable[tuple[UUID, StationRules]]) -> None:
    """The shapes' table, empty, and the due times of every station's gaps."""
    await connection.execute(_TABLES)
    records = [record for station, of in rules for record in _band_records(station, of)]
    await connection.copy_records_to_table("gap_bands", records=records)
    await connection.execute("ANALYZE gap_bands")


def _band_records(station: UUID, rules: StationRules) -> Iterator[tuple[Any, ...]]:
    hours = rules.problem_suspension_hours
    for gap in GapKind:
        plus = PLUS_MINUTES.get(gap)
        if plus is not None:
            yield (station, gap.value, None, None, None, plus, rules.zone, hours)
        for band in bands(gap, rules.waves):
            clock = (band.from_minute, band.until_minute, band.due_minute)
            yield (station, gap.value, *clock, None, rules.zone, hours)


async def stories(connection: Connection, source: Source, limit: int) -> list[list[int]]:
    """Stories of `source` that have no shapes yet, at most `limit`."""
    fresh = "NOT is_known AND" if source == "scan_packs" else ""
    rows = await connection.fetch(
        f"SELECT DISTINCT codes FROM {source} h WHERE {fresh} NOT EXISTS "  # noqa: S608
        f"(SELECT FROM scan_shapes s WHERE s.codes = h.codes) LIMIT {limit}"
    )
    return [row[0] for row in rows]


async def add_shapes(
    connection: Connection, told: Sequence[tuple[list[int], Sequence[ParcelShape]]]
) -> None:
    """Keep the shapes of stories; one without any parcel is kept as a line without station."""
    records = []
    for codes, shapes in told:
        records += [_shape_record(codes, shape) for shape in shapes]
        if not shapes:
            records.append((codes, *[None] * (len(STAGES) + 12)))
    await connection.copy_records_to_table("scan_shapes", records=records)
    await connection.execute("ANALYZE scan_shapes")


def _place(place: int | None) -> int | None:
    """Arrays begin at 1."""
    return None if place is None else place + 1


def _shape_record(codes: list[int], shape: ParcelShape) -> tuple[Any, ...]:
    return (
        codes,
        shape.station_id,
        shape.direction.value,
        shape.leg,
        *(_place(shape.places.get(stage)) for stage in STAGES),
        _place(shape.first_dispatched),
        shape.gap and shape.gap.value,
        _place(shape.since),
        _place(shape.courier),
        _place(shape.problem),
        shape.outcome and shape.outcome.value,
        shape.anomalies,
        [dispatch + 1 for dispatch, _ in shape.failures] or None,
        [failure + 1 for _, failure in shape.failures] or None,
    )


async def merge_new(connection: Connection, firm_id: UUID) -> int:
    """Insert the parcels of waybills never seen before; how many."""
    return _count(await connection.execute(_insert("scan_packs"), firm_id))


async def merge_known(connection: Connection, firm_id: UUID) -> int:
    """Write anew the parcels of waybills seen before, where they differ; how many changed."""
    written = _count(await connection.execute(_upsert(), firm_id))
    return written + _count(await connection.execute(_VANISHED, firm_id))


def _count(status: str) -> int:
    return int(status.split()[-1])
