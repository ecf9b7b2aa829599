"""SQL of gaps, anomalies and raw scans. A gap now is a partial index away; a gap in the past
needs the raw scans of those waybills that were scanned since."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from stationdesk.parcels.milestones import Milestone
from stationdesk.parcels.repository.staging import Connection
from stationdesk.parcels.scan import DETAIL_SEPARATOR, Scan

WAYBILLS_A_TURN = 2_000


class GapRow(msgspec.Struct, frozen=True):
    """One gap of one parcel."""

    waybill: str
    station_id: UUID
    direction: str
    leg: int
    gap: str
    since: datetime
    due_at: datetime
    courier: str | None

    @property
    def place(self) -> tuple[datetime, str, str, str, int]:
        """Where it stands in a list: the most urgent first."""
        return (self.due_at, self.waybill, str(self.station_id), self.direction, self.leg)


class GapFilter(msgspec.Struct, frozen=True):
    """What is asked for; None means all."""

    station_ids: tuple[UUID, ...] | None = None
    direction: str | None = None
    overdue_only: bool = False


_ANOMALY_PLACE = "last_scan_at, waybill, station_id::text, direction, leg::int"
GAP_COLUMNS = (
    "waybill", "station_id", "direction", "leg", "gap", "gap_since", "due_at", "gap_courier",
)  # fmt: skip
_COLUMNS = ", ".join(GAP_COLUMNS)
# The tenant is filtered by policy too; named here so that the partial index is used.
_FIRM = "firm_id = nullif(current_setting('app.firm_id', true), '')::uuid"


_HANDLED = "least(first_dispatched_at, signed_at, in_locker_at, delivery_failed_at)"
_ARRIVALS = f"""
    SELECT station_id, count(*) AS sent,
           count(*) FILTER (WHERE least(arrived_at, {_HANDLED}) <= $3) AS arrived,
           count(*) FILTER (WHERE problem_registered_at <= $3
               AND ({_HANDLED} IS NULL OR {_HANDLED} > $3)) AS problems,
           count(*) FILTER (WHERE {_HANDLED} <= $3) AS dispatched,
           count(*) FILTER (WHERE outcome = 'signed' AND signed_at <= $3) AS signed
    FROM parcels
    WHERE {_FIRM} AND direction = 'inbound'
      AND coalesce(arrived_at, {_HANDLED}, sent_to_station_at + interval '12 hours') >= $1
      AND coalesce(arrived_at, {_HANDLED}, sent_to_station_at + interval '12 hours') < $2
      AND least(sent_to_station_at, arrived_at, {_HANDLED}) <= $3
    GROUP BY station_id
"""  # noqa: S608 -- constants only


async def latest_scan_at(connection: Connection) -> datetime | None:
    """The latest scan of the firm, wherever."""
    latest: datetime | None = await connection.fetchval("SELECT latest_scan_at()")
    return latest


def _where(wanted: GapFilter, arguments: list[Any]) -> str:
    parts = [_FIRM, "gap IS NOT NULL"]
    if wanted.station_ids is not None:
        arguments.append(list(wanted.station_ids))
        parts.append(f"station_id = ANY(${len(arguments)})")
    if wanted.direction is not None:
        arguments.append(wanted.direction)
        parts.append(f"direction = ${len(arguments)}")
    if wanted.overdue_only:
        parts.append("due_at < $1")
    return " AND ".join(parts)


async def standing_gaps(
    connection: Connection,
    wanted: GapFilter,
    as_of: datetime,
    *,
    is_present: bool,
    after: Sequence[Any] | None = None,
    limit: int | None = None,
) -> list[GapRow]:
    """Gaps of parcels whose last scan is not after `as_of`, as their rows say."""
    arguments: list[Any] = [as_of]
    where = _where(wanted, arguments)
    where += " AND (suspended_until IS NULL OR suspended_until <= $1)"
    if not is_present:
        where += " AND last_scan_at <= $1"
    if after is not None:
        first = len(arguments) + 1
        arguments += after
        places = ", ".join(f"${first + n}" for n in range(len(after)))
        where += f" AND (due_at, waybill, station_id::text, direction, leg::int) > ({places})"
    statement = f"SELECT {_COLUMNS} FROM parcels WHERE {where}"  # noqa: S608
    if limit is not None:
        statement += f" ORDER BY due_at, waybill, station_id::text, direction, leg LIMIT {limit}"
    return [GapRow(*row) for row in await connection.fetch(statement, *arguments)]


async def waybills_scanned_after(
    connection: Connection, wanted: GapFilter, moment: datetime
) -> list[str]:
    """Waybills of the wanted stations with any scan later than `moment`."""
    arguments: list[Any] = [moment]
    where = f"{_FIRM} AND last_scan_at > $1"
    if wanted.station_ids is not None:
        arguments.append(list(wanted.station_ids))
        where += " AND station_id = ANY($2)"
    rows = await connection.fetch(f"SELECT DISTINCT waybill FROM parcels WHERE {where}", *arguments)  # noqa: S608
    return [row[0] for row in rows]


async def gap_counts(
    connection: Connection, as_of: datetime
) -> list[tuple[UUID, str, str, int, int, int]]:
    """Station, direction, gap: how many stand, how many are overdue, how many are suspended."""
    rows = await connection.fetch(
        "SELECT station_id, direction, gap, "  # noqa: S608
        "count(*) FILTER (WHERE suspended_until IS NULL OR suspended_until <= $1), "
        "count(*) FILTER (WHERE due_at < $1 AND "
        "(suspended_until IS NULL OR suspended_until <= $1)), "
        "count(*) FILTER (WHERE suspended_until > $1) "
        f"FROM parcels WHERE {_FIRM} AND gap IS NOT NULL GROUP BY 1, 2, 3 ORDER BY 1, 2, 3",
        as_of,
    )
    return [tuple(row) for row in rows]


async def arrival_figures(
    connection: Connection, begin: datetime, end: datetime, as_of: datetime
) -> dict[UUID, Any]:
    """Per station: inbound parcels whose day of arrival lies in [begin, end), and how far they
    had come by `as_of`. What never arrived belongs to the day it was due."""
    rows = await connection.fetch(_ARRIVALS, begin, end, as_of)
    return {row["station_id"]: row for row in rows}


async def received_at(connection: Connection, batch_ids: Sequence[UUID]) -> dict[UUID, datetime]:
    """When each batch came; imports are the firm's business and stay unseen by station owners."""
    rows = await connection.fetch(
        "SELECT id, received_at FROM import_batches WHERE id = ANY($1)", list(set(batch_ids))
    )
    return {row["id"]: row["received_at"] for row in rows}


async def waybill_scans(connection: Connection, waybill: str) -> list[tuple[Scan, datetime | None]]:
    """A waybill's scans in their order, each with the moment we learned of it."""
    packs = await connection.fetch("SELECT * FROM scans_of_waybills($1)", [waybill])
    routes = await _routes(connection, {number for pack in packs for number in pack["routes"]})
    learned = await received_at(connection, [pack["batch_id"] for pack in packs])
    found = [
        (_scan(routes[number], at, details), learned.get(pack["batch_id"]))
        for pack in packs
        for number, at, details in zip(pack["routes"], pack["times"], pack["details"], strict=True)
    ]
    return sorted(found, key=lambda pair: pair[0].order)


async def histories(
    connection: Connection, waybills: Sequence[str]
) -> AsyncIterator[tuple[str, list[Scan]]]:
    """The raw scans of waybills, a few thousand waybills a turn."""
    for start in range(0, len(waybills), WAYBILLS_A_TURN):
        turn = list(waybills[start : start + WAYBILLS_A_TURN])
        packs = await connection.fetch("SELECT * FROM scans_of_waybills($1)", turn)
        routes = await _routes(connection, {number for pack in packs for number in pack["routes"]})
        scans: dict[str, list[Scan]] = {}
        for pack in packs:
            scans.setdefault(pack["waybill"], []).extend(
                _scan(routes[number], at, details)
                for number, at, details in zip(
                    pack["routes"], pack["times"], pack["details"], strict=True
                )
            )
        for waybill, history in scans.items():
            yield waybill, history


async def _routes(connection: Connection, numbers: set[int]) -> dict[int, Any]:
    rows = await connection.fetch("SELECT * FROM scan_routes_by_id($1)", list(numbers))
    return {row["id"]: row for row in rows}


def _scan(route: Any, at: datetime, details: str) -> Scan:
    courier, weight_g, note = details.split(DETAIL_SEPARATOR, 2)
    return Scan(
        milestone=Milestone(route["milestone"]),
        scanned_at=at,
        station_id=route["station_id"],
        next_station_id=route["next_station_id"],
        site=route["site"],
        next_site=route["next_site"],
        courier=courier,
        weight_g=weight_g,
        note=note,
    )


async def parcels_of(connection: Connection, waybill: str) -> Sequence[Any]:
    """The parcel rows of a waybill that the actor may see."""
    rows: Sequence[Any] = await connection.fetch(
        f"SELECT * FROM parcels WHERE {_FIRM} AND waybill = $1 ORDER BY station_id, direction, leg",  # noqa: S608
        waybill,
    )
    return rows


async def anomalies(
    connection: Connection,
    wanted: GapFilter,
    *,
    before: Sequence[Any] | None,
    limit: int,
) -> Sequence[Any]:
    """Parcels with anything odd, latest scan first."""
    arguments: list[Any] = [limit]
    where = f"{_FIRM} AND anomalies <> 0"
    if wanted.station_ids is not None:
        arguments.append(list(wanted.station_ids))
        where += f" AND station_id = ANY(${len(arguments)})"
    if wanted.direction is not None:
        arguments.append(wanted.direction)
        where += f" AND direction = ${len(arguments)}"
    if before is not None:
        first = len(arguments) + 1
        arguments += before
        places = ", ".join(f"${first + n}" for n in range(len(before)))
        where += f" AND ({_ANOMALY_PLACE}) < ({places})"
    rows: Sequence[Any] = await connection.fetch(
        "SELECT waybill, station_id, direction, leg, anomalies, last_scan_at, outcome, gap "  # noqa: S608
        f"FROM parcels WHERE {where} ORDER BY ({_ANOMALY_PLACE}) DESC LIMIT $1",
        *arguments,
    )
    return rows
