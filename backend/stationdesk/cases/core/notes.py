"""Notes and evidence: they change no state and take no custody, but the timeline keeps them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.cases.core.context import CaseContext, Connection, load
from stationdesk.cases.core.writing import LEASE
from stationdesk.cases.errors import EventDataInvalid, UnknownChecklistItem
from stationdesk.cases.repository import records, timeline
from stationdesk.evidence import service as evidence
from stationdesk.evidence.schemas import AttachmentRecord
from stationdesk.evidence.service import SealedFile
from stationdesk.foundation.ids import new_id
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import raw_connection

NOTE_MAX = 4000


async def add_note(
    session: AsyncSession,
    actor: Actor,
    case_id: UUID,
    text: str,
    now: datetime,
    idempotency_key: str | None = None,
) -> None:
    """Write a note for whoever works the case next; the same key again writes nothing.

    Raises CaseNotFound, EventDataInvalid.
    """
    note = text.strip()
    if not note or len(note) > NOTE_MAX:
        raise EventDataInvalid(
            f"A note has 1 to {NOTE_MAX} characters.",
            reason="invalid_data",
            zh=f"备注要 1 到 {NOTE_MAX} 个字。",
        )
    context = await load(session, actor, case_id)
    connection = await raw_connection(session)
    record = context.record
    if idempotency_key is not None:
        known = await records.by_idempotency_key(connection, actor.firm_id, idempotency_key)
        if known == case_id:
            return
    await timeline.note(
        connection, firm_id=record.firm_id, case_id=record.id, id_=new_id(),
        station_id=record.station_id, case_version=record.version, at=now,
        actor_member_id=actor.member_id, actor_name=actor.name, event="noted", text=note, data={},
        idempotency_key=idempotency_key,
    )  # fmt: skip


async def attach_evidence(
    session: AsyncSession,
    actor: Actor,
    case_id: UUID,
    file: SealedFile,
    checklist_code: str | None,
    now: datetime,
    captured_at: datetime | None = None,
    source: str = "desk",
) -> AttachmentRecord:
    """Tie a stored file to a case, and to an item of its checklist. Raises UnknownChecklistItem."""
    context = await load(session, actor, case_id)
    record = context.record
    check_item(context, checklist_code)
    row = await evidence.attach(
        session, actor, file, case_id=case_id, station_id=record.station_id,
        checklist_code=checklist_code, now=now, captured_at=captured_at, source=source,
    )  # fmt: skip
    connection = await raw_connection(session)
    await timeline.note(
        connection, firm_id=record.firm_id, case_id=record.id, id_=new_id(),
        station_id=record.station_id, case_version=record.version, at=now,
        actor_member_id=actor.member_id, actor_name=actor.name, event="evidence_added",
        text=file.name,
        data={
            "attachment_id": str(row.id), "sha256": row.sha256.hex(),
            "checklist_code": checklist_code, "source": source,
        },
    )  # fmt: skip
    await _renew_lease(connection, actor, case_id, now)
    return row


def check_item(context: CaseContext, checklist_code: str | None) -> None:
    """Raise UnknownChecklistItem for an item that the case's checklist has not."""
    known = [item.code for item in context.checklist]
    if checklist_code is not None and checklist_code not in known:
        raise UnknownChecklistItem(
            f"This case's checklist has no {checklist_code!r}; it has: {', '.join(known) or '–'}.",
            known=known,
            item=checklist_code,
        )


async def _renew_lease(connection: Connection, actor: Actor, case_id: UUID, now: datetime) -> None:
    """Uploading is working: it counts as presence."""
    if actor.member_id is not None:
        await records.renew_lease(connection, actor.firm_id, case_id, actor.member_id, now + LEASE)
