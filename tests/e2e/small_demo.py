"""Fills a data folder with the demo's firm and few scans: `python -m tests.e2e.small_demo DIR`."""

import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path

from stationdesk.demo.fill import fill
from stationdesk.foundation.database import Database
from stationdesk.foundation.embedded import embedded_server
from stationdesk.foundation.hosting import migrated_database
from stationdesk.foundation.settings import read_settings
from stationdesk.integrations.storage.objects import local_storage

SHARE = 0.05
SPEED = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
"""While it fills: the server is stopped cleanly before the product starts it again."""


async def fill_small(data_dir: Path) -> None:
    """The same people, cases and fines as in the demo; one parcel in twenty."""
    settings = read_settings(data_dir=str(data_dir))
    folder = data_dir / "demo"
    folder.mkdir(parents=True, exist_ok=True)
    with (
        embedded_server(settings.data_dir, settings=SPEED),
        migrated_database(settings) as endpoints,
    ):
        database = Database(endpoints, settings)
        try:
            storage = local_storage(data_dir / "files")
            await fill(database, storage, folder, datetime.now(UTC), print, share=SHARE)
        finally:
            await database.close()


if __name__ == "__main__":
    asyncio.run(fill_small(Path(sys.argv[1])))
