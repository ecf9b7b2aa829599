"""Kuaidi100's push: signed or nothing stored; the whole history every time."""

import hashlib
from pathlib import Path

import httpx

from stationdesk.foundation.database import Database
from tests.factories.firms import Firm, make_firm
from tests.parcels.files import fetch

TRACE = Path(__file__).parent.parent / "data/traces/kuaidi100_yto_YT5555508965056.json"
STATION = (("S1", "yto", "山东省济南市孙村公司"),)


async def push(
    client: httpx.AsyncClient, firm: Firm, param: str, *, salt: str | None = None
) -> httpx.Response:
    station = firm.stations["S1"]
    text = param + (station.push_salt if salt is None else salt)
    sign = hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
    return await client.post(
        f"/api/push/kuaidi100/{station.push_key}", data={"param": param, "sign": sign}
    )


async def test_a_signed_push_is_stored_once(client: httpx.AsyncClient, database: Database) -> None:
    firm = await make_firm(database, stations_wanted=STATION)
    param = TRACE.read_text("utf-8")
    for expected in ("9 new", "0 new"):
        answer = await push(client, firm, param)
        assert answer.status_code == 200
        assert answer.json()["result"] is True
        assert answer.json()["returnCode"] == "200"
        assert answer.json()["message"].startswith(expected)
    (parcel,) = await fetch(database, firm, "SELECT outcome FROM parcels")
    assert parcel["outcome"] == "signed"


async def test_a_wrong_signature_stores_nothing(
    client: httpx.AsyncClient, database: Database
) -> None:
    firm = await make_firm(database, stations_wanted=STATION)
    answer = await push(client, firm, TRACE.read_text("utf-8"), salt="guessed")
    assert answer.status_code == 401
    for table in ("scans", "parcels", "import_batches"):
        assert await fetch(database, firm, f"SELECT * FROM {table}") == []


async def test_an_unknown_address_is_answered_like_a_wrong_signature(
    client: httpx.AsyncClient,
) -> None:
    answer = await client.post("/api/push/kuaidi100/nobody", data={"param": "{}", "sign": "0" * 32})
    assert answer.status_code == 401


async def test_an_end_of_subscription_without_trace_is_acknowledged(
    client: httpx.AsyncClient, database: Database
) -> None:
    firm = await make_firm(database, stations_wanted=STATION)
    answer = await push(
        client, firm, '{"status": "abort", "lastResult": {"nu": "YT1", "data": []}}'
    )
    assert (answer.status_code, answer.json()["message"]) == (200, "no trace")
