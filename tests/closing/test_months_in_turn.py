"""What happens around a close: leaving, disputes, appeals, interruptions, posters at work."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest

from stationdesk.closing import running
from stationdesk.ledger import service as ledger
from stationdesk.ledger.postings import Posting
from stationdesk.tenancy.session import hot_transaction
from tests.closing.books import Books


async def _ready(books: Books, *amounts: str, wage: str = "5000") -> list[str]:
    found = await books.decided(*amounts)
    await books.notify()
    await books.import_wages((books.agent_email, wage, "", "", "2200", "", ""))
    return found


async def test_an_agent_who_leaves_in_the_middle_of_a_month(books: Books) -> None:
    """Ten of 22 days, ¥1,200: the minimum counts in part, so ¥200 may be deducted; a notice on
    paper, as he opens nothing any more."""
    await books.decided(*["100.00"] * 30)
    await books.manager.post(f"/api/months/{books.month}/deduction-notices", json={})
    [notice] = (await books.get("/deduction-notices"))["items"]
    handed = await books.manager.post(
        f"/api/deduction-notices/{notice['id']}/delivery",
        json={"delivered_on": notice["made_at"][:10], "note": "离职当面签收"},
    )
    assert handed.status_code in (200, 400), handed.text
    if handed.status_code == 400:  # between midnight here and there
        pytest.skip("the day has changed between UTC and the firm's zone")
    async with hot_transaction(books.database, books.firm.actor) as connection:
        await connection.execute(
            "UPDATE members SET ended_at = now() WHERE id = $1", books.firm.members["agent"].id
        )
    refused = await books.ask_for_close()
    assert refused.json()["blockers"] == ["wages_missing"], "his last wage is still to come"
    await books.import_wages((books.agent_email, "1200", "", "", "2200", "10", "22"))
    closed = await books.close()
    figures = closed["figures"]
    assert (figures["deducted_fen"], figures["over_cap_fen"]) == (20_000, 4_000)
    [line] = (await books.get("/payroll", books.finance))["items"]
    assert (line["minimum_fen"], line["cap_fen"]) == (100_000, 20_000)
    assert (await books.balances()).get(books.agent_account) is None


async def test_what_no_delivered_notice_covers_is_the_firm_s(books: Books) -> None:
    await books.decided("50.00")
    await books.import_wages((books.agent_email, "5000", "", "", "2200", "", ""))
    await books.close()
    balances = await books.balances()
    assert balances["firm/penalty_cost"] == 5000
    assert "payroll" not in balances


async def test_a_disputed_fine_waits_on_both_sides(books: Books) -> None:
    first, second = await _ready(books, "50.00", "40.00")
    raised = await books.agent.post(f"/api/fines/{first}/disputes", json={"reason": "系统卡顿"})
    if raised.status_code == 404:
        pytest.skip("disputes are raised elsewhere")
    assert raised.status_code == 201, raised.text
    closed = await books.close()
    assert closed["figures"]["deducted_fen"] == 800
    shares = (await books.get(f"/deductions/shares?account={books.agent_account}"))["items"]
    assert {each["fine_id"]: each["state"] for each in shares} == {
        first: "frozen", second: "deducted",
    }  # fmt: skip
    assert (await books.balances())[books.agent_account] == 800
    [settlement] = (await books.get("/settlements"))["items"]
    assert (settlement["frozen_fen"], settlement["payable_fen"]) == (5000, 4000)


async def test_step_6_after_the_close_gives_back_what_was_deducted(books: Books) -> None:
    [fine] = await _ready(books, "50.00", wage="2205")
    await books.close()
    undone = await books.reverse(fine)
    assert undone.status_code == 201, undone.text
    # Paid out by the payroll, not by a settlement: the agent is owed ¥5.00 in the open month.
    assert await books.balances() == {"payroll": 500, books.agent_account: -500}


async def test_a_close_goes_on_where_it_was_interrupted(
    books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _ready(books, "50.00")

    async def dies(*_: Any, **__: Any) -> None:
        raise RuntimeError("the power went")

    assert (await books.ask_for_close()).status_code == 202
    real_post, real_issue = running.post_month, running.issue_statements
    monkeypatch.setattr(running, "post_month", dies)
    with pytest.raises(RuntimeError):
        await books.run_close()
    assert (await books.get(""))["state"] == "posting"
    assert "payroll" not in await books.balances(), "nothing was posted"
    monkeypatch.setattr(running, "post_month", real_post)
    monkeypatch.setattr(running, "issue_statements", dies)
    with pytest.raises(RuntimeError):
        await books.run_close()
    assert (await books.get(""))["state"] == "stating"
    balances = await books.balances()
    assert balances["payroll"] == 800
    monkeypatch.setattr(running, "issue_statements", real_issue)
    assert (await books.ask_for_close()).status_code == 202, "it goes on when asked again"
    assert (await books.run_close())["state"] == "done"
    assert (await books.run_close())["state"] == "done", "run again, nothing is left to do"
    assert await books.balances() == balances


async def test_posters_at_work_while_a_month_is_closed(books: Books) -> None:
    """Every posting lies wholly in the closed month or after it, and the month's rollups hold."""
    await _ready(books, "50.00")
    firm, is_over = books.firm, False

    async def poster(number: int) -> int:
        posted = 0
        while not is_over or posted == 0:
            now = datetime.now(UTC)
            posting = Posting(
                key=f"test/{number}/{posted}", kind="test", occurred_at=now, reference="",
                entries=(("firm/penalty_cost", 1), ("cash", -1)),
            )  # fmt: skip
            async with hot_transaction(books.database, firm.actor) as connection:
                await ledger.open_accounts(connection, firm.id, ["firm/penalty_cost", "cash"], now)
                await ledger.post(connection, firm.id, posting, now)
            posted += 1
            await asyncio.sleep(0)
        return posted

    posters = [asyncio.create_task(poster(number)) for number in range(3)]
    try:
        assert (await books.ask_for_close()).status_code == 202
        closed = await books.run_close()
    finally:
        is_over = True
        counts = await asyncio.gather(*posters)
    assert closed["state"] == "done", closed
    assert (await books.balances())["cash"] == -sum(counts)
    async with hot_transaction(books.database, firm.actor) as connection:
        rolled, summed = await connection.fetchrow(
            "SELECT (SELECT sum(balance_fen) FROM ledger_rollups r JOIN ledger_accounts a "
            "ON a.id = r.account_id WHERE a.name = 'cash' AND r.period = $1), "
            "(SELECT sum(amount_fen) FROM ledger_entries e JOIN ledger_accounts a "
            "ON a.id = e.account_id WHERE a.name = 'cash' AND e.period <= $1)",
            books.period,
        )
    assert rolled == summed
