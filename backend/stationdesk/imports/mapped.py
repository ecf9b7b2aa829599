"""Tables read through a column mapping: the same rows as `reader.open_table` gives, but the heading
may lie anywhere, have two rows, and repeat its names."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import msgspec

from stationdesk.imports import layouts, mappings
from stationdesk.imports.errors import FileEmpty
from stationdesk.imports.fields import Field
from stationdesk.imports.layouts import Layout
from stationdesk.imports.mappings import ColumnMapping, MappingWrong
from stationdesk.imports.reader import Row, cell_text, open_cells
from stationdesk.imports.refusals import raw_line
from stationdesk.imports.spreadsheets import Cells

HEAD_ROWS = 60
"""So many rows are looked at for heading and samples."""


class Head(msgspec.Struct, frozen=True):
    """The first rows of a file, as they stand."""

    format: str
    rows: list[Cells]


def read_head(path: Path) -> Head:
    """The first rows of a file. Raises FileEmpty and what the reader refuses."""
    with open_cells(path) as (kind, rows):
        placed: list[Cells] = []
        for number, cells in islice(rows, HEAD_ROWS):
            # calamine leaves out blank rows on top; row numbers stay those of the spreadsheet.
            placed += [()] * (number - 1 - len(placed))
            placed.append(cells)
        if not any(any(cell not in ("", None) for cell in row) for row in placed):
            raise FileEmpty(f"{path.name} is empty; export it again with its heading.")
        return Head(kind, placed)


@contextmanager
def open_mapped(
    path: Path, mapping: ColumnMapping, fields: Sequence[Field]
) -> Iterator["MappedTable"]:
    """The table in a file as the mapping reads it. Raises MappingWrong besides the reader's."""
    head = read_head(path)
    try:
        layout = layouts.layout_at(head.rows, mapping.header_row, mapping.header_rows)
    except ValueError as error:
        raise MappingWrong(
            f"{path.name}: {error}; point at the heading again.",
            zh=f"{path.name} 的表头找不到，请重新指定表头所在的行。",
        ) from error
    mappings.check(mapping, layout, fields)
    with open_cells(path) as (kind, rows):
        yield MappedTable(kind, layout, rows, mapping, fields)


class MappedTable:
    """An open table: `rows()` gives the fields of each row; `totals` counts the rows that only sum
    up others, which are passed over once the rows have been read."""

    def __init__(
        self,
        kind: str,
        layout: Layout,
        rows: Iterator[tuple[int, Cells]],
        mapping: ColumnMapping,
        fields: Sequence[Field],
    ) -> None:
        self.format = kind
        self.layout = layout
        self.header = list(layout.columns)
        self.totals: list[Row] = []
        self._rows = rows
        self._mapping = mapping
        self._fields = fields
        self._places = {name: place for place, name in enumerate(layout.columns) if name}

    def rows(self) -> Iterator[Row]:
        """Rows below the heading; blank ones are not given, sums are set aside in `totals`."""
        width = len(self.layout.columns)
        for number, cells in self._rows:
            if number < self.layout.first_data_row:
                continue
            texts = [cell_text(cell).strip() for cell in cells]
            if not any(texts):
                continue
            raw = raw_line(texts)
            if any(texts[width:]):
                yield Row(number, {}, raw, "ragged")
                continue
            texts = (texts + [""] * (width - len(texts)))[:width]
            row = self._read(number, texts, raw)
            if mappings.is_total(texts):
                self.totals.append(row)
            else:
                yield row

    def _read(self, number: int, texts: Sequence[str], raw: str) -> Row:
        values = mappings.apply(self._mapping, self._places, self._fields, texts)
        for name, value in values.items():
            if "\0" in value:
                return Row(number, values, raw, "nul_byte", name, value.replace("\0", "␀"))
            if value.startswith("="):
                return Row(number, values, raw, "formula", name, value)
        return Row(number, values, raw)
