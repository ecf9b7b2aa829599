"""What time does to one firm, round by round; every round is safe to run twice."""

from datetime import datetime
from typing import Final

from stationdesk.cases import service as cases
from stationdesk.cases.asking.corrections import escalate_corrections
from stationdesk.foundation.database import Database
from stationdesk.ledger import service as ledger
from stationdesk.notices.service.sending import release_held
from stationdesk.penalties.disputes.telling import (
    escalate_disputes,
    tell_decisions,
    tell_ends,
)
from stationdesk.stations.risk.service import expire_reviews
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import hot_transaction, tenant_session

BATCHES_MAX: Final = 50


async def tick_firm_now(database: Database, actor: Actor, now: datetime) -> None:
    """What has become due in one firm: leases, sleepers, rungs, notices, the ledger's seal.

    Each batch is a transaction of its own, so that a long backlog never holds locks for long.
    """
    for due in (
        cases.move_begun_absences,
        cases.expire_leases,
        cases.wake_snoozed,
        cases.fire_due_rungs,
        escalate_corrections,
        cases.surface_forgotten,
        tell_decisions,
        tell_ends,
        escalate_disputes,
        release_held,
        cases.break_due_promises,
    ):
        for _ in range(BATCHES_MAX):
            async with tenant_session(database, actor) as session:
                if not await due(session, actor, now):
                    break
    await seal_ledger(database, actor, now)


async def review_risks_now(database: Database, actor: Actor, now: datetime) -> None:
    """What the risk register of one firm should know by now, in bounded turns."""
    for due in (cases.propose_clusters, expire_reviews):
        for _ in range(BATCHES_MAX):
            async with tenant_session(database, actor) as session:
                if not await due(session, actor, now):
                    break


async def seal_ledger(database: Database, actor: Actor, now: datetime) -> None:
    """Seal what was posted into the firm's Merkle tree, in bounded turns."""
    for _ in range(BATCHES_MAX):
        async with hot_transaction(database, actor) as connection:
            if await ledger.seal(connection, actor.firm_id, now) is None:
                break
