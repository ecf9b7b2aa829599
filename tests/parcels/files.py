"""Scan files for tests, and what the store says afterwards."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from stationdesk.foundation.database import Database
from stationdesk.parcels.scan_import import BatchResult, import_scans
from stationdesk.tenancy.session import hot_transaction
from tests.factories.firms import Firm

HEADER = "waybill,scan,scanned_at,site,next_site,courier,weight_g,note"
NOW = datetime(2026, 11, 22, tzinfo=UTC)


def scan_file(folder: Path, rows: Iterable[str], *, name: str = "scans.csv") -> Path:
    """A CSV file of scans under the contract's header."""
    path = folder / name
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    return path


async def take(
    database: Database, firm: Firm, path: Path, *, now: datetime = NOW, **options: Any
) -> BatchResult:
    """Import a file as the firm's system."""
    return await import_scans(database, firm.actor, path, now=now, **options)


async def fetch(database: Database, firm: Firm, sql: str, *arguments: Any) -> list[Any]:
    """Rows of the firm, straight from the store."""
    async with hot_transaction(database, firm.actor) as connection:
        return [dict(row) for row in await connection.fetch(sql, *arguments)]
