"""A notice, a channel, a link and a correction at a station, for those who must not find them."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx

from stationdesk.cases.asking.repository import demand
from stationdesk.foundation.database import Database
from stationdesk.foundation.ids import new_id
from stationdesk.notices.book import Telling, Text
from stationdesk.notices.models import Correction
from stationdesk.notices.service.telling import tell
from stationdesk.tenancy.session import hot_transaction, tenant_session
from tests.factories.firms import Firm


async def leave_asking(
    database: Database, manager: httpx.AsyncClient, firm: Firm, case_id: str
) -> dict[str, Any]:
    """What the neighbours must not find, by the path parameters that take it."""
    now, station = datetime.now(UTC), firm.stations["S1"]
    channel = await manager.post(
        "/api/notice-channels",
        json={
            "kind": "wecom", "name": "西兴群", "audience": ["station"], "station": "S1",
            "target": "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k",
        },
    )  # fmt: skip
    made = await manager.post(f"/api/cases/{case_id}/links", json={"party": "station"})
    telling = Telling(
        "rung", "walk", ("manager",), Text("主题", "s"), Text("文", "t"), case_id=UUID(case_id),
        station_id=station.id, station_name=station.name,
    )  # fmt: skip
    async with tenant_session(database, firm.actor) as session:
        await tell(session, firm.actor, [telling], now)
        # The manager's windows may be closed when the test runs.
    async with hot_transaction(database, firm.actor) as connection:
        await connection.execute(
            "UPDATE notices SET state = 'sent' WHERE firm_id = $1 AND channel = 'in_app'", firm.id
        )
    correction = Correction(
        firm_id=firm.id, id=new_id(), case_id=UUID(case_id), station_id=station.id,
        clock="register", clock_id=new_id(), minutes_before=15, demanded_of="主管",
        demanded_at=now, due_at=now + timedelta(minutes=15), escalated_at=None, recorded_at=None,
        recorded_by_member_id=None, recorded_by_name="", done="", attachment_id=None,
    )  # fmt: skip
    async with hot_transaction(database, firm.actor) as connection:
        await demand(connection, correction)
    inbox = (await manager.get("/api/notices")).json()["items"]
    return {
        "channel_id": channel.json()["id"],
        "link_id": made.json()["link"]["id"],
        "notice_id": inbox[0]["id"],
        "correction_id": correction.id,
    }


def bodies_of_asking() -> dict[str, dict[str, Any]]:
    """Bodies that would do harm if the walls did not stand."""
    return {
        "/api/cases/{case_id}/links": {"party": "station"},
        "/api/cases/{case_id}/corrections/{correction_id}": {"done": "x"},
        "/api/notice-channels": {
            "kind": "wecom", "name": "x", "audience": ["station"], "station": "S1",
            "target": "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k",
        },
        "/api/notice-channels/{channel_id}": {"name": "x"},
    }  # fmt: skip
