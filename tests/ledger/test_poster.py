"""The process's queue: shared commits, each caller with his own answer."""

import asyncio
from dataclasses import replace

import pytest

from stationdesk.foundation.database import Database
from stationdesk.ledger import errors, service
from stationdesk.ledger.poster import Poster, poster_of
from tests.factories.firms import Firm, make_firm
from tests.ledger.book import NOW, balances, in_book, intake, open_book, posting


async def test_many_callers_get_their_own_transactions(database: Database, firm: Firm) -> None:
    await open_book(database, firm)
    poster = Poster(database)
    posted = await asyncio.gather(
        *(poster.post(firm.actor, intake(at + 1), NOW) for at in range(150))
    )
    for at, each in enumerate(posted):
        _, entries = await in_book(database, firm, service.transaction, each.transaction_id)
        assert [entry.amount_fen for entry in entries] == [at + 1, -at - 1]
    assert (await balances(database, firm))["unattributed/S1"] == sum(range(1, 151))


async def test_one_that_fails_takes_no_other_down(database: Database, firm: Firm) -> None:
    await open_book(database, firm)
    poster = Poster(database)
    known = await poster.post(firm.actor, intake(9, key="known"), NOW)
    asked = [
        intake(1), posting(("unattributed/S1", 5), ("station/S9", -5)), intake(2),
        intake(9, key="known"), intake(10, key="known"), intake(3, key="twice"),
        intake(3, key="twice"), posting(("unattributed/S1", 5), ("station/S1", -4)),
    ]  # fmt: skip
    found = await asyncio.gather(
        *(poster.post(firm.actor, each, NOW) for each in asked), return_exceptions=True
    )
    kinds = [type(each) if isinstance(each, Exception) else each.is_replay for each in found]
    assert kinds == [
        False, errors.UnknownAccount, False, True, errors.KeyReused, False, True,
        errors.UnbalancedPosting,
    ]  # fmt: skip
    assert found[3].transaction_id == known.transaction_id
    assert found[5].transaction_id == found[6].transaction_id
    assert (await balances(database, firm))["unattributed/S1"] == 9 + 1 + 2 + 3


async def test_firms_do_not_meet_in_a_group(database: Database, firm: Firm) -> None:
    other = await make_firm(database)
    for each in (firm, other):
        await open_book(database, each)
    poster = poster_of(database)
    assert poster_of(database) is poster
    await asyncio.gather(
        *(poster.post((firm, other)[at % 2].actor, intake(7), NOW) for at in range(10))
    )
    for each in (firm, other):
        assert (await balances(database, each))["unattributed/S1"] == 35


async def test_a_caller_who_goes_away_leaves_the_others_served(
    database: Database, firm: Firm
) -> None:
    await open_book(database, firm)
    poster = Poster(database)
    gone = asyncio.create_task(poster.post(firm.actor, intake(1, key="gone"), NOW))
    stays = asyncio.create_task(poster.post(firm.actor, intake(2), NOW))
    await asyncio.sleep(0)
    gone.cancel()
    await stays
    with pytest.raises(asyncio.CancelledError):
        await gone
    again = await poster.post(replace(firm.actor), intake(1, key="gone"), NOW)
    assert again.is_replay
