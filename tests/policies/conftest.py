"""An office: a firm with a manager, an agent of ZTO's station and one of YTO's."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import httpx
import pytest
from litestar import Litestar

from stationdesk.cases.recomputing.service import recompute_clocks
from stationdesk.foundation.database import Database
from stationdesk.tenancy.actor import Role
from tests.factories.firms import Firm, add_member
from tests.factories.web import signed_in_client

TERMS: dict[str, Any] = {
    "risk_fen": 5000,
    "clocks": {
        "register": {"owner": "hq", "length_minutes": 600},
        "reply": {"owner": "hq", "length_minutes": 90},
    },
}
LONG_AGO = "2020-01-01T00:00:00+08:00"


@dataclass
class Office:
    """Clients by who they are, and the database behind."""

    firm: Firm
    manager: httpx.AsyncClient
    chen: httpx.AsyncClient
    li: httpx.AsyncClient
    database: Database

    async def enter(self, **changes: Any) -> dict[str, Any]:
        """A version entered by the manager."""
        body = {
            "code": "case.problem_parcel", "carrier": "zto", "title": "问题件时效(通知)",
            "text": "第一条\n第二条", "source": "总部通知 2026-11", "parameters": TERMS,
        } | changes  # fmt: skip
        answer = await self.manager.post("/api/policies", json=body)
        assert answer.status_code == 201, answer.text
        entered: dict[str, Any] = answer.json()
        return entered

    async def recompute(self, at: datetime | None = None) -> list[dict[str, Any]]:
        """Carry out what waits, as the worker would; all recomputations, the latest first."""
        listed = (await self.manager.get("/api/recomputations")).json()["items"]
        for each in reversed(listed):
            await recompute_clocks(
                self.database, self.firm.actor, UUID(each["id"]), lambda: at or datetime.now(UTC)
            )
        items: list[dict[str, Any]] = (await self.manager.get("/api/recomputations")).json()[
            "items"
        ]
        return items


@pytest.fixture
async def office(app: Litestar, database: Database, firm: Firm) -> AsyncIterator[Office]:
    await add_member(database, firm, "manager", Role.MANAGER)
    await add_member(database, firm, "chen", Role.AGENT, "S1")
    await add_member(database, firm, "li", Role.AGENT, "S2")
    async with AsyncExitStack() as stack:
        clients = [
            await stack.enter_async_context(signed_in_client(app, firm, name))
            for name in ("manager", "chen", "li")
        ]
        yield Office(firm, *clients, database)
