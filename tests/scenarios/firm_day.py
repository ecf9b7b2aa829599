"""The people of one day, and what they do all day long: claim, prove, raise events."""

import csv
import io
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
from litestar import Litestar

from stationdesk.cases.lists.importing import import_stored_cases
from stationdesk.cases.lists.reconciling import reconcile_stored_list
from stationdesk.foundation.database import Database
from tests.factories.cases import claimed, prove, shown, worked
from tests.factories.firms import Firm


def ago(minutes: int) -> str:
    """A moment of this day, so many minutes back."""
    return (datetime.now(UTC) - timedelta(minutes=minutes)).isoformat()


def ahead(minutes: int) -> str:
    """A moment to come."""
    return ago(-minutes)


@dataclass
class Day:
    """A firm at work. `opened` has every case of the day, by what it is called in the story."""

    app: Litestar
    database: Database
    firm: Firm
    manager: httpx.AsyncClient
    supervisor: httpx.AsyncClient
    inbound: httpx.AsyncClient
    outbound: httpx.AsyncClient
    owner: httpx.AsyncClient
    opened: dict[str, str] = field(default_factory=dict)

    async def open(
        self, called: str, agent: httpx.AsyncClient, kind: str, direction: str, waybill: str, /,
        **details: Any,
    ) -> dict[str, Any]:  # fmt: skip
        """A case opened by hand and claimed by its agent."""
        answer = await agent.post(
            "/api/cases",
            json={
                "kind": kind, "direction": direction, "station": "S1", "waybill": waybill,
                "details": details,
            },
        )  # fmt: skip
        assert answer.status_code == 201, answer.text
        self.opened[called] = answer.json()["id"]
        return await claimed(agent, answer.json())

    async def go(
        self, agent: httpx.AsyncClient, case: dict[str, Any], event: str, /, **data: Any
    ) -> dict[str, Any]:
        """The case after an event; what its checklist still lacks is proven first if it must be."""
        now = await shown(agent, case)
        action = next(each for each in now["actions"] if each["event"] == event)
        if (action["refusal"] or {}).get("code") == "evidence_missing":
            await prove(agent, now, *action["refusal"]["missing"])
            now = await shown(agent, now)
        return await worked(agent, now, event, **data)

    async def case(self, name: str) -> dict[str, Any]:
        """The case as the manager sees it."""
        return await shown(self.manager, {"id": self.opened[name]})

    async def import_list(
        self, kind: str, rows: list[list[str]], constants: dict[str, Any]
    ) -> dict[str, Any]:
        """A list read by its columns: drafted, started, and done by the worker's part."""
        target = io.StringIO()
        csv.writer(target).writerows(rows)
        options = {"case_kind": "work_order", "direction": "inbound", "carrier": "zto"}
        answer = await self.manager.post(
            "/api/imports/drafts",
            files={"file": ("list.csv", target.getvalue().encode("gb18030"))},
            data={"kind": kind, "options": json.dumps(options)},
        )
        assert answer.status_code == 201, answer.text
        draft = answer.json()
        mapping = draft["mapping"] | {"columns": draft["mapping"]["columns"] | constants}
        batch_id = draft["batch"]["id"]
        started = await self.manager.post(
            f"/api/imports/drafts/{batch_id}/start", json={"mapping": mapping, "save_as": kind}
        )
        assert started.status_code == 202, started.text
        work = import_stored_cases if kind == "cases" else reconcile_stored_list
        storage = self.app.state.storage
        now = datetime.now(UTC) + timedelta(seconds=1)
        await work(self.database, storage, self.firm.actor, UUID(batch_id), now)
        done: dict[str, Any] = (await self.manager.get(f"/api/imports/{batch_id}")).json()
        return done

    async def balances(self) -> dict[str, int]:
        """Accounts with a balance; the ledger sums to zero."""
        body = (await self.manager.get("/api/ledger/trial-balance")).json()
        assert body["total_fen"] == 0
        return {
            each["account"]: each["balance_fen"] for each in body["accounts"] if each["balance_fen"]
        }
