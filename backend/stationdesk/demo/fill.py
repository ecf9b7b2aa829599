"""Fills an empty database with the demo's firm: people, a day of scans, cases, fines."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from stationdesk.accounts.repository import firm_by_slug
from stationdesk.case_kinds import discover
from stationdesk.demo.around import know_people
from stationdesk.demo.asking import ask_some
from stationdesk.demo.bills import write_bills
from stationdesk.demo.cases import Playwright
from stationdesk.demo.decisions import decide_some
from stationdesk.demo.desk import keep_desk
from stationdesk.demo.disputes import dispute_some
from stationdesk.demo.firm import SLUG
from stationdesk.demo.kinds_b import STORIES_B, appeal_some
from stationdesk.demo.last_month import close_last_month
from stationdesk.demo.losses import lose_some
from stationdesk.demo.memory import remember
from stationdesk.demo.months import keep_month
from stationdesk.demo.people import make_people
from stationdesk.demo.rules import set_rules
from stationdesk.demo.scans import write_scans
from stationdesk.demo.shifts import set_shifts
from stationdesk.foundation.database import Database
from stationdesk.foundation.zones import HOME
from stationdesk.integrations.storage.port import Storage
from stationdesk.ledger import service as ledger
from stationdesk.parcels.scan_import import import_scans
from stationdesk.parcels.sweep import sweep
from stationdesk.penalties.bills.importing import import_bill
from stationdesk.tenancy.session import hot_transaction, tenant_session

HISTORY: Final = timedelta(days=40)
Say = Callable[[str], None]


async def is_there(database: Database) -> bool:
    """Whether the demo's firm exists, whole or not."""
    async with database.session() as session:
        return await firm_by_slug(session, SLUG) is not None


async def fill(
    database: Database, storage: Storage, folder: Path, now: datetime, say: Say,
    share: float = 1.0,
) -> None:  # fmt: skip
    """Everything, through the product's own use cases; files go into the existing `folder`."""
    discover()
    local = now.astimezone(HOME)
    system, stations, people = await make_people(database, now - HISTORY)
    await set_rules(database, people, now - HISTORY, now)
    say(f"{len(stations)} stations, {len(people)} people")
    await close_last_month(database, people, system, folder, now)
    scans = folder / f"scans-{local:%Y%m%d}.csv"
    write_scans(scans, local, share=share)
    taken = await import_scans(database, system, scans, now=now)
    say(f"{taken.accepted:,} scans of {taken.parcels_changed:,} parcels")
    playwright = Playwright(database, storage, system, people, stations, now)
    played = await playwright.play_all() + await playwright.play(STORIES_B)
    async with tenant_session(database, system) as session:
        swept = await sweep(session, system, now)
    say(f"{swept.gaps} gaps, {swept.overdue} overdue; {played + swept.opened} cases")
    await keep_desk(database, people["luwei"], now)
    fines = 0
    for path in write_bills(folder, local):
        batch = await import_bill(database, system, path, file_name=path.name, now=now)
        fines += batch.accepted
    await know_people(database, system, people, stations, now)
    await set_shifts(database, people, now)
    await ask_some(database, storage, people["chenxiaoyu"], now)
    lessons = await remember(database, people["fangzhiyuan"], now)
    decided = await decide_some(database, people["fangzhiyuan"], now)
    await appeal_some(database, people, playwright.attach, now)
    await dispute_some(database, people, stations, system, now)
    await lose_some(database, people, playwright.attach, now)
    await keep_month(database, people, stations, folder, now)
    async with hot_transaction(database, system) as connection:
        await ledger.seal(connection, system.firm_id, now)
    say(f"{lessons} precedents; {fines} fines of this month, {decided} of them decided")
