"""A list of cases as a spreadsheet: one row a case, never cut off, never a formula."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from tempfile import mkstemp
from typing import Any, Final

import xlsxwriter

from stationdesk.cases.core.listing import PageRequest, case_page
from stationdesk.cases.kinds import all_kinds
from stationdesk.cases.repository import pages
from stationdesk.cases.schemas import CasePage, CaseRow
from stationdesk.foundation.database import Database
from stationdesk.foundation.zones import HOME
from stationdesk.stations.carriers import CARRIERS
from stationdesk.tenancy.actor import Actor

SHEET_ROWS_MAX: Final = 1_000_000
"""A sheet of the format holds 1,048,576; what is more goes on in the next sheet."""
CHUNK_BYTES: Final = 256 * 1024
HEADER: Final = (
    "工作项", "类型", "方向", "快递公司", "网点编号", "网点", "运单号", "摘要", "状态", "在等谁",
    "负责人", "时限", "风险金额(元)", "开始", "结束", "稍后到",
)  # fmt: skip
WIDTHS: Final = (14, 10, 6, 10, 10, 16, 18, 36, 14, 14, 10, 17, 12, 17, 17, 17)
_HOLDERS: Final = {
    "queue": "未认领", "agent": "坐席", "supervisor": "组长", "station": "网点",
    "courier": "业务员", "customer": "客户", "counterparty": "对方网点", "carrier": "总部",
    "intake": "接收", "closed": "已结束",
}  # fmt: skip


async def export_cases(
    database: Database, actor: Actor, wanted: PageRequest, now: datetime
) -> Path:
    """Write every case of the list into a temporary file, which the caller removes.

    Read page by page, written row by row: memory stays the same however long the list is.
    """
    book = _Book()
    cursor: str | None = None
    try:
        while True:
            request = replace(wanted, cursor=cursor, limit=pages.PAGE_MAX)
            page: CasePage = await case_page(database, actor, request, now)
            await asyncio.to_thread(book.write, page.items)
            cursor = page.next_cursor
            if cursor is None:
                break
        await asyncio.to_thread(book.close)
    except BaseException:
        book.abandon()
        raise
    return book.path


async def read_and_remove(path: Path) -> AsyncIterator[bytes]:
    """The file in chunks; gone when it was read, or when the reader went away."""
    try:
        with path.open("rb") as file:
            while chunk := await asyncio.to_thread(file.read, CHUNK_BYTES):
                yield chunk
    finally:
        await asyncio.to_thread(path.unlink, missing_ok=True)


class _Book:
    """A workbook that keeps one row in memory."""

    def __init__(self) -> None:
        handle, name = mkstemp(prefix="stationdesk-", suffix=".xlsx")
        os.close(handle)
        self.path = Path(name)
        self._book = xlsxwriter.Workbook(
            name,
            {
                "constant_memory": True,
                # Names and notes are what people typed: text, whatever they begin with.
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
            },
        )
        self._bold = self._book.add_format({"bold": True})
        self._money = self._book.add_format({"num_format": "0.00"})
        self._states = {
            (kind.code, state): label.zh
            for kind in all_kinds()
            for state, label in kind.messages.states.items()
        }
        self._kinds = {kind.code: kind.messages.name.zh for kind in all_kinds()}
        self._sheet: Any = None
        self._row = 0
        self._begin_sheet()

    def write(self, rows: Sequence[CaseRow]) -> None:
        """Add lines behind those that are there."""
        for row in rows:
            if self._row > SHEET_ROWS_MAX:
                self._begin_sheet()
            for column, value in enumerate(self._values(row)):
                if isinstance(value, float):
                    self._sheet.write_number(self._row, column, value, self._money)
                else:
                    self._sheet.write_string(self._row, column, value)
            self._row += 1

    def close(self) -> None:
        """Finish the file."""
        self._book.close()

    def abandon(self) -> None:
        """Leave nothing behind."""
        self.path.unlink(missing_ok=True)

    def _begin_sheet(self) -> None:
        self._sheet = self._book.add_worksheet()
        for column, (name, width) in enumerate(zip(HEADER, WIDTHS, strict=True)):
            self._sheet.set_column(column, column, width)
            self._sheet.write_string(0, column, name, self._bold)
        self._sheet.freeze_panes(1, 0)
        self._row = 1

    def _values(self, row: CaseRow) -> tuple[str | float, ...]:
        holder = _HOLDERS.get(row.holder.kind, row.holder.kind)
        return (
            row.number,
            self._kinds.get(row.kind, row.kind),
            "进港" if row.direction == "inbound" else "出港",
            CARRIERS.get(row.station.carrier, row.station.carrier),
            row.station.code,
            row.station.name,
            row.waybill or "",
            row.summary,
            self._states.get((row.kind, row.state), row.state),
            f"{holder} {row.holder.name}".strip(),
            row.agent.name if row.agent else "",
            _local(row.due_at),
            row.risk_fen / 100,
            _local(row.opened_at),
            _local(row.closed_at),
            _local(row.snoozed_until),
        )


def _local(at: datetime | None) -> str:
    return f"{at.astimezone(HOME):%Y-%m-%d %H:%M}" if at else ""
