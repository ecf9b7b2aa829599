"""Evidence in parts, from the desk or from a phone: begun and sealed here, since a case's
checklist says what is asked for; the parts themselves are the business of `evidence`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.cases.core.context import CaseContext, load
from stationdesk.cases.core.notes import attach_evidence, check_item
from stationdesk.cases.repository import timeline
from stationdesk.cases.schemas import CaseRecord
from stationdesk.evidence import service as evidence
from stationdesk.evidence.errors import AttachmentNotFound, FileTooLarge, UploadCorrupt
from stationdesk.evidence.models import EvidenceUpload
from stationdesk.evidence.repository import uploads as rows
from stationdesk.evidence.schemas import AttachmentRecord, LinkRecord, UploadRecord
from stationdesk.evidence.service import links, sealing, uploads
from stationdesk.evidence.service.links import NewLink
from stationdesk.foundation.database import Database
from stationdesk.foundation.errors import Invalid
from stationdesk.foundation.ids import new_id
from stationdesk.integrations.storage.port import Storage
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import raw_connection, tenant_session


class UploadInvalid(Invalid):
    """What was said of the file cannot be."""

    code = "upload_invalid"
    title = "The upload cannot begin"


@dataclass(frozen=True, slots=True)
class Announced:
    """A file as its sender describes it; `sha256` in hex, if he knows it."""

    name: str
    size_bytes: int
    sha256: str | None = None
    checklist_code: str | None = None
    captured_at: datetime | None = None


async def make_upload_link(
    session: AsyncSession, actor: Actor, case_id: UUID, checklist_code: str | None, now: datetime
) -> NewLink:
    """A link for a phone, to this case alone. Raises CaseNotFound, UnknownChecklistItem."""
    context = await load(session, actor, case_id)
    check_item(context, checklist_code)
    return await links.make_link(
        session, actor, case_id=case_id, station_id=context.record.station_id,
        checklist_code=checklist_code, now=now,
    )  # fmt: skip


async def linked_case(session: AsyncSession, actor: Actor, link: LinkRecord) -> CaseContext:
    """The case of a link, for the words on the phone's page."""
    return await load(session, actor, link.case_id)


async def begin_upload(
    session: AsyncSession,
    actor: Actor,
    case_id: UUID,
    announced: Announced,
    limit_bytes: int,
    now: datetime,
    link: LinkRecord | None = None,
) -> UploadRecord:
    """Begin an upload. Raises FileTooLarge, UploadInvalid, UnknownChecklistItem, LinkUsedUp."""
    context = await load(session, actor, case_id)
    check_item(context, announced.checklist_code)
    if announced.size_bytes < 1:
        raise UploadInvalid(
            "size_bytes must be at least 1: an empty file proves nothing.",
            zh="文件是空的，请重新选一个。",
        )
    if announced.size_bytes > limit_bytes:
        raise FileTooLarge(
            f"The file has more than {limit_bytes // 1024**2} MB; cut or compress it.",
            limit_bytes=limit_bytes,
            zh=f"文件超过 {limit_bytes // 1024**2} MB，请剪短或压缩后再传。",
        )
    if announced.captured_at is not None:
        sealing.check_captured_at(announced.captured_at, now)
    if link is not None:
        await links.count_file(session, actor, link)
    expires_at = now + uploads.UPLOAD_LIFE if link is None else link.expires_at + links.FINISH_GRACE
    row = EvidenceUpload(
        firm_id=actor.firm_id, id=new_id(), case_id=case_id, station_id=context.record.station_id,
        link_id=None if link is None else link.id, member_id=actor.member_id,
        name=sealing.clean_name(announced.name), size_bytes=announced.size_bytes,
        sha256=_read_hash(announced.sha256), checklist_code=announced.checklist_code,
        captured_at=announced.captured_at, created_at=now,
        expires_at=expires_at,
    )  # fmt: skip
    await rows.add(session, row)
    begun = await rows.find(await raw_connection(session), actor.firm_id, row.id)
    assert begun is not None
    return begun


async def seal_upload(
    database: Database, storage: Storage, actor: Actor, upload: UploadRecord, now: datetime
) -> AttachmentRecord:
    """Join the parts into a sealed file of the case; a second call answers with the first's.

    Raises UploadIncomplete, UploadCorrupt (the upload then begins anew).
    """
    if upload.attachment_id is not None:
        return await _sealed(database, actor, upload.attachment_id)
    parts = await uploads.parts_in_order(database, actor, upload)
    file = await evidence.store(
        storage, actor.firm_id, upload.name, uploads.joined(storage, parts), upload.size_bytes
    )
    try:
        if upload.sha256 is not None and upload.sha256 != file.sha256:
            await uploads.begin_anew(database, storage, actor, upload.id)
            raise UploadCorrupt(
                "What came does not have the hash that was announced; send it again from the "
                "beginning.",
                received_bytes=0,
            )
        first = await _attach_once(database, actor, upload, file, now)
    except BaseException:
        await evidence.discard(storage, file)
        raise
    if first.id != file.id:
        await evidence.discard(storage, file)
    await uploads.drop_parts(storage, parts)
    return first


async def label_evidence(
    session: AsyncSession,
    actor: Actor,
    case_id: UUID,
    attachment_id: UUID,
    checklist_code: str | None,
    now: datetime,
) -> AttachmentRecord:
    """Let a file prove another item of the checklist, visibly. Raises UnknownChecklistItem."""
    context = await load(session, actor, case_id)
    check_item(context, checklist_code)
    record = attachment_of(context, attachment_id)
    if record.checklist_code == checklist_code:
        return record
    labelled = await evidence.label(session, actor, record, checklist_code, now)
    await note(
        session, actor, context.record, "evidence_labelled", record.name,
        {"attachment_id": str(record.id), "from": record.checklist_code, "to": checklist_code},
        now,
    )  # fmt: skip
    return labelled


async def check_of_case(
    session: AsyncSession, actor: Actor, case_id: UUID, attachment_id: UUID
) -> None:
    """Raise CaseNotFound or AttachmentNotFound unless the file is one of that case."""
    attachment_of(await load(session, actor, case_id), attachment_id)


def attachment_of(context: CaseContext, attachment_id: UUID) -> AttachmentRecord:
    """A file of this very case. Raises AttachmentNotFound."""
    for record in context.attachments:
        if record.id == attachment_id:
            return record
    raise AttachmentNotFound(
        f"This case has no attachment {attachment_id}.", zh="这件没有这个附件，可能已删除；请刷新。"
    )


async def note(
    session: AsyncSession,
    actor: Actor,
    record: CaseRecord,
    event: str,
    text: str,
    data: dict[str, object],
    now: datetime,
) -> None:
    """A row of the timeline for what changes no state."""
    await timeline.note(
        await raw_connection(session), firm_id=record.firm_id, case_id=record.id, id_=new_id(),
        station_id=record.station_id, case_version=record.version, at=now,
        actor_member_id=actor.member_id, actor_name=actor.name, event=event, text=text, data=data,
    )  # fmt: skip


async def _attach_once(
    database: Database,
    actor: Actor,
    upload: UploadRecord,
    file: evidence.SealedFile,
    now: datetime,
) -> AttachmentRecord:
    async with tenant_session(database, actor) as session:
        connection = await raw_connection(session)
        locked = await rows.find(connection, actor.firm_id, upload.id, locked=True)
        if locked is not None and locked.attachment_id is not None:
            return await sealing.find(session, actor, locked.attachment_id)
        record = await attach_evidence(
            session, actor, upload.case_id, file, upload.checklist_code, now,
            upload.captured_at, "desk" if upload.link_id is None else "phone",
        )  # fmt: skip
        await rows.mark_sealed(connection, actor.firm_id, upload.id, record.id)
        return record


async def _sealed(database: Database, actor: Actor, attachment_id: UUID) -> AttachmentRecord:
    async with tenant_session(database, actor) as session:
        return await sealing.find(session, actor, attachment_id)


def _read_hash(text: str | None) -> bytes | None:
    if text is None:
        return None
    try:
        found = bytes.fromhex(text)
    except ValueError:
        found = b""
    if len(found) != 32:
        raise UploadInvalid(
            "sha256 must be 64 hexadecimal digits, or left out.", zh="文件校验值不对，请重新上传。"
        )
    return found
