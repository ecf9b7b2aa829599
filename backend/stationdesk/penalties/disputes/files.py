"""Files that prove a dispute: sealed as all evidence is, kept with it, every look written down."""

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.evidence.service import SealedFile
from stationdesk.foundation.ids import new_id
from stationdesk.penalties.disputes import repository
from stationdesk.penalties.disputes.errors import DisputeFileUnknown, FilesEnough
from stationdesk.penalties.disputes.raising import check_open, locked_dispute
from stationdesk.penalties.disputes.reading import visible
from stationdesk.penalties.disputes.repository import DisputeRow, FileRow
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import raw_connection

FILES_MAX: Final = 10


async def check_room(session: AsyncSession, actor: Actor, dispute_id: UUID) -> DisputeRow:
    """Before anything is stored: the dispute takes another file from this person.

    Raises DisputeUnknown, DisputeEnded, FilesEnough.
    """
    connection = await raw_connection(session)
    dispute = await visible(session, actor, dispute_id)
    check_open(dispute)
    present = await repository.files_of(connection, actor.firm_id, [dispute_id])
    if len(present) >= FILES_MAX:
        raise FilesEnough(
            f"A dispute has at most {FILES_MAX} files; put several into one PDF.",
            zh=f"一个异议最多 {FILES_MAX} 个文件，请合并成一个 PDF。",
        )
    return dispute


async def add_file(
    session: AsyncSession, actor: Actor, dispute_id: UUID, file: SealedFile, now: datetime
) -> None:
    """Tie a stored file to an open dispute. Raises as `check_room`."""
    connection = await raw_connection(session)
    await locked_dispute(connection, actor.firm_id, dispute_id)
    dispute = await check_room(session, actor, dispute_id)
    await repository.add_file(
        connection, actor.firm_id, id=file.id, dispute_id=dispute.id,
        station_id=dispute.station_id, party=dispute.party, name=file.name,
        size_bytes=file.size_bytes, sha256=file.sha256, media_type=file.media_type,
        storage_key=file.storage_key, preview_key=file.preview_key,
        added_by_member_id=actor.member_id, added_by=actor.name, added_at=now,
    )  # fmt: skip


async def take_file(
    session: AsyncSession, actor: Actor, dispute_id: UUID, file_id: UUID, now: datetime
) -> FileRow:
    """A file of a dispute that the actor may see; that he takes it is written down.

    Raises DisputeUnknown, DisputeFileUnknown.
    """
    connection = await raw_connection(session)
    dispute = await visible(session, actor, dispute_id)
    files = await repository.files_of(connection, actor.firm_id, [dispute.id])
    found = next((each for each in files if each.id == file_id), None)
    if found is None:
        raise DisputeFileUnknown(
            "There is no such file on this dispute; reload it.", zh="这条异议没有这个附件，请刷新。"
        )
    member = (actor.member_id, actor.name)
    await repository.log_view(connection, actor.firm_id, new_id(), file_id, member, now)
    return found
