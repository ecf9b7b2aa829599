"""People and steps that tests of approvals and disputes share."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from typing import Any, TypeAlias

import httpx
from litestar import Litestar

from stationdesk.foundation.database import Database
from stationdesk.penalties.disputes.telling import escalate_disputes, tell_decisions, tell_ends
from stationdesk.tenancy.actor import Role
from stationdesk.tenancy.session import tenant_session
from tests.factories.firms import add_member
from tests.factories.web import signed_in_client
from tests.penalties.office import Office, line

Signed: TypeAlias = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]

BIG = "20000.00"
"""Over the limit that the example gives a manager (¥10,000)."""


def colleague(app: Litestar, database: Database, office: Office) -> Signed:
    """Makes and signs in somebody more: `async with signed("boss", Role.FIRM_OWNER) as boss`."""

    @asynccontextmanager
    async def signed(name: str, role: Role, *stations: str) -> AsyncIterator[httpx.AsyncClient]:
        await add_member(database, office.firm, name, role, *stations)
        async with signed_in_client(app, office.firm, name) as client:
            yield client

    return signed


async def taken(office: Office, amount: str = "50.00", **changes: str) -> dict[str, Any]:
    """One fine, undecided."""
    await office.take_in(line(1, amount, **changes))
    [fine] = await office.fines(status="undecided")
    return fine


async def charged(office: Office) -> dict[str, Any]:
    """The worked example: the agent bears 8.00 of 50.00, the firm the rest."""
    fine = await taken(office)
    answer = await office.attribute(
        fine["id"], "agent_negligence", agent=office.agent_email, note="超时 12 分钟"
    )
    assert answer.status_code == 201, answer.text
    return fine


async def dispute(
    client: httpx.AsyncClient, fine_id: str, reason: str = "系统故障", **body: Any
) -> dict[str, Any]:
    """Raised, or the test fails."""
    answer = await client.post(f"/api/fines/{fine_id}/disputes", json={"reason": reason} | body)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def decide(
    client: httpx.AsyncClient, dispute_id: str, outcome: str, **body: Any
) -> httpx.Response:
    return await client.post(
        f"/api/disputes/{dispute_id}/decision",
        json={"outcome": outcome, "reason": "核对了录音"} | body,
    )


async def turn_round(office: Office, now: datetime | None = None) -> None:
    """What the worker does every minute about decisions and disputes."""
    for due in (tell_decisions, tell_ends, escalate_disputes):
        async with tenant_session(office.database, office.firm.actor) as session:
            await due(session, office.firm.actor, now or datetime.now(UTC))


async def inbox(client: httpx.AsyncClient) -> list[dict[str, Any]]:
    """What the person was told in the product."""
    found: list[dict[str, Any]] = (await client.get("/api/notices")).json()["items"]
    return found
