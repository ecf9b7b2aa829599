"""Statements as PDF: made once after issuing, kept in the file store with their SHA-256.

What was downloaded, sent or printed must be what can be downloaded again years later, when typst
or the fonts are others; so the first copy is kept, and whoever comes before the job makes it.
"""

import asyncio
import hashlib
import multiprocessing
import signal
import tempfile
import zipfile
from collections.abc import AsyncIterator, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from stationdesk.closing.months import write_month
from stationdesk.closing.statements import papers
from stationdesk.closing.statements.contents import read
from stationdesk.closing.statements.errors import PapersNotReady
from stationdesk.closing.statements.papers import Seal
from stationdesk.closing.statements.repository import reading
from stationdesk.closing.statements.repository.reading import PaperRow
from stationdesk.foundation.database import Database
from stationdesk.foundation.ids import new_id
from stationdesk.foundation.processes import die_with_parent
from stationdesk.integrations.storage.port import Storage
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import hot_transaction

AT_ONCE: Final = 2
"""Papers set at the same time, in processes: typst holds Python's lock."""
TURN: Final = 20
STATEMENTS_MAX: Final = 100_000
CHUNK_BYTES: Final = 256 * 1024
LOCALES: Final = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Paper:
    """A PDF in the store."""

    number: str
    storage_key: str
    sha256: str
    size_bytes: int


async def make_month(
    database: Database,
    storage: Storage,
    actor: Actor,
    period: date,
    now: datetime,
) -> None:
    """Make what is still missing of a month, in Chinese; may be broken off and run again."""
    async with hot_transaction(database, actor) as connection:
        missing = await reading.without_paper(
            connection, actor.firm_id, period, LOCALES[0], STATEMENTS_MAX
        )
    await make_papers(database, storage, actor, missing, LOCALES[0], now)


async def make_papers(
    database: Database,
    storage: Storage,
    actor: Actor,
    statement_ids: Sequence[UUID],
    locale: str,
    now: datetime,
) -> None:
    """Set and keep the papers of these statements. Raises FontsMissing."""
    turns = asyncio.Semaphore(AT_ONCE)
    with _setters(len(statement_ids)) as setters:

        async def one(row: dict[str, Any]) -> None:
            async with turns:
                await _make(database, storage, actor, row, locale, setters, now)

        for start in range(0, len(statement_ids), TURN):
            async with hot_transaction(database, actor) as connection:
                rows = await reading.sealed_contents(
                    connection, actor.firm_id, statement_ids[start : start + TURN]
                )
            async with asyncio.TaskGroup() as group:
                for row in rows:
                    group.create_task(one(row))


@contextmanager
def _setters(papers: int) -> Iterator[Executor | None]:
    """Processes that set a month's papers; for a few (None) a thread of this one will do."""
    if papers <= TURN:
        yield None
        return
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(
        AT_ONCE, mp_context=spawn, initializer=die_with_parent, initargs=(signal.SIGTERM,)
    ) as pool:
        yield pool


async def paper(
    database: Database,
    storage: Storage,
    actor: Actor,
    statement_id: UUID,
    number: str,
    locale: str,
    now: datetime,
) -> Paper:
    """The PDF of a statement that the actor may see, made now where no job has yet."""
    found = await _kept(database, actor, statement_id, locale)
    if found is None:
        await make_papers(database, storage, actor, [statement_id], locale, now)
        found = await _kept(database, actor, statement_id, locale)
    assert found is not None
    return Paper(number, found.storage_key, found.sha256.hex(), found.size_bytes)


async def sheet(database: Database, actor: Actor, statement_id: UUID, locale: str) -> bytes:
    """The same statement as XLSX, from its sealed content each time."""
    async with hot_transaction(database, actor) as connection:
        [row] = await reading.sealed_contents(connection, actor.firm_id, [statement_id])
    return await asyncio.to_thread(papers.xlsx, read(row["content"]), _seal(row), locale)


async def archive(
    database: Database, storage: Storage, actor: Actor, period: date
) -> tuple[int, AsyncIterator[bytes]]:
    """Every PDF of a month with a list of their hashes, as one ZIP: (bytes, chunks).

    Raises PapersNotReady while some are still being made.
    """
    async with hot_transaction(database, actor) as connection:
        kept = await reading.papers_of(connection, actor.firm_id, period, LOCALES[0])
        missing = await reading.without_paper(
            connection, actor.firm_id, period, LOCALES[0], STATEMENTS_MAX
        )
    if missing or not kept:
        wanted = len(kept) + len(missing)
        raise PapersNotReady(
            f"{len(kept)} of {wanted} papers of {write_month(period)} are made; try again in a "
            "minute.",
            made=len(kept),
            wanted=wanted,
        )
    file = tempfile.TemporaryFile(prefix="stationdesk-statements-")  # noqa: SIM115 -- streamed
    try:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as packed:
            for each in kept:
                with packed.open(f"{each['number']}.pdf", "w") as entry:
                    async for chunk in storage.get(each["storage_key"]):
                        entry.write(chunk)
            packed.writestr("manifest.csv", _manifest(kept))
        size = file.tell()
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return size, _chunks(file)


async def _chunks(file: Any) -> AsyncIterator[bytes]:
    with file:
        while chunk := await asyncio.to_thread(file.read, CHUNK_BYTES):
            yield chunk


def _manifest(kept: Sequence[dict[str, Any]]) -> bytes:
    lines = ["number,party,content_sha256,pdf_sha256"]
    lines += [
        f"{each['number']},{each['party']},{each['content_hash'].hex()},{each['sha256'].hex()}"
        for each in kept
    ]
    return ("\r\n".join(lines) + "\r\n").encode("utf-8-sig")


async def _make(
    database: Database,
    storage: Storage,
    actor: Actor,
    row: dict[str, Any],
    locale: str,
    setters: Executor | None,
    now: datetime,
) -> None:
    body = await asyncio.get_running_loop().run_in_executor(
        setters, _set, row, locale, database.settings.fonts_dir
    )
    key = f"statements/{actor.firm_id}/{new_id()}.pdf"
    await storage.put(key, _once(body))
    kept = PaperRow(key, hashlib.sha256(body).digest(), len(body))
    async with hot_transaction(database, actor) as connection:
        is_ours = await reading.add_paper(
            connection, actor.firm_id, row["id"], row["station_id"], locale, kept, now
        )
    if not is_ours:
        await storage.delete(key)


def _set(row: dict[str, Any], locale: str, fonts_dir: Path | None) -> bytes:
    return papers.pdf(read(row["content"]), _seal(row), locale, fonts_dir)


def _seal(row: dict[str, Any]) -> Seal:
    return Seal(row["content_hash"], row["root"], row["ledger_chain"])


async def _once(body: bytes) -> AsyncIterator[bytes]:
    yield body


async def _kept(
    database: Database, actor: Actor, statement_id: UUID, locale: str
) -> PaperRow | None:
    async with hot_transaction(database, actor) as connection:
        return await reading.paper_of(connection, actor.firm_id, statement_id, locale)
