"""A notice of deduction for those who must not find it, and what would harm it."""

from datetime import UTC, datetime
from typing import Any

from stationdesk.closing.deductions import notice_repository as notices
from stationdesk.closing.deductions.notice_repository import NewNotice
from stationdesk.foundation.database import Database
from stationdesk.foundation.ids import new_id
from stationdesk.ledger.postings import month_of
from stationdesk.tenancy.session import hot_transaction
from tests.factories.firms import Firm


async def leave_months(database: Database, firm: Firm) -> dict[str, Any]:
    """A notice to the manager; ids by the path parameter that takes them."""
    now = datetime.now(UTC)
    member = firm.members["manager"]
    notice = NewNotice(new_id(), "KK-000000-0001", member.id, member.name, 800)
    async with hot_transaction(database, firm.actor) as connection:
        await notices.add_notices(connection, firm.id, month_of(now), [notice], [], "manager", now)
    return {"deduction_id": str(notice.id)}


def bodies_of_months() -> dict[str, dict[str, Any]]:
    """Bodies that would do harm if the walls did not stand."""
    today = datetime.now(UTC).date().isoformat()
    return {
        "/api/deduction-notices/{deduction_id}/receipt": {"acknowledged": True},
        "/api/deduction-notices/{deduction_id}/delivery": {"delivered_on": today, "note": "x"},
        "/api/months/{period}/overtime/{station_id}": {"minutes": 60},
        "/api/months/{period}/settlements/{station_id}": {"paid_on": today, "reference": "x"},
    }
