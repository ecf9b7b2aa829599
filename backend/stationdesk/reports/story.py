"""One waybill's whole story: scans, cases, fines and notices in one order."""

import re
from datetime import datetime
from typing import Any, Final

from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.cases.desk.story import STORY_MAX, CaseHappening, happenings
from stationdesk.parcels.errors import ParcelUnknown
from stationdesk.parcels.schemas import ScanOut, WaybillOut
from stationdesk.parcels.service import parcel_view
from stationdesk.reports import waybills
from stationdesk.reports.desk_schemas import StoryEntry, WaybillStory
from stationdesk.tenancy.actor import Actor, Role
from stationdesk.tenancy.masking import mask_phone
from stationdesk.tenancy.permissions import Permission, allows

_PHONE: Final = re.compile(r"(?<!\d)1\d{10}(?!\d)")
_NOTICE: Final = {
    "sent": ("已通知 {}", "{} was told"),
    "read": ("{} 已读", "{} has read it"),
}


async def waybill_story(
    session: AsyncSession, actor: Actor, waybill: str, now: datetime
) -> WaybillStory:
    """Everything that the reader may know of a waybill. Raises ParcelUnknown.

    A station owner reads his stations' cases and fines, by the walls; whose permission does not
    cover fines or parcels reads the rest.
    """
    cases, happened = await happenings(session, actor, waybill)
    parcel = await _parcel(session, actor, waybill, now)
    fines = []
    if allows(actor, Permission.FINES_READ):
        fines = await waybills.fines_of(session, waybill.strip().upper())
    if parcel is None and not cases and not fines:
        raise ParcelUnknown(
            f"Nothing is known of {waybill.strip()[:64]!r} at your stations.",
            waybill=waybill.strip()[:64],
        )
    told = []
    if actor.role is not Role.STATION_OWNER:
        told = await waybills.notices_of(session, [case.id for case in cases])
    entries = [_of_scan(scan) for scan in (parcel.scans if parcel else [])]
    entries += [_of_case(each) for each in happened]
    entries += [entry for row in fines for entry in _of_fine(row)]
    entries += [entry for row in told for entry in _of_notice(row)]
    return WaybillStory(
        waybill=waybill.strip().upper(),
        as_of=now,
        parcels=parcel.parcels if parcel else [],
        cases=cases,
        entries=sorted(entries, key=lambda entry: entry.at),
        has_more=len(happened) >= STORY_MAX,
    )


async def _parcel(
    session: AsyncSession, actor: Actor, waybill: str, now: datetime
) -> WaybillOut | None:
    if not allows(actor, Permission.PARCELS_READ):
        return None
    try:
        return await parcel_view(session, waybill, now)
    except ParcelUnknown:
        # A case may be about a parcel that nobody scanned.
        return None


def _entry(at: datetime, source: str, code: str, **fields: Any) -> StoryEntry:
    known: dict[str, Any] = {
        "title_zh": "", "title_en": "", "text": "", "by": "", "station": "", "case_id": None,
        "case_number": None, "fine_id": None, "amount_fen": None,
    }  # fmt: skip
    fields["text"] = _PHONE.sub(lambda found: mask_phone(found[0]), fields.get("text", ""))
    return StoryEntry(at=at, source=source, code=code, **(known | fields))


def _of_scan(scan: ScanOut) -> StoryEntry:
    way = f"{scan.site} → {scan.next_site}" if scan.next_site else scan.site
    return _entry(
        scan.scanned_at, "scan", scan.milestone, text=scan.note, by=scan.courier, station=way
    )


def _of_case(each: CaseHappening) -> StoryEntry:
    row = each.row
    return _entry(
        row.at, "case", row.event, title_zh=each.label.zh, title_en=each.label.en, text=row.text,
        by=row.actor_name, station=each.case.station.name, case_id=each.case.id,
        case_number=each.case.number,
    )  # fmt: skip


def _of_fine(row: dict[str, Any]) -> list[StoryEntry]:
    """The fine when it arose, and its decision when that was made."""
    about = {
        "fine_id": row["id"], "amount_fen": row["amount_fen"], "station": row["station_name"],
    }  # fmt: skip
    entries = [
        _entry(
            row["occurred_at"], "fine", row["code"], title_zh=row["name"], title_en=row["name"],
            **about,
        )
    ]  # fmt: skip
    if row["decided_at"] is not None:
        entries.append(
            _entry(
                row["decided_at"], "decision", row["cause"], by=row["decided_by"],
                text=row["note"], **about,
            )
        )  # fmt: skip
    return entries


def _of_notice(row: dict[str, Any]) -> list[StoryEntry]:
    entries = []
    for state, (zh, en) in _NOTICE.items():
        if row[f"{state}_at"] is not None:
            entries.append(
                _entry(
                    row[f"{state}_at"], "notice", state, title_zh=zh.format(row["to_name"]),
                    title_en=en.format(row["to_name"]), text=row["subject_zh"],
                    case_id=row["case_id"],
                )
            )  # fmt: skip
    return entries
