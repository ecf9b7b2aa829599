"""Posting, replay, reversal, periods."""

import asyncio
from dataclasses import replace
from datetime import date

import pytest

from stationdesk.foundation.database import Database
from stationdesk.ledger import errors, service
from stationdesk.tenancy.session import hot_transaction
from tests.factories.firms import Firm
from tests.ledger.book import NOW, balances, in_book, intake, open_book, post, posting

NOVEMBER, DECEMBER = date(2026, 11, 1), date(2026, 12, 1)


async def test_the_worked_example_balances(database: Database, firm: Firm) -> None:
    await open_book(database, firm)
    await post(database, firm, intake(5000))
    await post(
        database,
        firm,
        posting(
            ("agent/a@example.com", 800), ("firm/penalty_cost", 4200), ("unattributed/S1", -5000)
        ),
    )
    assert await balances(database, firm) == {
        "station/S1": -5000, "agent/a@example.com": 800, "firm/penalty_cost": 4200,
    }  # fmt: skip


async def test_a_repeated_key_is_a_replay_and_other_content_a_conflict(
    database: Database, firm: Firm
) -> None:
    await open_book(database, firm)
    what = intake(5000, key="fine/1")
    first, again = await post(database, firm, what), await post(database, firm, what)
    assert (again.transaction_id, again.is_replay) == (first.transaction_id, True)
    with pytest.raises(errors.KeyReused):
        await post(database, firm, intake(5001, key="fine/1"))
    with pytest.raises(errors.KeyReused):
        await post(database, firm, replace(what, reference="another fine"))
    assert await balances(database, firm) == {"unattributed/S1": 5000, "station/S1": -5000}


async def test_one_key_at_once_is_posted_once(database: Database, firm: Firm) -> None:
    await open_book(database, firm)
    what = intake(700, key="fine/2")
    posted = await asyncio.gather(*(post(database, firm, what) for _ in range(6)))
    assert len({each.transaction_id for each in posted}) == 1
    assert sorted(each.is_replay for each in posted) == [False] + [True] * 5
    assert (await balances(database, firm))["unattributed/S1"] == 700


@pytest.mark.parametrize(
    "entries",
    [
        [("unattributed/S1", 5), ("station/S1", -4)],
        [("unattributed/S1", 0), ("station/S1", 0)],
        [],
    ],
)
async def test_unbalanced_is_refused_without_a_trace(
    database: Database, firm: Firm, entries: list[tuple[str, int]]
) -> None:
    await open_book(database, firm)
    with pytest.raises(errors.UnbalancedPosting):
        await post(database, firm, posting(*entries))
    assert await balances(database, firm) == {}


async def test_an_account_must_have_been_opened(database: Database, firm: Firm) -> None:
    await open_book(database, firm)
    with pytest.raises(errors.UnknownAccount, match="station/S9"):
        await post(database, firm, posting(("unattributed/S1", 5), ("station/S9", -5)))
    assert await balances(database, firm) == {}


async def test_a_batch_posts_all_or_nothing_and_replays_what_is_known(
    database: Database, firm: Firm
) -> None:
    await open_book(database, firm)
    batch = [intake(100 + at, key=f"batch/{at}") for at in range(50)]
    await post(database, firm, batch[7])
    posted = await in_book(database, firm, service.post_all, batch, NOW)
    assert [each.is_replay for each in posted] == [at == 7 for at in range(50)]
    bad = [*batch, posting(("unattributed/S1", 5), ("nobody", -5))]
    with pytest.raises(errors.UnknownAccount):
        await in_book(database, firm, service.post_all, bad, NOW)
    assert (await balances(database, firm))["unattributed/S1"] == sum(100 + at for at in range(50))


async def test_a_reversal_negates_links_and_happens_once(database: Database, firm: Firm) -> None:
    await open_book(database, firm)
    original = (await post(database, firm, intake(5000))).transaction_id
    undone = await in_book(database, firm, service.reverse, original, "undo/1", "won", NOW)
    stored, entries = await in_book(database, firm, service.transaction, undone.transaction_id)
    assert stored.reverses == original
    assert [(e.account, e.amount_fen) for e in entries] == [
        ("unattributed/S1", -5000), ("station/S1", 5000),
    ]  # fmt: skip
    again = await in_book(database, firm, service.reverse, original, "undo/1", "won", NOW)
    assert (again.transaction_id, again.is_replay) == (undone.transaction_id, True)
    with pytest.raises(errors.AlreadyReversed):
        await in_book(database, firm, service.reverse, original, "undo/2", "won", NOW)
    with pytest.raises(errors.AlreadyReversed):
        await in_book(database, firm, service.reverse, undone.transaction_id, "u/3", "", NOW)
    assert await balances(database, firm) == {}


async def test_a_closed_month_stays_closed_and_later_postings_go_to_the_next(
    database: Database, firm: Firm
) -> None:
    await open_book(database, firm)
    original = (await post(database, firm, intake(5000))).transaction_id
    await in_book(database, firm, service.close_period, NOVEMBER, NOW, "test")
    with pytest.raises(errors.PeriodClosed):
        await post(database, firm, intake(1, period=NOVEMBER))
    with pytest.raises(errors.PeriodClosed):
        await in_book(database, firm, service.close_period, NOVEMBER, NOW, "test")
    undone = await in_book(database, firm, service.reverse, original, "undo", "won", NOW)
    stored, _ = await in_book(database, firm, service.transaction, undone.transaction_id)
    assert stored.period == DECEMBER
    await post(database, firm, intake(30))
    assert await balances(database, firm) == {"unattributed/S1": 30, "station/S1": -30}


async def test_a_close_waits_for_posters_and_posters_for_the_close(
    database: Database, firm: Firm
) -> None:
    await open_book(database, firm)
    async with hot_transaction(database, firm.actor) as poster:
        await service.post(poster, firm.id, intake(40, period=NOVEMBER), NOW)
        closing = asyncio.create_task(
            in_book(database, firm, service.close_period, NOVEMBER, NOW, "test")
        )
        await asyncio.sleep(0.1)
        assert not closing.done()
    await closing
    async with hot_transaction(database, firm.actor) as connection:
        rolled = await connection.fetchval(
            "SELECT sum(abs(balance_fen))::int FROM ledger_rollups WHERE firm_id = $1", firm.id
        )
    assert rolled == 80  # the poster's entries are in the rollup
    with pytest.raises(errors.PeriodClosed):
        await post(database, firm, intake(1, period=NOVEMBER))


async def test_the_open_month_stays_open_to_whoever_asked_for_it(
    database: Database, firm: Firm
) -> None:
    await open_book(database, firm)
    async with hot_transaction(database, firm.actor) as connection:
        period = await service.open_period(connection, firm.id, NOW)
        closing = asyncio.create_task(
            in_book(database, firm, service.close_period, period, NOW, "test")
        )
        await asyncio.sleep(0.1)
        await service.post(connection, firm.id, intake(5, period=period), NOW)
    await closing
    assert await in_book(database, firm, service.open_period, NOW) == DECEMBER
