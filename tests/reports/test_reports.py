"""Kept promises and the owner's page, over HTTP."""

from datetime import UTC, datetime, timedelta

import pytest
from litestar import Litestar

from stationdesk.cases import service as cases
from stationdesk.foundation.database import Database
from stationdesk.reports.service import percent
from stationdesk.tenancy.actor import Role
from stationdesk.tenancy.session import tenant_session
from tests.factories.firms import Firm, add_member
from tests.factories.web import signed_in_client

ISSUED = datetime(2026, 11, 10, 2, 0, tzinfo=UTC)


async def _order(database: Database, firm: Firm, station: str, number: int) -> str:
    async with tenant_session(database, firm.actor) as session:
        case = await cases.open_case(
            session,
            firm.actor,
            kind="work_order",
            direction="inbound",
            station_id=firm.stations[station].id,
            waybill=f"7890611930{number:04d}",
            details={
                "order_no": f"GD{number}",
                "text": "客户称未收到",
                "issued_at": ISSUED.isoformat(),
                "reply_due_minutes": 120,
            },
            now=ISSUED + timedelta(minutes=1),
        )
    return str(case.id)


@pytest.mark.parametrize(
    ("part", "whole", "shown"), [(0, 0, None), (999, 1000, 99.9), (1, 3, 33.3), (5, 5, 100.0)]
)
def test_a_percentage_is_never_rounded_up(part: int, whole: int, shown: float | None) -> None:
    assert percent(part, whole) == shown
    assert percent(9999, 10000) == 99.9


async def test_a_missed_deadline_is_counted_and_named(
    app: Litestar, database: Database, firm: Firm
) -> None:
    await add_member(database, firm, "manager", Role.MANAGER)
    case_id = await _order(database, firm, "S1", 1)
    async with signed_in_client(app, firm, "manager") as client:
        report = (
            await client.get("/api/reports/sla?station=S1&from=2026-11-10&to=2026-11-10")
        ).json()
        before = (
            await client.get("/api/reports/sla?station=S1&to=2026-11-09&from=2026-11-01")
        ).json()
    assert report["promised"] == 2
    assert report["kept"] == 0
    assert report["kept_percent"] == 0.0
    assert {late["case_id"] for late in report["late"]} == {case_id}
    assert before["promised"] == 0
    assert before["kept_percent"] is None


async def test_an_owner_reads_his_own_station_only(
    app: Litestar, database: Database, firm: Firm
) -> None:
    await add_member(database, firm, "owner", Role.STATION_OWNER, "S2")
    await _order(database, firm, "S1", 2)
    await _order(database, firm, "S2", 3)
    async with signed_in_client(app, firm, "owner") as client:
        own = (await client.get("/api/reports/owner?month=2026-11")).json()
        foreign = await client.get("/api/reports/owner?station=S1&month=2026-11")
        everything = (await client.get("/api/reports/sla?from=2026-11-01&to=2026-11-30")).json()
    assert own["station"]["code"] == "S2"
    assert own["promised"] == 2
    assert foreign.status_code == 404
    assert everything["promised"] == 2


@pytest.mark.parametrize(
    "query", ["from=yesterday", "from=2026-11-20&to=2026-11-01", "from=2020-01-01"]
)
async def test_a_wrong_period_is_refused(
    app: Litestar, database: Database, firm: Firm, query: str
) -> None:
    await add_member(database, firm, "manager", Role.MANAGER)
    async with signed_in_client(app, firm, "manager") as client:
        answer = await client.get(f"/api/reports/sla?{query}")
    assert answer.status_code == 400
    assert answer.json()["code"] == "period_invalid"
