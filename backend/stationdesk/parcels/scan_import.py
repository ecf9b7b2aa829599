"""Take a file of scans in: all of its good rows in one transaction, or nothing.

1. stage the rows, by COPY (staging.py);
2. read what is written: forms, times, cells; refuse rows (reading.py);
3. pack the rest by waybill, leave out what is known already, keep the evidence;
4. read each story once, and write parcels and gaps (shapes.py).
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal
from uuid import UUID

import asyncpg
import msgspec

from stationdesk.foundation.database import Database
from stationdesk.foundation.errors import StationdeskError
from stationdesk.imports import batches
from stationdesk.imports.batches import Counts
from stationdesk.imports.errors import StrictImportRefused
from stationdesk.imports.models import ImportBatch
from stationdesk.imports.moments import EARLIEST
from stationdesk.imports.refusals import sentence
from stationdesk.parcels.formats import ScanFormat, size_of, stage_file
from stationdesk.parcels.reading import RouteBook, read_forms, read_moments, read_stories
from stationdesk.parcels.repository import packs, parcels, refused, staging
from stationdesk.parcels.repository.packs import Packing, Survey
from stationdesk.parcels.repository.settings import FirmSettings, load_settings
from stationdesk.parcels.repository.staging import Connection, Form, Suspicion
from stationdesk.parcels.staging import Staged
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import raw_connection, tenant_session

# Clocks of scanners run ahead by minutes; beyond that a time is wrong.
AHEAD_MAX = timedelta(minutes=10)
SHOWN_REFUSALS = 3


class BatchResult(msgspec.Struct, frozen=True):
    """What became of a file; rows = accepted + duplicates + rejected."""

    batch_id: UUID
    rows: int
    accepted: int
    duplicates: int
    rejected: int
    parcels_changed: int


async def import_scans(
    database: Database,
    actor: Actor,
    path: Path,
    *,
    now: datetime,
    file_name: str | None = None,
    format: ScanFormat | Literal["auto"] = "auto",
    is_strict: bool = False,
    batch: ImportBatch | None = None,
) -> BatchResult:
    """Import a file of scans. `batch` is the stored one of an upload, if there is one.

    Raises FileRefused and its kinds when nothing of the file can be read, StrictImportRefused
    when `is_strict` and some row is refused; the batch is kept as failed with the reason.
    """
    batch = batch or batches.new_batch(
        actor,
        kind="scans",
        file_name=file_name or path.name,
        format=format,
        is_strict=is_strict,
        now=now,
        size_bytes=size_of(path),
    )
    batch = await batches.start(database, actor, batch)
    job = _Import(database, actor, batch.id, is_strict=batch.is_strict, now=now)
    try:
        return await job.run(path, format)
    except StrictImportRefused:
        raise
    except StationdeskError as error:
        await batches.fail(database, actor, batch.id, error.both, now)
        error.members.setdefault("batch_id", str(batch.id))
        raise
    except BaseException:
        await batches.break_off(database, actor, batch, now)
        raise


class _Import:
    """One import under way; its state is the connection's temporary tables."""

    def __init__(
        self, database: Database, actor: Actor, batch_id: UUID, *, is_strict: bool, now: datetime
    ) -> None:
        self.database = database
        self.actor = actor
        self.batch_id = batch_id
        self.is_strict = is_strict
        self.now = now

    async def run(self, path: Path, format: ScanFormat | Literal["auto"]) -> BatchResult:
        async with tenant_session(self.database, self.actor) as session:
            connection = await raw_connection(session)
            await staging.begin(connection, self.actor.firm_id)
            settings = await load_settings(connection)
            staged = await stage_file(connection, path, format, self._progress)
            book = await self._read(connection, settings, staged)
            rejected = await refused.keep(
                connection, self.actor.firm_id, self.batch_id, staged.header
            )
            if rejected and self.is_strict:
                refusal = await self._refuse_all(connection, staged, rejected)
            else:
                return await self._take(session, connection, settings, book, staged, rejected)
        raise refusal

    async def _progress(self, rows: int) -> None:
        await batches.advance(self.database, self.actor, self.batch_id, rows)

    async def _read(
        self, connection: Connection, settings: FirmSettings, staged: Staged
    ) -> RouteBook:
        """Read what is written, pack it by waybill, and refuse what cannot be taken."""
        firm_id = self.actor.firm_id
        found = await staging.forms(connection)
        await staging.refuse_rows(connection, found, is_plain=staged.is_plain)
        book, zones, takeable = await read_forms(connection, firm_id, found, settings)
        survey = await self._pack(connection, found, zones, takeable)
        if survey.has_odd_waybills:
            await staging.mend_waybills(connection)
            await packs.drop_packs(connection)
            survey = await self._pack(connection, found, zones, takeable)
        await staging.refuse_forms(connection)
        if survey.has_overfull:
            await packs.refuse_overfull(connection)
        if survey.has_foreign:
            await packs.refuse_foreign(connection, firm_id)
        if survey.has_ties:
            await packs.drop_repeats(connection)
        return book

    async def _pack(
        self, connection: Connection, found: Sequence[Form], zones: Sequence[str], takeable: int
    ) -> Survey:
        """Pack the rows by waybill; where a time is none, find out which, and pack again.

        `takeable` rows have a form that is not refused; if they all repeat, nothing is new.
        """
        repeated = await packs.find_repeated_waybills(connection, self.actor.firm_id)
        how = Packing(repeated > 0, 0 < repeated == takeable, zones)
        has_odd_times = any(form.odd_times for form in found)
        suspicions: list[Suspicion | None] = ["odd" if has_odd_times else None, "doubtful", "any"]
        for suspicion in suspicions:
            if suspicion:
                await read_moments(connection, suspicion)
            how.has_moments = suspicion is not None
            if await self._try_pack(connection, how):
                return await self._without_wrong_times(connection, how)
        raise AssertionError("times read in Python cannot fail in the database")

    async def _try_pack(self, connection: Connection, how: Packing) -> bool:
        """False, with nothing packed, where the database met a time that it cannot read."""
        nested = connection.transaction()
        await nested.start()
        try:
            await packs.pack(connection, how)
        except asyncpg.DataError:
            await nested.rollback()
            return False
        await nested.commit()
        return True

    async def _without_wrong_times(self, connection: Connection, how: Packing) -> Survey:
        survey = await packs.survey(connection)
        latest = self.now + AHEAD_MAX
        if survey.is_within(EARLIEST, latest):
            return survey
        await packs.refuse_wrong_times(connection, EARLIEST, latest)
        await packs.drop_packs(connection)
        await packs.pack(connection, how)
        return await packs.survey(connection)

    async def _refuse_all(
        self, connection: Connection, staged: Staged, rejected: int
    ) -> StrictImportRefused:
        """Strict: keep the refusals and nothing else; what the batch says of itself."""
        shown = await refused.first(connection, SHOWN_REFUSALS)
        reasons = "; ".join(sentence(refusal) for refusal in shown)
        refusal = StrictImportRefused(
            f"Nothing was imported: {rejected} of {staged.rows} rows are refused ({reasons}"
            f"{'; …' if rejected > len(shown) else ''}). Mend them, or import without --strict.",
            batch_id=str(self.batch_id),
            rejected=rejected,
            rows=staged.rows,
            zh=f"{staged.rows} 行里有 {rejected} 行读不了，所以一行都没导入；请先改好，"
            "或取消“全有或全无”。",
        )
        await refused.fail_batch(
            connection, self.batch_id, refusal.both, staged.rows, staged.header, self.now
        )
        return refusal

    async def _take(
        self,
        session: Any,
        connection: Connection,
        settings: FirmSettings,
        book: RouteBook,
        staged: Staged,
        rejected: int,
    ) -> BatchResult:
        firm_id = self.actor.firm_id
        await packs.drop_known(connection, firm_id, book.code_records())
        stored = await packs.store(connection, firm_id, self.batch_id)
        changed = 0
        if stored.accepted:
            rules = [(station.id, station.rules) for station in settings.stations.values()]
            await parcels.prepare(connection, rules)
            await read_stories(connection, "scan_packs", book, settings.not_weighing)
            changed = await parcels.merge_new(connection, firm_id)
            if stored.has_known_waybills:
                await packs.make_histories(connection, firm_id)
                await read_stories(connection, "scan_histories", book, settings.not_weighing)
                changed += await parcels.merge_known(connection, firm_id)
            await packs.note_latest_scan(connection, firm_id)
        counts = Counts(
            rows=staged.rows,
            accepted=stored.accepted,
            duplicates=staged.rows - stored.accepted - rejected,
            rejected=rejected,
        )
        await batches.finish(
            session, self.batch_id, counts, self.now, header=staged.header, parcels_changed=changed
        )
        return BatchResult(
            self.batch_id,
            counts.rows,
            counts.accepted,
            counts.duplicates,
            counts.rejected,
            changed,
        )
