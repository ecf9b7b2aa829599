"""The worker process: composes the rooms' jobs and runs them from the shared database."""

import asyncio
import logging
import os
import signal
import sys
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

import structlog
from procrastinate import App, PsycopgConnector, RetryStrategy

from stationdesk.accounts.repository import firm_ids
from stationdesk.case_kinds import discover
from stationdesk.cases import service as cases
from stationdesk.foundation.database import Database, Endpoints
from stationdesk.foundation.hosting import hosted_database
from stationdesk.foundation.jobs import DEFAULT_QUEUE, defer
from stationdesk.foundation.processes import die_with_parent
from stationdesk.foundation.settings import Settings, read_settings
from stationdesk.foundation.telemetry import configure_logging
from stationdesk.integrations.storage.objects import local_storage
from stationdesk.integrations.storage.port import Storage
from stationdesk.ledger import service as ledger
from stationdesk.parcels.jobs import import_stored_scans, make_scan_partitions
from stationdesk.parcels.refresh import refresh_gaps
from stationdesk.parcels.sweep import sweep
from stationdesk.penalties.jobs import import_stored_bill
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import hot_transaction, tenant_session

CONCURRENCY: Final = 2
DRAIN_SECONDS: Final = 8
POLL_SECONDS: Final = 5
HEARTBEAT_SECONDS: Final = 2
STALLED_SECONDS: Final = 8
BATCHES_MAX: Final = 50
RETRY: Final = RetryStrategy(max_attempts=5, exponential_wait=2)
"""At most five times, after 2, 4, 8 … seconds; then the job is marked failed and logged."""

_log = structlog.get_logger("stationdesk.worker")


def build_worker(endpoints: Endpoints, database: Database, storage: Storage) -> App:
    """The job application: every task takes ids only and sets the tenant from them."""
    app = App(
        connector=PsycopgConnector(
            kwargs=endpoints.app.conninfo(), min_size=1, max_size=CONCURRENCY + 2
        )
    )

    @app.periodic(cron="* * * * *")
    @app.task(name="tick", queueing_lock="tick", pass_context=False)
    async def tick(timestamp: int) -> None:
        """Every minute: one job per firm for what has become due."""
        async with database.session() as session:
            for firm_id in await firm_ids(session):
                await defer(session, "tick_firm", lock=f"tick {firm_id}", firm_id=firm_id)

    @app.task(name="tick_firm", retry=RETRY)
    async def tick_firm(firm_id: str) -> None:
        """Ladders, leases, breaches and seals of one firm."""
        await tick_firm_now(database, Actor.system(UUID(firm_id)), datetime.now(UTC))

    @app.periodic(cron="*/5 * * * *")
    @app.task(name="sweep_all", queueing_lock="sweep_all")
    async def sweep_all(timestamp: int) -> None:
        """Every five minutes: one job per firm that opens and closes cases for gaps."""
        async with database.session() as session:
            for firm_id in await firm_ids(session):
                await defer(session, "sweep_firm", lock=f"sweep {firm_id}", firm_id=firm_id)

    @app.task(name="sweep_firm", retry=RETRY)
    async def sweep_firm(firm_id: str) -> None:
        """Overdue gaps become cases; cases whose gap is over are closed."""
        actor = Actor.system(UUID(firm_id))
        async with tenant_session(database, actor) as session:
            await sweep(session, actor, datetime.now(UTC))

    @app.periodic(cron="17 3 * * *")
    @app.task(name="make_partitions", queueing_lock="make_partitions")
    async def make_partitions(timestamp: int) -> None:
        """Every night: partitions of raw scans for the months to come."""
        await make_scan_partitions(database, datetime.now(UTC).date())

    @app.task(name="refresh_gaps", retry=RETRY)
    async def refresh_station_gaps(firm_id: str, station_id: str) -> None:
        """A station's waves or weighing have changed."""
        await refresh_gaps(database, Actor.system(UUID(firm_id)), UUID(station_id))

    @app.task(name="import_scans", retry=RETRY)
    async def import_scans(firm_id: str, batch_id: str) -> None:
        """A stored upload of scans."""
        await import_stored_scans(
            database, storage, Actor.system(UUID(firm_id)), UUID(batch_id), datetime.now(UTC)
        )

    @app.task(name="import_bill", retry=RETRY)
    async def import_bill(firm_id: str, batch_id: str) -> None:
        """A stored upload of a bill; what it posted is sealed at once."""
        actor = Actor.system(UUID(firm_id))
        await import_stored_bill(database, storage, actor, UUID(batch_id), datetime.now(UTC))
        await seal_ledger(database, actor, datetime.now(UTC))

    return app


async def tick_firm_now(database: Database, actor: Actor, now: datetime) -> None:
    """What has become due in one firm: leases, sleepers, rungs, then the ledger's seal.

    Each batch is a transaction of its own, so that a long backlog never holds locks for long.
    """
    for due in (cases.expire_leases, cases.wake_snoozed, cases.fire_due_rungs):
        for _ in range(BATCHES_MAX):
            async with tenant_session(database, actor) as session:
                if not await due(session, actor, now):
                    break
    await seal_ledger(database, actor, now)


async def seal_ledger(database: Database, actor: Actor, now: datetime) -> None:
    """Seal what was posted into the firm's Merkle tree, in bounded turns."""
    for _ in range(BATCHES_MAX):
        async with hot_transaction(database, actor) as connection:
            if await ledger.seal(connection, actor.firm_id, now) is None:
                break


async def rescue_stalled_jobs(app: App) -> None:
    """Hand jobs of workers that died on to whoever lives; every job is idempotent."""
    while True:
        for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS):
            _log.warning("job_rescued", task=job.task_name)
            await app.job_manager.retry_job(job)
        await asyncio.sleep(HEARTBEAT_SECONDS)


async def run_worker(endpoints: Endpoints, settings: Settings) -> None:
    """Run jobs until INT or TERM, then finish those under way within the drain time."""
    database = Database(endpoints, settings)
    discover()
    app = build_worker(endpoints, database, local_storage(settings.data_dir / "files"))
    try:
        async with app.open_async():
            rescue = asyncio.create_task(rescue_stalled_jobs(app))
            await app.run_worker_async(
                queues=[DEFAULT_QUEUE, "builtin"],
                concurrency=CONCURRENCY,
                fetch_job_polling_interval=POLL_SECONDS,
                shutdown_graceful_timeout=DRAIN_SECONDS,
                update_heartbeat_interval=HEARTBEAT_SECONDS,
                stalled_worker_timeout=STALLED_SECONDS,
                delete_jobs="successful",
                install_signal_handlers=True,
            )
            rescue.cancel()
    finally:
        await database.close()


def main() -> int:
    """Entry of `python -m stationdesk.worker`."""
    die_with_parent(signal.SIGTERM)
    configure_logging(as_json=os.environ.get("STATIONDESK_LOG") != "console")
    logging.getLogger("procrastinate").setLevel(logging.ERROR)
    settings = read_settings()
    with hosted_database(settings) as endpoints:
        asyncio.run(run_worker(endpoints, settings))
    return 0


if __name__ == "__main__":
    sys.exit(main())
