"""Rows of an XLSX file's first sheet: by calamine, which is fast but shows no formulas; where the
sheet has any, by openpyxl, which shows them."""

import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from openpyxl import load_workbook
from python_calamine import CalamineError, CalamineWorkbook

from stationdesk.imports.errors import FileTooLarge, FileUnreadable

Cells: TypeAlias = Sequence[Any]

# Unpacked; a spreadsheet holds 1,048,576 rows at most. A small zip that unpacks beyond is a bomb.
SHEET_MAX_BYTES = 2 * 1024**3
FILE_MAX_BYTES = 200 * 1024**2
PIECE_BYTES = 1 << 20


def is_spreadsheet(path: Path) -> bool:
    """True of a ZIP container, which every XLSX is and no CSV."""
    with path.open("rb") as file:
        return file.read(4) == b"PK\x03\x04"


def sheet_rows(path: Path) -> Iterator[tuple[int, Cells]]:
    """(row number, cells) of the first sheet. Raises FileUnreadable, FileTooLarge."""
    if path.stat().st_size > FILE_MAX_BYTES:
        raise FileTooLarge(
            f"{path.name}: a spreadsheet may have {FILE_MAX_BYTES // 1024**2} MiB at most; "
            "save it as CSV, or split it.",
            zh=f"{path.name} 超过 {FILE_MAX_BYTES // 1024**2} MB，请另存为 CSV，或拆开导入。",
        )
    try:
        has_formulas = _has_formulas(path)
    except (zipfile.BadZipFile, OSError, KeyError) as error:
        raise FileUnreadable(
            f"{path.name} is not a whole XLSX file ({error}); save it again, or as CSV.",
            zh=f"{path.name} 不是完整的 XLSX 文件，请重新保存，或另存为 CSV。",
        ) from error
    return _by_openpyxl(path) if has_formulas else _by_calamine(path)


def _has_formulas(path: Path) -> bool:
    with zipfile.ZipFile(path) as archive:
        sheets = sorted(n for n in archive.namelist() if n.startswith("xl/worksheets/sheet"))
        if not sheets:
            raise FileUnreadable(
                f"{path.name} holds no worksheet; save it as XLSX or CSV.",
                zh=f"{path.name} 里没有工作表，请另存为 XLSX 或 CSV。",
            )
        if sum(archive.getinfo(name).file_size for name in archive.namelist()) > SHEET_MAX_BYTES:
            raise FileTooLarge(
                f"{path.name} unpacks to more than 2 GiB; save it as CSV.",
                zh=f"{path.name} 解压后超过 2 GB，请另存为 CSV。",
            )
        for name in sheets:
            with archive.open(name) as sheet:
                tail = b""
                while piece := sheet.read(PIECE_BYTES):
                    text = tail + piece
                    if b"<f>" in text or b"<f " in text or b"<f/" in text:
                        return True
                    tail = text[-3:]
    return False


def _by_calamine(path: Path) -> Iterator[tuple[int, Cells]]:
    try:
        sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)
    except CalamineError as error:
        raise FileUnreadable(
            f"{path.name} cannot be read: {error}; save it again.",
            zh=f"{path.name} 读不了，请重新保存后再导入。",
        ) from error
    # calamine leaves out blank rows above the first cell that holds something.
    skipped = sheet.start[0] if sheet.start else 0
    yield from enumerate(sheet.iter_rows(), start=skipped + 1)


def _by_openpyxl(path: Path) -> Iterator[tuple[int, Cells]]:
    workbook = load_workbook(path, read_only=True, data_only=False)
    try:
        sheet = workbook.worksheets[0]
        for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
            row = list(cells)
            while row and row[-1] is None:
                row.pop()
            yield number, row
    finally:
        workbook.close()
