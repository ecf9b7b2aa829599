"""Posters against a close. The thousand rounds are in `tests/torture`."""

from stationdesk.foundation.database import Database
from tests.factories.firms import Firm
from tests.ledger.closing_race import race


async def test_no_posting_lands_in_a_closed_month_and_none_is_lost(
    database: Database, firm: Firm
) -> None:
    made, refused = await race(database, firm, rounds=60, seed=2026)
    assert made > 60
    assert refused > 5  # the race was one
