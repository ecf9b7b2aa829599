"""Tables read through a column mapping."""

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from stationdesk.imports.errors import FileEmpty
from stationdesk.imports.fields import STATION, WAYBILL, Field
from stationdesk.imports.mapped import open_mapped
from stationdesk.imports.mappings import ColumnMapping, ColumnUse, MappingWrong
from stationdesk.imports.reader import Row

KIND = Field("ground", "理由", "Ground")
AMOUNT = Field("amount", "金额", "Amount", is_amount=True)
FIELDS = (STATION, WAYBILL, KIND, AMOUNT)
ROWS: list[list[Any]] = [
    ["账单"],
    ["网点", "运单号", "扣款", "", "退款", ""],
    ["", "", "金额", "原因", "金额", "原因"],
    ["S1", "781", "10.00", "破损", "", ""],
    [],
    ["S1", "782", "", "", "3.50", "遗失"],
    ["S1", "783", "二", "", "-1", ""],
    ["合计", "", "10.00", "", "3.50", ""],
]
MAPPING = ColumnMapping(
    {
        "station": ColumnUse(column="网点"),
        "waybill": ColumnUse(column="运单号"),
        "ground": ColumnUse(column="扣款/原因", values={"破损": "damage"}),
        "amount": ColumnUse(column="扣款/金额", minus="退款/金额"),
    },
    header_row=2,
    header_rows=2,
)


def _csv(path: Path, rows: Sequence[Sequence[Any]], encoding: str = "utf-8") -> Path:
    with path.open("w", newline="", encoding=encoding) as file:
        csv.writer(file).writerows(rows)
    return path


def _xlsx(path: Path, rows: Sequence[Sequence[Any]]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    book.save(path)
    return path


def _read(path: Path, mapping: ColumnMapping = MAPPING) -> tuple[list[Row], list[Row]]:
    with open_mapped(path, mapping, FIELDS) as table:
        return list(table.rows()), table.totals


@pytest.mark.parametrize("form", ["utf-8", "gb18030", "xlsx"])
def test_rows_come_as_fields_with_the_spreadsheets_numbers(tmp_path: Path, form: str) -> None:
    path = tmp_path / "list"
    rows, totals = _read(_xlsx(path, ROWS) if form == "xlsx" else _csv(path, ROWS, form))
    assert [(row.number, row.values["waybill"], row.values["amount"]) for row in rows] == [
        (4, "781", "10.00"), (6, "782", "-3.50"), (7, "783", "二 − -1"),
    ]  # fmt: skip
    assert rows[0].values["ground"] == "damage"
    assert [row.number for row in totals] == [8]


def test_charges_written_as_negatives_are_turned(tmp_path: Path) -> None:
    path = _csv(tmp_path / "list.csv", [["网点", "金额"], ["S1", "-5.00"], ["S1", "2"]])
    mapping = ColumnMapping(
        {"station": ColumnUse(column="网点"), "amount": ColumnUse(column="金额", is_negated=True)}
    )
    rows, _ = _read(path, mapping)
    assert [row.values["amount"] for row in rows] == ["5.00", "-2"]


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ({}, "网点"),
        ({"station": ColumnUse(column="没有")}, "没有"),
        ({"station": ColumnUse(column="网点"), "x": ColumnUse(constant="1")}, "'x'"),
        ({"station": ColumnUse(column="网点", constant="S1")}, "both"),
        ({"station": ColumnUse(column="网点", minus="运单号")}, "no amount"),
    ],
)
def test_a_mapping_that_does_not_fit_says_where(
    tmp_path: Path, columns: dict[str, ColumnUse], told: str
) -> None:
    path = _csv(tmp_path / "list.csv", [["网点", "运单号"], ["S1", "781"]])
    with pytest.raises(MappingWrong) as refused:
        _read(path, ColumnMapping(columns))
    assert told in refused.value.detail


def test_cells_beyond_the_heading_and_formulas_are_refused(tmp_path: Path) -> None:
    path = _csv(tmp_path / "list.csv", [["网点", "运单号"], ["S1", "=A1"], ["S1", "1", "extra"]])
    mapping = ColumnMapping(
        {"station": ColumnUse(column="网点"), "waybill": ColumnUse(column="运单号")}
    )
    assert [row.refused for row in _read(path, mapping)[0]] == ["formula", "ragged"]


def test_an_empty_file_is_no_table(tmp_path: Path) -> None:
    with pytest.raises(FileEmpty):
        _read(_csv(tmp_path / "list.csv", [["", ""]]))
