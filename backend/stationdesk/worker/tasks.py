"""The jobs that the rooms offer, under the names by which they are deferred."""

from datetime import UTC, datetime
from typing import Final, Protocol
from uuid import UUID

from procrastinate import App, JobContext, PsycopgConnector, RetryStrategy

from stationdesk.accounts.repository import firm_ids
from stationdesk.cases.lists.importing import import_stored_cases
from stationdesk.cases.lists.reconciling import reconcile_stored_list
from stationdesk.cases.proofs.jobs import add_evidence_jobs
from stationdesk.cases.recomputing.service import recompute_clocks
from stationdesk.closing.jobs import add_closing_jobs
from stationdesk.closing.statements.jobs import add_statement_jobs
from stationdesk.foundation.database import Database, Endpoints
from stationdesk.foundation.jobs import defer
from stationdesk.imports.batches import give_up
from stationdesk.integrations.storage.port import Storage
from stationdesk.parcels.jobs import import_stored_scans, make_scan_partitions
from stationdesk.parcels.refresh import refresh_gaps
from stationdesk.parcels.sweep import sweep
from stationdesk.penalties.bills.jobs import import_stored_bill
from stationdesk.penalties.repository.needed import parcels_with_open_fines
from stationdesk.policies.service.recomputations import request_recomputation
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import tenant_session
from stationdesk.worker.rounds import review_risks_now, seal_ledger, tick_firm_now

CONCURRENCY: Final = 2
MAX_ATTEMPTS: Final = 5
RETRY: Final = RetryStrategy(max_attempts=MAX_ATTEMPTS, exponential_wait=2)
"""At most five times, after 2, 4, 8 … seconds; then the job is marked failed and logged."""


def build_worker(endpoints: Endpoints, database: Database, storage: Storage) -> App:
    """The job application: every task takes ids only and sets the tenant from them."""
    app = App(
        connector=PsycopgConnector(
            kwargs=endpoints.app.conninfo(), min_size=1, max_size=CONCURRENCY + 2
        )
    )
    _add_rounds(app, database)
    _add_corrections(app, database)
    _add_imports(app, database, storage)
    add_closing_jobs(app, database, RETRY, MAX_ATTEMPTS)
    add_statement_jobs(app, database, storage, RETRY)
    add_evidence_jobs(app, database, storage, parcels_with_open_fines, RETRY)
    return app


def _add_rounds(app: App, database: Database) -> None:
    """What comes round by the clock, one job a firm."""

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

    @app.periodic(cron="40 4 * * *")
    @app.task(name="review_all_risks", queueing_lock="review_all_risks")
    async def review_all_risks(timestamp: int) -> None:
        """Every night: one job per firm that reviews its risk register."""
        async with database.session() as session:
            for firm_id in await firm_ids(session):
                await defer(session, "review_risks", lock=f"risks {firm_id}", firm_id=firm_id)

    @app.task(name="review_risks", retry=RETRY)
    async def review_risks(firm_id: str) -> None:
        """Clusters of trouble are proposed; entries past their review date are marked."""
        await review_risks_now(database, Actor.system(UUID(firm_id)), datetime.now(UTC))

    @app.periodic(cron="17 3 * * *")
    @app.task(name="make_partitions", queueing_lock="make_partitions")
    async def make_partitions(timestamp: int) -> None:
        """Every night: partitions of raw scans for the months to come."""
        await make_scan_partitions(database, datetime.now(UTC).date())


def _add_corrections(app: App, database: Database) -> None:
    """What a changed rule, calendar or wave asks for."""

    @app.task(name="refresh_gaps", retry=RETRY)
    async def refresh_station_gaps(firm_id: str, station_id: str) -> None:
        """A station's waves or weighing have changed."""
        await refresh_gaps(database, Actor.system(UUID(firm_id)), UUID(station_id))

    @app.task(name="recompute_clocks", retry=RETRY)
    async def recompute_open_clocks(firm_id: str, recomputation_id: str) -> None:
        """A policy, calendar or exemption was corrected: open clocks are reckoned again."""
        actor = Actor.system(UUID(firm_id))
        await recompute_clocks(database, actor, UUID(recomputation_id), lambda: datetime.now(UTC))

    @app.task(name="recompute_station", retry=RETRY)
    async def recompute_station(firm_id: str, station_id: str) -> None:
        """A station's calendar has changed."""
        actor = Actor.system(UUID(firm_id))
        async with tenant_session(database, actor) as session:
            await request_recomputation(
                session, actor, cause="calendar", reason="网点日历",
                station_ids=[UUID(station_id)], now=datetime.now(UTC),
            )  # fmt: skip


class _ImportJob(Protocol):
    """One way to take a waiting upload in; it may be tried again after any interruption."""

    async def __call__(
        self, database: Database, storage: Storage, actor: Actor, batch_id: UUID, now: datetime
    ) -> None: ...


def _add_imports(app: App, database: Database, storage: Storage) -> None:
    """Files that were uploaded and wait, by the name of the job that takes them in."""
    jobs: dict[str, _ImportJob] = {
        "import_scans": import_stored_scans,
        "import_cases": import_stored_cases,
        "reconcile_list": reconcile_stored_list,
        "import_bill": _import_and_seal_bill,
    }
    for name, job in jobs.items():
        _add_import(app, database, storage, name, job)


def _add_import(app: App, database: Database, storage: Storage, name: str, job: _ImportJob) -> None:
    @app.task(name=name, retry=RETRY, pass_context=True)
    async def take_in(context: JobContext, firm_id: str, batch_id: str) -> None:
        """A batch stays "running" between attempts; only after the last one it has failed."""
        actor = Actor.system(UUID(firm_id))
        try:
            await job(database, storage, actor, UUID(batch_id), datetime.now(UTC))
        except Exception:
            if context.job.attempts >= MAX_ATTEMPTS:
                await give_up(database, actor, UUID(batch_id), datetime.now(UTC))
            raise


async def _import_and_seal_bill(
    database: Database, storage: Storage, actor: Actor, batch_id: UUID, now: datetime
) -> None:
    await import_stored_bill(database, storage, actor, batch_id, now)
    await seal_ledger(database, actor, now)
