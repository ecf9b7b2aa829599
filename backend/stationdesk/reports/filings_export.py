"""The tables of the report on filings as files for Excel. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any, Literal

import xlsxwriter

from stationdesk.foundation.money import format_yuan
from stationdesk.reports.filings_schemas import FilingsOut, Quality

Format = Literal["xlsx", "csv"]
MEDIA_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
_FIGURES = (
    "上报", "胜", "负", "私了/撤回", "未决", "胜率%", "判赔(元)", "主张(元)", "未先联系",
    "假日上报", "发往对方", "复制粘贴", "提醒后仍发",
)  # fmt: skip
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def tables(report: FilingsOut) -> dict[str, list[tuple[Any, ...]]]:
    """Each table with its header; names first, figures after."""
    return {
        "坐席": [
            ("坐席", *_FIGURES),
            *((each.name, *_figures(each.quality)) for each in report.agents),
        ],
        "网点往来": [
            ("网点", "网点名称", "对方网点", *_FIGURES),
            *(
                (each.station, each.station_name, each.counterparty, *_figures(each.quality))
                for each in report.relations
            ),
        ],
    }


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


def _figures(quality: Quality) -> tuple[Any, ...]:
    return (
        quality.filed, quality.won, quality.lost, quality.settled, quality.pending,
        "" if quality.won_percent is None else quality.won_percent,
        format_yuan(quality.awarded_fen), format_yuan(quality.claimed_fen),
        quality.without_contact, quality.on_holidays, quality.messages, quality.copied,
        quality.warned,
    )  # fmt: skip


def _safe(cell: Any) -> Any:
    """A name that a spreadsheet would take for a formula is shown as text."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_DANGEROUS) else cell
