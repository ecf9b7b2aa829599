"""SQL of an import, middle: packs of scans, told apart from what is stored already.

A pack is a waybill's scans of one file, as arrays in the one total order: time, code of the
signal (its order is the written precedence), details, route.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from stationdesk.parcels.repository.staging import WAYBILL_SCANS_MAX, Connection

_DETAILS = (
    "(btrim(s.courier) || E'\\x1f' || btrim(s.weight_g) || E'\\x1f' || btrim(s.note)) COLLATE \"C\""
)


def _scanned_at(*, has_moments: bool, zone: str | None) -> str:
    """The expression for a row's time; `zone` is the one zone of all forms, if there is one."""
    plain = "s.scanned_at::timestamptz" if zone else "s.scanned_at::timestamp AT TIME ZONE f.zone"
    if not has_moments:
        return plain
    return (
        f"CASE WHEN m.written IS NULL THEN {plain} "
        "ELSE coalesce(m.at, m.local AT TIME ZONE f.zone) END"
    )


def _pack(*, has_moments: bool, has_refusals: bool, zone: str | None) -> str:
    moments = "LEFT JOIN scan_moments m ON m.written = s.scanned_at" if has_moments else ""
    # The staged rows of refused forms have no route; the others are refused one by one.
    refusals = (
        "AND NOT EXISTS (SELECT FROM scan_refused x WHERE x.row_number = s.row_number)"
        if has_refusals
        else ""
    )
    return f"""
CREATE TEMP TABLE scan_packs ON COMMIT DROP AS
SELECT waybill, array_agg(code) AS codes, array_agg(route_id) AS routes, array_agg(at) AS times,
       array_agg(details) AS details, array_agg(row_number) AS row_numbers,
       count(DISTINCT at)::integer AS moments, bool_or(is_ours) AS is_ours,
       false AS is_known
FROM (
    SELECT s.waybill, f.code + (btrim(s.courier) <> '')::integer AS code, f.route_id,
           {_scanned_at(has_moments=has_moments, zone=zone)} AS at, {_DETAILS} AS details,
           s.row_number, f.is_ours, f.same_as
    FROM scan_stage s JOIN scan_forms f USING (scan, site, next_site) {moments}
    WHERE s.refused IS NULL AND f.refused IS NULL {refusals}
    ORDER BY waybill, at, code, details, same_as, row_number
) ordered GROUP BY waybill
"""  # noqa: S608


_WRONG_TIMES = """
WITH wrong AS (
    SELECT e.row_number, e.at
    FROM scan_packs p, unnest(p.times, p.row_numbers) AS e (at, row_number)
    WHERE (p.times[1] < $1 OR p.times[cardinality(p.times)] > $2) AND (e.at < $1 OR e.at > $2)
)
INSERT INTO scan_refused
SELECT w.row_number, 'scanned_at', s.scanned_at,
       CASE WHEN w.at > $2 THEN 'time_future' ELSE 'time_invalid' END
FROM wrong w JOIN scan_stage s USING (row_number) ON CONFLICT DO NOTHING
"""

_OVERFULL = f"""
WITH gone AS (
    DELETE FROM scan_packs WHERE cardinality(times) > {WAYBILL_SCANS_MAX}
    RETURNING waybill, row_numbers
)
INSERT INTO scan_refused
SELECT unnest(row_numbers), 'waybill', waybill, 'waybill_overfull' FROM gone
"""  # noqa: S608

_NOT_OURS = """
WITH gone AS (
    DELETE FROM scan_packs p WHERE NOT p.is_ours AND NOT EXISTS (
        SELECT FROM parcels o WHERE o.waybill = p.waybill AND o.firm_id = $1)
    RETURNING p.row_numbers
)
INSERT INTO scan_refused
SELECT s.row_number, 'site', coalesce(nullif(s.site, ''), s.next_site), 'site_unknown'
FROM (SELECT unnest(row_numbers) AS row_number FROM gone) g JOIN scan_stage s USING (row_number)
"""

# Repeats within the file: only packs with two scans at one instant can have any.
_REPEATED = """
WITH single AS (
    SELECT waybill, array_agg(code) AS codes, array_agg(route_id) AS routes,
           array_agg(at) AS times, array_agg(details) AS details,
           array_agg(row_number) AS row_numbers
    FROM (
        SELECT DISTINCT ON (p.waybill, e.at, e.code, e.details COLLATE "C", f.same_as)
               p.waybill, e.code, e.route_id, e.at, e.details, e.row_number
        FROM scan_packs p,
             unnest(p.codes, p.routes, p.times, p.details, p.row_numbers)
                 AS e (code, route_id, at, details, row_number)
             JOIN (SELECT DISTINCT route_id, same_as FROM scan_forms) f USING (route_id)
        WHERE p.moments < cardinality(p.times)
        ORDER BY p.waybill, e.at, e.code, e.details COLLATE "C", f.same_as, e.row_number
    ) ordered GROUP BY waybill
)
UPDATE scan_packs p
SET codes = s.codes, routes = s.routes, times = s.times, details = s.details,
    row_numbers = s.row_numbers
FROM single s WHERE s.waybill = p.waybill AND cardinality(s.times) < cardinality(p.times)
"""

_MARK_KNOWN = """
UPDATE scan_packs p SET is_known = true
WHERE EXISTS (SELECT FROM scans s WHERE s.firm_id = $1 AND s.waybill = p.waybill)
"""

# A file that came before: its packs are there, array for array.
_SAME_PACKS = """
DELETE FROM scan_packs p USING scans s
WHERE s.firm_id = $1 AND s.waybill = p.waybill AND s.routes = p.routes AND s.times = p.times
  AND s.details = p.details
"""

# Otherwise event by event; `same_as` makes 派件 and dispatched the same scan.
_KNOWN_EVENTS = """
CREATE TEMP TABLE scan_news ON COMMIT DROP AS
SELECT waybill, array_agg(code) AS codes, array_agg(route_id) AS routes, array_agg(at) AS times,
       array_agg(details) AS details, array_agg(row_number) AS row_numbers
FROM (
    SELECT p.waybill, e.code, e.route_id, e.at, e.details, e.row_number
    FROM scan_packs p,
         unnest(p.codes, p.routes, p.times, p.details, p.row_numbers)
             AS e (code, route_id, at, details, row_number)
         JOIN scan_route_codes f USING (route_id)
    WHERE p.is_known AND NOT EXISTS (
        SELECT FROM scans s, unnest(s.routes, s.times, s.details) AS o (route_id, at, details)
            JOIN scan_route_codes g ON g.route_id = o.route_id
        WHERE s.firm_id = $1 AND s.waybill = p.waybill AND o.at = e.at
          AND o.details = e.details AND g.same_as = f.same_as)
    ORDER BY p.waybill, e.at, e.code, e.details COLLATE "C", f.same_as
) ordered GROUP BY waybill
"""

_KEEP_NEWS = """
DELETE FROM scan_packs WHERE is_known;
INSERT INTO scan_packs (waybill, codes, routes, times, details, row_numbers, is_known)
SELECT waybill, codes, routes, times, details, row_numbers, true FROM scan_news
"""

_STORE = """
INSERT INTO scans (firm_id, waybill, first_scan_at, batch_id, last_scan_at, routes, times,
                   details, row_numbers)
SELECT $1, waybill, times[1], $2, times[cardinality(times)], routes, times, details, row_numbers
FROM scan_packs
"""

_HISTORIES = """
CREATE TEMP TABLE scan_histories ON COMMIT DROP AS
SELECT waybill, array_agg(code) AS codes, array_agg(at) AS times, array_agg(details) AS details
FROM (
    SELECT s.waybill, c.code + (left(e.details, 1) <> E'\\x1f')::integer AS code, e.at, e.details
    FROM scans s, unnest(s.routes, s.times, s.details) AS e (route_id, at, details)
         JOIN scan_route_codes c ON c.route_id = e.route_id
    WHERE s.firm_id = $1 AND s.waybill IN (SELECT waybill FROM scan_packs WHERE is_known)
    ORDER BY s.waybill, e.at, code, e.details COLLATE "C"
) ordered GROUP BY waybill
"""


class Stored(msgspec.Struct, frozen=True):
    """What an import found new."""

    accepted: int
    has_known_waybills: bool


async def pack(connection: Connection, *, has_moments: bool, zones: Sequence[str]) -> None:
    """Group the accepted rows by waybill. Raises asyncpg.DataError on an impossible time."""
    zone = zones[0] if len(zones) == 1 else None
    if zone:
        quoted = zone.replace("'", "''")
        await connection.execute(f"SET LOCAL timezone = '{quoted}'")
    has_refusals = bool(await connection.fetchval("SELECT EXISTS (SELECT FROM scan_refused)"))
    # Sorted groups, so that the arrays are in the order of the rows.
    await connection.execute("SET LOCAL enable_hashagg = off")
    await connection.execute(_pack(has_moments=has_moments, has_refusals=has_refusals, zone=zone))
    await connection.execute("SET LOCAL enable_hashagg = on; SET LOCAL timezone = 'UTC'")
    await connection.execute("ANALYZE scan_packs (waybill, is_known)")


async def refuse_wrong_times(connection: Connection, earliest: datetime, latest: datetime) -> int:
    """Refuse rows of the future and of another age; how many. The packs must then be made anew."""
    return _count(await connection.execute(_WRONG_TIMES, earliest, latest))


async def drop_packs(connection: Connection) -> None:
    await connection.execute("DROP TABLE scan_packs")


async def refuse_foreign(connection: Connection, firm_id: UUID) -> None:
    """Refuse waybills with too many scans, and those that are no parcel of ours."""
    await connection.execute(_OVERFULL)
    await connection.execute(_NOT_OURS, firm_id)


async def drop_repeats(connection: Connection) -> None:
    """Leave each event of the file once."""
    await connection.execute(_REPEATED)


async def drop_known(connection: Connection, firm_id: UUID, codes: Sequence[Any]) -> None:
    """Leave what no earlier file brought. `codes`: (route id, same as, code) of every route."""
    await connection.execute(
        "CREATE TEMP TABLE scan_route_codes (route_id integer PRIMARY KEY, same_as integer, "
        "code integer) ON COMMIT DROP"
    )
    await connection.copy_records_to_table("scan_route_codes", records=codes)
    await connection.execute("ANALYZE scan_route_codes")
    await connection.execute(_SAME_PACKS, firm_id)
    if _count(await connection.execute(_MARK_KNOWN, firm_id)):
        await connection.execute(_KNOWN_EVENTS, firm_id)
        await connection.execute(_KEEP_NEWS)


async def store(connection: Connection, firm_id: UUID, batch_id: UUID) -> Stored:
    """Keep the new scans as evidence."""
    accepted, known = await connection.fetchrow(
        "SELECT coalesce(sum(cardinality(times)), 0)::bigint, coalesce(bool_or(is_known), false) "
        "FROM scan_packs"
    ) or (0, False)
    if accepted:
        await connection.execute(_STORE, firm_id, batch_id)
    return Stored(accepted, known)


async def make_histories(connection: Connection, firm_id: UUID) -> None:
    """All scans, old and new, of the waybills that were known before: `scan_histories`."""
    await connection.execute("SET LOCAL enable_hashagg = off")
    await connection.execute(_HISTORIES, firm_id)
    await connection.execute("SET LOCAL enable_hashagg = on")
    await connection.execute("ANALYZE scan_histories (waybill)")


async def note_latest_scan(connection: Connection, firm_id: UUID) -> None:
    """Raise the firm's watermark to the latest scan of this import."""
    await connection.execute(
        "INSERT INTO scan_watermarks AS w (firm_id, latest_scan_at) "
        "SELECT $1, max(times[cardinality(times)]) FROM scan_packs HAVING count(*) > 0 "
        "ON CONFLICT (firm_id) DO UPDATE SET latest_scan_at = excluded.latest_scan_at "
        "WHERE w.latest_scan_at < excluded.latest_scan_at",
        firm_id,
    )


def _count(status: str) -> int:
    return int(status.split()[-1])
