"""The books over HTTP: balances, months and entries, one transaction, what looks wrong."""

import io
from datetime import UTC, date, datetime, timedelta
from typing import Any

import openpyxl
import pytest
from litestar import Litestar

from stationdesk.foundation.database import Database
from stationdesk.ledger import service as ledger
from stationdesk.reports.books import anomalies, service
from stationdesk.tenancy.actor import Role
from stationdesk.tenancy.session import hot_transaction
from tests.factories.firms import Firm, add_member
from tests.factories.web import signed_in_client
from tests.ledger.book import NOW, in_book, intake, open_book, post, posting
from tests.penalties.office import Office, line

STATION = "station/S1"


async def read(office: Office, path: str, **query: Any) -> Any:
    answer = await office.manager.get(f"/api/ledger/{path}", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_from_the_balance_down_to_a_fines_transactions(office: Office) -> None:
    await office.take_in(line())
    (fine,) = await office.fines(status="undecided")
    await office.attribute(fine["id"], "firm_process")
    await office.reverse(fine["id"])
    month = (await read(office, "overview"))["open_month"]
    balances = await read(office, "trial-balance")
    assert balances["total_fen"] == 0
    row = next(each for each in balances["accounts"] if each["account"] == STATION)
    assert (row["group"], row["label"]) == ("station", office.firm.stations["S1"].name)
    account = await read(office, "account", account=STATION)
    assert (account["month"], account["opening_fen"], account["closing_fen"]) == (month, 0, 0)
    assert account["months"] == [{"month": month, "is_closed": False, "balance_fen": 0}]
    page = await read(office, "entries", account=STATION, limit=1)
    rest = await read(office, "entries", account=STATION, cursor=page["next_cursor"])
    newest, oldest = page["items"][0], rest["items"][-1]
    assert rest["next_cursor"] is None
    assert len(rest["items"]) + 1 == account["entry_count"]
    assert (oldest["amount_fen"], oldest["fine_id"], oldest["waybill"]) == (
        -5000, fine["id"], fine["waybill"],
    )  # fmt: skip
    assert newest["reverses"] or newest["reversed_by"]
    first = await read(office, f"transactions/{oldest['transaction_id']}")
    assert [each["amount_fen"] for each in first["lines"]] == [5000, -5000]
    assert first["about"] == [{"fine_id": fine["id"], "waybill": fine["waybill"], "step": "intake"}]
    undone = await read(office, f"transactions/{first['reversed_by']}")
    assert undone["reverses"] == first["id"]
    assert first["seal"] is None
    async with hot_transaction(office.database, office.firm.actor) as connection:
        await ledger.seal(connection, office.firm.id, datetime.now(UTC))
    sealed = await read(office, f"transactions/{first['id']}")
    assert (sealed["seal"]["number"], len(sealed["leaf_hash"])) == (1, 64)
    assert (await read(office, "overview"))["seals"][0]["root"] == sealed["seal"]["root"]


async def test_what_is_not_there_is_named(office: Office) -> None:
    await office.take_in(line())
    for path, query, status, code in (
        ("account", {"account": "station/S9"}, 404, "account_unknown"),
        ("entries", {"account": STATION, "month": "2026-13"}, 400, "month_invalid"),
        ("entries", {"account": STATION, "cursor": "x"}, 400, "cursor_invalid"),
        ("entries", {"account": STATION, "limit": 500}, 400, "limit_invalid"),
        ("export", {"account": "nobody"}, 404, "account_unknown"),
        (f"transactions/{office.firm.id}", {}, 404, "transaction_unknown"),
    ):
        answer = await office.manager.get(f"/api/ledger/{path}", params=query)
        assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text


async def test_only_who_may_read_the_ledger(office: Office) -> None:
    await office.take_in(line())
    paths = ["overview", "trial-balance", f"account?account={STATION}", "export",
             f"entries?account={STATION}"]  # fmt: skip
    for client in (office.agent, office.owner):
        for path in paths:
            assert (await client.get(f"/api/ledger/{path}")).status_code == 403
        assert (await client.post("/api/ledger/verifications")).status_code == 403


async def test_a_check_is_run_and_kept(office: Office) -> None:
    await office.take_in(line())
    assert (await read(office, "overview"))["verification"] is None
    answer = await office.manager.post("/api/ledger/verifications")
    assert answer.status_code == 201, answer.text
    found = answer.json()
    assert (found["problem"], found["transactions"], found["entries"]) == (None, 1, 2)
    assert (await read(office, "overview"))["verification"] == found


async def test_the_files_hold_every_row(office: Office) -> None:
    await office.take_in(*(line(at, f"{at}.01") for at in range(1, 62)))
    book = openpyxl.load_workbook(io.BytesIO(await _file(office)))
    rows = list(book["科目余额"].iter_rows(values_only=True))
    assert rows[-1][0] == "合计"
    assert rows[-1][3] == rows[-1][4] == pytest.approx(sum(range(1, 62)) + 0.61)
    sheet = openpyxl.load_workbook(io.BytesIO(await _file(office, account=STATION)))["明细"]
    assert sheet.max_row == 1 + 61 + 2  # heading, entries, both balances


async def _file(office: Office, **query: str) -> bytes:
    answer = await office.manager.get("/api/ledger/export", params=query)
    assert answer.status_code == 200, answer.text
    return answer.content


async def test_months_and_their_balances_agree_with_the_entries(
    database: Database, firm: Firm
) -> None:
    await open_book(database, firm)
    for month, amount in ((11, 100), (12, 30), (13, 7), (13, 5)):
        period = date(2026 + month // 13, (month - 1) % 12 + 1, 1)
        await post(database, firm, intake(amount, period=period))
    await in_book(database, firm, ledger.close_period, date(2026, 11, 1), NOW, "test")
    found = {
        month: await in_book(database, firm, service.account, "unattributed/S1", month, NOW)
        for month in ("2026-11", "2026-12", "2027-01", "2027-02")
    }
    assert [(each.opening_fen, each.moved_fen, each.entry_count) for each in found.values()] == [
        (0, 100, 1), (100, 30, 1), (130, 12, 2), (142, 0, 0),
    ]  # fmt: skip
    assert [(m.month, m.is_closed, m.balance_fen) for m in found["2026-11"].months] == [
        ("2027-01", False, 142), ("2026-12", False, 130), ("2026-11", True, 100),
    ]  # fmt: skip


async def test_what_looks_wrong_is_told_and_nothing_where_all_is_well(
    database: Database, firm: Firm
) -> None:
    agent = "agent/a@example.com"
    await open_book(database, firm)

    async def kinds(now: datetime) -> dict[str, Any]:
        _, _, found = await in_book(database, firm, anomalies.find, now)
        return {each.kind: each for each in found}

    assert await kinds(NOW) == {}
    await post(database, firm, posting((agent, 800), ("firm/penalty_cost", -800)))
    await post(database, firm, posting((STATION, 300), (agent, -300)))
    assert set(await kinds(NOW)) == {"stations_owing"}
    assert set(await kinds(NOW + timedelta(hours=2))) == {"stations_owing", "unsealed"}
    for month in (11, 12):
        await in_book(database, firm, ledger.close_period, date(2026, month, 1), NOW, "test")
    found = await kinds(NOW)
    assert found["agents_in_debit"].items[0].amount_fen == 500
    assert (found["stations_owing"].count, found["stations_owing"].amount_fen) == (1, 300)


async def test_an_old_undecided_fine_is_an_anomaly(office: Office) -> None:
    await office.take_in(line())
    (fine,) = await office.fines(status="undecided")
    later = datetime.now(UTC) + timedelta(days=anomalies.UNATTRIBUTED_DAYS + 1)
    _, _, found = await in_book(office.database, office.firm, anomalies.find, later)
    old = next(each for each in found if each.kind == "unattributed_old")
    assert (old.count, old.amount_fen, str(old.items[0].fine_id)) == (1, 5000, fine["id"])


async def test_finance_reads_the_books(app: Litestar, office: Office) -> None:
    await add_member(office.database, office.firm, "finance", Role.FINANCE)
    async with signed_in_client(app, office.firm, "finance") as client:
        assert (await client.get("/api/ledger/overview")).status_code == 200
