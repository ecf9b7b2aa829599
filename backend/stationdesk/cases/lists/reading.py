"""A row of a carrier's list as a case that could be opened. Pure.

Words of a choice are taken by code or by label, amounts in yuan, times in the station's zone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from stationdesk.cases.lists.fields import choices_of, type_of
from stationdesk.foundation.money import parse_yuan
from stationdesk.imports import refusals
from stationdesk.imports.moments import read_local_moment
from stationdesk.imports.reader import Row
from stationdesk.imports.refusals import Refusal
from stationdesk.stations.naming import NamedStation
from stationdesk.stations.service import name_key

TEXTS: Final[dict[str, tuple[str, str, str, str]]] = {
    "choice_unknown": (
        "不是可选的值",
        "the value is none of the choices",
        "改为可选的值，或在列映射里写明对应关系",
        "use one of the choices, or translate the word in the column mapping",
    ),
    "number_unreadable": (
        "不是整数", "it is no whole number", "填写整数", "write a whole number",
    ),
    "details_invalid": (
        "内容不符合这一类工作项的要求",
        "the row does not say what such a case needs",
        "补齐这一类工作项必填的内容",
        "fill in what a case of this kind needs",
    ),
}  # fmt: skip
refusals.TEXTS.update(TEXTS)

_YES: Final = frozenset({"是", "有", "true", "yes", "y", "1"})
_NO: Final = frozenset({"否", "无", "false", "no", "n", "0"})


@dataclass(frozen=True, slots=True)
class ListedCase:
    """A row that can be understood. `order_no` and `waybill` as cases have them."""

    row_number: int
    station: NamedStation
    waybill: str
    order_no: str
    due_at: datetime | None
    details: Mapping[str, Any] = field(default_factory=dict)
    raw: str = ""


class _Fault(Exception):
    def __init__(self, column: str, code: str) -> None:
        super().__init__(code)
        self.column, self.code = column, code


def read_row(
    row: Row,
    stations: Mapping[str, NamedStation],
    schema: Mapping[str, Any],
    *,
    is_waybill_needed: bool = True,
) -> ListedCase | Refusal:
    """The row as a case, or its first fault. `stations`: by `name_key` of code, name and alias."""
    if row.refused is not None:
        return Refusal(row.number, row.column, row.value[:200], row.refused, row.raw)
    try:
        return _read(row, stations, schema, is_waybill_needed)
    except _Fault as fault:
        value = row.values.get(fault.column, "")[:200]
        return Refusal(row.number, fault.column, value, fault.code, row.raw)


def _read(
    row: Row,
    stations: Mapping[str, NamedStation],
    schema: Mapping[str, Any],
    is_waybill_needed: bool,
) -> ListedCase:
    values = {name: text.strip() for name, text in row.values.items()}
    station = stations.get(name_key(values["station"]))
    if station is None:
        raise _Fault("station", "station_unknown" if values["station"] else "blank")
    waybill = "".join(values["waybill"].split()).upper()
    if not waybill and is_waybill_needed:
        raise _Fault("waybill", "waybill_blank")
    details: dict[str, Any] = {}
    for name, part in schema["properties"].items():
        text = values.get(name, "")
        if text:
            details[name] = _value(name, part, text, station.zone)
        elif name in schema.get("required", ()):
            raise _Fault(name, "blank")
    return ListedCase(
        row_number=row.number,
        station=station,
        waybill=waybill,
        order_no=values.get("order_no", "").upper(),
        due_at=_moment("due_at", values["due_at"], station.zone) if values["due_at"] else None,
        details=details,
        raw=row.raw,
    )


def _value(name: str, part: Mapping[str, Any], text: str, zone: ZoneInfo) -> Any:
    match type_of(part):
        case "choice":
            return _choice(name, part, text)
        case "time":
            return _moment(name, text, zone).isoformat()
        case "boolean":
            return _boolean(name, text)
        case "integer" if name.endswith("_fen"):
            return _fen(name, text)
        case "integer" | "number":
            return _integer(name, text)
        case _:
            return text


def _choice(name: str, part: Mapping[str, Any], text: str) -> str:
    wanted = text.casefold()
    for code in choices_of(part):
        labels = (part.get("labels_zh", {}).get(code), part.get("labels_en", {}).get(code))
        if wanted in {code.casefold(), *(label.casefold() for label in labels if label)}:
            return code
    raise _Fault(name, "choice_unknown")


def _moment(name: str, text: str, zone: ZoneInfo) -> datetime:
    local = read_local_moment(text, zone)
    if local is None:
        raise _Fault(name, "time_invalid")
    return local.astimezone(UTC)


def _boolean(name: str, text: str) -> bool:
    if text.casefold() in _YES:
        return True
    if text.casefold() in _NO:
        return False
    raise _Fault(name, "choice_unknown")


def _fen(name: str, text: str) -> int:
    try:
        return parse_yuan(text)
    except ValueError as error:
        raise _Fault(name, "amount_unreadable") from error


def _integer(name: str, text: str) -> int:
    try:
        return int(text.replace(",", ""))
    except ValueError as error:
        raise _Fault(name, "number_unreadable") from error
