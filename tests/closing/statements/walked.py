"""Statements for those who must not find them, and what would harm them."""

from datetime import UTC, date, datetime
from typing import Any

from stationdesk.closing.statements.issuing import issue_statements
from stationdesk.foundation.database import Database
from stationdesk.ledger import service as ledger
from stationdesk.tenancy.session import hot_transaction
from tests.factories.firms import Firm

BEFORE_ALL = date(2020, 2, 1)
"""Nothing was posted to it, so that whatever else is tried finds its own month open."""


async def leave_statements(database: Database, firm: Firm) -> dict[str, Any]:
    """A closed month's statement of station S1; ids by the path parameter that takes them."""
    now = datetime.now(UTC)
    async with hot_transaction(database, firm.actor) as connection:
        await ledger.close_period(connection, firm.id, BEFORE_ALL, now, "manager")
    await issue_statements(database, firm.actor, BEFORE_ALL, now)
    async with hot_transaction(database, firm.actor) as connection:
        found = await connection.fetchval(
            "SELECT id FROM statements WHERE firm_id = $1 AND party_code = 'S1'", firm.id
        )
    return {"statement_id": str(found)}


def bodies_of_statements() -> dict[str, dict[str, Any]]:
    """Bodies that would do harm if the walls did not stand."""
    return {
        "/api/statements/{statement_id}/acceptance": {"content_hash": "00" * 32},
        "/api/statements/{statement_id}/objections": {"text": "x"},
        "/api/statements/{statement_id}/replies": {"text": "x"},
    }
