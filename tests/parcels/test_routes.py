"""Parcels, gaps and imports over HTTP."""

from datetime import UTC, datetime
from functools import partial

import httpx
import pytest
from litestar import Litestar

from stationdesk.foundation.database import Database
from stationdesk.imports.batches import give_up
from stationdesk.parcels.jobs import import_stored_scans
from stationdesk.tenancy.actor import Role
from tests.factories.firms import Firm, add_member
from tests.factories.web import signed_in_client
from tests.parcels.files import HEADER, NOW
from tests.parcels.test_scan_import import GOOD

BAD = "ZT009,飞走,2026-11-20 08:00:00,S1,,,,"


@pytest.fixture
async def boss(app: Litestar, database: Database, firm: Firm):
    await add_member(database, firm, "boss", Role.MANAGER)
    async with signed_in_client(app, firm, "boss") as client:
        yield client


async def upload(
    app: Litestar, database: Database, firm: Firm, client: httpx.AsyncClient, rows: list[str],
    **fields: str,
) -> dict[str, object]:  # fmt: skip
    """Upload a file and run its job, as the worker would."""
    content = "\n".join([HEADER, *rows]).encode()
    answer = await client.post(
        "/api/imports/scans", files={"file": ("scans.csv", content)}, data=fields
    )
    assert answer.status_code == 202, answer.text
    batch = answer.json()
    assert batch["status"] == "waiting"
    for _ in range(2):  # the job may run twice
        await import_stored_scans(database, app.state.storage, firm.actor, batch["id"], NOW)
    return (await client.get(f"/api/imports/{batch['id']}")).json()


async def test_an_upload_is_imported_and_its_refusals_come_back_as_a_file(
    app: Litestar, database: Database, firm: Firm, boss: httpx.AsyncClient
) -> None:
    batch = await upload(app, database, firm, boss, [*GOOD, BAD])
    assert (batch["status"], batch["rows"], batch["accepted"], batch["rejected"]) == (
        "done", 5, 4, 1,
    )  # fmt: skip
    rejects = (await boss.get(f"/api/imports/{batch['id']}/rejects")).json()
    assert [(item["row"], item["column"], item["value"]) for item in rejects["items"]] == [
        (6, "scan", "飞走")
    ]
    text = (await boss.get(f"/api/imports/{batch['id']}/rejects.csv")).text.lstrip("\ufeff")
    mended = text.replace("飞走", "到件", 1).splitlines()
    assert mended[0].startswith(HEADER)
    content = "\n".join(mended).encode()
    again = await boss.post("/api/imports/scans", files={"file": ("mended.csv", content)})
    await import_stored_scans(database, app.state.storage, firm.actor, again.json()["id"], NOW)
    taken = (await boss.get(f"/api/imports/{again.json()['id']}")).json()
    assert (taken["accepted"], taken["rejected"]) == (1, 0)
    listed = (await boss.get("/api/imports?kind=scans")).json()
    assert [item["file_name"] for item in listed["items"]] == ["mended.csv", "scans.csv"]


async def test_a_strict_upload_takes_nothing(
    app: Litestar, database: Database, firm: Firm, boss: httpx.AsyncClient
) -> None:
    batch = await upload(app, database, firm, boss, [*GOOD, BAD], strict="true")
    assert (batch["status"], batch["accepted"]) == ("failed", 0)
    assert "row 6" in str(batch["problem"])
    assert (await boss.get("/api/gaps")).json()["items"] == []


async def test_gaps_parcels_and_anomalies(
    app: Litestar, database: Database, firm: Firm, boss: httpx.AsyncClient
) -> None:
    await upload(app, database, firm, boss, [*GOOD, "ZT3,签收,2026-11-20 12:00:00,S2,,,,"])
    gaps = (await boss.get("/api/gaps", params={"station": "S1", "direction": "inbound"})).json()
    (gap,) = gaps["items"]
    assert (gap["waybill"], gap["station"], gap["gap"]) == ("ZT001", "S1", "dispatched_not_signed")
    assert gap["courier"] == "K1"
    past = datetime(2026, 11, 20, 0, 10, tzinfo=UTC).isoformat()
    (gap,) = (await boss.get("/api/gaps", params={"as_of": past})).json()["items"]
    assert gap["gap"] == "arrived_not_dispatched"
    summary = (await boss.get("/api/gaps/summary")).json()["items"]
    assert {(item["station"], item["gap"], item["count"]) for item in summary} == {
        ("S1", "dispatched_not_signed", 1),
        ("S1", "collected_not_weighed", 1),
    }
    parcel = (await boss.get("/api/parcels/zt001")).json()
    assert [scan["milestone"] for scan in parcel["scans"]] == [
        "departed", "arrived", "dispatched",
    ]  # fmt: skip
    assert parcel["parcels"][0]["gap"]["gap"] == "dispatched_not_signed"
    anomalies = (await boss.get("/api/anomalies")).json()["items"]
    assert [(item["waybill"], item["anomalies"]) for item in anomalies] == [
        ("ZT3", ["missing_scan"])
    ]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/parcels/NOBODY", 404),
        ("/api/gaps?station=S9", 404),
        ("/api/gaps?cursor=nonsense", 400),
        ("/api/gaps?as_of=2026-11-20T08:00:00", 400),
        ("/api/imports/00000000-0000-7000-8000-000000000000", 404),
    ],
)
async def test_refusals(boss: httpx.AsyncClient, path: str, status: int) -> None:
    answer = await boss.get(path)
    assert answer.status_code == status
    assert answer.json()["detail"]


async def test_an_upload_that_breaks_off_waits_for_its_next_attempt(
    app: Litestar, database: Database, firm: Firm, boss: httpx.AsyncClient,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    content = "\n".join([HEADER, *GOOD]).encode()
    answer = await boss.post("/api/imports/scans", files={"file": ("scans.csv", content)})
    path = f"/api/imports/{answer.json()['id']}"
    job = partial(
        import_stored_scans, database, app.state.storage, firm.actor, answer.json()["id"], NOW
    )

    async def broken(*_: object) -> int:
        raise ConnectionResetError

    with monkeypatch.context() as patched:
        patched.setattr("stationdesk.parcels.repository.parcels.merge_new", broken)
        with pytest.raises(ConnectionResetError):
            await job()
    assert (await boss.get(path)).json()["status"] == "running"
    await job()
    await give_up(database, firm.actor, answer.json()["id"], NOW)
    taken = (await boss.get(path)).json()
    assert (taken["status"], taken["accepted"]) == ("done", 4)
    again = await boss.post("/api/imports/scans", files={"file": ("again.csv", content)})
    await give_up(database, firm.actor, again.json()["id"], NOW)
    assert (await boss.get(f"/api/imports/{again.json()['id']}")).json()["status"] == "failed"
