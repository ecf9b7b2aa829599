"""A firm's own scan words, and gaps that follow a change of waves."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from litestar import Litestar

from stationdesk.foundation.database import Database
from stationdesk.parcels.refresh import refresh_gaps
from stationdesk.parcels.scan_import import import_scans
from stationdesk.tenancy.actor import Role
from tests.factories.firms import Firm, add_member
from tests.factories.web import signed_in_client

NOW = datetime(2026, 11, 20, tzinfo=UTC)
HEADER = "waybill,scan,scanned_at,site,next_site,courier,weight_g,note"


def _file(folder: Path, *rows: str) -> Path:
    path = folder / "scans.csv"
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    return path


async def test_a_word_nobody_knew_is_taught_and_the_row_sent_again(
    app: Litestar, database: Database, firm: Firm, tmp_path: Path
) -> None:
    await add_member(database, firm, "manager", Role.MANAGER)
    path = _file(tmp_path, "7,上架,2026-11-19 05:50:00,S1,,,,")
    refused = await import_scans(database, firm.actor, path, now=NOW)
    assert (refused.accepted, refused.rejected) == (0, 1)
    async with signed_in_client(app, firm, "manager") as client:
        taught = await client.put("/api/scan-words/zto/上架", json={"milestone": "arrived"})
        assert taught.status_code == 200, taught.text
        words = {
            (w["carrier"], w["word"]): w
            for w in (await client.get("/api/scan-words")).json()["items"]
        }
        assert words["zto", "上架"]["is_own"] is True
        assert words["zto", "发件"]["is_own"] is False
        taken = await import_scans(database, firm.actor, path, now=NOW)
        assert (taken.accepted, taken.rejected) == (1, 0)
        assert (await client.delete("/api/scan-words/zto/上架")).status_code == 204
        left = {w["word"] for w in (await client.get("/api/scan-words")).json()["items"]}
        assert "上架" not in left


@pytest.mark.parametrize(("carrier", "meaning"), [("zto", "flown"), ("nobody", "arrived")])
async def test_a_wrong_word_is_refused(
    app: Litestar, database: Database, firm: Firm, carrier: str, meaning: str
) -> None:
    await add_member(database, firm, "manager", Role.MANAGER)
    async with signed_in_client(app, firm, "manager") as client:
        answer = await client.put(f"/api/scan-words/{carrier}/飞了", json={"milestone": meaning})
        assert answer.status_code == 400
        words = {w["word"] for w in (await client.get("/api/scan-words")).json()["items"]}
    assert "飞了" not in words


async def test_new_waves_move_the_due_times_of_standing_gaps(
    app: Litestar, database: Database, firm: Firm, tmp_path: Path
) -> None:
    await add_member(database, firm, "manager", Role.MANAGER)
    path = _file(tmp_path, "8,到件,2026-11-19 05:50:00,S1,,,,", "9,到件,2026-11-19 05:50:00,S2,,,,")
    await import_scans(database, firm.actor, path, now=NOW)
    station = firm.stations["S1"].id
    wave = {"arrive_by": "06:00:00", "dispatch_by": "07:15:00", "sign_by": "12:00:00"}
    async with signed_in_client(app, firm, "manager") as client:
        before = {g["waybill"]: g for g in (await client.get("/api/gaps")).json()["items"]}
        changed = await client.patch(f"/api/stations/{station}", json={"waves": [wave]})
        assert changed.status_code == 200, changed.text
        assert await refresh_gaps(database, firm.actor, station) == 1
        after = {g["waybill"]: g for g in (await client.get("/api/gaps")).json()["items"]}
    assert after["8"]["due_at"] == "2026-11-18T23:15:00Z"
    assert before["8"]["due_at"] != after["8"]["due_at"]
    assert before["9"] == after["9"]


async def test_weighing_turned_off_changes_what_a_collected_parcel_waits_for(
    app: Litestar, database: Database, firm: Firm, tmp_path: Path
) -> None:
    await add_member(database, firm, "manager", Role.MANAGER)
    path = _file(tmp_path, "8,揽收,2026-11-19 05:50:00,S1,,,,")
    await import_scans(database, firm.actor, path, now=NOW)
    station = firm.stations["S1"].id
    async with signed_in_client(app, firm, "manager") as client:
        (before,) = (await client.get("/api/gaps")).json()["items"]
        await client.patch(f"/api/stations/{station}", json={"is_weighing_required": False})
        await refresh_gaps(database, firm.actor, station)
        (after,) = (await client.get("/api/gaps")).json()["items"]
    assert before["gap"] == "collected_not_weighed"
    assert after["gap"] == "weighed_not_departed"
