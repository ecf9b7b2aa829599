"""Channels over HTTP, and sending: bounded, retried, never twice, never past a closed window."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import httpx
import pytest
from litestar import Litestar

from stationdesk.foundation.database import Database
from stationdesk.integrations.notifiers.fake import FakeNotifier
from stationdesk.integrations.notifiers.port import NotSent
from stationdesk.notices import repository
from stationdesk.notices.book import Telling, Text
from stationdesk.notices.service.sending import release_held, send_due
from stationdesk.notices.service.telling import tell
from stationdesk.tenancy.actor import Role
from stationdesk.tenancy.session import hot_transaction, tenant_session
from tests.factories.firms import Firm, add_member
from tests.factories.web import signed_in_client

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)  # 10:00 in Shanghai
ROBOT = {
    "kind": "dingtalk", "name": "西兴群", "audience": ["courier"], "station": "S1",
    "target": "https://oapi.dingtalk.com/robot/send?access_token=abcdef123456", "secret": "SEC9",
}  # fmt: skip


@pytest.fixture
async def manager(
    app: Litestar, database: Database, firm: Firm
) -> AsyncIterator[httpx.AsyncClient]:
    await add_member(database, firm, "manager", Role.MANAGER)
    async with signed_in_client(app, firm, "manager") as client:
        yield client


async def push(database: Database, firm: Firm, now: datetime = NOW, count: int = 1) -> None:
    tellings = [
        Telling(
            topic="rung", key=f"t:{uuid4()}", roles=("courier",), subject=Text("主题", "s"),
            text=Text("文", "t"), outside=Text(f"第 {n} 件 {{link}}", "t"),
            station_id=firm.stations["S1"].id, station_name="西兴", courier_name="黄志勇",
        )
        for n in range(count)
    ]  # fmt: skip
    async with tenant_session(database, firm.actor) as session:
        await tell(session, firm.actor, tellings, now)


async def states(database: Database, firm: Firm) -> dict[str, int]:
    async with hot_transaction(database, firm.actor) as connection:
        rows = await connection.fetch(
            "SELECT state, count(*) FROM notices WHERE firm_id = $1 GROUP BY state", firm.id
        )
    return dict(rows)


async def test_a_channel_is_entered_and_never_shown_whole(
    manager: httpx.AsyncClient, database: Database, firm: Firm
) -> None:
    made = await manager.post("/api/notice-channels", json=ROBOT)
    assert made.status_code == 201, made.text
    listed = (await manager.get("/api/notice-channels")).json()["items"]
    assert [each["name"] for each in listed] == ["西兴群"]
    assert listed[0]["target_hint"] == "oapi.dingtalk.com …3456"
    assert "abcdef" not in str(listed)
    assert "SEC9" not in made.text + str(listed)
    path = f"/api/notice-channels/{made.json()['id']}"
    changed = await manager.patch(path, json={"is_active": False, "name": "旧群"})
    assert (changed.json()["is_active"], changed.json()["has_secret"]) == (False, True)
    assert (await manager.delete(path)).status_code == 204
    assert (await manager.patch(path, json={"name": "x"})).status_code == 404


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"target": "https://169.254.169.254/latest"}, "target"),
        ({"target": "http://localhost:5432/"}, "target"),
        ({"kind": "sms"}, "kind"),
        ({"audience": []}, "audience"),
        ({"audience": ["everybody"]}, "audience"),
        ({"name": " "}, "name"),
        ({"kind": "email", "target": "boss"}, "target"),
    ],
)
async def test_what_cannot_be_used_is_refused_by_field(
    manager: httpx.AsyncClient, change: dict[str, object], field: str
) -> None:
    answer = await manager.post("/api/notice-channels", json=ROBOT | change)
    assert (answer.status_code, answer.json()["field"]) == (400, field)
    assert (await manager.get("/api/notice-channels")).json()["items"] == []


async def test_sent_once_and_retried_a_bounded_number_of_times(
    manager: httpx.AsyncClient, database: Database, firm: Firm
) -> None:
    await manager.post("/api/notice-channels", json=ROBOT)
    fake = FakeNotifier(refusals=[NotSent("dingtalk: HTTP 502")])
    senders = {"dingtalk": fake}
    await push(database, firm)
    assert await send_due(database, senders, firm.actor, NOW) == 0
    assert await send_due(database, senders, firm.actor, NOW) == 0, "not again at once"
    assert await send_due(database, senders, firm.actor, NOW + timedelta(minutes=1)) == 1
    assert await send_due(database, senders, firm.actor, NOW + timedelta(minutes=9)) == 0
    ((target, message),) = fake.sent
    assert (target.secret, message.text) == ("SEC9", "第 0 件")
    fake.refusals = [NotSent("down") for _ in range(9)]
    await push(database, firm)
    for minutes in range(60):
        await send_due(database, senders, firm.actor, NOW + timedelta(minutes=minutes))
    assert len(fake.refusals) == 4, "five attempts and no more"
    assert await states(database, firm) == {"sent": 1, "failed": 1}
    channel = (await manager.get("/api/notice-channels")).json()["items"][0]
    assert channel["last_error"] == "down"


async def test_a_refusal_for_good_is_not_repeated(
    manager: httpx.AsyncClient, database: Database, firm: Firm
) -> None:
    await manager.post("/api/notice-channels", json=ROBOT)
    fake = FakeNotifier(refusals=[NotSent("sign not match", is_final=True)])
    await push(database, firm)
    await send_due(database, {"dingtalk": fake}, firm.actor, NOW)
    assert await states(database, firm) == {"failed": 1}


async def test_a_robot_gets_twenty_a_minute(
    manager: httpx.AsyncClient, database: Database, firm: Firm
) -> None:
    await manager.post("/api/notice-channels", json=ROBOT)
    fake = FakeNotifier()
    await push(database, firm, count=47)
    sent = []
    for seconds in (0, 1, 30, 61, 62, 122, 123):
        at = NOW + timedelta(seconds=seconds)
        sent.append(await send_due(database, {"dingtalk": fake}, firm.actor, at))
    assert sent == [20, 0, 0, 20, 0, 7, 0]


async def test_what_waited_past_its_window_waits_for_the_next(
    manager: httpx.AsyncClient, database: Database, firm: Firm
) -> None:
    """The worker was down from before nine at night until after."""
    await manager.post("/api/notice-channels", json=ROBOT)
    fake = FakeNotifier()
    evening, night = NOW + timedelta(hours=10, minutes=50), NOW + timedelta(hours=12)
    await push(database, firm, evening)
    await send_due(database, {"dingtalk": fake}, firm.actor, night)
    assert await states(database, firm) == {"held": 1}
    assert fake.sent == []
    morning = NOW + timedelta(hours=21)  # 07:00
    async with tenant_session(database, firm.actor) as session:
        await release_held(session, firm.actor, morning)
    assert await send_due(database, {"dingtalk": fake}, firm.actor, morning) == 1


async def test_a_turn_that_died_is_repeated_after_its_lease(
    manager: httpx.AsyncClient, database: Database, firm: Firm
) -> None:
    await manager.post("/api/notice-channels", json=ROBOT)
    await push(database, firm)
    async with hot_transaction(database, firm.actor) as connection:
        claimed = await repository.claim_due(
            connection, firm.id, NOW, a_minute=20, limit=20, lease=timedelta(minutes=2)
        )
    assert len(claimed) == 1
    fake = FakeNotifier()
    assert await send_due(database, {"dingtalk": fake}, firm.actor, NOW) == 0
    later = NOW + timedelta(minutes=3)
    assert await send_due(database, {"dingtalk": fake}, firm.actor, later) == 1


async def test_the_inbox_is_ones_own_and_pages(
    app: Litestar, manager: httpx.AsyncClient, database: Database, firm: Firm
) -> None:
    await add_member(database, firm, "boss", Role.SUPERVISOR)
    tellings = [
        Telling("rung", f"k{n}", ("manager",), Text(f"主题 {n}", "s"), Text("文", "t"))
        for n in range(3)
    ]
    for _ in range(2):
        async with tenant_session(database, firm.actor) as session:
            await tell(session, firm.actor, tellings, NOW)
    first = (await manager.get("/api/notices", params={"limit": 2})).json()
    assert (len(first["items"]), first["unread"]) == (2, 3), "the same key is told once"
    rest = (await manager.get("/api/notices", params={"cursor": first["next_cursor"]})).json()
    assert len({each["id"] for each in first["items"] + rest["items"]}) == 3
    one = first["items"][0]["id"]
    assert (await manager.post(f"/api/notices/{one}/read")).status_code == 204
    assert (await manager.post(f"/api/notices/{one}/read")).status_code == 204
    assert (await manager.get("/api/notices", params={"unread": True})).json()["unread"] == 2
    async with signed_in_client(app, firm, "boss") as boss:
        assert (await boss.get("/api/notices")).json()["items"] == []
        assert (await boss.post(f"/api/notices/{one}/read")).status_code == 404
        assert (await boss.get("/api/notice-channels")).status_code == 403
    assert (await manager.post("/api/notices/read")).status_code == 204
    assert (await manager.get("/api/notices")).json()["unread"] == 0
    assert (await manager.get("/api/notices", params={"cursor": "x"})).status_code == 400
