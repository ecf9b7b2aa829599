"""Parcels and gaps, asked for: now from the rows, in the past from the scans up to it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.parcels.anomalies import names_of
from stationdesk.parcels.cursors import read_cursor, write_cursor
from stationdesk.parcels.errors import ParcelUnknown
from stationdesk.parcels.fold import Parcel, fold_at
from stationdesk.parcels.milestones import Milestone
from stationdesk.parcels.repository import gaps as store
from stationdesk.parcels.repository.gaps import GAP_COLUMNS, GapFilter, GapRow
from stationdesk.parcels.repository.links import GapKey, key_of, open_cases_of
from stationdesk.parcels.repository.settings import FirmSettings, load_settings, station_codes
from stationdesk.parcels.repository.staging import Connection
from stationdesk.parcels.schemas import (
    AnomalyItem,
    AnomalyPage,
    GapItem,
    GapOut,
    GapPage,
    ParcelOut,
    ScanOut,
    WaybillOut,
)
from stationdesk.stations.models import Direction
from stationdesk.tenancy.session import raw_connection

PAGE_MAX = 200


class _Place(msgspec.Struct, frozen=True, array_like=True):
    """Where a cursor points: a due time or a last scan, then the parcel's key."""

    at: datetime
    waybill: str
    station_id: str
    direction: str
    leg: int

    @property
    def key(self) -> tuple[datetime, str, str, str, int]:
        return msgspec.structs.astuple(self)


async def gaps_at(connection: Connection, wanted: GapFilter, as_of: datetime) -> list[GapRow]:
    """Every gap at a moment, the most urgent first."""
    latest = await store.latest_scan_at(connection)
    is_present = latest is None or as_of >= latest
    found = await store.standing_gaps(connection, wanted, as_of, is_present=is_present)
    if not is_present:
        settings = await load_settings(connection)
        found += await _past_gaps(connection, wanted, as_of, settings)
    return sorted(found, key=lambda gap: gap.place)


async def _past_gaps(
    connection: Connection, wanted: GapFilter, as_of: datetime, settings: FirmSettings
) -> list[GapRow]:
    waybills = await store.waybills_scanned_after(connection, wanted, as_of)
    # An agent or owner sees scans of the whole waybill, but gaps of his stations only.
    visible = set(settings.stations)
    found = []
    async for waybill, scans in store.histories(connection, waybills):
        for parcel in fold_at(scans, as_of, settings.rules_of):
            if parcel.station_id in visible and _is_wanted(parcel, wanted, as_of):
                found.append(_gap_row(waybill, parcel))
    return found


async def suspended_at(
    connection: Connection, waybills: Iterable[str], as_of: datetime
) -> set[GapKey]:
    """Which gaps of these waybills stand at a moment, but suspended by a registered problem."""
    settings = await load_settings(connection)
    found = set()
    async for waybill, scans in store.histories(connection, sorted(waybills)):
        for parcel in fold_at(scans, as_of, settings.rules_of):
            if parcel.gap is not None and not parcel.is_gap_at(as_of):
                found.add(key_of(_gap_row(waybill, parcel)))
    return found


def _is_wanted(parcel: Parcel, wanted: GapFilter, as_of: datetime) -> bool:
    if not parcel.is_gap_at(as_of) or parcel.due_at is None:
        return False
    if wanted.station_ids is not None and parcel.station_id not in wanted.station_ids:
        return False
    if wanted.direction is not None and parcel.direction != wanted.direction:
        return False
    return not wanted.overdue_only or parcel.due_at < as_of


def _gap_row(waybill: str, parcel: Parcel) -> GapRow:
    assert parcel.gap is not None
    assert parcel.gap_since is not None
    assert parcel.due_at is not None
    return GapRow(
        waybill,
        parcel.station_id,
        parcel.direction.value,
        parcel.leg,
        parcel.gap.value,
        parcel.gap_since,
        parcel.due_at,
        parcel.gap_courier,
    )


async def all_gaps(
    session: AsyncSession,
    as_of: datetime,
    *,
    station_ids: Sequence[UUID] | None = None,
    direction: Direction | None = None,
) -> list[GapOut]:
    """Every gap at a moment, overdue or not (the command line's list)."""
    connection = await raw_connection(session)
    codes = await station_codes(connection)
    wanted = GapFilter(_ids(station_ids), direction and direction.value)
    return [
        GapOut(
            waybill=gap.waybill,
            station=codes[gap.station_id],
            direction=gap.direction,
            gap=gap.gap,
            since=gap.since,
            due_at=gap.due_at,
            courier=gap.courier,
        )
        for gap in await gaps_at(connection, wanted, as_of)
    ]


async def list_gaps(
    session: AsyncSession,
    as_of: datetime,
    *,
    station_ids: Sequence[UUID] | None = None,
    direction: Direction | None = None,
    overdue_only: bool = False,
    cursor: str | None = None,
    limit: int = 50,
) -> GapPage:
    """A page of the gaps at a moment, the most urgent first. Raises CursorInvalid."""
    connection = await raw_connection(session)
    codes = await station_codes(connection)
    wanted = GapFilter(_ids(station_ids), direction and direction.value, overdue_only)
    after = read_cursor(cursor, _Place).key if cursor else None
    limit = max(1, min(limit, PAGE_MAX))
    latest = await store.latest_scan_at(connection)
    if latest is None or as_of >= latest:
        found = await store.standing_gaps(
            connection, wanted, as_of, is_present=True, after=after, limit=limit + 1
        )
    else:
        every = await gaps_at(connection, wanted, as_of)
        found = [gap for gap in every if after is None or gap.place > after][: limit + 1]
    page = found[:limit]
    more = len(found) > limit
    cases = await open_cases_of(connection, page)
    return GapPage(
        items=[_item(gap, codes, as_of, cases) for gap in page],
        next_cursor=write_cursor(page[-1].place) if more else None,
        as_of=as_of,
    )


async def list_anomalies(
    session: AsyncSession,
    *,
    station_ids: Sequence[UUID] | None = None,
    direction: Direction | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> AnomalyPage:
    """Parcels whose scans look wrong, latest first: apart from gaps, and none by themselves."""
    connection = await raw_connection(session)
    codes = await station_codes(connection)
    wanted = GapFilter(_ids(station_ids), direction and direction.value)
    before = read_cursor(cursor, _Place).key if cursor else None
    limit = max(1, min(limit, PAGE_MAX))
    rows = await store.anomalies(connection, wanted, before=before, limit=limit + 1)
    items = [
        AnomalyItem(
            waybill=row["waybill"],
            station=codes[row["station_id"]],
            station_id=row["station_id"],
            direction=row["direction"],
            leg=row["leg"],
            anomalies=[anomaly.value for anomaly in names_of(row["anomalies"])],
            last_scan_at=row["last_scan_at"],
        )
        for row in rows[:limit]
    ]
    last = items[-1] if len(rows) > limit else None
    place = last and (
        last.last_scan_at,
        last.waybill,
        str(last.station_id),
        last.direction,
        last.leg,
    )
    return AnomalyPage(items=items, next_cursor=write_cursor(place) if place else None)


async def parcel_view(session: AsyncSession, waybill: str, as_of: datetime) -> WaybillOut:
    """A waybill's parcels and scans. Raises ParcelUnknown where the actor may see none."""
    connection = await raw_connection(session)
    number = waybill.strip().upper()
    rows = await store.parcels_of(connection, number)
    if not rows:
        raise ParcelUnknown(
            f"No station of yours has a parcel {number[:64]!r}.", waybill=number[:64]
        )
    codes = await station_codes(connection)
    scans = await store.waybill_scans(connection, number)
    gaps = [GapRow(*[row[name] for name in GAP_COLUMNS]) for row in rows if row["gap"]]
    cases = await open_cases_of(connection, gaps)
    return WaybillOut(
        waybill=number,
        parcels=[_parcel_out(row, codes, as_of, cases) for row in rows],
        scans=[
            ScanOut(
                milestone=scan.milestone.value,
                scanned_at=scan.scanned_at,
                received_at=learned_at,
                site=scan.site,
                next_site=scan.next_site,
                courier=scan.courier,
                weight_g=scan.weight_g,
                note=scan.note,
            )
            for scan, learned_at in scans
        ],
        as_of=as_of,
    )


async def stages_of(session: AsyncSession, waybill: str) -> dict[str, datetime]:
    """When a waybill last reached each stage, at any station that the actor may see.

    Empty: there is no trace of it. A signature that was revoked since is left out.
    """
    found: dict[str, datetime] = {}
    for row in await store.parcels_of(await raw_connection(session), waybill.strip().upper()):
        for stage in Milestone:
            at = None if stage is Milestone.OTHER else row[f"{stage}_at"]
            if at is not None:
                found[stage.value] = max(at, found.get(stage.value, at))
    signed, revoked = Milestone.SIGNED.value, Milestone.SIGNATURE_REVOKED.value
    if signed in found and revoked in found and found[revoked] >= found[signed]:
        del found[signed]
    return found


def _parcel_out(
    row: Any, codes: dict[UUID, str], as_of: datetime, cases: dict[GapKey, UUID]
) -> ParcelOut:
    until = row["suspended_until"]
    gap = None
    if row["gap"] is not None and (until is None or until <= as_of):
        gap = _item(GapRow(*[row[name] for name in GAP_COLUMNS]), codes, as_of, cases)
    return ParcelOut(
        station=codes[row["station_id"]],
        station_id=row["station_id"],
        direction=row["direction"],
        leg=row["leg"],
        milestones={
            stage.value: row[f"{stage}_at"]
            for stage in Milestone
            if stage is not Milestone.OTHER and row[f"{stage}_at"] is not None
        },
        first_dispatched_at=row["first_dispatched_at"],
        gap=gap,
        suspended_until=until,
        outcome=row["outcome"],
        anomalies=[anomaly.value for anomaly in names_of(row["anomalies"])],
    )


def _item(
    gap: GapRow, codes: dict[UUID, str], as_of: datetime, cases: dict[GapKey, UUID]
) -> GapItem:
    return GapItem(
        waybill=gap.waybill,
        station=codes[gap.station_id],
        direction=gap.direction,
        gap=gap.gap,
        since=gap.since,
        due_at=gap.due_at,
        courier=gap.courier,
        station_id=gap.station_id,
        leg=gap.leg,
        is_overdue=gap.due_at < as_of,
        case_id=cases.get(key_of(gap)),
    )


def _ids(station_ids: Sequence[UUID] | None) -> tuple[UUID, ...] | None:
    return None if station_ids is None else tuple(station_ids)
