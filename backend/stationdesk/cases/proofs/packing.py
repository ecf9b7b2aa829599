"""A case's pack: its facts put into words, its files in the order of the checklist."""

from __future__ import annotations

import math
import tempfile
from collections.abc import AsyncIterator
from datetime import datetime
from typing import IO, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.cases.core.context import CaseContext, load
from stationdesk.cases.core.reading import case_detail
from stationdesk.cases.kinds import kind_of
from stationdesk.cases.schemas import CaseDetail, CustodyOut
from stationdesk.evidence.errors import PackTooLarge
from stationdesk.evidence.packing import Pack
from stationdesk.evidence.repository import packs as pack_rows
from stationdesk.evidence.schemas import AttachmentRecord, PackRecord
from stationdesk.evidence.service import log_views, packs
from stationdesk.foundation.database import Database
from stationdesk.foundation.errors import StationdeskError
from stationdesk.foundation.ids import new_id
from stationdesk.foundation.money import format_yuan
from stationdesk.integrations.storage.port import Storage
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import raw_connection, tenant_session

DIRECTIONS = {"inbound": "进港", "outbound": "出港"}
HOLDERS = {
    "intake": "接收",
    "queue": "排队",
    "agent": "坐席",
    "supervisor": "组长",
    "station": "网点",
    "courier": "业务员",
    "customer": "客户",
    "counterparty": "对方网点",
    "carrier": "总部",
    "closed": "已结",
}
STAMP_NAME_MAX = 4
"""Characters of the firm's name that fit into the round stamp."""


async def gather(
    session: AsyncSession, actor: Actor, case_id: UUID, now: datetime
) -> tuple[Pack, UUID]:
    """All that a pack needs, as this actor may see it, and the station. Raises CaseNotFound."""
    detail = await case_detail(session, actor, case_id, now)
    context = await load(session, actor, case_id)
    firm_name, zone_name = await pack_rows.own_firm(await raw_connection(session))
    zone = ZoneInfo(zone_name)
    labels = {item.code: item.zh for item in context.checklist}
    files = _in_order(context)
    facts = _facts(detail, context, files, firm_name, zone, now)
    return Pack(facts, files, labels, zone), context.record.station_id


async def build_now(
    database: Database, storage: Storage, actor: Actor, case_id: UUID, format: str, now: datetime
) -> tuple[str, int, AsyncIterator[bytes]]:
    """A small case's pack at once: file name, size, bytes. Raises PackTooLarge, FontsMissing."""
    async with tenant_session(database, actor) as session:
        pack, _ = await gather(session, actor, case_id, now)
        if pack.size_bytes > packs.NOW_MAX_BYTES or len(pack.files) > packs.NOW_MAX_FILES:
            raise PackTooLarge(
                f"{len(pack.files)} files of {pack.size_bytes // 1024**2} MB are packed by a job: "
                f"POST /api/cases/{case_id}/packs and fetch it when it is ready.",
                files=len(pack.files),
                megabytes=pack.size_bytes // 1024**2,
            )
        await log_views(session, actor, _there(pack.files), "pack", now)
    out = tempfile.TemporaryFile(prefix="stationdesk-pack-")  # noqa: SIM115 - closed by the reader
    try:
        await packs.write(storage, pack, format, out, database.settings.fonts_dir, _silent)
        size = out.seek(0, 2)
    except BaseException:
        out.close()
        raise
    return pack_name(pack, format), size, _read_and_close(out)


async def ask(
    session: AsyncSession, actor: Actor, case_id: UUID, format: str, now: datetime
) -> PackRecord:
    """Have a job build the pack of a big case."""
    pack, station_id = await gather(session, actor, case_id, now)
    record = PackRecord(
        id=new_id(), case_id=case_id, station_id=station_id, format=format, state="building",
        done_count=0, total_count=len(pack.files), size_bytes=None, sha256=None,
        storage_key=None, error=None, member_id=actor.member_id, member_name=actor.name,
        created_at=now, finished_at=None, expires_at=now + packs.PACK_LIFE,
    )  # fmt: skip
    return await packs.ask_for_pack(session, actor, record)


async def build_asked(
    database: Database, storage: Storage, actor: Actor, pack_id: UUID, now: datetime
) -> None:
    """The job: build a pack that was asked for; a second run finds nothing to do."""
    async with tenant_session(database, actor) as session:
        record = await pack_rows.find(await raw_connection(session), actor.firm_id, pack_id)
        if record is None or record.state != "building":
            return
        pack, _ = await gather(session, actor, record.case_id, now)
    try:
        await packs.build(database, storage, actor, record, pack, now)
    except StationdeskError as error:
        # A refusal (no fonts, say) is an end of the pack, not a failure of the job.
        await packs.fail(database, actor, record, error.both, now)


async def of_case(
    session: AsyncSession, actor: Actor, case_id: UUID, now: datetime
) -> list[PackRecord]:
    """The packs of a case that can be fetched or are being built. Raises CaseNotFound."""
    await load(session, actor, case_id)
    connection = await raw_connection(session)
    return await pack_rows.of_case(connection, actor.firm_id, case_id, now, packs.LISTED_MAX)


async def fetch(
    session: AsyncSession, actor: Actor, pack_id: UUID, now: datetime
) -> tuple[str, PackRecord]:
    """A ready pack and its file name; taking it is written down for each of its files."""
    record = await packs.ready_pack(session, actor, pack_id, now)
    context = await load(session, actor, record.case_id)
    await log_views(session, actor, _there(context.attachments), "pack", now)
    return f"{context.record.number}-证据包.{record.format}", record


def pack_name(pack: Pack, format: str) -> str:
    """What the file is called."""
    return f"{pack.facts['case']['number']}-证据包.{format}"


def _there(files: Any) -> list[AttachmentRecord]:
    return [file for file in files if file.deleted_at is None]


def _in_order(context: CaseContext) -> list[AttachmentRecord]:
    """By the checklist, then by time: the order in which a reader asks for them."""
    place = {item.code: index for index, item in enumerate(context.checklist)}
    last = len(place)
    return sorted(
        context.attachments,
        key=lambda file: (place.get(file.checklist_code or "", last), file.created_at, file.id),
    )


def _facts(
    detail: CaseDetail,
    context: CaseContext,
    files: list[AttachmentRecord],
    firm_name: str,
    zone: ZoneInfo,
    now: datetime,
) -> dict[str, Any]:
    def at(moment: datetime | None) -> str | None:
        return None if moment is None else f"{moment.astimezone(zone):%Y-%m-%d %H:%M:%S}"

    names = {file.id: file.name for file in files}
    return {
        "title": f"{detail.number} 证据包",
        "firm": firm_name,
        "firm-short": firm_name[:STAMP_NAME_MAX],
        "made": f"{at(now)} 生成",
        "made-day": f"{now.astimezone(zone):%Y.%m.%d}",
        "case": _case(detail, at),
        "checklist": [
            {
                "label": each.label_zh,
                "required": each.is_required,
                "done": each.done_by_attachment_id is not None,
                "file": names.get(each.done_by_attachment_id) if each.done_by_attachment_id else "",
                "waived": each.waived_by,
                "reason": each.waived_reason,
            }
            for each in detail.checklist
        ],
        "clocks": [
            {
                "label": each.label_zh,
                "started": at(each.started_at),
                "due": at(each.due_at),
                "stopped": at(each.stopped_at),
                "breached": each.breached_at is not None,
                "policy": f"{each.policy.code} v{each.policy.version}",
            }
            for each in detail.clocks
        ],
        "custody": [_interval(each, now, at) for each in detail.custody],
        "custody-total": _minutes(sum(_seconds(each, now) for each in detail.custody)),
        "timeline": [
            {"at": at(each.at), "who": each.actor_name, "what": each.label_zh, "text": each.text}
            for each in detail.timeline
        ],
    }


def _case(detail: CaseDetail, at: Any) -> dict[str, Any]:
    kind = kind_of(detail.kind)
    outcome = kind.messages.outcomes.get(detail.outcome or "")
    return {
        "kind": kind.messages.name.zh,
        "number": detail.number,
        "waybill": detail.waybill or "—",
        "station": f"{detail.station.name}（{detail.station.code}）",
        "direction": DIRECTIONS[detail.direction],
        "state": kind.messages.states[detail.state].zh,
        "summary": detail.summary,
        "opened": at(detail.opened_at),
        "closed": at(detail.closed_at),
        "answered": at(detail.answered_at),
        "outcome": outcome.zh if outcome else detail.outcome,
        "claimed": _yuan(detail.claimed_amount_fen),
        "awarded": _yuan(detail.awarded_amount_fen),
    }


def _yuan(fen: int | None) -> str | None:
    return None if fen is None else f"¥{format_yuan(fen)}"


def _interval(each: CustodyOut, now: datetime, at: Any) -> dict[str, Any]:
    word = HOLDERS.get(each.holder.kind, each.holder.kind)
    return {
        "holder": f"{word} {each.holder.name}".strip(),
        "start": at(each.from_at),
        "end": at(each.to_at),
        "minutes": _minutes(_seconds(each, now)),
    }


def _seconds(each: CustodyOut, now: datetime) -> float:
    return ((each.to_at or now) - each.from_at).total_seconds()


def _minutes(seconds: float) -> str:
    minutes, rest = divmod(math.floor(seconds), 60)
    return f"{minutes} 分 {rest:02d} 秒"


async def _silent(_: int) -> None:
    return None


async def _read_and_close(out: IO[bytes]) -> AsyncIterator[bytes]:
    try:
        async for chunk in packs.read_chunks(out):
            yield chunk
    finally:
        out.close()
