"""Who may see wages, what a closed month refuses, and what the database itself refuses."""

import asyncio
from datetime import UTC, datetime

import asyncpg
import pytest

from stationdesk.foundation.zones import HOME
from stationdesk.tenancy.session import hot_transaction
from tests.closing.books import Books


async def test_nobody_but_finance_sees_a_wage(books: Books) -> None:
    await books.decided("50.00")
    wage = (books.agent_email, "7654.32", "", "", "2200", "", "")
    assert (await books.import_wages(wage)).status_code == 200
    paths = ("wages", "payroll", "payroll.xlsx")
    for client in (books.manager, books.agent, books.owner):
        assert (await books.import_wages(wage, client=client)).status_code == 403
        for path in paths:
            answer = await client.get(f"/api/months/{books.month}/{path}")
            assert answer.status_code == 403, path
    await books.notify()
    await books.close()
    shown = ["", "/checklist", "/deductions", "/fees", "/settlements", "/deduction-notices",
             f"/deductions/shares?account={books.agent_account}"]  # fmt: skip
    for path in shown:
        answer = await books.manager.get(f"/api/months/{books.month}{path}")
        assert "765432" not in answer.text, path
        assert "wage_fen" not in answer.text, path
    [line] = (await books.get("/payroll", books.finance))["items"]
    assert (line["wage_fen"], line["cap_fen"], line["payroll_fen"]) == (765432, 153086, 800)


async def test_rows_of_wages_that_cannot_be_right_are_named(books: Books) -> None:
    answer = await books.import_wages(
        (books.agent_email, "5000", "", "", "2200", "", ""),
        ("nobody@example.com", "5000", "", "", "2200", "", ""),
        ("manager", "5000", "6000", "", "2200", "", ""),
        ("finance", "5000", "", "", "0", "", ""),
        ("owner", "5000", "", "", "2200", "9", ""),
        ("owner", "many", "", "", "2200", "", ""),
        (books.agent_email, "5000", "", "", "2200", "", ""),
    )
    report = answer.json()
    assert (report["rows"], report["accepted"]) == (7, 1)
    assert [(row["row"], row["field"]) for row in report["refused"]] == [
        (3, "agent"), (4, "wage"), (5, "minimum"), (6, "days_worked"), (7, "wage"), (8, "agent"),
    ]  # fmt: skip
    assert len((await books.get("/wages", books.finance))["items"]) == 1


async def test_a_closed_month_stays_closed(books: Books) -> None:
    await books.decided("50.00")
    await books.notify()
    await books.import_wages((books.agent_email, "5000", "", "", "2200", "", ""))
    await books.close()
    month, station = books.month, books.firm.stations["S1"].id
    for method, path, body in (
        ("POST", "/close", {"confirm": month}),
        ("POST", "/open-fines", {"note": "x"}),
        ("POST", "/deduction-notices", {}),
        ("PUT", f"/overtime/{station}", {"minutes": 1}),
    ):
        answer = await books.manager.request(method, f"/api/months/{month}{path}", json=body)
        assert (answer.status_code, answer.json()["code"]) == (409, "month_closed"), path
    late = await books.import_wages((books.agent_email, "1", "", "", "1", "", ""))
    assert (late.status_code, late.json()["code"]) == (409, "month_closed")
    for sql in (
        "UPDATE wages SET wage_fen = 1",
        "UPDATE closed_shares SET deducted_fen = 0, overflow_fen = 800",
        "DELETE FROM service_fees",
        "INSERT INTO closed_agents SELECT * FROM closed_agents",
        "UPDATE deduction_notices SET amount_fen = 1",
    ):
        with pytest.raises(asyncpg.PostgresError):
            async with hot_transaction(books.database, books.firm.actor) as connection:
                await connection.execute(sql)


async def test_of_two_closers_one_wins(books: Books) -> None:
    await books.take_in_nothing()
    first, second = await asyncio.gather(books.ask_for_close(), books.ask_for_close(books.finance))
    assert sorted([first.status_code, second.status_code]) == [202, 409]
    loser = first if first.status_code == 409 else second
    assert loser.json()["code"] == "close_under_way"
    wrong = await books.manager.post(f"/api/months/{books.month}/close", json={"confirm": "ja"})
    assert (wrong.status_code, wrong.json()["code"]) == (400, "close_not_confirmed")
    assert (await books.run_close())["state"] == "done"


async def test_undecided_fines_are_listed_as_open_by_name(books: Books) -> None:
    await books.take_in_one()
    refused = await books.ask_for_close()
    assert refused.json()["blockers"] == ["open_fines"]
    nameless = await books.manager.post(f"/api/months/{books.month}/open-fines", json={"note": " "})
    assert nameless.status_code == 400
    accepted = await books.manager.post(
        f"/api/months/{books.month}/open-fines", json={"note": "等总部的录音"}
    )
    assert accepted.json() == {"accepted": 1}
    await books.close()
    [settlement] = (await books.get("/settlements"))["items"]
    assert settlement["payable_fen"] == 0
    assert settlement["unattributed_fen"] == settlement["credit_fen"] == 5000


async def test_a_settlement_is_paid_once_and_in_time(books: Books) -> None:
    await books.decided("50.00", cause="firm_process")
    await books.close()
    today = datetime.now(UTC).astimezone(HOME).date().isoformat()
    path = f"/api/months/{books.month}/settlements/{books.firm.stations['S1'].id}"
    early = await books.finance.post(path, json={"paid_on": "2020-01-01", "reference": "a"})
    assert early.status_code == 400
    body = {"paid_on": today, "reference": "ICBC 0001"}
    assert (await books.finance.post(path, json=body)).status_code == 204
    assert (await books.finance.post(path, json=body)).status_code == 204, "a replay"
    other = await books.finance.post(path, json=body | {"reference": "ICBC 0002"})
    assert (other.status_code, other.json()["code"]) == (409, "settlement_paid")
    assert await books.balances() == {"firm/penalty_cost": 5000, "cash": -5000}
