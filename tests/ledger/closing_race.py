"""Posters against a close, round after round, and what must hold at the end."""

import asyncio
import random
from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from stationdesk.foundation.database import Database
from stationdesk.ledger import errors, service
from stationdesk.ledger.poster import Poster
from stationdesk.ledger.verify import verify
from stationdesk.tenancy.session import hot_transaction
from tests.factories.firms import Firm
from tests.ledger.book import NOW, balances, in_book, intake, open_book

POSTERS = 5


async def race(database: Database, firm: Firm, rounds: int, seed: int) -> tuple[int, int]:
    """Close `rounds` months while others post; returns how many postings were made and refused.

    Half of the posters name the month that is being closed, the others ask for the open one; some
    post alone, some in a batch, some through the process's queue.
    """
    chance = random.Random(seed)
    poster = Poster(database)
    await open_book(database, firm)
    made: dict[UUID, tuple[int, date | None]] = {}
    refused = 0
    month = date(2026, 11, 1)
    for _ in range(rounds):
        tasks = [
            _post(database, firm, poster, chance.choice((month, None)), chance)
            for _ in range(POSTERS)
        ]
        closing = _after(chance, in_book(database, firm, service.close_period, month, NOW, "race"))
        *outcomes, _ = await asyncio.gather(*tasks, closing)
        for outcome in outcomes:
            refused += outcome is None
            made |= outcome or {}
        month = (month + timedelta(days=32)).replace(day=1)
    await _all_holds(database, firm, made)
    return len(made), refused


async def _after(chance: random.Random, act: object) -> None:
    await asyncio.sleep(chance.random() * 0.002)
    await act  # type: ignore[misc]


async def _post(
    database: Database, firm: Firm, poster: Poster, period: date | None, chance: random.Random
) -> dict[UUID, tuple[int, date | None]] | None:
    """Each transaction's id with amount and month asked for; None where the month was closed."""
    way, amounts = chance.randrange(3), [chance.randrange(1, 9_999) for _ in range(2)]
    await asyncio.sleep(chance.random() * 0.003)
    try:
        if way == 0:
            posted = [await poster.post(firm.actor, intake(amounts[0], period=period), NOW)]
        else:
            async with hot_transaction(database, firm.actor) as connection:
                if way == 1:
                    posted = [
                        await service.post(
                            connection, firm.id, intake(amounts[0], period=period), NOW
                        )
                    ]
                else:
                    posted = await service.post_all(
                        connection, firm.id, [intake(each) for each in amounts], NOW, period
                    )
    except errors.PeriodClosed:
        return None
    return {
        each.transaction_id: (amount, period) for each, amount in zip(posted, amounts, strict=False)
    }


async def _all_holds(
    database: Database, firm: Firm, made: dict[UUID, tuple[int, date | None]]
) -> None:
    """Nothing lost, nothing in a month that was closed before it, rollup = sum."""
    stored = await in_book(database, firm, _stored)
    assert {row[0] for row in stored} == set(made), "what was answered is what stands there"
    for transaction_id, period, amount in stored:
        assert made[transaction_id][0] == amount
        assert made[transaction_id][1] in (None, period)
    total = sum(amount for amount, _ in made.values())
    assert (await balances(database, firm))["unattributed/S1"] == total
    report = await in_book(database, firm, verify)  # rollups are recomputed from the entries
    assert report.problem is None


async def _stored(
    connection: service.Connection, firm_id: UUID
) -> Sequence[tuple[UUID, date, int]]:
    rows = await connection.fetch(
        "SELECT t.id, t.period, e.amount_fen FROM ledger_transactions t JOIN ledger_entries e "
        "ON e.firm_id = t.firm_id AND e.transaction_id = t.id AND e.line = 1 WHERE t.firm_id = $1",
        firm_id,
    )
    return [tuple(row) for row in rows]
