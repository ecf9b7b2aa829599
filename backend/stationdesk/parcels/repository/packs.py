"""SQL of an import, middle: packs of scans, told apart from what is stored already.

A pack is a waybill's scans of one file, as arrays in the one total order: time, code of the
signal (its order is the written precedence), details, route.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec

from stationdesk.parcels.repository.staging import ODD_WAYBILL, WAYBILL_SCANS_MAX, Connection

_DETAILS = (
    "(btrim(s.courier) || E'\\x1f' || btrim(s.weight_g) || E'\\x1f' || btrim(s.note)) COLLATE \"C\""
)


# A row as written, as a 64-bit hash; their sum and count tell a waybill's sets of rows apart.
_WRITTEN = (
    "hashtextextended(s.scanned_at || E'\\x1f' || s.courier || E'\\x1f' || s.weight_g || E'\\x1f' "
    "|| s.note, f.route_id) AS written"
)
_DIGEST = "count(*)::integer AS written_rows, sum(written) AS written_digest"
_NOT_REFUSED = "NOT EXISTS (SELECT FROM scan_refused x WHERE x.row_number = s.row_number)"

_REPEATED_WAYBILLS = f"""
CREATE TEMP TABLE scan_repeats ON COMMIT DROP AS
SELECT w.waybill, min(w.written_rows) AS rows
FROM (
    SELECT waybill, {_DIGEST}
    FROM (
        SELECT s.waybill, {_WRITTEN}
        FROM scan_stage s JOIN scan_forms f USING (scan, site, next_site)
        WHERE s.refused IS NULL AND f.refused IS NULL AND {_NOT_REFUSED}
    ) rows GROUP BY waybill
) w JOIN scans s ON s.firm_id = $1 AND s.waybill = w.waybill
     AND s.written_rows = w.written_rows AND s.written_digest = w.written_digest
GROUP BY w.waybill
"""  # noqa: S608


class Packing(msgspec.Struct):
    """How rows are packed: what there is to be left out, and whose clocks times are read by."""

    has_repeats: bool
    is_nothing_new: bool
    zones: Sequence[str]
    has_moments: bool = False

    @property
    def zone(self) -> str | None:
        """The one zone of all rows, if there is one."""
        return self.zones[0] if len(self.zones) == 1 else None


def _scanned_at(how: Packing) -> str:
    """The expression for a row's time."""
    plain = "s.scanned_at::timestamp AT TIME ZONE f.zone"
    if how.zone:
        plain = "s.scanned_at::timestamptz"
    if not how.has_moments:
        return plain
    return (
        f"CASE WHEN m.written IS NULL THEN {plain} "
        "ELSE coalesce(m.at, m.local AT TIME ZONE f.zone) END"
    )


def _pack(how: Packing, *, has_refusals: bool) -> str:
    moments = "LEFT JOIN scan_moments m ON m.written = s.scanned_at" if how.has_moments else ""
    # The staged rows of refused forms have no route; the others are refused one by one.
    refusals = f"AND {_NOT_REFUSED}" if has_refusals else ""
    repeats = "AND NOT EXISTS (SELECT FROM scan_repeats r WHERE r.waybill = s.waybill)"
    if how.is_nothing_new:
        repeats = "AND false"
    elif not how.has_repeats:
        repeats = ""
    return f"""
CREATE TEMP TABLE scan_packs ON COMMIT DROP AS
SELECT waybill, count(DISTINCT at)::integer AS moments, bool_or(is_ours) AS is_ours,
       false AS is_known, {_DIGEST}, array_agg(code) AS codes, array_agg(route_id) AS routes,
       array_agg(at) AS times, array_agg(details) AS details, array_agg(row_number) AS row_numbers
FROM (
    SELECT s.waybill, f.code + (btrim(s.courier) <> '')::integer AS code, f.route_id,
           {_scanned_at(how)} AS at, {_DETAILS} AS details,
           s.row_number, f.is_ours, f.same_as, {_WRITTEN}
    FROM scan_stage s JOIN scan_forms f USING (scan, site, next_site) {moments}
    WHERE s.refused IS NULL AND f.refused IS NULL {refusals} {repeats}
    ORDER BY waybill, at, code, details, same_as, row_number
) ordered GROUP BY waybill
"""  # noqa: S608


_SURVEY = f"""
SELECT min(times[1]), max(times[cardinality(times)]),
       coalesce(bool_or(written_rows > {WAYBILL_SCANS_MAX}), false),
       coalesce(bool_or(NOT is_ours), false), coalesce(bool_or(moments < written_rows), false),
       coalesce(bool_or{ODD_WAYBILL}, false)
FROM scan_packs
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

_BEGINS_KNOWN = """
SELECT count(*) FILTER (WHERE EXISTS (
    SELECT FROM scans s WHERE s.firm_id = $1 AND s.waybill = f.waybill)) * 2 > count(*)
FROM (SELECT waybill FROM scan_stage LIMIT 200) f
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
       array_agg(details) AS details, array_agg(row_number) AS row_numbers,
       min(written_rows) AS written_rows, min(written_digest) AS written_digest
FROM (
    SELECT p.waybill, e.code, e.route_id, e.at, e.details, e.row_number, p.written_rows,
           p.written_digest
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
INSERT INTO scan_packs (waybill, codes, routes, times, details, row_numbers, is_known,
                        written_rows, written_digest)
SELECT waybill, codes, routes, times, details, row_numbers, true, written_rows, written_digest
FROM scan_news
"""

_STORE = """
INSERT INTO scans (firm_id, waybill, first_scan_at, batch_id, last_scan_at, routes, times,
                   details, row_numbers, written_rows, written_digest)
SELECT $1, waybill, times[1], $2, times[cardinality(times)], routes, times, details, row_numbers,
       written_rows, written_digest
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


class Survey(msgspec.Struct, frozen=True):
    """What the packs hold: times from–to, and whether some need a closer look."""

    first_at: datetime | None
    last_at: datetime | None
    has_overfull: bool
    has_foreign: bool
    has_ties: bool
    has_odd_waybills: bool

    def is_within(self, earliest: datetime, latest: datetime) -> bool:
        """True if no scan is timed outside of these."""
        if self.first_at is None or self.last_at is None:
            return True
        return earliest <= self.first_at and self.last_at <= latest


NOTHING = Survey(None, None, False, False, False, False)


class Stored(msgspec.Struct, frozen=True):
    """What an import found new."""

    accepted: int
    has_known_waybills: bool


async def find_repeated_waybills(connection: Connection, firm_id: UUID) -> int:
    """Find waybills of which an earlier file had exactly the same rows; how many rows they have.

    Looked for only where the file begins with known waybills: other files need not pay for it.
    """
    await connection.execute("DROP TABLE IF EXISTS scan_repeats")
    if not await connection.fetchval(_BEGINS_KNOWN, firm_id):
        return 0
    await connection.execute("SET LOCAL enable_sort = off; SET LOCAL enable_nestloop = off")
    await connection.execute(_REPEATED_WAYBILLS, firm_id)
    await connection.execute("SET LOCAL enable_sort = on; SET LOCAL enable_nestloop = on")
    await connection.execute("ANALYZE scan_repeats")
    rows: int = await connection.fetchval("SELECT coalesce(sum(rows), 0)::bigint FROM scan_repeats")
    return rows


async def pack(connection: Connection, how: Packing) -> None:
    """Group the accepted rows by waybill. Raises asyncpg.DataError on an impossible time."""
    if how.zone:
        quoted = how.zone.replace("'", "''")
        await connection.execute(f"SET LOCAL timezone = '{quoted}'")
    has_refusals = bool(await connection.fetchval("SELECT EXISTS (SELECT FROM scan_refused)"))
    # Sorted groups, so that the arrays are in the order of the rows; the staging table is not
    # analysed (that alone takes as long as an index), so joins by loop must not tempt the planner.
    await connection.execute("SET LOCAL enable_hashagg = off; SET LOCAL enable_nestloop = off")
    await connection.execute(_pack(how, has_refusals=has_refusals))
    await connection.execute(
        "SET LOCAL enable_hashagg = on; SET LOCAL enable_nestloop = on; SET LOCAL timezone = 'UTC'"
    )
    await connection.execute("ANALYZE scan_packs (waybill, is_known)")


async def survey(connection: Connection) -> Survey:
    """What is to be done about the packs, in one look over them."""
    row = await connection.fetchrow(_SURVEY)
    return Survey(*row) if row else NOTHING


async def refuse_wrong_times(connection: Connection, earliest: datetime, latest: datetime) -> None:
    """Refuse rows of the future and of another age. The packs must then be made anew."""
    await connection.execute(_WRONG_TIMES, earliest, latest)


async def drop_packs(connection: Connection) -> None:
    await connection.execute("DROP TABLE scan_packs")


async def refuse_overfull(connection: Connection) -> None:
    """Refuse waybills with more scans than a parcel can have."""
    await connection.execute(_OVERFULL)


async def refuse_foreign(connection: Connection, firm_id: UUID) -> None:
    """Refuse waybills that are no parcel of ours."""
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


async def make_partitions(connection: Connection, from_day: date, months: int) -> None:
    """Monthly partitions of raw scans, by the owner's function; those that are there stay."""
    await connection.execute("SELECT make_scan_partitions($1, $2)", from_day, months)


def _count(status: str) -> int:
    return int(status.split()[-1])
