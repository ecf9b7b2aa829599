"""A day of scans with gaps in it, as a carrier's export would hold them."""

import csv
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from stationdesk.demo.firm import STATIONS, DemoStation

HEADER: Final = (
    "waybill", "scan", "scanned_at", "site", "next_site", "courier", "weight_g", "note",
)  # fmt: skip
SEED: Final = 20261120

Row = tuple[str, str, str, str, str, str, str, str]


@dataclass(frozen=True, slots=True)
class Odds:
    """How often things go wrong, in parcels of a thousand."""

    never_arrives: float = 0.4
    never_dispatched: float = 0.9
    problem: float = 6.0
    fails: float = 14.0
    suspicious: float = 0.6
    locker: float = 240.0
    stays_in_locker: float = 12.0
    never_signed: float = 3.0
    returned: float = 2.0
    never_weighed: float = 1.5
    never_departed: float = 3.0
    never_accepted: float = 4.0


ODDS: Final = Odds()


def write_scans(path: Path, now: datetime, *, share: float = 1.0) -> int:
    """Write the export as CSV, in the order of scanning; returns the number of rows.

    `now` is aware, in the stations' zone; nothing lies after it. `share` makes it smaller.
    """
    chance = random.Random(SEED)  # noqa: S311 -- invented data, the same at every start
    rows = [row for station in STATIONS for row in _station_rows(station, now, chance, share)]
    rows.sort(key=lambda row: row[2])
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows(rows)
    return len(rows)


def waybill_of(station: DemoStation, number: int, *, outbound: bool = False) -> str:
    """The same waybill numbers at every start, in the carrier's own format."""
    place = STATIONS.index(station) + (10 if outbound else 0)
    serial = 10_000_000 + place * 200_000 + number * 37 % 199_999
    return f"7890{serial:08d}" if station.carrier == "zto" else f"YT88{serial:09d}"


def _station_rows(
    station: DemoStation, now: datetime, chance: random.Random, share: float
) -> Iterator[Row]:
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    for number in range(int(station.inbound * share)):
        day = today if number % 4 == 0 else today - timedelta(days=1)
        waybill = waybill_of(station, number)
        yield from _until(now, _inbound(station, waybill, day, chance))
    for number in range(int(station.outbound * share)):
        day = today if number % 4 == 0 else today - timedelta(days=1)
        waybill = waybill_of(station, number, outbound=True)
        yield from _until(now, _outbound(station, waybill, day, chance))


def _until(now: datetime, rows: Iterator[tuple[datetime, Row]]) -> Iterator[Row]:
    for at, row in rows:
        if at > now - timedelta(minutes=3):
            return
        yield row


def _row(
    waybill: str, scan: str, at: datetime, site: str, next_site: str = "", courier: str = "",
    weight_g: str = "", note: str = "",
) -> tuple[datetime, Row]:  # fmt: skip
    at = at.replace(microsecond=0)
    return at, (
        waybill, scan, at.strftime("%Y-%m-%d %H:%M:%S"), site, next_site, courier, weight_g, note,
    )  # fmt: skip


def _minutes(chance: random.Random, low: float, high: float) -> timedelta:
    return timedelta(seconds=round(chance.uniform(low, high) * 60))


def _happens(chance: random.Random, of_a_thousand: float) -> bool:
    return chance.random() * 1000 < of_a_thousand


def _inbound(
    station: DemoStation, waybill: str, day: datetime, chance: random.Random
) -> Iterator[tuple[datetime, Row]]:
    courier = chance.choice(station.couriers)
    left = day - timedelta(hours=3) + _minutes(chance, 0, 120)
    yield _row(waybill, "到件", left - _minutes(chance, 20, 90), station.hub)
    yield _row(waybill, "发件", left, station.hub, station.name)
    if _happens(chance, ODDS.never_arrives):
        return
    arrived = day + timedelta(hours=5, minutes=40) + _minutes(chance, 0, 50)
    yield _row(waybill, "到件", arrived, station.name)
    if _happens(chance, ODDS.problem):
        at = arrived + _minutes(chance, 30, 90)
        yield _row(waybill, "问题件", at, station.name, note="A2 地址不详")
        return
    if _happens(chance, ODDS.never_dispatched):
        return
    dispatched = day + timedelta(hours=7, minutes=30) + _minutes(chance, 0, 90)
    yield _row(waybill, "派件", dispatched, station.name, courier=courier)
    yield from _delivery(station, waybill, courier, dispatched, chance)


def _delivery(
    station: DemoStation, waybill: str, courier: str, at: datetime, chance: random.Random
) -> Iterator[tuple[datetime, Row]]:
    done = at + _minutes(chance, 40, 420)
    if _happens(chance, ODDS.suspicious):
        yield _row(waybill, "派件失败", at + timedelta(seconds=2), station.name, courier=courier)
        return
    if _happens(chance, ODDS.fails):
        yield _row(waybill, "派件失败", done, station.name, courier=courier, note="无人在家")
        if chance.random() < 0.35:
            return
        done += _minutes(chance, 15, 50)
        yield _row(waybill, "派件", done, station.name, courier=courier)
        done += _minutes(chance, 30, 200)
    if _happens(chance, ODDS.returned):
        yield _row(waybill, "退回", done, station.name, note="收件人拒收")
        return
    if _happens(chance, ODDS.never_signed):
        return
    if _happens(chance, ODDS.locker):
        yield _row(waybill, "入柜", done, station.name, courier=courier)
        if _happens(chance, ODDS.stays_in_locker):
            return
        done += _minutes(chance, 30, 300)
    yield _row(waybill, "签收", done, station.name, courier=courier)


def _outbound(
    station: DemoStation, waybill: str, day: datetime, chance: random.Random
) -> Iterator[tuple[datetime, Row]]:
    collected = day + timedelta(hours=9) + _minutes(chance, 0, 480)
    courier = chance.choice(station.couriers)
    yield _row(waybill, "揽收", collected, station.name, courier=courier)
    if _happens(chance, ODDS.never_weighed):
        return
    weighed = collected + _minutes(chance, 20, 120)
    yield _row(
        waybill, "称重", weighed, station.name, weight_g=str(chance.randrange(120, 9000, 10))
    )
    if _happens(chance, ODDS.never_departed):
        return
    departed = max(day + timedelta(hours=19), weighed) + _minutes(chance, 10, 60)
    yield _row(waybill, "发件", departed, station.name, station.hub)
    if _happens(chance, ODDS.never_accepted):
        return
    yield _row(waybill, "中转收入", departed + _minutes(chance, 60, 150), station.hub)
