"""Notes and evidence: they change no state and take no custody, but the timeline keeps them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.cases.errors import EventDataInvalid, UnknownChecklistItem
from stationdesk.cases.repository import records, timeline
from stationdesk.cases.service.context import Connection, load
from stationdesk.cases.service.events import LEASE
from stationdesk.evidence import service as evidence
from stationdesk.evidence.models import Attachment
from stationdesk.evidence.service import SealedFile
from stationdesk.foundation.ids import new_id
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import raw_connection

NOTE_MAX = 4000


async def add_note(
    session: AsyncSession, actor: Actor, case_id: UUID, text: str, now: datetime
) -> None:
    """Write a note for whoever works the case next. Raises CaseNotFound, EventDataInvalid."""
    note = text.strip()
    if not note or len(note) > NOTE_MAX:
        raise EventDataInvalid(f"A note has 1 to {NOTE_MAX} characters.", reason="invalid_data")
    context = await load(session, actor, case_id)
    connection = await raw_connection(session)
    record = context.record
    await timeline.note(
        connection, firm_id=record.firm_id, case_id=record.id, id_=new_id(),
        station_id=record.station_id, case_version=record.version, at=now,
        actor_member_id=actor.member_id, actor_name=actor.name, event="noted", text=note, data={},
    )  # fmt: skip


async def attach_evidence(
    session: AsyncSession,
    actor: Actor,
    case_id: UUID,
    file: SealedFile,
    checklist_code: str | None,
    now: datetime,
) -> Attachment:
    """Tie a stored file to a case, and to an item of its checklist. Raises UnknownChecklistItem."""
    context = await load(session, actor, case_id)
    record = context.record
    known = [item.code for item in context.checklist]
    if checklist_code is not None and checklist_code not in known:
        raise UnknownChecklistItem(
            f"This case's checklist has no {checklist_code!r}; it has: {', '.join(known) or '–'}.",
            known=known,
        )
    row = await evidence.attach(
        session, actor, file, case_id=case_id, station_id=record.station_id,
        checklist_code=checklist_code, now=now,
    )  # fmt: skip
    connection = await raw_connection(session)
    await timeline.note(
        connection, firm_id=record.firm_id, case_id=record.id, id_=new_id(),
        station_id=record.station_id, case_version=record.version, at=now,
        actor_member_id=actor.member_id, actor_name=actor.name, event="evidence_added",
        text=file.name,
        data={
            "attachment_id": str(row.id), "sha256": row.sha256.hex(),
            "checklist_code": checklist_code,
        },
    )  # fmt: skip
    await _renew_lease(connection, actor, case_id, now)
    return row


async def _renew_lease(connection: Connection, actor: Actor, case_id: UUID, now: datetime) -> None:
    """Uploading is working: it counts as presence."""
    if actor.member_id is not None:
        await records.renew_lease(connection, actor.firm_id, case_id, actor.member_id, now + LEASE)
