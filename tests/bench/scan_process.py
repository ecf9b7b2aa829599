"""A process that imports one file and prints its own peak memory in KiB."""

import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path

from stationdesk.foundation.database import Database
from stationdesk.foundation.hosting import hosted_database
from stationdesk.foundation.settings import Settings
from stationdesk.parcels.scan_import import import_scans
from tests.factories.firms import make_firm


async def _import(settings: Settings, path: Path) -> None:
    with hosted_database(settings) as endpoints:
        database = Database(endpoints, settings)
        stations = tuple((f"S{n}", "zto", f"网点{n}") for n in range(1, 7))
        firm = await make_firm(database, stations_wanted=stations)
        await import_scans(database, firm.actor, path, now=datetime(2026, 11, 25, tzinfo=UTC))
        await database.close()


def _peak_kib() -> int:
    """Of this program alone: getrusage counts what the parent had at the fork."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1])
    raise RuntimeError("this bench reads /proc, which only Linux has")


if __name__ == "__main__":
    asyncio.run(_import(Settings(data_dir=Path(sys.argv[1])), Path(sys.argv[2])))
    print(_peak_kib())
