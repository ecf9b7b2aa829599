"""The job that sends notices out."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from procrastinate import App, RetryStrategy

from stationdesk.foundation.database import Database
from stationdesk.integrations.notifiers.senders import Senders
from stationdesk.notices.service.sending import send_due
from stationdesk.notices.service.telling import SEND_JOB
from stationdesk.tenancy.actor import Actor

RETRY = RetryStrategy(max_attempts=3, exponential_wait=2)
"""Of the job; how often a notice is tried is counted on the notice."""


def add_notice_jobs(app: App, database: Database, senders: Senders) -> None:
    """Make the job known to a worker."""

    @app.task(name=SEND_JOB, retry=RETRY)
    async def send_notices(firm_id: str) -> None:
        """What one firm has to send, in bounded turns."""
        await send_due(database, senders, Actor.system(UUID(firm_id)), datetime.now(UTC))
