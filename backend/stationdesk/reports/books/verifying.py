"""`ledger verify` from the web and by the worker: run, and what was found kept."""

from datetime import datetime

from stationdesk.foundation.database import Database
from stationdesk.ledger.verify import verify
from stationdesk.reports.books import repository
from stationdesk.reports.books.schemas import VerificationOut
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import hot_transaction


async def verify_now(database: Database, actor: Actor, now: datetime) -> VerificationOut:
    """Recompute the firm's whole ledger in one snapshot, then write down what was found.

    Two transactions: the first one reads only, and sees nothing of what is posted meanwhile.
    """
    async with hot_transaction(database, actor) as connection:
        report = await verify(connection, actor.firm_id)
    async with hot_transaction(database, actor) as connection:
        await repository.insert_verification(connection, actor.firm_id, report, actor.name, now)
        found = await repository.last_verification(connection, actor.firm_id)
    return VerificationOut(**found)
