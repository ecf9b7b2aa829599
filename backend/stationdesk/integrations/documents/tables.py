"""Tables as files for Excel: CSV that it knows for UTF-8, XLSX with a sheet each. Pure."""

import csv
import io
from collections.abc import Sequence
from typing import Any, Final, Literal

import xlsxwriter

Format = Literal["xlsx", "csv"]
MEDIA_TYPES: Final = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
_DANGEROUS: Final = ("=", "+", "-", "@", "\t", "\r")


def as_csv(rows: Sequence[tuple[Any, ...]]) -> bytes:
    """With the mark by which Excel knows UTF-8."""
    written = io.StringIO()
    csv.writer(written).writerows([_safe(cell) for cell in row] for row in rows)
    return written.getvalue().encode("utf-8-sig")


def as_xlsx(sheets: dict[str, list[tuple[Any, ...]]]) -> bytes:
    """One sheet a table, the header frozen."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True, "strings_to_formulas": False}) as book:
        bold = book.add_format({"bold": True})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 1)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row, bold if at == 0 else None)
            sheet.set_column(0, 2, 16)
    return written.getvalue()


def _safe(cell: Any) -> Any:
    """A name that a spreadsheet would take for a formula is shown as text."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_DANGEROUS) else cell
