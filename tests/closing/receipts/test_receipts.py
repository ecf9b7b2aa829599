"""What a counterparty pays is received once, by whoever may close months."""

import asyncio
from typing import Any

from stationdesk.ledger import service as ledger
from tests.ledger.book import in_book, post, posting
from tests.penalties.office import NOW, Office

OWED = "counterparty/HZ-9"


async def owed(office: Office) -> None:
    await in_book(office.database, office.firm, ledger.open_accounts, [OWED, "station/S1"], NOW)
    await post(office.database, office.firm, posting((OWED, 5000), ("station/S1", -5000)))


async def receive(office: Office, client: Any = None, **change: Any) -> Any:
    body = {
        "counterparty": "HZ-9", "amount_fen": 1200, "paid_on": "2026-11-17", "reference": "BOC 77",
    } | change  # fmt: skip
    return await (client or office.manager).post("/api/ledger/receipts", json=body)


async def test_a_receipt_is_posted_once(office: Office) -> None:
    await owed(office)
    answers = await asyncio.gather(*(receive(office) for _ in range(4)))
    assert [each.status_code for each in answers] == [201] * 4
    assert len({each.json()["transaction_id"] for each in answers}) == 1
    assert sorted(each.json()["is_replay"] for each in answers) == [False, True, True, True]
    assert await office.balances() == {OWED: 3800, "station/S1": -5000, "cash": 1200}
    other = await receive(office, amount_fen=1300)
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_key_reused")
    assert (await receive(office, reference="BOC 78")).json()["is_replay"] is False
    assert (await office.balances())[OWED] == 2600


async def test_what_cannot_be_received_leaves_no_trace(office: Office) -> None:
    await owed(office)
    before = await office.balances()
    for change, status, code in (
        ({"counterparty": "HZ-8"}, 404, "nothing_advanced"),
        ({"amount_fen": 0}, 400, "receipt_invalid"),
        ({"amount_fen": -5}, 400, "receipt_invalid"),
        ({"amount_fen": 10**13}, 400, "receipt_invalid"),
        ({"reference": " "}, 400, "receipt_invalid"),
        ({"reference": "two\nlines"}, 400, "receipt_invalid"),
        ({"paid_on": "2099-01-01"}, 400, "receipt_invalid"),
    ):
        answer = await receive(office, **change)
        assert (answer.status_code, answer.json()["code"]) == (status, code), change
    for client in (office.agent, office.owner):
        assert (await receive(office, client)).status_code == 403
    assert await office.balances() == before
