"""A saved column mapping and a reconciliation at S1, as the route walker needs them."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from stationdesk.cases.lists import repository
from stationdesk.foundation.database import Database
from stationdesk.foundation.ids import new_id
from stationdesk.imports.models import SavedMapping
from stationdesk.tenancy.session import raw_connection, tenant_session
from tests.factories.firms import Firm

NOW = datetime(2026, 11, 21, tzinfo=UTC)


async def leave_lists(database: Database, firm: Firm, case_id: str) -> dict[str, Any]:
    """Ids by the path parameter that takes them."""
    mapping_id, reconciliation_id, item_id = new_id(), new_id(), new_id()
    async with tenant_session(database, firm.actor) as session:
        session.add(
            SavedMapping(
                firm_id=firm.id, id=mapping_id, kind="cases", fingerprint="f", version=1,
                name="中通工单", columns=["网点"], mapping={"columns": {}}, created_at=NOW,
                created_by_name="x",
            )
        )  # fmt: skip
        connection = await raw_connection(session)
        await repository.insert_reconciliation(
            connection, firm.id, reconciliation_id, "zto", "problem_parcel", None, "a.csv", NOW,
            NOW, "x", 0, 1, 0, 1,
        )  # fmt: skip
        item = (
            item_id, firm.stations["S1"].id, "only_ours", "", "1", UUID(case_id), None, None, None,
            "{}",
        )  # fmt: skip
        await repository.insert_items(connection, firm.id, reconciliation_id, [item])
    return {"mapping_id": mapping_id, "reconciliation_id": reconciliation_id, "item_id": item_id}
