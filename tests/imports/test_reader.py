"""Tables out of CSV and XLSX files, and how refused rows come back."""

import csv
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from stationdesk.imports.errors import FileEmpty, FileUnreadable, HeaderWrong
from stationdesk.imports.reader import Row, open_table
from stationdesk.imports.refusals import Refusal, as_csv

WANTED = ("bill_no", "amount")


def rows_of(path: Path) -> list[Row]:
    with open_table(path, wanted=WANTED) as table:
        return list(table.rows())


def workbook(path: Path, rows: list[list[Any]]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_csv_rows_are_numbered_as_a_spreadsheet_numbers_them(tmp_path: Path) -> None:
    path = tmp_path / "bill.csv"
    path.write_text('bill_no,amount,extra\nB1, 1.50 ,x\n\n"B\n2",2,\n', encoding="utf-8-sig")
    assert [(row.number, row.values) for row in rows_of(path)] == [
        (2, {"bill_no": "B1", "amount": "1.50"}),
        (4, {"bill_no": "B\n2", "amount": "2"}),
    ]


@pytest.mark.parametrize(
    ("line", "code", "column"),
    [
        ("B1", "ragged", ""),
        ("B1,2,3", "ragged", ""),
        ("B1,=1+1", "formula", "amount"),
        ("B\0,2", "nul_byte", "bill_no"),
    ],
)
def test_bad_rows_say_where(tmp_path: Path, line: str, code: str, column: str) -> None:
    path = tmp_path / "bill.csv"
    path.write_text(f"bill_no,amount\n{line}\nB2,3\n", encoding="utf-8")
    bad, good = rows_of(path)
    assert (bad.number, bad.refused, bad.column) == (2, code, column)
    assert good.refused is None


def test_gb18030_is_found_even_if_only_the_last_line_is_chinese(tmp_path: Path) -> None:
    path = tmp_path / "bill.csv"
    text = "bill_no,amount\n" + "B1,1\n" * 300_000 + "中通账单,2\n"
    path.write_bytes(text.encode("gb18030"))
    assert rows_of(path)[-1].values["bill_no"] == "中通账单"


def test_xlsx_numbers_and_dates_become_what_a_person_sees(tmp_path: Path) -> None:
    moment = datetime(2026, 11, 20, 8, 4, 24)
    path = workbook(
        tmp_path / "bill.xlsx", [["bill_no", "amount"], [73190553102532, 1.5], [moment, None]]
    )
    assert [row.values for row in rows_of(path)] == [
        {"bill_no": "73190553102532", "amount": "1.5"},
        {"bill_no": "2026-11-20 08:04:24", "amount": ""},
    ]


def test_a_formula_in_an_xlsx_cell_is_refused_not_computed(tmp_path: Path) -> None:
    path = workbook(tmp_path / "bill.xlsx", [["bill_no", "amount"], ["B1", "=1+1"], ["B2", 2]])
    bad, good = rows_of(path)
    assert (bad.refused, bad.column, bad.value) == ("formula", "amount", "=1+1")
    assert good.values == {"bill_no": "B2", "amount": "2"}


@pytest.mark.parametrize(
    ("content", "error", "says"),
    [
        (b"", FileEmpty, "empty"),
        (b"bill_no,sum\nB1,2\n", HeaderWrong, "no column 'amount' .is it 'sum'"),
        (b"bill_no,amount,amount\nB1,2,3\n", HeaderWrong, "'amount' stands there twice"),
        (b"PK\x03\x04broken", FileUnreadable, "not a whole XLSX"),
    ],
)
def test_unusable_files_say_what_to_mend(
    tmp_path: Path, content: bytes, error: type[Exception], says: str
) -> None:
    path = tmp_path / "bill.csv"
    path.write_bytes(content)
    with pytest.raises(error, match=says):
        rows_of(path)


def test_refused_rows_come_back_under_their_header_with_the_reason_behind() -> None:
    refusal = Refusal(7, "amount", "1.234", "weight_invalid", 'B1,"1,234"')
    head, row = csv.reader("".join(as_csv(["bill_no", "amount"], [refusal])).splitlines())
    assert head == ["bill_no", "amount", "_row", "_column", "_reason", "_remedy"]
    assert row[:4] == ["B1", "1,234", "7", "amount"]
