"""Work on statements that the worker runs: their papers."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from procrastinate import App

from stationdesk.closing.statements.issuing import PAPERS_JOB
from stationdesk.closing.statements.service.announcing import announce_month
from stationdesk.closing.statements.service.paper_making import make_month
from stationdesk.foundation.database import Database
from stationdesk.integrations.storage.port import Storage
from stationdesk.tenancy.actor import Actor


def add_statement_jobs(app: App, database: Database, storage: Storage, retry: Any) -> None:
    """Add the tasks to the worker's application."""

    @app.task(name=PAPERS_JOB, retry=retry)
    async def make_statement_papers(firm_id: str, period: str) -> None:
        """Tell the parties of a month that was issued, and make its PDFs; what is made is left."""
        actor, month = Actor.system(UUID(firm_id)), date.fromisoformat(period)
        await announce_month(database, actor, month, datetime.now(UTC))
        await make_month(database, storage, actor, month, datetime.now(UTC))
