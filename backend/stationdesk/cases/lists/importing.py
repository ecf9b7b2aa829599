"""Cases opened from a carrier's list: every row is opened, known already, or refused with why."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.cases.core.opening import open_case
from stationdesk.cases.errors import AlreadyOpen, DetailsInvalid
from stationdesk.cases.forms import opening_schema
from stationdesk.cases.lists import repository
from stationdesk.cases.lists.fields import fields_of, kind_and_direction
from stationdesk.cases.lists.reading import ListedCase, read_row
from stationdesk.foundation.database import Database
from stationdesk.foundation.errors import StationdeskError
from stationdesk.imports import batches, drafts
from stationdesk.imports.batches import Counts
from stationdesk.imports.errors import FileTooLarge
from stationdesk.imports.fields import Field
from stationdesk.imports.lists import ListKind, list_kind, register
from stationdesk.imports.mapped import open_mapped
from stationdesk.imports.mappings import ColumnMapping
from stationdesk.imports.models import ImportBatch
from stationdesk.imports.refusals import Refusal, demand_all
from stationdesk.imports.service import stored_file, waiting_batch
from stationdesk.integrations.storage.port import Storage
from stationdesk.stations.naming import NamedStation, stations_by_name
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.permissions import Permission
from stationdesk.tenancy.session import raw_connection, tenant_session

KIND: Final = "cases"
ROWS_MAX: Final = 50_000
STEP_ROWS: Final = 500

register(ListKind(KIND, "import_cases", Permission.SCANS_IMPORT, fields_of))


@dataclass(slots=True)
class ReadList:
    """The rows of a list, understood or refused; `totals` only sum up others."""

    header: Sequence[str] = ()
    listed: list[ListedCase] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    totals: int = 0


async def import_stored_cases(
    database: Database, storage: Storage, actor: Actor, batch_id: UUID, now: datetime
) -> None:
    """Open the cases of an uploaded list that waits. A refused file is an end, not a failure."""
    batch = await waiting_batch(database, actor, batch_id)
    if batch is None:
        return
    batch = await batches.start(database, actor, batch)
    read = ReadList()
    try:
        async with stored_file(storage, batch) as path:
            read = await read_list(database, actor, path, batch)
        await _take_in(database, actor, batch, read, now)
    except StationdeskError as error:
        count = len(read.listed) + len(read.refused)
        await batches.fail(
            database, actor, batch.id, error.both, now, rows=count, rejected=count,
            rejects=read.refused, header=read.header,
        )  # fmt: skip


async def read_list(
    database: Database, actor: Actor, path: Path, batch: ImportBatch, *, is_lenient: bool = False
) -> ReadList:
    """Every row of the list, each for itself. Raises MappingWrong, FileRefused.

    `is_lenient`: a row need only say which piece of work it is, not all that would open it.
    """
    async with tenant_session(database, actor) as session:
        known = await stations_by_name(session)
    kind, _ = kind_and_direction(batch.options)
    schema = opening_schema(kind)
    if is_lenient:
        schema = schema | {"required": []}
    is_waybill_needed = not (is_lenient or kind.is_waybill_optional)
    mapping = drafts.mapping_of(batch)
    fields = list_kind(batch.kind).fields(batch.options)
    return await asyncio.to_thread(_read, path, mapping, fields, known, schema, is_waybill_needed)


def _read(
    path: Path,
    mapping: ColumnMapping,
    fields: Sequence[Field],
    known: Mapping[str, NamedStation],
    schema: Mapping[str, Any],
    is_waybill_needed: bool,
) -> ReadList:
    with open_mapped(path, mapping, fields) as table:
        read = ReadList(tuple(table.header))
        for count, row in enumerate(table.rows(), start=1):
            if count > ROWS_MAX:
                raise FileTooLarge(
                    f"{path.name} has more than {ROWS_MAX:,} rows; split it.",
                    zh=f"{path.name} 超过 {ROWS_MAX:,} 行，请分成几个文件。",
                )
            found = read_row(row, known, schema, is_waybill_needed=is_waybill_needed)
            if isinstance(found, Refusal):
                read.refused.append(found)
            else:
                read.listed.append(found)
        read.totals = len(table.totals)
        return read


async def _take_in(
    database: Database, actor: Actor, batch: ImportBatch, read: ReadList, now: datetime
) -> None:
    async with tenant_session(database, actor) as session:
        opened = duplicates = 0
        known = await _known(session, actor, batch, read.listed)
        for count, listed in enumerate(read.listed, start=1):
            key = source_key(batch, listed)
            if key in known:
                duplicates += 1
                continue
            known.add(key)
            try:
                await _open(session, actor, batch, listed, key, now)
                opened += 1
            except AlreadyOpen:
                duplicates += 1
            except DetailsInvalid as error:
                read.refused.append(_refusal(listed, error))
            if count % STEP_ROWS == 0:
                await batches.advance(database, actor, batch.id, count)
        if batch.is_strict:
            demand_all(read.refused)
        read.refused.sort(key=lambda refusal: refusal.row_number)
        counts = Counts(
            opened + duplicates + len(read.refused), opened, duplicates, len(read.refused)
        )
        await batches.add_rejects(session, actor, batch.id, read.refused)
        await batches.finish(session, batch.id, counts, now, header=read.header, totals=read.totals)


async def _known(
    session: AsyncSession, actor: Actor, batch: ImportBatch, listed: Sequence[ListedCase]
) -> set[str]:
    """The source keys of rows that have had a case before, open or ended."""
    kind, direction = kind_and_direction(batch.options)
    keys = {source_key(batch, each): each for each in listed}
    order_nos, source_keys = await repository.known(
        await raw_connection(session), actor.firm_id, kind.code, direction,
        [each.order_no for each in listed if each.order_no],
        [each.waybill for each in listed if not each.order_no],
        list(keys),
    )  # fmt: skip
    return source_keys | {key for key, each in keys.items() if each.order_no in order_nos}


async def _open(
    session: AsyncSession,
    actor: Actor,
    batch: ImportBatch,
    listed: ListedCase,
    key: str,
    now: datetime,
) -> None:
    kind, direction = kind_and_direction(batch.options)
    await open_case(
        session,
        actor,
        kind=kind.code,
        direction=direction,
        station_id=listed.station.id,
        waybill=listed.waybill,
        details=listed.details,
        now=now,
        source="import",
        source_key=key,
    )


def source_key(batch: ImportBatch, listed: ListedCase) -> str:
    """What a row is opened for: HQ's number, else the waybill and when HQ issued it."""
    kind, direction = kind_and_direction(batch.options)
    own = listed.order_no or f"{listed.waybill}@{listed.details.get('issued_at', '')}"
    return f"list:{kind.code}:{direction}:{listed.station.carrier}:{own}"


def _refusal(listed: ListedCase, error: DetailsInvalid) -> Refusal:
    faults = error.members.get("faults") or [{}]
    column = str(faults[0].get("field", ""))
    told = error.both.replace("\n", " / ")
    return Refusal(listed.row_number, column, told[:200], "details_invalid", listed.raw)
