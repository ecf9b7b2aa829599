"""One row of a bill: read, checked, named faults. Pure.

Times without an offset are in the station's zone; a date alone is its midnight.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from stationdesk.foundation.money import Fen, yuan_or_none
from stationdesk.imports.moments import read_local_moment
from stationdesk.imports.reader import Row
from stationdesk.imports.refusals import Refusal
from stationdesk.penalties.splits.rules import FEN_MAX
from stationdesk.stations.naming import NamedStation
from stationdesk.stations.service import name_key

BILL_HEADER: Final = (
    "bill_no", "line_no", "station", "waybill", "code", "name", "amount", "occurred_at",
    "notified_at", "appeal_due_at", "note",
)  # fmt: skip
CLOCK_SKEW: Final = timedelta(minutes=5)
_LIMITS: Final = {
    "bill_no": 80, "line_no": 40, "station": 200, "waybill": 40, "code": 40, "name": 200,
    "note": 2000,
}  # fmt: skip
_SCIENTIFIC: Final = re.compile(r"\d(?:\.\d+)?[eE]\+?\d+|\d+\.\d+")
_WAYBILL: Final = re.compile(r"[A-Z0-9-]{1,40}")
_MANY_DECIMALS: Final = re.compile(r"[+\-−]?[¥￥]?[+\-−]?[\d,]+\.\d{3,}")


@dataclass(frozen=True, slots=True)
class BillLine:
    """A row that can be taken in; its moments are in UTC. `content_hash`: of all that it says but
    carrier, bill and line."""

    row_number: int
    station: NamedStation
    bill_no: str
    line_no: str
    waybill: str
    code: str
    name: str
    amount_fen: Fen
    occurred_at: datetime
    notified_at: datetime | None
    appeal_due_at: datetime | None
    note: str
    content_hash: bytes
    raw: str

    @property
    def key(self) -> tuple[str, str, str]:
        """Carrier, bill, line: taken in once, however often the file comes."""
        return self.station.carrier, self.bill_no, self.line_no


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """A row that cannot; `amount_fen` where that much of it could be read."""

    refusal: Refusal
    amount_fen: Fen | None


class _Fault(Exception):
    def __init__(self, column: str, code: str) -> None:
        super().__init__(code)
        self.column, self.code = column, code


def read_row(
    row: Row, stations: Mapping[str, NamedStation], now: datetime
) -> BillLine | RefusedLine:
    """The row as a line, or its first fault. `stations`: by `name_key` of code, name and alias."""
    amount = yuan_or_none(row.values.get("amount", ""))
    if row.refused is not None:
        return _refused(row, row.column, row.value, row.refused, amount)
    try:
        return _line(row, amount, stations, now)
    except _Fault as fault:
        return _refused(row, fault.column, row.values[fault.column], fault.code, amount)


def refuse(line: BillLine, column: str, code: str) -> RefusedLine:
    """A line that reads well and is refused for what is known already."""
    return RefusedLine(
        Refusal(line.row_number, column, line.line_no, code, line.raw), line.amount_fen
    )


def _refused(row: Row, column: str, value: str, code: str, amount: Fen | None) -> RefusedLine:
    return RefusedLine(Refusal(row.number, column, value[:200], code, row.raw), amount)


def _line(
    row: Row, amount: Fen | None, stations: Mapping[str, NamedStation], now: datetime
) -> BillLine:
    values = {name: " ".join(text.split()) for name, text in row.values.items()}
    for name, limit in _LIMITS.items():
        if len(values[name]) > limit:
            raise _Fault(name, "too_long")
        if not values[name].isprintable():
            raise _Fault(name, "nul_byte")
    for name in ("bill_no", "line_no"):
        if not values[name]:
            raise _Fault(name, f"{name}_blank")
    station = stations.get(name_key(values["station"]))
    if station is None:
        raise _Fault("station", "station_unknown")
    occurred = "occurred_at" if values["occurred_at"] else "notified_at"
    occurred_at = _moment(values, occurred, station.zone, now)
    if occurred_at is None:
        raise _Fault("occurred_at", "time_invalid")
    notified_at = _moment(values, "notified_at", station.zone, now)
    appeal_due_at = _moment(values, "appeal_due_at", station.zone, None)
    amount_fen = _amount(values["amount"], amount)
    waybill = _waybill(values["waybill"])
    said = (
        str(station.id), waybill, values["code"], values["name"], str(amount_fen),
        str(occurred_at), str(notified_at), str(appeal_due_at), values["note"],
    )  # fmt: skip
    return BillLine(
        row_number=row.number,
        station=station,
        bill_no=values["bill_no"],
        line_no=values["line_no"],
        waybill=waybill,
        code=values["code"],
        name=values["name"],
        amount_fen=amount_fen,
        occurred_at=occurred_at,
        notified_at=notified_at,
        appeal_due_at=appeal_due_at,
        note=values["note"],
        content_hash=hashlib.sha256("\x1f".join(said).encode()).digest(),
        raw=row.raw,
    )


def _amount(text: str, amount: Fen | None) -> Fen:
    if amount is None:
        has_many = _MANY_DECIMALS.fullmatch(text) is not None
        raise _Fault("amount", "amount_decimals" if has_many else "amount_unreadable")
    if amount == 0:
        raise _Fault("amount", "amount_zero")
    if abs(amount) > FEN_MAX:
        raise _Fault("amount", "amount_too_large")
    return amount


def _waybill(text: str) -> str:
    """As cases have it: without blanks, in capitals. Some fines have none."""
    waybill = "".join(text.split()).upper()
    if _SCIENTIFIC.fullmatch(waybill):
        raise _Fault("waybill", "waybill_scientific")
    if waybill and not _WAYBILL.fullmatch(waybill):
        raise _Fault("waybill", "waybill_invalid")
    return waybill


def _moment(
    values: Mapping[str, str], column: str, zone: ZoneInfo, not_after: datetime | None
) -> datetime | None:
    text = values[column]
    if not text:
        return None
    at = _at(text, zone)
    if at is None:
        raise _Fault(column, "time_invalid")
    if not_after is not None and at > not_after + CLOCK_SKEW:
        raise _Fault(column, "time_future")
    return at


@lru_cache(maxsize=4_096)
def _at(text: str, zone: ZoneInfo) -> datetime | None:
    """In UTC. A bill says the same notice and the same deadline on thousands of its lines."""
    moment = read_local_moment(text, zone)
    return None if moment is None else moment.astimezone(UTC)
