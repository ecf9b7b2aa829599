"""Bills as carriers export them: two heading rows, over 130 columns, repeated names, totals."""

import csv
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from stationdesk.foundation.database import Database
from stationdesk.imports import layouts
from stationdesk.imports.mapped import read_head
from stationdesk.imports.mappings import ColumnMapping, ColumnUse, MappingWrong
from stationdesk.imports.models import ImportBatch
from stationdesk.penalties.bills.importing import import_bill
from stationdesk.penalties.bills.lists import FIELDS
from stationdesk.penalties.errors import BillDoesNotAddUp
from stationdesk.tenancy.session import raw_connection, tenant_session
from tests.factories.firms import Firm

NOW = datetime(2026, 11, 21, tzinfo=UTC)
FILLERS = 120
GROUPS = ["网点信息", "", "运单", "考核", "", "", "返还", "", *["其他"] * FILLERS, "合计列"]
NAMES = [
    "网点编码", "网点名称", "运单号", "项目", "金额", "备注", "金额", "备注",
    *["参数"] * FILLERS, "金额",
]  # fmt: skip
COLUMNS = {
    "station": ColumnUse(column="网点信息/网点名称"),
    "waybill": ColumnUse(column="运单/运单号"),
    "item": ColumnUse(column="考核/项目"),
    "amount": ColumnUse(column="考核/金额", minus="返还/金额"),
    "note": ColumnUse(column="考核/备注"),
    "occurred_at": ColumnUse(column="其他/参数#3"),
}
MAPPING = ColumnMapping(COLUMNS, header_row=2, header_rows=2)


def _line(station: str, waybill: str, item: str, charged: Any, back: Any, at: Any) -> list[Any]:
    fillers = ["", "", at, *[""] * (FILLERS - 3)]
    return ["", station, waybill, item, charged, "超时", back, "", *fillers, charged or back]


LINES = [
    _line("杭州滨江西兴", "78904417620835", "100201 工单自动考核", "50.00", "", "2026-11-19 10:00"),
    _line("S1", "78904417620836", "264-18 客服服务质量考核费", "30.00", "", "2026/11/19"),
    _line("S1", "78904417620836", "264-18 客服服务质量考核费", "30.00", "", "2026/11/19"),
    _line("S1", "78904417620837", "100402 破损仲裁返款", "", "12.50", "46345.5"),
    _line("萧山", "78904417620838", "100401 破损仲裁赔款", "5.00", "", "2026-11-19"),
]
TOTAL = ["合计", "", "", "", "115.00", "", "12.50", *[""] * (FILLERS + 2)]


def _rows(lines: Sequence[Sequence[Any]] = LINES) -> list[list[Any]]:
    return [["中通快递 2026-11 结算单"], GROUPS, NAMES, *(list(line) for line in lines), TOTAL]


def _csv(path: Path, rows: Sequence[Sequence[Any]]) -> Path:
    with path.open("w", newline="", encoding="gb18030") as file:
        csv.writer(file).writerows(rows)
    return path


def _xlsx(path: Path, rows: Sequence[Sequence[Any]]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    book.save(path)
    return path


async def _take(database: Database, firm: Firm, path: Path, **options: Any) -> ImportBatch:
    return await import_bill(
        database, firm.actor, path, file_name=path.name, now=NOW, mapping=MAPPING, **options
    )


async def _fines(database: Database, firm: Firm) -> list[tuple[Any, ...]]:
    async with tenant_session(database, firm.actor) as session:
        rows = await (await raw_connection(session)).fetch(
            "SELECT bill_no, waybill, code, name, amount_fen, occurred_at FROM fines "
            "WHERE firm_id = $1 ORDER BY row_number",
            firm.id,
        )  # fmt: skip
    return [tuple(row) for row in rows]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
async def test_a_carriers_own_table_becomes_fines(
    database: Database, firm: Firm, tmp_path: Path, form: str
) -> None:
    path = tmp_path / f"bill.{form}"
    batch = await _take(database, firm, (_xlsx if form == "xlsx" else _csv)(path, _rows()))
    assert (batch.rows, batch.accepted, batch.duplicates, batch.rejected) == (5, 4, 0, 1)
    assert batch.figures["total_fen"] == 10250
    assert batch.figures["rejected_fen"] == 500
    found = await _fines(database, firm)
    assert [each[:5] for each in found] == [
        ("2026-11", "78904417620835", "100201", "工单自动考核", 5000),
        ("2026-11", "78904417620836", "264-18", "客服服务质量考核费", 3000),
        ("2026-11", "78904417620836", "264-18", "客服服务质量考核费", 3000),
        ("2026-11", "78904417620837", "100402", "破损仲裁返款", -1250),
    ]
    assert [each[5].isoformat() for each in found] == [
        "2026-11-19T02:00:00+00:00", "2026-11-18T16:00:00+00:00", "2026-11-18T16:00:00+00:00",
        "2026-11-19T04:00:00+00:00",
    ]  # fmt: skip


async def test_the_same_lines_in_another_export_are_known(
    database: Database, firm: Firm, tmp_path: Path
) -> None:
    """Rows stand elsewhere, one more has come: two equal lines stay two, and only the new one is
    taken in."""
    await _take(database, firm, _csv(tmp_path / "a.csv", _rows()))
    more = _line("S1", "78904417620839", "100201 工单自动考核", "1.00", "", "2026-11-20")
    rows = _rows([more, *reversed(LINES)])
    rows[-1] = ["合计", "", "", "", "116.00", "", "12.50", *[""] * (FILLERS + 2)]
    batch = await _take(database, firm, _csv(tmp_path / "b.csv", rows))
    assert (batch.accepted, batch.duplicates, batch.rejected) == (1, 4, 1)


async def test_a_bill_that_says_another_total_is_refused_whole(
    database: Database, firm: Firm, tmp_path: Path
) -> None:
    path = _csv(tmp_path / "bill.csv", _rows(LINES[1:]))
    with pytest.raises(BillDoesNotAddUp) as refused:
        await _take(database, firm, path)
    assert refused.value.members["difference_fen"] == -5000
    assert await _fines(database, firm) == []


async def test_what_the_layout_lacks_is_named(
    database: Database, firm: Firm, tmp_path: Path
) -> None:
    path = _csv(tmp_path / "bill.csv", [["网点", "运单号"], ["S1", "1"]])
    with pytest.raises(MappingWrong, match=r"no heading|no column"):
        await _take(database, firm, path)


def test_the_heading_is_found_and_most_of_it_guessed(tmp_path: Path) -> None:
    head = read_head(_csv(tmp_path / "bill.csv", _rows()))
    layout = layouts.detect(head.rows, FIELDS)
    assert layout is not None
    assert (layout.header_row, layout.header_rows) == (2, 2)
    guessed = layouts.suggest(layout, FIELDS)
    assert guessed["station"] == "网点信息/网点编码"
    assert guessed["item"] == "考核/项目"
    assert guessed["amount"] == "考核/金额"
