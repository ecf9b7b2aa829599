"""Small tables whose first row names the columns: read and taken within the request.

Good rows are taken, the others named. The header may be Chinese or English.
"""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from pathlib import Path

import msgspec
from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.foundation.errors import StationdeskError
from stationdesk.imports.errors import FileEmpty, FileTooLarge, HeaderWrong
from stationdesk.imports.reader import cell_text, open_cells

ROWS_MAX = 2_000

Taker = Callable[[dict[str, str]], Awaitable[None]]


class RefusedRow(msgspec.Struct, frozen=True):
    """A row that was not taken; `row` counts as the spreadsheet does, the header being 1."""

    row: int
    field: str
    reason: str


class TableReport(msgspec.Struct, frozen=True):
    """What became of a file. rows = accepted + refused; refused ones are all listed."""

    rows: int
    accepted: int
    refused: list[RefusedRow]


async def take_rows(
    session: AsyncSession,
    path: Path,
    columns: Mapping[str, tuple[str, ...]],
    needed: tuple[str, ...],
    take: Taker,
) -> TableReport:
    """Take each row of a file in, the others named with their reasons.

    `columns`: by field, the words that its heading may have; those `needed` must be there. A row
    that `take` refuses leaves nothing behind.
    """
    accepted = 0
    refused: list[RefusedRow] = []
    for number, row in _rows(path, columns, needed):
        try:
            async with session.begin_nested():
                await take(row)
            accepted += 1
        except StationdeskError as error:
            refused.append(RefusedRow(number, str(error.members.get("field", "")), error.both))
    return TableReport(accepted + len(refused), accepted, refused)


def _rows(
    path: Path, columns: Mapping[str, tuple[str, ...]], needed: tuple[str, ...]
) -> Iterator[tuple[int, dict[str, str]]]:
    with open_cells(path) as (_, cells):
        first = next(cells, None)
        if first is None:
            raise FileEmpty("The file is empty; its first row names the columns.")
        header = [cell_text(cell).strip().lstrip("\ufeff").lower() for cell in first[1]]
        places = {
            name: header.index(word.lower())
            for name, words in columns.items()
            for word in reversed(words)
            if word.lower() in header
        }
        missing = [columns[name][1] for name in needed if name not in places]
        if missing:
            raise HeaderWrong(
                f"Row 1 has no column {'、'.join(missing)}; it may have: "
                f"{'、'.join(words[1] for words in columns.values())}.",
                row=1, column=missing[0],
                zh=f"表头缺少“{'、'.join(missing)}”；可以有的列："
                f"{'、'.join(words[1] for words in columns.values())}。",
            )  # fmt: skip
        seen = 0
        for number, row in cells:
            texts = [cell_text(cell).strip() for cell in row]
            if not any(texts):
                continue
            seen += 1
            if seen > ROWS_MAX:
                raise FileTooLarge(
                    f"At most {ROWS_MAX} rows at once; split the file.",
                    zh=f"一次最多 {ROWS_MAX} 行，请拆开导入。",
                )
            yield (
                number,
                {name: texts[at] if at < len(texts) else "" for name, at in places.items()},
            )
