"""The manager decides some of the fines, where proposal and evidence are plain."""

from datetime import datetime
from typing import Final

from stationdesk.foundation.database import Database
from stationdesk.penalties import service as penalties
from stationdesk.penalties.repository.listing import Filters
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import tenant_session

LEFT_TO_REVIEW: Final = 3
"""Proposals that nobody has decided yet, so that there is something to review."""


async def decide_some(database: Database, manager: Actor, now: datetime) -> int:
    """Follow the proposals of all but the newest few; returns how many were decided."""
    async with tenant_session(database, manager) as session:
        page = await penalties.fine_page(
            session, manager, filters=Filters(status="undecided"), cursor=None, limit=200
        )
    proposed = [(fine.id, fine.proposed_cause) for fine in page.items if fine.proposed_cause]
    decided = proposed[LEFT_TO_REVIEW:]
    for fine_id, cause in decided:
        async with tenant_session(database, manager) as session:
            await penalties.attribute(
                session,
                manager,
                fine_id,
                cause=cause,
                agent=None,
                note="按建议原因定责",
                now=now,
            )
    return len(decided)
