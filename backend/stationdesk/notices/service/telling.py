"""Telling people: in the caller's transaction, so that a notice is never lost or invented."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import asyncpg
from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.foundation.jobs import defer
from stationdesk.notices import repository
from stationdesk.notices.book import Envelope, Telling, address
from stationdesk.notices.quiet import NOTICES, NoticeTerms, terms_of
from stationdesk.policies import service as policies
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import raw_connection

SEND_JOB: Final = "send_notices"


async def tell(
    session: AsyncSession, actor: Actor, tellings: Sequence[Telling], now: datetime
) -> list[Envelope]:
    """Tell each thing to the roles it names; what was told before under its key is not repeated.

    In-app notices are there at once; what goes to groups and mail is sent by a job after the
    commit. Returns to whom, and until when it is held.
    """
    if not tellings:
        return []
    connection = await raw_connection(session)
    stations = list({each.station_id for each in tellings if each.station_id})
    book = await repository.address_book(connection, actor.firm_id, stations, now)
    terms = await notice_terms(connection, actor.firm_id, now)
    envelopes = [found for each in tellings for found in address(each, book, terms, now)]
    await repository.insert(connection, actor.firm_id, envelopes, now)
    if _is_any_to_send(envelopes):
        await defer_sending(session, actor.firm_id)
    return envelopes


async def defer_sending(session: AsyncSession, firm_id: UUID) -> None:
    """Let a worker send what is due, one turn at a time in a firm."""
    await defer(session, SEND_JOB, lock=f"send {firm_id}", firm_id=firm_id)


async def notice_terms(
    connection: asyncpg.Connection[Any], firm_id: UUID, at: datetime
) -> NoticeTerms:
    """The windows and lives that held at `at`: the firm's own version, else the example."""
    held = await policies.parameters_in_force(connection, firm_id, NOTICES, None, at)
    return terms_of(held.parameters)


def _is_any_to_send(envelopes: Iterable[Envelope]) -> bool:
    return any(each.channel_id is not None and each.hold_until is None for each in envelopes)
