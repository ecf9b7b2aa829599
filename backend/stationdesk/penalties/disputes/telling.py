"""Telling those whom it concerns: a round that takes each decision, end and delay up once.

A decision is told whichever way it came about, in bulk, by a refund or by a dispute, because the
round looks at what was written and not at who wrote it. What a bulk decision brings one recipient
is told in one notice.
"""

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.notices.service.telling import tell
from stationdesk.penalties.causes.words import Party
from stationdesk.penalties.disputes import repository, round_repository, texts
from stationdesk.penalties.disputes.texts import Decided
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import raw_connection

BATCH: Final = 500


async def tell_decisions(session: AsyncSession, actor: Actor, now: datetime) -> int:
    """Tell agents and stations what they bear, why, and until when they can dispute it."""
    connection = await raw_connection(session)
    taken, found = await round_repository.take_decisions(connection, actor.firm_id, now, BATCH)
    by_recipient: dict[tuple[Party, UUID | None], list[Decided]] = {}
    for party, each in found:
        whom = each.agent_member_id if party is Party.AGENT else each.station_id
        by_recipient.setdefault((party, whom), []).append(each)
    tellings = [texts.decided(party, these) for (party, _), these in by_recipient.items()]
    await tell(session, actor, tellings, now)
    return taken


async def tell_ends(session: AsyncSession, actor: Actor, now: datetime) -> int:
    """Tell whoever disputed how it ended."""
    connection = await raw_connection(session)
    ids = await round_repository.take_ended(connection, actor.firm_id, now, BATCH)
    found = [await repository.find(connection, actor.firm_id, each) for each in ids]
    await tell(session, actor, [texts.ended(each) for each in found if each is not None], now)
    return len(ids)


async def escalate_disputes(session: AsyncSession, actor: Actor, now: datetime) -> int:
    """Tell managers of disputes that nobody decided in time, once each. They stay frozen."""
    connection = await raw_connection(session)
    ids = await round_repository.take_overdue(connection, actor.firm_id, now, BATCH)
    if not ids:
        return 0
    zones = await round_repository.zones(connection, actor.firm_id)
    found = [await repository.find(connection, actor.firm_id, each) for each in ids]
    tellings = [texts.overdue(each, zones[each.station_id]) for each in found if each is not None]
    await tell(session, actor, tellings, now)
    return len(ids)
