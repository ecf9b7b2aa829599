"""The fast path over the database and the fold over scans are one: random histories, cut into
random files, sent in random order and again, give the parcels that the fold gives."""

import tempfile
from pathlib import Path
from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stationdesk.foundation.database import Database
from stationdesk.parcels.fold import Parcel, fold
from stationdesk.parcels.milestones import Milestone
from stationdesk.parcels.scan import Scan
from tests.factories.firms import Firm, make_firm
from tests.parcels.files import fetch, scan_file, take
from tests.parcels.scans import S1, S2, random_scans

STAGES = [milestone for milestone in Milestone if milestone is not Milestone.OTHER]


def row_of(waybill: str, scan: Scan) -> str:
    cells = (waybill, scan.milestone, scan.scanned_at.isoformat(), scan.site, scan.next_site)
    return ",".join([*cells, scan.courier, scan.weight_g, scan.note])


def stored(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in ("firm_id", "waybill")}


def expected(parcel: Parcel, ours: dict[UUID, UUID]) -> dict[str, Any]:
    """The fold's parcel as the row that the store should have."""
    return {
        "station_id": ours[parcel.station_id],
        "direction": parcel.direction.value,
        "leg": parcel.leg,
        **{f"{stage}_at": parcel.times.get(stage) for stage in STAGES},
        "first_dispatched_at": parcel.first_dispatched_at,
        "last_scan_at": parcel.last_scan_at,
        "gap": parcel.gap and parcel.gap.value,
        "gap_since": parcel.gap_since,
        "gap_courier": parcel.gap_courier,
        "due_at": parcel.due_at,
        "suspended_until": parcel.suspended_until,
        "outcome": parcel.outcome and parcel.outcome.value,
        "anomalies": parcel.anomalies,
    }


async def send(database: Database, firm: Firm, rows: list[str]) -> int:
    with tempfile.TemporaryDirectory() as folder:
        result = await take(database, firm, scan_file(Path(folder), rows))
        return result.parcels_changed


histories = st.lists(random_scans(7), min_size=1, max_size=6)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(histories, st.randoms(use_true_random=False), st.integers(1, 4))
async def test_any_files_in_any_order_give_the_folds_parcels(
    database: Database, scans: list[list[Scan]], random: Any, files: int
) -> None:
    firm = await make_firm(database)
    ours = {S1: firm.stations["S1"].id, S2: firm.stations["S2"].id}
    rows = [row_of(f"W{n}", scan) for n, history in enumerate(scans) for scan in history]
    rows += random.choices(rows, k=len(rows) // 2)
    random.shuffle(rows)
    parts = [rows[n::files] for n in range(files)]
    for part in parts:
        await send(database, firm, part)
    # Hubs' rows that came before the first row of ours are refused, to be sent again: here.
    await send(database, firm, rows)
    kept = await fetch(database, firm, "SELECT * FROM parcels")
    for number, history in enumerate(scans):
        found = [stored(row) for row in kept if row["waybill"] == f"W{number}"]
        wanted = [expected(parcel, ours) for parcel in fold(history)]
        key = lambda row: (str(row["station_id"]), row["direction"], row["leg"])  # noqa: E731
        assert sorted(found, key=key) == sorted(wanted, key=key)
    assert await send(database, firm, rows) == 0
