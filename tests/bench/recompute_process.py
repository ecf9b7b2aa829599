"""A process that carries out one recomputation, as the worker would."""

import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from stationdesk.case_kinds import discover
from stationdesk.cases.recomputing.service import recompute_clocks
from stationdesk.foundation.database import Database
from stationdesk.foundation.hosting import hosted_database
from stationdesk.foundation.settings import Settings
from stationdesk.tenancy.actor import Actor


async def _recompute(settings: Settings, firm_id: UUID, recomputation_id: UUID) -> None:
    discover()
    with hosted_database(settings) as endpoints:
        database = Database(endpoints, settings)
        actor = Actor.system(firm_id)
        await recompute_clocks(database, actor, recomputation_id, lambda: datetime.now(UTC))
        await database.close()


if __name__ == "__main__":
    asyncio.run(
        _recompute(Settings(data_dir=Path(sys.argv[1])), UUID(sys.argv[2]), UUID(sys.argv[3]))
    )
