"""Tables out of files: CSV in UTF-8 or GB18030, and XLSX, row by row in bounded memory.

    with open_table(path, wanted=("bill_no", "line_no", …)) as table:
        for row in table.rows():
            if row.refused: …            # ragged, NUL byte, formula: the code of refusals.py
            else: row.values["bill_no"]  # stripped text, '' for blank

Row numbers count as spreadsheets do: the header is row 1, and blank rows count but are not given.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Protocol

import msgspec

from stationdesk.imports import header
from stationdesk.imports.encodings import TextFacts, facts_of
from stationdesk.imports.errors import FileEmpty, FileUnreadable
from stationdesk.imports.refusals import raw_line
from stationdesk.imports.spreadsheets import Cells, is_spreadsheet, sheet_rows

# A cell longer than this is a file out of joint (an open quote swallows the rest of it).
CELL_MAX_CHARACTERS = 100_000


class Row(msgspec.Struct):
    """One row; with `refused` set, `column` and `value` say where, and `values` may be partial."""

    number: int
    values: dict[str, str]
    raw: str
    refused: str | None = None
    column: str = ""
    value: str = ""


class TableSource(Protocol):
    """An open table: its header as written, and its rows."""

    format: str
    header: list[str]

    def rows(self) -> Iterator[Row]: ...


@contextmanager
def open_table(path: Path, *, wanted: Sequence[str]) -> Iterator[TableSource]:
    """The table in a CSV or XLSX file with at least the wanted columns.

    Raises FileEmpty, EncodingUnknown, HeaderWrong, FileTooLarge, FileUnreadable.
    """
    with open_cells(path) as (kind, rows):
        yield _Table(kind, rows, wanted, path.name)


@contextmanager
def open_cells(path: Path) -> Iterator[tuple[str, Iterator[tuple[int, Cells]]]]:
    """The format (csv or xlsx) and the rows of a file as they stand, numbered from 1."""
    if is_spreadsheet(path):
        yield "xlsx", sheet_rows(path)
        return
    facts = facts_of(path)
    with _opened(path, facts) as file:
        yield "csv", _csv_cells(file, path.name)


@contextmanager
def _opened(path: Path, facts: TextFacts) -> Iterator[io.TextIOWrapper]:
    encoding = "utf-8-sig" if facts.has_bom else facts.encoding
    with path.open(encoding=encoding, newline="") as file:
        yield file


def _csv_cells(file: io.TextIOWrapper, name: str) -> Iterator[tuple[int, Cells]]:
    csv.field_size_limit(CELL_MAX_CHARACTERS)
    number = 0
    try:
        for number, cells in enumerate(csv.reader(file), start=1):
            yield number, cells
    except csv.Error as error:
        raise FileUnreadable(
            f"{name}, after row {number}: {error}. A double quote that is not closed swallows "
            "what follows; close it and import the file again.",
            row=number + 1,
            zh=f"{name} 第 {number} 行之后读不下去：可能有双引号没有成对；请补上引号再导入。",
        ) from error


class _Table:
    def __init__(
        self, kind: str, rows: Iterator[tuple[int, Cells]], wanted: Sequence[str], name: str
    ) -> None:
        self.format = kind
        self._rows = rows
        first = next(rows, None)
        if first is None:
            raise FileEmpty(f"{name} is empty; its first row must be {','.join(wanted)}")
        self.header = [cell_text(cell) for cell in first[1]]
        while self.header and not self.header[-1].strip():
            self.header.pop()
        self._positions = header.positions(self.header, wanted, name)

    def rows(self) -> Iterator[Row]:
        width = len(self.header)
        is_csv = self.format == "csv"
        for number, cells in self._rows:
            if not any(cell not in ("", None) for cell in cells):
                continue
            texts = [cell_text(cell) for cell in cells]
            raw = raw_line(texts[:width] if not is_csv else texts)
            if len(texts) != width and (is_csv or any(texts[width:])):
                yield Row(number, {}, raw, "ragged")
                continue
            texts += [""] * (width - len(texts))
            yield self._checked(number, texts, raw)

    def _checked(self, number: int, texts: Sequence[str], raw: str) -> Row:
        values = {name: texts[place].strip() for name, place in self._positions.items()}
        for name, value in values.items():
            if "\0" in value:
                shown = value.replace("\0", "␀")
                return Row(number, values, raw, "nul_byte", name, shown)
            if value.startswith("="):
                return Row(number, values, raw, "formula", name, value)
        return Row(number, values, raw)


def cell_text(cell: Any) -> str:
    """A cell as the text that a person sees; whole floats (Excel's numbers) without `.0`."""
    if isinstance(cell, str):
        return cell
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ", timespec="seconds")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell)
