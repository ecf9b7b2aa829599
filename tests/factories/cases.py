"""Cases over HTTP and through the service, as tests need them."""

from datetime import datetime
from typing import Any

import httpx

from stationdesk.cases import service
from stationdesk.cases.schemas import CaseRecord
from stationdesk.foundation.database import Database
from stationdesk.tenancy.session import tenant_session
from tests.case_kinds.samples import DETAILS
from tests.factories.firms import Firm

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64


async def open_over_http(client: httpx.AsyncClient, **changes: Any) -> dict[str, Any]:
    """A case opened by hand; `details` follow kind and direction unless given."""
    body: dict[str, Any] = {
        "kind": "problem_parcel", "direction": "inbound", "station": "S1",
        "waybill": "73190553102532",
    } | changes  # fmt: skip
    body.setdefault("details", DETAILS[body["kind"]][body["direction"]])
    answer = await client.post("/api/cases", json=body)
    assert answer.status_code == 201, answer.text
    opened: dict[str, Any] = answer.json()
    return opened


async def raise_event(
    client: httpx.AsyncClient, case: dict[str, Any], event: str, **data: Any
) -> httpx.Response:
    """Raise an event at the version that `case` has."""
    return await client.post(
        f"/api/cases/{case['id']}/events",
        json={"event": event, "version": case["version"], "data": data},
    )


async def worked(
    client: httpx.AsyncClient, case: dict[str, Any], event: str, **data: Any
) -> dict[str, Any]:
    """The case after an event that must be allowed."""
    answer = await raise_event(client, case, event, **data)
    assert answer.status_code == 200, answer.text
    after: dict[str, Any] = answer.json()
    return after


async def claimed(client: httpx.AsyncClient, case: dict[str, Any]) -> dict[str, Any]:
    """The case after the client has claimed it."""
    answer = await client.post("/api/queue/claim", json={"case_id": case["id"]})
    assert answer.status_code == 200, answer.text
    return await shown(client, case)


async def shown(client: httpx.AsyncClient, case: dict[str, Any]) -> dict[str, Any]:
    """The case as it is now."""
    answer = await client.get(f"/api/cases/{case['id']}")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def prove(client: httpx.AsyncClient, case: dict[str, Any], *codes: str) -> None:
    """Upload a file for each item of the checklist."""
    for code in codes:
        answer = await client.post(
            f"/api/cases/{case['id']}/attachments",
            files={"file": (f"{code}.png", PNG, "image/png")},
            data={"checklist_code": code},
        )
        assert answer.status_code == 201, answer.text


async def open_in_service(
    database: Database, firm: Firm, *, now: datetime, station: str = "S1", **changes: Any
) -> CaseRecord:
    """A case opened by the system at a moment of the test's choice."""
    fields: dict[str, Any] = {
        "kind": "problem_parcel", "direction": "inbound", "waybill": "73190553102532",
    } | changes  # fmt: skip
    fields.setdefault("details", DETAILS[fields["kind"]][fields["direction"]])
    async with tenant_session(database, firm.actor) as session:
        return await service.open_case(
            session, firm.actor, station_id=firm.stations[station].id, now=now, **fields
        )
