"""A list whose columns somebody points at: stored as a draft, shown, tried, and then imported.

A draft can be left and found again; nothing is taken before it is started.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import msgspec
from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.foundation.database import Database
from stationdesk.foundation.ids import new_id
from stationdesk.foundation.jobs import defer
from stationdesk.foundation.money import yuan_or_none
from stationdesk.imports import batches, layouts, mappings, repository
from stationdesk.imports.errors import BatchUnknown, FileRefused, FileUnreadable
from stationdesk.imports.fields import Field
from stationdesk.imports.layouts import Layout
from stationdesk.imports.lists import ListKind, list_kind
from stationdesk.imports.mapped import Head, open_mapped, read_head
from stationdesk.imports.mappings import ColumnMapping, ColumnUse
from stationdesk.imports.models import ImportBatch, SavedMapping
from stationdesk.imports.reader import Row, cell_text
from stationdesk.imports.service import store_upload, stored_file
from stationdesk.integrations.storage.port import Storage
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.permissions import demand
from stationdesk.tenancy.session import tenant_session

SHOWN_ROWS: Final = 20
NAME_MAX: Final = 100


class NoDraft(FileRefused):
    """The import has been started already."""

    status = 409
    code = "not_a_draft"
    title = "The import is no draft any more"


class Column(msgspec.Struct, frozen=True):
    """A column of the file: its own name and its first different cells."""

    name: str
    samples: list[str]


class Draft(msgspec.Struct, frozen=True):
    """A stored list with its heading as found, and the mapping that is known or seems to fit."""

    batch: ImportBatch
    head: Head
    layout: Layout | None
    columns: list[Column]
    fields: Sequence[Field]
    mapping: ColumnMapping
    saved: SavedMapping | None


class Preview(msgspec.Struct, frozen=True):
    """What a mapping makes of the file: the first rows, and sums over all of them.

    `sums_fen`: of each amount, over the rows that can be read; `unreadable`: rows of each amount
    that cannot. `totals`: rows that only sum up others.
    """

    layout: Layout
    rows: int
    refused: int
    first: list[Row]
    totals: list[Row]
    sums_fen: dict[str, int]
    unreadable: dict[str, int]


async def accept_draft(
    database: Database,
    storage: Storage,
    actor: Actor,
    *,
    kind: str,
    options: Mapping[str, Any],
    file_name: str,
    chunks: AsyncIterator[bytes],
    limit_bytes: int,
    now: datetime,
) -> Draft:
    """Store a list as a draft. Raises ListKindUnknown, FileTooLarge, FileEmpty, FileRefused; then
    nothing is left behind."""
    known = list_kind(kind)
    demand(actor, known.permission)
    known.fields(options)
    upload = await store_upload(storage, actor, file_name, chunks, limit_bytes)
    batch = batches.new_batch(
        actor,
        kind=kind,
        file_name=file_name,
        format="auto",
        is_strict=False,
        now=now,
        status="draft",
        size_bytes=upload.size_bytes,
        sha256=upload.sha256,
        stored_as=upload.key,
        options=dict(options),
    )
    try:
        draft = await _read(database, storage, actor, batch, known)
        async with tenant_session(database, actor) as session:
            session.add(batch)
    except BaseException:
        await storage.delete(upload.key)
        raise
    return draft


async def read_draft(database: Database, storage: Storage, actor: Actor, batch_id: UUID) -> Draft:
    """A draft, found again. Raises BatchUnknown, NoDraft."""
    batch, known = await _draft(database, actor, batch_id)
    return await _read(database, storage, actor, batch, known)


async def preview(
    database: Database, storage: Storage, actor: Actor, batch_id: UUID, mapping: ColumnMapping
) -> Preview:
    """What the mapping makes of the file, all of it read. Raises MappingWrong, FileRefused."""
    batch, known = await _draft(database, actor, batch_id)
    fields = known.fields(batch.options)
    async with stored_file(storage, batch) as path:
        return await asyncio.to_thread(_preview, path, mapping, fields)


async def start(
    database: Database,
    storage: Storage,
    actor: Actor,
    batch_id: UUID,
    mapping: ColumnMapping,
    *,
    save_as: str | None,
    is_strict: bool,
    options: Mapping[str, Any],
    now: datetime,
) -> ImportBatch:
    """Import the draft by the mapping, and keep the mapping under a name if one is given.

    Raises MappingWrong, FileRefused, NoDraft.
    """
    batch, known = await _draft(database, actor, batch_id)
    fields = known.fields(batch.options)
    async with stored_file(storage, batch) as path:
        head = await asyncio.to_thread(read_head, path)
    try:
        layout = layouts.layout_at(head.rows, mapping.header_row, mapping.header_rows)
    except ValueError as error:
        raise mappings.MappingWrong(
            f"{batch.file_name}: {error}.",
            zh=f"{batch.file_name} 的表头找不到，请重新指定表头所在的行。",
        ) from error
    mappings.check(mapping, layout, fields)
    async with tenant_session(database, actor) as session:
        batch = await batches.the_batch(session, batch_id)
        if batch.status != "draft":
            raise NoDraft(
                f"{batch.file_name} is being imported already.",
                zh=f"{batch.file_name} 已开始导入，不能再改列对应。",
            )
        batch.status = "waiting"
        batch.is_strict = is_strict
        batch.format = head.format
        batch.options = {
            **batch.options, **options, "mapping": msgspec.to_builtins(mapping),
        }  # fmt: skip
        if save_as and save_as.strip():
            await _save(session, actor, batch, layout, mapping, save_as.strip()[:NAME_MAX], now)
        session.add(batch)
        await session.flush()
        await defer(session, known.job, firm_id=str(actor.firm_id), batch_id=str(batch.id))
        return batch


async def discard(database: Database, storage: Storage, actor: Actor, batch_id: UUID) -> None:
    """Throw a draft away with its file; the line that it had come stays. Raises NoDraft."""
    batch, _ = await _draft(database, actor, batch_id)
    async with tenant_session(database, actor) as session:
        stored = await batches.the_batch(session, batch_id)
        stored.status, stored.problem = "failed", "The draft was discarded."
        session.add(stored)
    if batch.stored_as:
        await storage.delete(batch.stored_as)


async def retire_mapping(session: AsyncSession, mapping_id: UUID, now: datetime) -> None:
    """A mapping is not recognised any more; imports made with it keep it. Raises BatchUnknown."""
    found = await repository.mapping_by_id(session, mapping_id)
    if found is None:
        raise BatchUnknown(f"There is no mapping {mapping_id} here.")
    found.retired_at = found.retired_at or now
    session.add(found)


def mapping_of(batch: ImportBatch) -> ColumnMapping:
    """The mapping that a batch was started with."""
    return msgspec.convert(batch.options["mapping"], ColumnMapping)


async def _draft(database: Database, actor: Actor, batch_id: UUID) -> tuple[ImportBatch, ListKind]:
    async with tenant_session(database, actor) as session:
        batch = await batches.the_batch(session, batch_id)
    if batch.status != "draft":
        raise NoDraft(
            f"{batch.file_name} is no draft; it is {batch.status}.",
            zh=f"{batch.file_name} 已经导入过，不能再改列对应；请重新上传。",
        )
    known = list_kind(batch.kind)
    demand(actor, known.permission)
    return batch, known


async def _read(
    database: Database, storage: Storage, actor: Actor, batch: ImportBatch, known: ListKind
) -> Draft:
    fields = known.fields(batch.options)
    async with stored_file(storage, batch) as path:
        head = await asyncio.to_thread(read_head, path)
    async with tenant_session(database, actor) as session:
        recognised = await _recognised(session, batch, head)
    if recognised is not None:
        layout, saved = recognised
        mapping = msgspec.convert(saved.mapping, ColumnMapping)
        mapping = msgspec.structs.replace(
            mapping, header_row=layout.header_row, header_rows=layout.header_rows
        )
        return Draft(batch, head, layout, _columns(head, layout), fields, mapping, saved)
    return _suggested(batch, head, fields)


def _suggested(batch: ImportBatch, head: Head, fields: Sequence[Field]) -> Draft:
    layout = layouts.detect(head.rows, fields)
    if layout is None:
        if any(_is_binary(cell) for row in head.rows for cell in row):
            raise FileUnreadable(
                f"{batch.file_name} is no table; export the list as XLSX or CSV and choose that.",
                zh=f"{batch.file_name} 不是表格，请导出 XLSX 或 CSV 再上传。",
            )
        return Draft(batch, head, None, [], fields, ColumnMapping({}), None)
    uses = {
        code: ColumnUse(column=column) for code, column in layouts.suggest(layout, fields).items()
    }
    mapping = ColumnMapping(uses, layout.header_row, layout.header_rows)
    return Draft(batch, head, layout, _columns(head, layout), fields, mapping, None)


async def _recognised(
    session: AsyncSession, batch: ImportBatch, head: Head
) -> tuple[Layout, SavedMapping] | None:
    """The saved mapping whose layout the file has, wherever its heading lies."""
    candidates: dict[str, Layout] = {}
    for at in range(1, min(len(head.rows), layouts.SEARCHED_ROWS) + 1):
        for header_rows in range(1, layouts.HEADING_ROWS_MAX + 1):
            try:
                layout = layouts.layout_at(head.rows, at, header_rows)
            except ValueError:
                continue
            candidates.setdefault(layout.fingerprint, layout)
    saved = await repository.mapping_of_layout(
        session,
        kind=saved_kind(batch),
        carrier=str(batch.options.get("carrier") or ""),
        fingerprints=list(candidates),
    )
    return (candidates[saved.fingerprint], saved) if saved else None


def saved_kind(batch: ImportBatch) -> str:
    """Under which kind a mapping is kept: lists of different kinds of case have other fields."""
    case_kind = batch.options.get("case_kind")
    return f"{batch.kind}.{case_kind}" if case_kind else batch.kind


async def _save(
    session: AsyncSession,
    actor: Actor,
    batch: ImportBatch,
    layout: Layout,
    mapping: ColumnMapping,
    name: str,
    now: datetime,
) -> None:
    kind, carrier = saved_kind(batch), str(batch.options.get("carrier") or "")
    last = await repository.last_version(
        session, kind=kind, carrier=carrier, fingerprint=layout.fingerprint
    )
    saved = SavedMapping(
        firm_id=actor.firm_id,
        id=new_id(),
        kind=kind,
        carrier=carrier,
        fingerprint=layout.fingerprint,
        version=last + 1,
        name=name,
        columns=list(layout.columns),
        mapping=msgspec.to_builtins(mapping),
        created_at=now,
        created_by_name=actor.name,
    )
    session.add(saved)


def _is_binary(cell: Any) -> bool:
    """A picture read as text in some encoding has characters that no cell has."""
    return isinstance(cell, str) and any(ord(sign) < 32 and sign not in "\t\r\n" for sign in cell)


def _columns(head: Head, layout: Layout) -> list[Column]:
    return [
        Column(name, layouts.samples(head.rows, layout, place))
        for place, name in enumerate(layout.columns)
        if name
    ]


def _preview(path: Path, mapping: ColumnMapping, fields: Sequence[Field]) -> Preview:
    amounts = [field.code for field in fields if field.is_amount and field.code in mapping.columns]
    required = [field.code for field in fields if field.is_required]
    sums = dict.fromkeys(amounts, 0)
    unreadable = dict.fromkeys(amounts, 0)
    first: list[Row] = []
    count = refused = 0
    with open_mapped(path, mapping, fields) as table:
        for row in table.rows():
            count += 1
            blank = next((code for code in required if not row.values.get(code)), None)
            if row.refused is None and blank is not None:
                row = Row(row.number, row.values, row.raw, "blank", blank)
            refused += row.refused is not None
            if len(first) < SHOWN_ROWS:
                first.append(row)
            for code in amounts:
                amount = yuan_or_none(row.values.get(code, ""))
                if amount is None:
                    unreadable[code] += 1
                else:
                    sums[code] += amount
        return Preview(table.layout, count, refused, first, table.totals, sums, unreadable)


def head_rows(head: Head, limit: int = SHOWN_ROWS) -> list[list[str]]:
    """The first rows as text, to point at."""
    return [[cell_text(cell)[:80] for cell in row] for row in head.rows[:limit]]
