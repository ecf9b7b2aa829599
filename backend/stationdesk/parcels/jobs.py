"""Work of the room that the worker runs; every job is idempotent and takes ids only."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from stationdesk.foundation.database import Database
from stationdesk.foundation.errors import StationdeskError
from stationdesk.imports.service import stored_file, waiting_batch
from stationdesk.integrations.storage.port import Storage
from stationdesk.parcels.formats import FORMATS, ScanFormat
from stationdesk.parcels.repository.packs import make_partitions
from stationdesk.parcels.scan_import import import_scans
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import raw_connection

PARTITIONS_AHEAD_MONTHS = 4


async def import_stored_scans(
    database: Database, storage: Storage, actor: Actor, batch_id: UUID, now: datetime
) -> None:
    """Import an upload that waits. A refused file is an end, not a failure of the job."""
    batch = await waiting_batch(database, actor, batch_id)
    if batch is None:
        return
    kind: ScanFormat | Literal["auto"]
    kind = next((known for known in FORMATS if known == batch.format), "auto")
    async with stored_file(storage, batch) as path:
        try:
            await import_scans(database, actor, path, now=now, format=kind, batch=batch)
        except StationdeskError:
            # The batch says what is wrong with the file; trying again would not mend it.
            return


async def make_scan_partitions(database: Database, today: date) -> None:
    """Partitions of raw scans for the months to come."""
    async with database.session() as session:
        await make_partitions(await raw_connection(session), today, PARTITIONS_AHEAD_MONTHS)
