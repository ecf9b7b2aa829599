"""A file into the staging table: as it is where the database can read it, row by row otherwise."""

import codecs
import csv
import io
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from pathlib import Path

import asyncpg
import msgspec

from stationdesk.imports.encodings import PIECE_BYTES, facts_of
from stationdesk.imports.reader import Row, open_table
from stationdesk.parcels.repository import staging
from stationdesk.parcels.repository.staging import COLUMNS, Connection

ROWS_A_PIECE = 2000
PROGRESS_EVERY_ROWS = 50_000
Progress = Callable[[int], Awaitable[None]]


class Staged(msgspec.Struct, frozen=True):
    """How many rows lie in the staging table, and the header they came under.

    `is_plain`: the database read the file by itself, and refused no row.
    """

    rows: int
    header: tuple[str, ...]
    is_plain: bool = False


async def stage_table(connection: Connection, path: Path, progress: Progress) -> Staged:
    """Stage a CSV or XLSX file. Raises what `open_table` raises."""
    with open_table(path, wanted=COLUMNS) as table:
        header = tuple(table.header)
        kind = table.format
    if kind == "csv":
        rows = await _copy_whole(connection, path, header)
        if rows is not None:
            await progress(rows)
            return Staged(rows, header, is_plain=True)
    with open_table(path, wanted=COLUMNS) as table:
        rows = await staging.copy_rows(connection, _encoded(table.rows(), progress))
    return Staged(rows, header)


async def stage_rows(
    connection: Connection, rows: Iterable[Row], header: Sequence[str], progress: Progress
) -> Staged:
    """Stage rows that came by another way than a table."""
    copied = await staging.copy_rows(connection, _encoded(rows, progress))
    return Staged(copied, tuple(header))


async def _copy_whole(connection: Connection, path: Path, header: Sequence[str]) -> int | None:
    """COPY the file unparsed. None, with nothing staged, where it has to be read row by row.

    A stray double quote can make COPY swallow the lines up to the next one without complaint:
    then there are fewer rows than lines, and Python's reader, more forgiving, has to look.
    """
    facts = facts_of(path)
    names = [name.strip().lstrip("\ufeff").lower() for name in header]
    columns = [name if name in COLUMNS else f"stranger_{place}" for place, name in enumerate(names)]
    if facts.has_nul:
        return None
    lines = _Lines()
    nested = connection.transaction()
    await nested.start()
    try:
        pieces = lines.counted(_pieces(path, facts.encoding))
        rows = await staging.copy_plain(connection, pieces, columns)
        whole = rows == lines.count - 1
    except (asyncpg.DataError, asyncpg.PostgresSyntaxError):
        whole, rows = False, 0
    if not whole:
        await nested.rollback()
        return None
    await nested.commit()
    return rows


class _Lines:
    """Counts the lines of what passes through, and holds back blank lines at the end."""

    def __init__(self) -> None:
        self.count = 1

    async def counted(self, pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        held = b""
        async for piece in pieces:
            whole = held + piece
            kept = whole.rstrip(b"\r\n")
            held = whole[len(kept) :]
            self.count += kept.count(b"\n")
            yield kept


async def _pieces(path: Path, encoding: str) -> AsyncIterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        while piece := file.read(PIECE_BYTES):
            yield piece if encoding == "utf-8" else decoder.decode(piece).encode()


async def _encoded(rows: Iterable[Row], progress: Progress) -> AsyncIterator[bytes]:
    """Rows as the CSV that the staging table takes, in bounded pieces."""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    read = 0
    for read, row in enumerate(rows, start=1):
        values = [row.values.get(name, "").replace("\0", "") for name in COLUMNS]
        refusal = (row.refused, row.column, row.value, row.raw) if row.refused else ("",) * 4
        writer.writerow([row.number, *values, *refusal])
        if read % ROWS_A_PIECE == 0:
            yield target.getvalue().encode()
            target.seek(0)
            target.truncate()
        if read % PROGRESS_EVERY_ROWS == 0:
            await progress(read)
    yield target.getvalue().encode()
