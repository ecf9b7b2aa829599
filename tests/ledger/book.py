"""Short words for the ledger's tests."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from stationdesk.foundation.database import Database
from stationdesk.ledger import service
from stationdesk.ledger.postings import Posted, Posting
from stationdesk.tenancy.session import hot_transaction
from tests.factories.firms import Firm

NOW = datetime(2026, 11, 18, 1, 2, 3, 456789, tzinfo=UTC)
ACCOUNTS = ("unattributed/S1", "station/S1", "agent/a@example.com", "firm/penalty_cost")


def posting(*entries: tuple[str, int], key: str | None = None, **fields: Any) -> Posting:
    return Posting(
        key=key or f"test/{uuid4()}", kind="test", occurred_at=NOW, entries=entries, **fields
    )


def intake(amount_fen: int, **fields: Any) -> Posting:
    return posting(("unattributed/S1", amount_fen), ("station/S1", -amount_fen), **fields)


async def open_book(database: Database, firm: Firm, *more: str) -> None:
    async with hot_transaction(database, firm.actor) as connection:
        await service.open_accounts(connection, firm.id, [*ACCOUNTS, *more], NOW)


async def post(database: Database, firm: Firm, what: Posting) -> Posted:
    async with hot_transaction(database, firm.actor) as connection:
        return await service.post(connection, firm.id, what, NOW)


async def in_book(database: Database, firm: Firm, act: Callable[..., Any], *arguments: Any) -> Any:
    """Run `act(connection, firm id, …)` in a transaction of its own."""
    async with hot_transaction(database, firm.actor) as connection:
        return await act(connection, firm.id, *arguments)


async def balances(database: Database, firm: Firm) -> dict[str, int]:
    found = await in_book(database, firm, service.trial_balance)
    return {each.account: each.balance_fen for each in found if each.balance_fen}
