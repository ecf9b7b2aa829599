"""The other side of a link: what its holder sees, and the one answer that he gives."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.cases.asking.schemas import PublicLink, ReadyAnswerOut
from stationdesk.cases.asking.service import note_link, offers_help
from stationdesk.cases.core.events import apply_event
from stationdesk.cases.core.notes import attach_evidence
from stationdesk.cases.errors import EventDataInvalid, EventRefused
from stationdesk.cases.repository import records
from stationdesk.cases.schemas import CaseRecord
from stationdesk.evidence import service as evidence
from stationdesk.evidence.service import SealedFile
from stationdesk.foundation.database import Database
from stationdesk.integrations.storage.port import Storage
from stationdesk.notices import texts
from stationdesk.notices.answers import ready_answers, written_answer
from stationdesk.notices.book import Telling, Text
from stationdesk.notices.errors import LinkAnswerInvalid, LinkOver
from stationdesk.notices.models import Link
from stationdesk.notices.service import links
from stationdesk.notices.service.telling import tell
from stationdesk.tenancy.actor import Actor, Role
from stationdesk.tenancy.session import raw_connection, tenant_session

PHOTO_MAX_BYTES: Final = 20 * 1024**2


@dataclass(frozen=True, slots=True)
class AnswerIn:
    """What was tapped: an answer that was offered, an hour or words where it needs them."""

    code: str
    by: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Photo:
    """A file that comes with an answer."""

    name: str
    chunks: AsyncIterator[bytes]


def shown_over(state: str) -> PublicLink:
    """A link that takes nothing: the same shape, and nothing in it."""
    return PublicLink(state, "", "", "", "", "", "", "", None, None, [], False)


async def show_link(database: Database, token: str, now: datetime) -> PublicLink:
    """What the holder sees; a token that opens nothing is answered in the same shape."""
    firm_id = links.firm_of_token(token)
    if firm_id is None:
        return shown_over("unknown")
    actor = Actor.system(firm_id)
    async with tenant_session(database, actor) as session:
        connection = await raw_connection(session)
        link = await links.link_by_token(connection, firm_id, token)
        if link is None:
            return shown_over("unknown")
        state = links.state_of(link, now)
        if state != "open":
            return shown_over("answered" if state == "answered" else "over")
        record = await _record(session, actor, link)
        if await links.note_opened(connection, actor, link, now):
            await note_link(connection, holder_of(link), record, "link_opened", link, "", now)
        return _shown(link, record)


async def answer_link(
    database: Database,
    storage: Storage,
    token: str,
    given: AnswerIn,
    photo: Photo | None,
    origin: str,
    now: datetime,
) -> tuple[PublicLink, UUID]:
    """Take the answer, once, and get on with the case. Returns what is shown, and the firm.

    Raises LinkOver, LinkAnswerInvalid. A photo is stored first, outside of any transaction.
    """
    firm_id = links.firm_of_token(token)
    if firm_id is None:
        raise _over()
    system = Actor.system(firm_id)
    async with tenant_session(database, system) as session:
        link, record = await open_one(session, system, token, now)
    answer = written_answer(link.party, record.kind, given.code, given.by, given.text)
    file = await _store(storage, firm_id, photo) if photo else None
    try:
        async with tenant_session(database, system) as session:
            await _take(session, token, record.id, answer, file, origin, now)
    except BaseException:
        if file is not None:
            await evidence.discard(storage, file)
        raise
    return shown_over("answered"), firm_id


async def _take(
    session: AsyncSession,
    token: str,
    case_id: UUID,
    answer: str,
    file: SealedFile | None,
    origin: str,
    now: datetime,
) -> None:
    connection = await raw_connection(session)
    firm_id = links.firm_of_token(token)
    assert firm_id is not None
    system = Actor.system(firm_id)
    # The case before its links, as events lock them.
    record = await records.get_for_update(connection, firm_id, case_id)
    link = await links.link_by_token(connection, firm_id, token, locked=True)
    if link is None or record is None or links.state_of(link, now) != "open":
        raise _over()
    actor = holder_of(link)
    await links.take_answer(connection, actor, link, answer, origin, now)
    if file is not None:
        await attach_evidence(session, actor, case_id, file, None, now, source="link")
    proof = {"origin": origin, "has_photo": file is not None}
    if not await _let_it_happen(session, actor, record, link, answer, origin, now):
        await note_link(connection, actor, record, "link_answered", link, answer, now, **proof)
    subject = texts.answered(link.to_name, record.waybill, answer)
    telling = Telling(
        topic="answered", key=f"answered:{link.id}", roles=("agent",), subject=subject,
        text=Text(f"{record.number} {link.question}", f"{record.number} {link.question}"),
        case_id=case_id, case_kind=record.kind, station_id=record.station_id,
        station_name=record.station_name, agent_member_id=record.agent_member_id,
    )  # fmt: skip
    await tell(session, system, [telling], now)


async def _let_it_happen(
    session: AsyncSession,
    actor: Actor,
    record: CaseRecord,
    link: Link,
    answer: str,
    origin: str,
    now: datetime,
) -> bool:
    """The answer as an event, where the case waits on whoever gave it; False where it does not."""
    if record.holder_kind != link.party:
        return False
    data: dict[str, Any] = {"answer": answer, "proof": f"link {link.id} {origin}"}
    try:
        await apply_event(session, actor, record.id, f"{link.party}_answered", data, None, now)
    except (EventRefused, EventDataInvalid):
        return False
    return True


async def open_one(
    session: AsyncSession, actor: Actor, token: str, now: datetime
) -> tuple[Link, CaseRecord]:
    """The open link of a token with its case. Raises LinkOver."""
    connection = await raw_connection(session)
    link = await links.link_by_token(connection, actor.firm_id, token)
    if link is None or link.case_id is None or links.state_of(link, now) != "open":
        raise _over()
    return link, await _record(session, actor, link)


async def _record(session: AsyncSession, actor: Actor, link: Link) -> CaseRecord:
    connection = await raw_connection(session)
    assert link.case_id is not None
    record = await records.find(connection, actor.firm_id, link.case_id)
    assert record is not None
    return record


async def _store(storage: Storage, firm_id: UUID, photo: Photo) -> SealedFile:
    file = await evidence.store(storage, firm_id, photo.name, photo.chunks, PHOTO_MAX_BYTES)
    if not file.media_type.startswith("image/"):
        await evidence.discard(storage, file)
        raise LinkAnswerInvalid(
            "The file is no picture; take a photo.", zh="这不是照片，请拍一张照片。"
        )
    return file


def holder_of(link: Link) -> Actor:
    """Whoever answers acts by the link alone: the timeline says so."""
    return Actor(firm_id=link.firm_id, role=Role.SYSTEM, name=f"{link.to_name}（链接）")


def _shown(link: Link, record: CaseRecord) -> PublicLink:
    ready = ready_answers(link.party, record.kind)
    return PublicLink(
        state="open", kind=link.kind, party=link.party, to_name=link.to_name,
        station=record.station_name, waybill_tail=texts.tail_of(record.waybill),
        case_kind=record.kind, question=texts.mask_contacts(link.question), asked_at=link.made_at,
        due_at=link.due_at,
        answers=[ReadyAnswerOut(each.code, each.zh, each.en, each.needs) for each in ready],
        offers_help=link.party == "courier" and offers_help(),
    )  # fmt: skip


def _over() -> LinkOver:
    return LinkOver("This link takes no answer any more.", zh="这个链接已失效，请联系客服重发。")
