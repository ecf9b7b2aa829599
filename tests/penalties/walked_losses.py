"""An award and a loss at S1, as the route walker needs them, and bodies that would do harm."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import httpx

from stationdesk.foundation.database import Database
from stationdesk.foundation.ids import new_id
from stationdesk.penalties.awards import repository
from stationdesk.penalties.awards.repository import NewAward
from stationdesk.tenancy.session import hot_transaction
from tests.factories.firms import Firm

NOW = datetime(2026, 11, 21, tzinfo=UTC)


async def leave_losses(
    database: Database, manager: httpx.AsyncClient, firm: Firm, case_id: str, file_id: str
) -> dict[str, Any]:
    """Ids by the path parameter that takes them."""
    loss = await manager.post(
        f"/api/cases/{case_id}/losses",
        json={
            "kind": "goods", "amount_fen": 9900, "occurred_at": NOW.isoformat(), "text": "少件",
            "attachment_ids": [file_id],
        },
    )  # fmt: skip
    award = NewAward(
        id=new_id(), case_id=UUID(case_id), line_id=None, station_id=firm.stations["S1"].id,
        waybill="", ground="loss", amount_fen=3333, received_at=NOW, proof="x", recorded_by="x",
        recorded_at=NOW,
    )  # fmt: skip
    async with hot_transaction(database, firm.actor) as connection:
        await repository.insert_award(connection, firm.id, award)
    return {"loss_id": loss.json()["id"], "award_id": award.id}


def bodies_about_losses(file_id: str) -> dict[str, dict[str, Any]]:
    """By path."""
    return {
        "/api/cases/{case_id}/losses": {
            "kind": "goods", "amount_fen": 1, "occurred_at": NOW.isoformat(), "text": "x",
            "attachment_ids": [file_id],
        },
        "/api/losses/{loss_id}/approval": {},
        "/api/losses/{loss_id}/refusal": {"reason": "x"},
        "/api/losses/{loss_id}/withdrawal": {},
        "/api/awards/{award_id}/decision": {"fine_ids": [], "note": "x"},
        "/api/awards/{award_id}/same": {"award_id": str(uuid4())},
    }  # fmt: skip
