"""Work on evidence that the worker runs: packs, what was left behind, retention."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from procrastinate import App

from stationdesk.accounts.repository import firm_ids
from stationdesk.cases.proofs import packing
from stationdesk.cases.proofs.retention import StillNeeded, delete_expired
from stationdesk.evidence.service.packs import sweep_packs
from stationdesk.evidence.service.uploads import sweep_uploads
from stationdesk.foundation.database import Database
from stationdesk.foundation.jobs import defer
from stationdesk.integrations.storage.port import Storage
from stationdesk.tenancy.actor import Actor

SWEEPS_MAX: Final = 50
"""Batches of one kind in one run; the next hour goes on."""


def add_evidence_jobs(
    app: App, database: Database, storage: Storage, still_needed: StillNeeded, retry: Any
) -> None:
    """Add the tasks to the worker's application. `still_needed`: see `delete_expired`."""

    @app.task(name="build_pack", retry=retry)
    async def build_pack(firm_id: str, pack_id: str) -> None:
        """A pack of evidence that somebody asked for."""
        actor = Actor.system(UUID(firm_id))
        await packing.build_asked(database, storage, actor, UUID(pack_id), datetime.now(UTC))

    @app.periodic(cron="23 * * * *")
    @app.task(name="tidy_evidence_all", queueing_lock="tidy_evidence_all")
    async def tidy_evidence_all(timestamp: int) -> None:
        """Every hour: one job per firm for uploads and packs whose time is over."""
        await _for_each_firm(database, "tidy_evidence")

    @app.task(name="tidy_evidence", retry=retry)
    async def tidy_evidence_of(firm_id: str) -> None:
        """Unfinished uploads, old links, old packs of one firm."""
        await tidy_evidence(database, storage, Actor.system(UUID(firm_id)), datetime.now(UTC))

    @app.periodic(cron="11 3 * * *")
    @app.task(name="retain_all", queueing_lock="retain_all")
    async def retain_all(timestamp: int) -> None:
        """Every night: one job per firm that deletes evidence by policy."""
        await _for_each_firm(database, "retain")

    @app.task(name="retain", retry=retry)
    async def retain(firm_id: str) -> None:
        """What policy says may go, deleted and written down."""
        actor = Actor.system(UUID(firm_id))
        await delete_expired(database, storage, actor, still_needed, datetime.now(UTC))


async def tidy_evidence(database: Database, storage: Storage, actor: Actor, now: datetime) -> None:
    """Remove what was left behind in one firm, in bounded batches."""
    for sweep in (sweep_uploads, sweep_packs):
        for _ in range(SWEEPS_MAX):
            if not await sweep(database, storage, actor, now):
                break


async def _for_each_firm(database: Database, task: str) -> None:
    async with database.session() as session:
        for firm_id in await firm_ids(session):
            await defer(session, task, lock=f"{task} {firm_id}", firm_id=firm_id)
