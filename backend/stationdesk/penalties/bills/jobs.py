"""Work of the room that the worker runs; every job is idempotent and takes ids only."""

from datetime import datetime
from uuid import UUID

from stationdesk.foundation.database import Database
from stationdesk.foundation.errors import StationdeskError
from stationdesk.foundation.money import parse_yuan
from stationdesk.imports import batches, drafts
from stationdesk.imports.service import stored_file, waiting_batch
from stationdesk.integrations.storage.port import Storage
from stationdesk.penalties.bills.importing import import_bill
from stationdesk.tenancy.actor import Actor


async def import_stored_bill(
    database: Database, storage: Storage, actor: Actor, batch_id: UUID, now: datetime
) -> None:
    """Import an upload that waits. A refused file is an end, not a failure of the job."""
    batch = await waiting_batch(database, actor, batch_id)
    if batch is None:
        return
    wanted = str(batch.options.get("expected_total") or "")
    try:
        expected_fen = parse_yuan(wanted) if wanted else None
    except ValueError:
        problem = f"The expected total {wanted!r} is no amount; write yuan like 4386.20."
        await batches.fail(database, actor, batch.id, problem, now)
        return
    async with stored_file(storage, batch) as path:
        try:
            await import_bill(
                database,
                actor,
                path,
                file_name=batch.file_name,
                expected_total_fen=expected_fen,
                strict=batch.is_strict,
                now=now,
                batch=batch,
                mapping=drafts.mapping_of(batch) if "mapping" in batch.options else None,
            )
        except StationdeskError:
            # The batch says what is wrong with the file; trying again would not mend it.
            return
