"""A decision that waits for approval and an open dispute, for the walk over every route."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx

from stationdesk.foundation.database import Database
from stationdesk.penalties.bills.importing import import_bill
from stationdesk.penalties.bills.rows import BILL_HEADER
from stationdesk.penalties.disputes.matters import in_own_matters
from stationdesk.penalties.disputes.raising import raise_dispute
from stationdesk.tenancy.actor import Role
from stationdesk.tenancy.session import tenant_session
from tests.factories.cases import PNG
from tests.factories.firms import Firm, add_member

NOW = datetime(2026, 11, 21, tzinfo=UTC)


async def leave_rights(
    database: Database, manager: httpx.AsyncClient, firm: Firm, folder: Path
) -> dict[str, Any]:
    """Ids by the path parameter that takes them, all at station S1."""
    rows = [
        f"B-rights,{number},S1,,100201,工单自动考核,{amount},2026-11-20 11:14:00,,,"
        for number, amount in ((1, "20000.00"), (2, "50.00"))
    ]
    path = folder / "rights.csv"
    path.write_text("\n".join([",".join(BILL_HEADER), *rows]) + "\n", encoding="utf-8")
    await import_bill(database, firm.actor, path, file_name=path.name, now=NOW)
    listed = (await manager.get("/api/fines", params={"status": "undecided"})).json()["items"]
    by_amount = {each["amount_fen"]: each["id"] for each in listed if each["bill_no"] == "B-rights"}
    waiting = await manager.post(
        f"/api/fines/{by_amount[2_000_000]}/attribution", json={"cause": "firm_process"}
    )
    await manager.post(
        f"/api/fines/{by_amount[5000]}/attribution", json={"cause": "station_operation"}
    )
    await add_member(database, firm, "disputing", Role.STATION_OWNER, "S1")
    owner = firm.as_member("disputing", "S1")
    async with tenant_session(database, in_own_matters(owner)) as session:
        dispute_id = await raise_dispute(
            session, owner, UUID(by_amount[5000]), reason="已签收", asked_fen=None,
            now=datetime.now(UTC),
        )  # fmt: skip
    proof = await manager.post(f"/api/disputes/{dispute_id}/files", files={"file": ("a.png", PNG)})
    return {
        "approval_id": waiting.json()["approval"]["id"],
        "dispute_id": str(dispute_id),
        "file_id": proof.json()["files"][0]["id"],
    }


def bodies_about_rights(ids: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Bodies that would do harm if the walls did not stand."""
    return {
        "/api/fines/decisions": {"fine_ids": [str(ids["fine_id"])]},
        "/api/fines/appeals": {"fine_ids": [str(ids["fine_id"])], "ground": "other", "reason": "x"},
        "/api/fine-approvals/{approval_id}/return": {"reason": "x"},
        "/api/fines/{fine_id}/disputes": {"reason": "x"},
        "/api/disputes/{dispute_id}/decision": {"outcome": "accepted", "reason": "x"},
        "/api/disputes/{dispute_id}/withdrawal": {"note": "x"},
    }
