"""Sending out: claimed in one transaction, sent outside of any, marked in another."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

import asyncpg
import msgspec
import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.foundation.database import Database
from stationdesk.foundation.zones import HOME_NAME
from stationdesk.integrations.notifiers.port import Message, NotSent, Target
from stationdesk.integrations.notifiers.senders import Senders
from stationdesk.notices import repository
from stationdesk.notices.quiet import may_tell_at
from stationdesk.notices.service.links import make_token, public_address
from stationdesk.notices.service.telling import SEND_JOB, defer_sending, notice_terms
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import hot_transaction, raw_connection

ROBOT_MESSAGES_A_MINUTE: Final = 20
"""A robot of DingTalk is blocked for ten minutes beyond that; the others are held to it as well."""
TURN: Final = 20
TURNS_MAX: Final = 25
ATTEMPTS_MAX: Final = 5
LEASE: Final = timedelta(minutes=2)
"""A turn that died is repeated after this: then somebody may be told twice, never not at all."""
FIRST_WAIT: Final = timedelta(seconds=30)
RELEASE_BATCH: Final = 500
LINK: Final = "{link}"

_log = structlog.get_logger("stationdesk.notices")


async def send_due(database: Database, senders: Senders, actor: Actor, now: datetime) -> int:
    """Send what is due in one firm, in bounded turns; returns how many were taken."""
    sent = 0
    for _ in range(TURNS_MAX):
        async with hot_transaction(database, actor) as connection:
            rows = await _claim(connection, actor, now)
            messages = [await _message(connection, database, actor, row, now) for row in rows]
        for row, message in zip(rows, messages, strict=True):
            sent += await _send(database, senders, actor, row, message, now)
        if len(rows) < TURN:
            break
    return sent


async def release_held(session: AsyncSession, actor: Actor, now: datetime) -> int:
    """Let go what was held until now, and have what is due sent; at most a batch.

    This is also what picks up notices whose sending failed or died.
    """
    connection = await raw_connection(session)
    released = await repository.release_held(connection, actor.firm_id, now, RELEASE_BATCH)
    if await repository.is_anything_due(connection, actor.firm_id, now):
        await defer_sending(session, actor.firm_id)
    return released if released == RELEASE_BATCH else 0


async def _claim(
    connection: asyncpg.Connection[Any], actor: Actor, now: datetime
) -> list[asyncpg.Record]:
    """What may be sent now; what has waited past its window is held until the next."""
    rows = await repository.claim_due(
        connection, actor.firm_id, now, a_minute=ROBOT_MESSAGES_A_MINUTE, limit=TURN, lease=LEASE
    )
    terms = await notice_terms(connection, actor.firm_id, now)
    ready: list[asyncpg.Record] = []
    for row in rows:
        zone = row["zone"] or HOME_NAME
        at = may_tell_at(terms, row["to_role"], now, zone, is_urgent=row["is_urgent"])
        if at > now:
            await repository.hold_again(connection, actor.firm_id, row["id"], at)
        else:
            ready.append(row)
    return ready


async def _message(
    connection: asyncpg.Connection[Any],
    database: Database,
    actor: Actor,
    row: asyncpg.Record,
    now: datetime,
) -> Message:
    """The text as it goes out; an address is made for it, where the text has a place for one."""
    text: str = row["text_zh"]
    base = database.settings.public_url
    if LINK in text and row["link_id"] and base:
        token = await make_token(connection, actor, row["link_id"], row["station_id"], now)
        text = text.replace(LINK, public_address(base, token))
    # Without an address of our own that others can reach, the question goes out alone.
    text = text.replace(LINK, "").rstrip()
    return Message(row["subject_zh"], text, (row["phone"],) if row["phone"] else ())


async def _send(
    database: Database,
    senders: Senders,
    actor: Actor,
    row: asyncpg.Record,
    message: Message,
    now: datetime,
) -> int:
    channel_id = row["channel_id"]
    try:
        if row["via"] is None:
            raise NotSent("the channel was removed", is_final=True)
        via = msgspec.json.decode(row["via"])
        target = Target(via["kind"], via["target"], via["secret"])
        await senders[via["kind"]].send(target, message)
    except NotSent as error:
        is_over = error.is_final or row["attempts"] >= ATTEMPTS_MAX
        again_at = None if is_over else now + FIRST_WAIT * 2 ** (row["attempts"] - 1)
        _log.warning("notice_not_sent", notice=str(row["id"]), error=str(error), final=is_over)
        async with hot_transaction(database, actor) as connection:
            await repository.mark_refused(
                connection, actor.firm_id, row["id"], channel_id, str(error), again_at
            )
        return 0
    async with hot_transaction(database, actor) as connection:
        await repository.mark_sent(connection, actor.firm_id, row["id"], channel_id, now)
    return 1


__all__ = ["SEND_JOB", "release_held", "send_due"]
