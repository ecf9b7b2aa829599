"""Couriers and stations that are asked: they get a link as they are asked, and it ends with it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.cases.asking.schemas import LinkIn, LinkMade, LinkRow
from stationdesk.cases.core.context import Connection
from stationdesk.cases.errors import CaseNotFound, EventRefused
from stationdesk.cases.kinds import all_kinds
from stationdesk.cases.repository import records, timeline
from stationdesk.cases.schemas import CaseRecord
from stationdesk.foundation.ids import new_id
from stationdesk.foundation.zones import HOME_NAME
from stationdesk.notices import texts
from stationdesk.notices.book import Telling, Text
from stationdesk.notices.models import Link
from stationdesk.notices.service import links
from stationdesk.notices.service.links import Held
from stationdesk.notices.service.telling import tell
from stationdesk.stations import repository as stations
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import raw_connection
from stationdesk.workflow.custody import HolderKind
from stationdesk.workflow.decisions import Decision

ASKED_BY_LINK: Final = {HolderKind.COURIER: "courier", HolderKind.STATION: "station"}
HELP_KIND: Final = "driver_help"
NAME_MAX: Final = 100


async def follow_custody(
    session: AsyncSession,
    actor: Actor,
    before: CaseRecord,
    after: CaseRecord,
    decision: Decision,
) -> None:
    """After an event: links of whom the case no longer waits on end, who is asked now gets one."""
    if decision.holder is None:
        return
    now = decision.at
    connection = await raw_connection(session)
    if before.holder_kind in ASKED_BY_LINK.values() or after.closed_at is not None:
        await links.close_links(connection, actor, before.id, now)
    party = ASKED_BY_LINK.get(HolderKind(after.holder_kind))
    if party is None:
        return
    held = Held(party, after.holder_name, after.holder_reference)
    link = await _open(connection, actor, after, held, decision.text, now)
    await _tell(session, actor, after, link, f"asked:{link.id}", now)


async def make_link(
    session: AsyncSession, actor: Actor, case_id: UUID, data: LinkIn, base: str, now: datetime
) -> LinkMade:
    """A link made by hand, with its text to be pasted. Raises CaseNotFound, EventRefused."""
    connection = await raw_connection(session)
    record = await _find(connection, actor, case_id)
    if record.closed_at is not None:
        raise EventRefused(
            "The case is closed.", reason="closed", zh="工作项已结束，不用再催。", missing=[]
        )
    name = " ".join(data.name.split())[:NAME_MAX]
    if data.party == "station":
        held = Held("station", name or record.station_name, record.station_id)
    elif name:
        held = Held("courier", name, data.reference)
    else:
        raise EventRefused(
            "Say which courier is asked.",
            reason="name_missing",
            zh="请填要催哪位业务员的姓名。",
            missing=["name"],
        )
    question = data.question.strip() or texts.PUSHED_QUESTION.zh
    link = await _open(connection, actor, record, held, question, now)
    return await _made(session, actor, record, link, base, now)


async def paste_link(
    session: AsyncSession, actor: Actor, case_id: UUID, link_id: UUID, base: str, now: datetime
) -> LinkMade:
    """The text was copied for a group: a fresh address, and a line that proves the asking."""
    connection = await raw_connection(session)
    record = await _find(connection, actor, case_id)
    link = await links.find_link(connection, actor, case_id, link_id)
    links.refuse_if_over(link, now)
    made = await _made(session, actor, record, link, base, now)
    await links.note_pasted(connection, actor, link, now)
    await note_link(connection, actor, record, "link_pasted", link, link.question, now)
    return made


async def send_again(
    session: AsyncSession, actor: Actor, case_id: UUID, link_id: UUID, now: datetime
) -> None:
    """Ask once more through the station's channels; at most once a minute."""
    connection = await raw_connection(session)
    record = await _find(connection, actor, case_id)
    link = await links.find_link(connection, actor, case_id, link_id)
    links.refuse_if_over(link, now)
    await _tell(session, actor, record, link, f"asked:{link.id}:{now:%Y%m%d%H%M}", now)
    await note_link(connection, actor, record, "link_sent_again", link, link.question, now)


async def revoke_link(
    session: AsyncSession, actor: Actor, case_id: UUID, link_id: UUID, now: datetime
) -> None:
    """Let the link take nothing any more."""
    connection = await raw_connection(session)
    record = await _find(connection, actor, case_id)
    link = await links.revoke_link(connection, actor, case_id, link_id, now)
    await note_link(connection, actor, record, "link_revoked", link, "", now)


async def note_link(
    connection: Connection,
    actor: Actor,
    record: CaseRecord,
    event: str,
    link: Link,
    text: str,
    now: datetime,
    **data: Any,
) -> None:
    """A line of the timeline about a link."""
    await timeline.note(
        connection, firm_id=record.firm_id, case_id=record.id, id_=new_id(),
        station_id=record.station_id, case_version=record.version, at=now,
        actor_member_id=actor.member_id, actor_name=actor.name, event=event, text=text,
        data={"link_id": str(link.id), "to": link.to_name, "party": link.party, **data},
    )  # fmt: skip


def link_row(link: Link, now: datetime) -> LinkRow:
    """A link as the desk sees it."""
    return LinkRow(
        id=link.id, party=link.party, to_name=link.to_name, question=link.question,
        state=links.state_of(link, now), made_at=link.made_at, made_by=link.made_by,
        expires_at=link.expires_at, pasted_at=link.pasted_at, opened_at=link.opened_at,
        answered_at=link.answered_at, answer=link.answer,
    )  # fmt: skip


def offers_help() -> bool:
    """Whether a courier can ask for help: the kind may not be installed."""
    return any(kind.code == HELP_KIND for kind in all_kinds())


async def zone_of(session: AsyncSession, record: CaseRecord) -> str:
    """Where the station's day begins."""
    station = await stations.station_by_id(session, record.station_id)
    return station.timezone if station else HOME_NAME


async def _open(
    connection: Connection,
    actor: Actor,
    record: CaseRecord,
    held: Held,
    question: str,
    now: datetime,
) -> Link:
    return await links.open_link(
        connection, actor, case_id=record.id, station_id=record.station_id, held=held,
        question=question, due_at=record.due_at, now=now,
    )  # fmt: skip


async def _made(
    session: AsyncSession, actor: Actor, record: CaseRecord, link: Link, base: str, now: datetime
) -> LinkMade:
    connection = await raw_connection(session)
    token = await links.make_token(connection, actor, link.id, link.station_id, now)
    url = links.public_address(base, token)
    text = await _text(session, record, link)
    return LinkMade(link_row(link, now), url, text.zh.replace(texts.LINK, url))


async def _text(session: AsyncSession, record: CaseRecord, link: Link) -> Text:
    zone = await zone_of(session, record)
    return texts.paste_text(
        record.station_name, record.waybill, link.to_name, link.question, link.due_at, zone
    )


async def _tell(
    session: AsyncSession, actor: Actor, record: CaseRecord, link: Link, key: str, now: datetime
) -> None:
    subject = texts.asked(record.station_name, record.waybill)
    text = await _text(session, record, link)
    is_courier = link.party == "courier"
    telling = Telling(
        topic="asked", key=key, roles=(link.party,), subject=subject,
        text=Text(link.question, link.question), outside=text, case_id=record.id,
        case_kind=record.kind, station_id=record.station_id, station_name=record.station_name,
        due_at=link.due_at, agent_member_id=record.agent_member_id,
        courier_id=link.to_reference if is_courier else None,
        courier_name=link.to_name if is_courier else "", link_id=link.id,
    )  # fmt: skip
    await tell(session, actor, [telling], now)


async def _find(connection: Connection, actor: Actor, case_id: UUID) -> CaseRecord:
    record = await records.find(connection, actor.firm_id, case_id)
    if record is None:
        raise CaseNotFound(f"There is no case {case_id}, or it is not one of your stations'.")
    return record
