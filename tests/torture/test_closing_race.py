"""A thousand months, each closed while others post into it."""

from stationdesk.foundation.database import Database
from tests.factories.firms import Firm
from tests.ledger.closing_race import race

ROUNDS = 1_000


async def test_a_thousand_closes_lose_nothing(database: Database, firm: Firm) -> None:
    made, refused = await race(database, firm, rounds=ROUNDS, seed=20261122)
    assert made > ROUNDS
    assert refused > ROUNDS // 10
