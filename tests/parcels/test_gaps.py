"""Gaps out of the store: now, in the past, by page; the seed's arithmetic; the traces."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stationdesk.foundation.database import Database
from stationdesk.parcels import service
from stationdesk.parcels.fold import fold_at
from stationdesk.parcels.schemas import GapOut
from stationdesk.tenancy.actor import Actor, Role
from stationdesk.tenancy.session import tenant_session
from tests.factories.firms import Firm, make_firm
from tests.parcels.files import NOW, scan_file, take
from tests.parcels.scans import S1, S2, at, random_scans
from tests.parcels.test_store_agrees import row_of, send

TRACES = Path(__file__).parent.parent / "data" / "traces"
SHANGHAI = timedelta(hours=8)


async def gaps(database: Database, firm: Firm, as_of: datetime, **options: Any) -> list[GapOut]:
    async with tenant_session(database, firm.actor) as session:
        return await service.all_gaps(session, as_of, **options)


async def test_the_seeds_arithmetic_names_the_one_and_the_two(
    database: Database, firm: Firm, tmp_path: Path
) -> None:
    rows = []
    for n in range(10_000):
        waybill = f"7319{n:08d}"
        rows.append(f"{waybill},发件,2026-11-20 04:00:00,昆常转运中心,S1,,,")
        if n != 4711:
            rows.append(f"{waybill},到件,2026-11-20 08:00:00,S1,,,,")
        if n < 20:
            rows.append(f"{waybill},问题件,2026-11-20 09:00:00,S1,,,,")
        elif n not in (4711, 600, 601):
            rows.append(f"{waybill},派件,2026-11-20 09:30:00,S1,,K{n % 30:03d},,")
            rows.append(f"{waybill},签收,2026-11-20 13:00:00,S1,,K{n % 30:03d},,")
    result = await take(database, firm, scan_file(tmp_path, rows))
    assert result.rejected == 0
    found = await gaps(database, firm, datetime(2026, 11, 20, 12, tzinfo=UTC))
    assert sorted((gap.waybill, gap.gap) for gap in found) == [
        ("731900000600", "arrived_not_dispatched"),
        ("731900000601", "arrived_not_dispatched"),
        ("731900004711", "sent_not_arrived"),
    ]


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(random_scans(7), min_size=1, max_size=4), st.integers(0, 60))
async def test_the_past_is_the_fold_of_the_scans_up_to_it(
    database: Database, histories: list[Any], quarter: int
) -> None:
    firm = await make_firm(database)
    codes = {S1: "S1", S2: "S2"}
    rows = [row_of(f"W{n}", scan) for n, history in enumerate(histories) for scan in history]
    await send(database, firm, rows)
    moment = at("06:00") + timedelta(minutes=15 * quarter)
    wanted = sorted(
        (f"W{n}", codes[p.station_id], p.direction.value, p.gap, p.gap_since, p.gap_courier)
        for n, history in enumerate(histories)
        if any(scan.station_id or scan.next_station_id for scan in history)
        for p in fold_at(history, moment)
        if p.is_gap_at(moment)
    )
    found = [
        (gap.waybill, gap.station, gap.direction, gap.gap, gap.since, gap.courier)
        for gap in await gaps(database, firm, moment)
    ]
    assert sorted(found) == wanted


YTO = ("kuaidi100_yto_YT5555508965056.json", "山东省济南市孙村公司")
ZTO = ("kdniao_style_zto_73190553102532.json", "常熟天下淘宝四")
ZTO_SENDER = (ZTO[0], "外高桥北部")
BEST = ("kdniao_htky_557020683421114.json", "深圳宝安区二部")
BEST_SENDER = (BEST[0], "MKT-山东恒伊项目")


@pytest.mark.parametrize(
    ("trace", "moment", "gap"),
    [
        (YTO, "2021-06-14 07:00", "sent_not_arrived"),
        (YTO, "2021-06-14 12:00", "dispatched_not_signed"),
        (YTO, "2021-06-14 15:00", "in_locker_not_collected"),
        (ZTO, "2022-09-20 08:04:24", "arrived_not_dispatched"),
        (ZTO, "2022-09-20 12:00", "in_locker_not_collected"),
        (ZTO_SENDER, "2022-09-19 18:00", "collected_not_weighed"),
        (ZTO_SENDER, "2022-09-19 20:00", "departed_not_accepted"),
        (BEST, "2020-08-24 15:30", "dispatched_not_signed"),
        (BEST_SENDER, "2020-08-22 19:20", "collected_not_weighed"),
    ],
)
async def test_real_traces(
    database: Database, trace: tuple[str, str], moment: str, gap: str
) -> None:
    file, station = trace
    firm = await make_firm(database, stations_wanted=(("S1", "zto", station),))
    result = await take(database, firm, TRACES / file)
    assert (result.rejected, result.duplicates) == (0, 0)
    assert (await take(database, firm, TRACES / file)).duplicates == result.rows
    assert await gaps(database, firm, NOW) == []
    then = datetime.fromisoformat(f"{moment}+08:00")
    assert [found.gap for found in await gaps(database, firm, then)] == [gap]


async def test_pages_follow_each_other_now_and_in_the_past(
    database: Database, firm: Firm, tmp_path: Path
) -> None:
    rows = [f"W{n},到件,2026-11-20 08:0{n}:00,S1,,,," for n in range(5)]
    rows += [f"W{n},派件,2026-11-21 08:0{n}:00,S1,,K1,," for n in range(5)]
    await take(database, firm, scan_file(tmp_path, rows))
    for as_of in (NOW, datetime(2026, 11, 20, 20, tzinfo=UTC)):
        seen: list[str] = []
        cursor = None
        async with tenant_session(database, firm.actor) as session:
            while True:
                page = await service.list_gaps(session, as_of, cursor=cursor, limit=2)
                seen += [item.waybill for item in page.items]
                cursor = page.next_cursor
                if cursor is None:
                    break
        assert seen == ["W0", "W1", "W2", "W3", "W4"]


async def test_an_owner_sees_his_stations_only_also_in_the_past(
    database: Database, firm: Firm, tmp_path: Path
) -> None:
    rows = [
        "A,到件,2026-11-20 08:00:00,S1,,,,",
        "A,派件,2026-11-21 08:00:00,S1,,,,",
        "B,到件,2026-11-20 08:00:00,S2,,,,",
        "B,派件,2026-11-21 08:00:00,S2,,,,",
    ]
    await take(database, firm, scan_file(tmp_path, rows))
    owner = Actor(
        firm_id=firm.id,
        role=Role.STATION_OWNER,
        name="王",
        station_ids=frozenset({firm.stations["S1"].id}),
    )
    for as_of in (NOW, datetime(2026, 11, 20, 20, tzinfo=UTC)):
        async with tenant_session(database, owner) as session:
            assert [gap.waybill for gap in await service.all_gaps(session, as_of)] == ["A"]
