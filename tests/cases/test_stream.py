"""The stream tells each receiver what changed, in commit order, and resumes."""

import asyncio
import json
from uuid import UUID

from litestar import Litestar

from stationdesk.cases import service as cases
from stationdesk.cases.stream import changes, parse_cursor
from stationdesk.foundation.database import Database
from stationdesk.foundation.streams import StreamHub
from stationdesk.tenancy.actor import Actor, Role
from stationdesk.tenancy.session import tenant_session
from tests.factories.firms import LONG_AGO, Firm, add_member, make_firm

PATIENCE_SECONDS = 10


async def _open_case(database: Database, firm: Firm, station: str) -> UUID:
    async with tenant_session(database, firm.actor) as session:
        case = await cases.open_case(
            session,
            firm.actor,
            kind="problem_parcel",
            direction="inbound",
            station_id=firm.stations[station].id,
            waybill="78906119307746",
            details={"problem_type": "A1", "description": "电话无法接通"},
            now=LONG_AGO,
        )
    return case.id


async def _next(stream, event: str = "change"):
    async with asyncio.timeout(PATIENCE_SECONDS):
        async for message in stream:
            if message.event == event:
                return message


async def test_a_change_is_told_to_the_firm_and_to_nobody_else(
    app: Litestar, database: Database, firm: Firm
) -> None:
    hub, other = StreamHub(database), await make_firm(database)
    hub.start()
    ours, theirs = (
        changes(database, firm.actor, hub, None),
        changes(database, other.actor, hub, None),
    )
    await _next(ours, "hello")
    await _next(theirs, "hello")
    case_id = await _open_case(database, firm, "S1")
    hub.written(firm.id)
    told = await _next(ours)
    assert json.loads(told.data)["cases"] == [str(case_id)]
    foreign = await _open_case(database, other, "S1")
    assert json.loads((await _next(theirs)).data)["cases"] == [str(foreign)]
    await hub.close()


async def test_a_stream_resumes_where_it_broke(
    app: Litestar, database: Database, firm: Firm
) -> None:
    hub = StreamHub(database)
    first = changes(database, firm.actor, hub, None)
    hello = await _next(first, "hello")
    await first.aclose()
    missed = [await _open_case(database, firm, station) for station in ("S1", "S2")]
    resumed = changes(database, firm.actor, hub, parse_cursor(hello.id))
    told: list[str] = []
    # What is above the oldest transaction that runs anywhere in the server comes a moment later.
    while len(told) < len(missed):
        told += json.loads((await _next(resumed)).data)["cases"]
    assert told == [str(case_id) for case_id in missed]


async def test_a_station_owner_hears_of_his_station_only(
    app: Litestar, database: Database, firm: Firm
) -> None:
    await add_member(database, firm, "owner", Role.STATION_OWNER, "S2")
    owner: Actor = firm.as_member("owner", "S2")
    hub = StreamHub(database)
    stream = changes(database, owner, hub, None)
    await _next(stream, "hello")
    await _open_case(database, firm, "S1")
    his = await _open_case(database, firm, "S2")
    assert json.loads((await _next(stream)).data)["cases"] == [str(his)]


def test_a_foreign_cursor_begins_now() -> None:
    assert parse_cursor("") is None
    assert parse_cursor("nonsense") is None
    assert parse_cursor("12-zz") is None
