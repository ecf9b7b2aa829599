"""`python -m stationdesk.worker`: composes the jobs and runs them until it is told to stop."""

import asyncio
import logging
import os
import signal
import sys
from typing import Final

import structlog
from procrastinate import App

from stationdesk.case_kinds import discover
from stationdesk.foundation.database import Database, Endpoints
from stationdesk.foundation.hosting import hosted_database
from stationdesk.foundation.jobs import DEFAULT_QUEUE
from stationdesk.foundation.processes import die_with_parent
from stationdesk.foundation.settings import Settings, read_settings
from stationdesk.foundation.telemetry import configure_logging
from stationdesk.integrations.notifiers.senders import senders_of
from stationdesk.integrations.storage.objects import configured_storage
from stationdesk.notices.jobs import add_notice_jobs
from stationdesk.worker.tasks import CONCURRENCY, build_worker

DRAIN_SECONDS: Final = 8
POLL_SECONDS: Final = 5
HEARTBEAT_SECONDS: Final = 2
STALLED_SECONDS: Final = 8

_log = structlog.get_logger("stationdesk.worker")


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
    app = build_worker(endpoints, database, configured_storage(settings))
    add_notice_jobs(app, database, senders_of(settings))
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
