"""Disputes over HTTP: raised by whoever bears a share, decided by somebody who did not decide."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, get, post
from litestar.datastructures import UploadFile
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath, FromQuery, JSONBody
from litestar.response import Stream

from stationdesk.cases.proofs.files_out import as_download, first_read
from stationdesk.evidence import service as evidence
from stationdesk.evidence.sniffing import served_type
from stationdesk.integrations.storage.port import FileMissing, Storage
from stationdesk.penalties.disputes import deciding, files, raising, reading
from stationdesk.penalties.disputes.errors import DisputeFileUnknown
from stationdesk.penalties.disputes.matters import in_own_matters
from stationdesk.penalties.disputes.schemas import (
    DisputeOut,
    DisputePage,
    NewDispute,
    VerdictIn,
    WithdrawalIn,
)
from stationdesk.penalties.disputes.verdicts import Verdict
from stationdesk.tenancy.permissions import Permission, requires
from stationdesk.tenancy.session import tenant_session
from stationdesk.tenancy.wiring import Caller, Connections, Now, Transaction

UPLOAD_OVERHEAD_BYTES = 64 * 1024
UPLOAD_MAX_BYTES = 200 * 1024**2 + UPLOAD_OVERHEAD_BYTES
CHUNK_BYTES = 256 * 1024
_CONCERNED = requires(Permission.DISPUTES_RAISE, Permission.FINES_READ)


@dataclass
class DisputeFileForm:
    """A file that proves what the dispute says."""

    file: UploadFile


@post("/fines/{fine_id:uuid}/disputes", guards=[requires(Permission.DISPUTES_RAISE)])
async def raise_dispute(
    fine_id: FromPath[UUID],
    data: JSONBody[NewDispute],
    actor: Caller,
    database: Connections,
    now: Now,
) -> DisputeOut:
    """Object to the decision that stands; the fine is not settled until this is decided."""
    async with tenant_session(database, in_own_matters(actor)) as session:
        dispute_id = await raising.raise_dispute(
            session, actor, fine_id, reason=data.reason, asked_fen=data.amount_fen, now=now
        )
        return await reading.show(session, actor, dispute_id, now)


@get("/disputes", guards=[requires(Permission.FINES_READ)])
async def list_disputes(
    actor: Caller,
    session: Transaction,
    now: Now,
    status: FromQuery[str] = "open",
    party: FromQuery[str | None] = None,
    station: FromQuery[str | None] = None,
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int] = 50,
) -> DisputePage:
    """Disputes that the caller may see, what is overdue at the top."""
    return await reading.dispute_page(
        session, actor, status=status, party=party, station=station, cursor=cursor, limit=limit,
        now=now,
    )  # fmt: skip


@get("/disputes/{dispute_id:uuid}", guards=[_CONCERNED])
async def show_dispute(
    dispute_id: FromPath[UUID], actor: Caller, database: Connections, now: Now
) -> DisputeOut:
    """One dispute with its files."""
    async with tenant_session(database, in_own_matters(actor)) as session:
        return await reading.show(session, actor, dispute_id, now)


@post("/disputes/{dispute_id:uuid}/decision", guards=[requires(Permission.DISPUTES_DECIDE)])
async def decide_dispute(
    dispute_id: FromPath[UUID],
    data: JSONBody[VerdictIn],
    actor: Caller,
    session: Transaction,
    now: Now,
) -> DisputeOut:
    """Uphold the decision, or make it anew; 409 where somebody was first."""
    verdict = Verdict(data.outcome, data.reason, data.cause, data.agent, data.share_fen)
    await deciding.decide_dispute(session, actor, dispute_id, verdict, now)
    return await reading.show(session, actor, dispute_id, now)


@post("/disputes/{dispute_id:uuid}/withdrawal", guards=[requires(Permission.DISPUTES_RAISE)])
async def withdraw_dispute(
    dispute_id: FromPath[UUID],
    data: JSONBody[WithdrawalIn],
    actor: Caller,
    database: Connections,
    now: Now,
) -> DisputeOut:
    """Take one's own dispute back for good."""
    async with tenant_session(database, in_own_matters(actor)) as session:
        await raising.withdraw(session, actor, dispute_id, data.note, now)
        return await reading.show(session, actor, dispute_id, now)


@post(
    "/disputes/{dispute_id:uuid}/files",
    guards=[_CONCERNED],
    request_max_body_size=UPLOAD_MAX_BYTES,
)
async def add_dispute_file(
    request: Request[Any, Any, Any],
    dispute_id: FromPath[UUID],
    data: Annotated[DisputeFileForm, Body(media_type=RequestEncodingType.MULTI_PART)],
    actor: Caller,
    database: Connections,
    now: Now,
) -> DisputeOut:
    """Seal a file as evidence of the dispute. Stored first, outside of any transaction."""
    storage: Storage = request.app.state.storage
    wide = in_own_matters(actor)
    async with tenant_session(database, wide) as session:
        await files.check_room(session, actor, dispute_id)
    file = await evidence.store(
        storage, actor.firm_id, data.file.filename, _chunks(data.file),
        database.settings.attachment_max_bytes,
    )  # fmt: skip
    try:
        async with tenant_session(database, wide) as session:
            await files.add_file(session, actor, dispute_id, file, now)
            return await reading.show(session, actor, dispute_id, now)
    except BaseException:
        await evidence.discard(storage, file)
        raise


@get("/disputes/{dispute_id:uuid}/files/{file_id:uuid}", guards=[_CONCERNED])
async def download_dispute_file(
    request: Request[Any, Any, Any],
    dispute_id: FromPath[UUID],
    file_id: FromPath[UUID],
    actor: Caller,
    database: Connections,
    now: Now,
) -> Stream:
    """The sealed file; that it was taken is written down first."""
    storage: Storage = request.app.state.storage
    async with tenant_session(database, in_own_matters(actor)) as session:
        row = await files.take_file(session, actor, dispute_id, file_id, now)
    try:
        chunks = await first_read(storage.get(row.storage_key))
    except FileMissing as error:
        raise DisputeFileUnknown(
            "The file of this dispute is not in the store.",
            zh="这个附件的文件已不在存储里，请联系管理员从备份恢复。",
        ) from error
    return as_download(chunks, row.name, served_type(row.media_type), row.size_bytes)


async def _chunks(file: UploadFile) -> AsyncIterator[bytes]:
    while chunk := await file.read(CHUNK_BYTES):
        yield chunk


ROUTES = [
    raise_dispute,
    list_disputes,
    show_dispute,
    decide_dispute,
    withdraw_dispute,
    add_dispute_file,
    download_dispute_file,
]
