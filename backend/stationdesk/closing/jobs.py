"""Work of the room that the worker runs; every job is idempotent and takes ids only."""

from datetime import UTC, date, datetime
from uuid import UUID

from procrastinate import App, JobContext, RetryStrategy

from stationdesk.closing import running
from stationdesk.foundation.database import Database
from stationdesk.tenancy.actor import Actor


def add_closing_jobs(app: App, database: Database, retry: RetryStrategy, attempts: int) -> None:
    """Closing a month, from wherever an earlier attempt has left it."""

    @app.task(name=running.JOB, retry=retry, pass_context=True)
    async def close_month(context: JobContext, firm_id: str, period: str) -> None:
        """After the last attempt a close that has posted nothing is refused, and can be asked for
        anew; one that has posted keeps its phase, and goes on when it is asked for again."""
        actor, month = Actor.system(UUID(firm_id)), date.fromisoformat(period)
        try:
            await running.close_month(database, actor, month, datetime.now(UTC))
        except Exception:
            if context.job.attempts >= attempts:
                await running.give_up(database, actor, month, datetime.now(UTC))
            raise
