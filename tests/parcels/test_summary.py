"""The seed's arithmetic, small: it adds up from stage to stage, now and in the past."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from litestar import Litestar

from stationdesk.foundation.database import Database
from stationdesk.parcels.scan_import import import_scans
from stationdesk.tenancy.actor import Role
from tests.factories.firms import Firm, add_member
from tests.factories.web import signed_in_client

HEADER = "waybill,scan,scanned_at,site,next_site,courier,weight_g,note"
DAY = "2026-11-19"


def _rows(sent: int, arrived: int, problems: int, dispatched: int, signed: int) -> list[str]:
    """Parcels 1…sent, the first of them going furthest; problems are the last that arrived."""
    rows = [f"{n},发件,2026-11-18 21:00:00,绍兴转运中心,S1,,," for n in range(1, sent + 1)]
    rows += [f"{n},到件,{DAY} 05:50:00,S1,,,," for n in range(1, arrived + 1)]
    last = range(arrived - problems + 1, arrived + 1)
    rows += [f"{n},问题件,{DAY} 07:00:00,S1,,,,A2" for n in last]
    rows += [f"{n},派件,{DAY} 08:00:00,S1,,黄志勇,," for n in range(1, dispatched + 1)]
    rows += [f"{n},签收,{DAY} 11:00:00,S1,,黄志勇,," for n in range(1, signed + 1)]
    return rows


@pytest.fixture
async def summaries(app: Litestar, database: Database, firm: Firm, tmp_path: Path) -> Any:
    path = tmp_path / "scans.csv"
    path.write_text("\n".join([HEADER, *_rows(20, 19, 2, 15, 12)]) + "\n", encoding="utf-8")
    await import_scans(database, firm.actor, path, now=datetime(2026, 11, 20, tzinfo=UTC))
    await add_member(database, firm, "manager", Role.MANAGER)
    async with signed_in_client(app, firm, "manager") as client:
        answers = [
            await client.get("/api/gaps/summary", params={"day": DAY, "as_of": f"{DAY}T{at}+08:00"})
            for at in ("12:00:00", "09:00:00")
        ]
    return [
        next(day for day in answer.json()["stations"] if day["station"]["code"] == "S1")
        for answer in answers
    ]


def _figures(day: dict[str, Any]) -> list[int]:
    return [day[name] for name in ("sent", "arrived", "problems", "dispatched", "signed")]


async def test_the_figures_and_the_gaps_agree(summaries: Any) -> None:
    now, _ = summaries
    assert _figures(now) == [20, 19, 2, 15, 12]
    gaps = {name: tally["total"] for name, tally in now["gaps"].items()}
    assert gaps == {
        "sent_not_arrived": 20 - 19,
        "arrived_not_dispatched": 19 - 2 - 15,
        "dispatched_not_signed": 15 - 12,
    }


async def test_an_earlier_moment_has_the_figures_of_that_moment(summaries: Any) -> None:
    _, earlier = summaries
    assert _figures(earlier) == [20, 19, 2, 15, 0]
    assert earlier["gaps"]["dispatched_not_signed"]["total"] == 15
