"""One-time links: a question to somebody outside, its addresses, its one answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeAlias
from uuid import UUID

import asyncpg

from stationdesk.accounts.credentials import firm_of_key, new_link_token, token_hash
from stationdesk.foundation.ids import new_id
from stationdesk.notices import link_repository as repository
from stationdesk.notices import repository as notices
from stationdesk.notices.errors import LinkOver, LinkUnknown
from stationdesk.notices.models import Link
from stationdesk.notices.service.telling import notice_terms
from stationdesk.tenancy.actor import Actor

QUESTION_MAX: Final = 2000
NO_LONGER_NEEDED: Final = "no longer needed"

Connection: TypeAlias = "asyncpg.Connection[Any]"


@dataclass(frozen=True, slots=True)
class Held:
    """Whom a link is for: a courier by name, or the station."""

    party: str
    name: str
    reference: UUID | None = None


async def open_link(
    connection: Connection,
    actor: Actor,
    *,
    case_id: UUID,
    station_id: UUID,
    held: Held,
    question: str,
    due_at: datetime | None,
    now: datetime,
) -> Link:
    """A new link for that holder and question; the same question again keeps the open one."""
    for known in await open_links(connection, actor, case_id, now):
        if (known.party, known.to_name, known.question) == (held.party, held.name, question):
            return known
    terms = await notice_terms(connection, actor.firm_id, now)
    link = Link(
        firm_id=actor.firm_id, id=new_id(), kind="answer", case_id=case_id, station_id=station_id,
        party=held.party, to_reference=held.reference, to_name=held.name,
        question=question[:QUESTION_MAX], due_at=due_at, made_at=now, made_by=actor.name,
        expires_at=now + terms.link_life, pasted_at=None, opened_at=None, answered_at=None,
        answer="", answered_from="", revoked_at=None, revoked_by="",
    )  # fmt: skip
    await repository.insert(connection, link)
    return link


async def open_links(
    connection: Connection, actor: Actor, case_id: UUID, now: datetime
) -> list[Link]:
    """Those of a case that would still take an answer, the newest first."""
    return await repository.open_of_case(connection, actor.firm_id, case_id, now)


async def make_token(
    connection: Connection, actor: Actor, link_id: UUID, station_id: UUID, now: datetime
) -> str:
    """A fresh address for a link, kept as its hash; the earlier ones stay good."""
    token = new_link_token(actor.firm_id)
    await repository.insert_token(
        connection, actor.firm_id, token_hash(token), link_id, station_id, now
    )
    return token


def public_address(base: str, token: str) -> str:
    """What the receiver opens."""
    return f"{base}/a/{token}"


def firm_of_token(token: str) -> UUID | None:
    """The firm that the token names, before anything is looked up; None where it is no token."""
    return firm_of_key(token) if len(token) <= 64 else None


async def link_by_token(
    connection: Connection, firm_id: UUID, token: str, *, locked: bool = False
) -> Link | None:
    """The link that the token opens, whatever became of it."""
    return await repository.by_token(connection, firm_id, token_hash(token), locked=locked)


async def links_of_case(connection: Connection, actor: Actor, case_id: UUID) -> list[Link]:
    """Every link of a case, the newest first."""
    return await repository.of_case(connection, actor.firm_id, case_id)


async def take_answer(
    connection: Connection, actor: Actor, link: Link, answer: str, origin: str, now: datetime
) -> None:
    """Keep the one answer of a link that the caller has locked and found open."""
    await repository.mark_answered(connection, actor.firm_id, link.id, answer, origin, now)


async def note_opened(connection: Connection, actor: Actor, link: Link, now: datetime) -> bool:
    """Its page was looked at; True for the first time."""
    return await repository.mark_opened(connection, actor.firm_id, link.id, now)


async def note_pasted(connection: Connection, actor: Actor, link: Link, now: datetime) -> None:
    """Its text was copied for a group: whoever it is for has been asked."""
    await repository.mark_pasted(connection, actor.firm_id, link.id, now)
    await notices.mark_pasted(connection, actor.firm_id, link.id, now)


async def revoke_link(
    connection: Connection, actor: Actor, case_id: UUID, link_id: UUID, now: datetime
) -> Link:
    """Let an open link take nothing any more. Raises LinkUnknown."""
    link = await find_link(connection, actor, case_id, link_id)
    await repository.revoke(connection, actor.firm_id, [link.id], actor.name, now)
    return link


async def find_link(connection: Connection, actor: Actor, case_id: UUID, link_id: UUID) -> Link:
    """A link of that case, or LinkUnknown."""
    found = [each for each in await repository.of_case(connection, actor.firm_id, case_id)
             if each.id == link_id]  # fmt: skip
    if not found:
        raise LinkUnknown("There is no such link on this case; reload it.")
    return found[0]


async def close_links(
    connection: Connection, actor: Actor, case_id: UUID, now: datetime
) -> Sequence[Link]:
    """The case no longer waits outside: its open links and what was still to be told end."""
    open_ones = await open_links(connection, actor, case_id, now)
    if open_ones:
        ids = [each.id for each in open_ones]
        await repository.revoke(connection, actor.firm_id, ids, actor.name, now)
    await notices.give_up_outside(connection, actor.firm_id, case_id, NO_LONGER_NEEDED)
    return open_ones


async def close_links_of_many(
    connection: Connection, actor: Actor, case_ids: Sequence[UUID], now: datetime
) -> None:
    """The same for several cases."""
    await repository.revoke_of_cases(connection, actor.firm_id, case_ids, actor.name, now)
    await notices.give_up_outside_of(connection, actor.firm_id, case_ids, NO_LONGER_NEEDED)


def refuse_if_over(link: Link, now: datetime) -> None:
    """Raises LinkOver, saying what became of it."""
    state = state_of(link, now)
    if state != "open":
        raise LinkOver(f"The link is {state}; make a new one.", zh="链接已失效，请重新催办")


def state_of(link: Link, now: datetime) -> str:
    """open, answered, revoked or expired."""
    if link.answered_at is not None:
        return "answered"
    if link.revoked_at is not None:
        return "revoked"
    return "open" if now < link.expires_at else "expired"
