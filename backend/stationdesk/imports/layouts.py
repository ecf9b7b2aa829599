"""How the heading of an exported table lies: one row or two, repeated names, a title above. Pure.

Carriers export groups of columns under a first row ("扣款" over "金额", "原因") and the same name
several times. Each column gets one name that is its own: `group/name`, and `#2`, `#3` where that
repeats. A table with these very names as its one heading row has the same layout, so the file of
refused rows can be mended and sent again.
"""

import hashlib
import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final

import msgspec

from stationdesk.imports.fields import Field

HEADING_ROWS_MAX: Final = 2
SEARCHED_ROWS: Final = 15
SAMPLES: Final = 4
_NUMBER = re.compile(r"[¥￥]?[+\-−]?[\d,]*\.?\d+%?")


class Layout(msgspec.Struct, frozen=True):
    """`header_row` counts as spreadsheets do; `header_rows` is 1 or 2."""

    header_row: int
    header_rows: int
    columns: tuple[str, ...]

    @property
    def first_data_row(self) -> int:
        """The row after the heading."""
        return self.header_row + self.header_rows

    @property
    def fingerprint(self) -> str:
        """What tells one layout from another: the names of its columns, in their order."""
        return hashlib.sha256("\x1f".join(_key(name) for name in self.columns).encode()).hexdigest()


def layout_at(rows: Sequence[Sequence[Any]], header_row: int, header_rows: int) -> Layout:
    """The layout of a table whose heading is there. `rows[0]` is row 1.

    Raises ValueError where there is no such heading.
    """
    if not 1 <= header_rows <= HEADING_ROWS_MAX:
        raise ValueError(f"a heading has 1 or {HEADING_ROWS_MAX} rows, not {header_rows}")
    if not 1 <= header_row <= len(rows) - header_rows + 1:
        raise ValueError(f"the table has no heading in row {header_row}")
    heading = [
        [_text(cell) for cell in row] for row in rows[header_row - 1 : header_row - 1 + header_rows]
    ]
    columns = column_names(heading)
    if not any(columns):
        raise ValueError(f"row {header_row} is blank")
    return Layout(header_row, header_rows, columns)


def column_names(heading: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """One name a column, each its own; blank only where the heading is blank."""
    width = max((len(row) for row in heading), default=0)
    padded = [[*row, *[""] * (width - len(row))] for row in heading]
    while width and not any(row[width - 1] for row in padded):
        width -= 1
    if len(padded) == 2:
        names = _joined(_filled(padded[0], padded[1]), padded[1])
    else:
        names = padded[0] if padded else []
    taken: set[str] = set()
    return tuple(_own(name, taken) for name in names[:width])


def _own(name: str, taken: set[str]) -> str:
    """The name, numbered where another column bears it already."""
    own, count = name, 1
    while own and _key(own) in taken:
        count += 1
        own = f"{name}#{count}"
    taken.add(_key(own))
    return own


def _filled(groups: Sequence[str], names: Sequence[str]) -> list[str]:
    """A merged cell writes its text once: it stands over the columns that follow it as well."""
    filled, current = [], ""
    for group, name in zip(groups, names, strict=True):
        if group:
            current = group
        elif not name:
            current = ""
        filled.append(current)
    return filled


def _joined(groups: Sequence[str], names: Sequence[str]) -> list[str]:
    joined = []
    for group, name in zip(groups, names, strict=True):
        is_same = not group or not name or _key(group) == _key(name)
        joined.append((name or group) if is_same else f"{group}/{name}")
    return joined


def detect(rows: Sequence[Sequence[Any]], fields: Sequence[Field]) -> Layout | None:
    """The heading that names most of the fields, among the first rows; None if nothing looks like
    one. A second row joins it where it names columns that the first leaves blank or groups."""
    best: tuple[int, Layout] | None = None
    for at, row in enumerate(rows[:SEARCHED_ROWS], start=1):
        if not _is_heading(row):
            continue
        for header_rows in (1, 2):
            if header_rows == 2 and not _joins(rows, at):
                continue
            layout = layout_at(rows, at, header_rows)
            score = 2 * len(suggest(layout, fields)) + (header_rows == 2)
            if best is None or score > best[0]:
                best = score, layout
    return best[1] if best else None


def _is_heading(row: Sequence[Any]) -> bool:
    texts = [_text(cell) for cell in row]
    words = [text for text in texts if text and not _NUMBER.fullmatch(text)]
    is_data = any(isinstance(cell, date | datetime | int | float) for cell in row)
    return len(words) >= 2 and not is_data and len(words) == len([text for text in texts if text])


def _joins(rows: Sequence[Sequence[Any]], at: int) -> bool:
    """Whether the row after `at` is a second row of the heading: words, under blanks or groups."""
    if at >= len(rows) or not _is_heading(rows[at]):
        return False
    upper = [_text(cell) for cell in rows[at - 1]]
    lower = [_text(cell) for cell in rows[at]]
    upper += [""] * (len(lower) - len(upper))
    return any(below and not above for above, below in zip(upper, lower, strict=False))


def suggest(layout: Layout, fields: Sequence[Field]) -> dict[str, str]:
    """Which column seems to be which field, by its name; the first that fits, each once."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for is_exact in (True, False):
        for field in fields:
            if field.code in found:
                continue
            words = [_key(word) for word in (field.code, field.zh, field.en, *field.synonyms)]
            for column in layout.columns:
                key = _key(column)
                last = key.rsplit("/", 1)[-1]
                fits = key in words or last in words if is_exact else _begins(last, words)
                if column and column not in taken and fits:
                    found[field.code] = column
                    taken.add(column)
                    break
    return found


def _begins(name: str, words: Sequence[str]) -> bool:
    """金额(元) is 金额; a single letter or sign proves nothing."""
    return any(len(word) >= 2 and re.match(re.escape(word) + r"[(（\[【]", name) for word in words)


def samples(rows: Sequence[Sequence[Any]], layout: Layout, column: int) -> list[str]:
    """The first different cells of a column, for whoever points at it."""
    found: list[str] = []
    for row in rows[layout.first_data_row - 1 :]:
        text = _text(row[column]) if column < len(row) else ""
        if text and text not in found:
            found.append(text[:80])
        if len(found) == SAMPLES:
            break
    return found


def _key(name: str) -> str:
    return re.sub(r"\s+", "", name).casefold()


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return " ".join(str(cell).lstrip("\ufeff").split())
