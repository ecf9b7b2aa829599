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
from stationdesk.foundation.database import Database, Endpoints
from stationdesk.foundation.hosting import hosted_database
from stationdesk.foundation.jobs import DEFAULT_QUEUE, defer
from stationdesk.foundation.processes import die_with_parent
from stationdesk.foundation.settings import Settings, read_settings
from stationdesk.foundation.telemetry import configure_logging
from stationdesk.tenancy.actor import Actor

CONCURRENCY: Final = 2
DRAIN_SECONDS: Final = 8
POLL_SECONDS: Final = 5
RETRY: Final = RetryStrategy(max_attempts=5, exponential_wait=2)
"""At most five times, after 2, 4, 8 … seconds; then the job is marked failed and logged."""

_log = structlog.get_logger("stationdesk.worker")


def build_worker(endpoints: Endpoints, database: Database) -> App:
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
        await _tick_firm(database, Actor.system(UUID(firm_id)), datetime.now(UTC))

    return app


async def _tick_firm(database: Database, actor: Actor, now: datetime) -> None:
    """What has become due in one firm."""


async def run_worker(endpoints: Endpoints, settings: Settings) -> None:
    """Run jobs until INT or TERM, then finish those under way within the drain time."""
    database = Database(endpoints, settings)
    app = build_worker(endpoints, database)
    try:
        async with app.open_async():
            await app.run_worker_async(
                queues=[DEFAULT_QUEUE, "builtin"],
                concurrency=CONCURRENCY,
                fetch_job_polling_interval=POLL_SECONDS,
                shutdown_graceful_timeout=DRAIN_SECONDS,
                delete_jobs="successful",
                install_signal_handlers=True,
            )
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
