"""The month in progress: contracts, wages, overtime, and the first notices of deduction."""

import csv
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Final

from stationdesk.closing.deductions.noticing import make_notices
from stationdesk.closing.fees.charging import set_overtime
from stationdesk.closing.wages.service import import_wages
from stationdesk.foundation.database import Database
from stationdesk.ledger.postings import month_of
from stationdesk.stations.contracts.service import add_contract
from stationdesk.stations.models import Station
from stationdesk.tenancy.actor import Actor, Role
from stationdesk.tenancy.session import raw_connection, tenant_session

# Wage, overtime and local minimum in yuan; the second leaves ¥100 to be deducted (domain §6).
WAGES: Final = (("5200.00", "300.00", "2490.00"), ("2800.00", "500.00", "2200.00"))
MONTH_FEES_FEN: Final = (280_000, 350_000, 420_000)
PARCEL_FEE_FEN, MINIMUM_FEN, OVERTIME_FEN, VAT = 3, 300_000, 3_500, 600


async def keep_month(
    database: Database,
    people: Mapping[str, Actor],
    stations: Mapping[str, Station],
    folder: Path,
    now: datetime,
) -> None:
    """What a firm has in its books before it closes; nothing is closed."""
    manager, finance = people["fangzhiyuan"], people["qianfen"]
    agents = [each for each in people.values() if each.role is Role.AGENT]
    async with tenant_session(database, manager) as session:
        for at, station in enumerate(stations.values()):
            fields = {
                "valid_from": date(now.year, 1, 1), "kinds": [], "directions": [],
                "month_fee_fen": MONTH_FEES_FEN[at % len(MONTH_FEES_FEN)],
                "parcel_fee_fen": PARCEL_FEE_FEN, "minimum_fee_fen": MINIMUM_FEN,
                "overtime_fee_fen": OVERTIME_FEN, "vat_basis_points": VAT,
            }  # fmt: skip
            await add_contract(session, manager, station, fields, known_kinds=(), now=now)
        first = next(iter(stations.values()))
        connection = await raw_connection(session)
        await set_overtime(connection, manager, month_of(now), first, 90, "双十一晚间加班", now)
        await make_notices(session, manager, month_of(now), now)
    path = folder / "wages.csv"
    _write_wages(path, agents)
    async with tenant_session(database, finance) as session:
        await import_wages(session, finance, month_of(now), path, path.name, now)


def _write_wages(path: Path, agents: list[Actor]) -> None:
    """All but the last agent's: somebody's is always late."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["坐席", "当月工资", "加班费", "当地最低工资"])
        for at, agent in enumerate(agents[:-1]):
            writer.writerow([agent.name, *WAGES[at % len(WAGES)]])
