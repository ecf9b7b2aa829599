"""What the parties to a fine are told: decisions, disputes, how they ended. Pure."""

from datetime import datetime
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from stationdesk.foundation.money import format_yuan
from stationdesk.notices.book import Telling, Text
from stationdesk.penalties.causes.words import CAUSE_ZH, PARTY_ZH, Cause, Party
from stationdesk.penalties.disputes.repository import DisputeRow

DECIDED, RAISED, ENDED, OVERDUE = (
    "fine_decided", "dispute_raised", "dispute_ended", "dispute_overdue",
)  # fmt: skip
NOTE_SHOWN: Final = 200

STATE: Final = {
    "upheld": Text("维持原定责", "the decision stands"),
    "accepted": Text("异议成立", "accepted"),
    "partly": Text("异议部分成立", "accepted in part"),
    "overtaken": Text("原定责已撤回", "the decision was taken back"),
}


class Decided(msgspec.Struct, frozen=True):
    """A decision that one party has not been told yet. Fen; `until`: his last moment to dispute."""

    attribution_id: UUID
    fine_id: UUID
    station_id: UUID
    station_name: str
    zone: str
    fine_name: str
    waybill: str
    amount_fen: int
    share_fen: int
    cause: Cause
    note: str
    reason_zh: str
    reason_en: str
    until: datetime
    agent_member_id: UUID | None


def day(moment: datetime, zone: str) -> str:
    """Month and day on the station's wall."""
    return moment.astimezone(ZoneInfo(zone)).strftime("%m-%d")


def decided(party: Party, found: list[Decided]) -> Telling:
    """One recipient's decisions of one round: in full where it is one, else their sum."""
    first = found[0]
    is_station = party is Party.STATION
    subject, text = _one(first) if len(found) == 1 else _many(found)
    return Telling(
        topic=DECIDED,
        key=f"decided:{first.attribution_id}:{party}",
        roles=("station",) if is_station else (),
        subject=subject,
        text=text,
        outside=Text(f"【{first.station_name}】{text.zh}", f"[{first.station_name}] {text.en}"),
        station_id=first.station_id if is_station else None,
        station_name=first.station_name if is_station else "",
        member_ids=(first.agent_member_id,) if first.agent_member_id and not is_station else (),
        fine_id=first.fine_id if len(found) == 1 else None,
    )


def _one(each: Decided) -> tuple[Text, Text]:
    share, whole = format_yuan(each.share_fen), format_yuan(each.amount_fen)
    until = day(each.until, each.zone)
    note = each.note[:NOTE_SHOWN].strip().rstrip("。.")
    why_zh = "；".join(part for part in (each.reason_zh, note) if part)
    why_en = "; ".join(part for part in (each.reason_en, note) if part)
    subject = Text(
        f"定责：{each.fine_name} 您承担 ¥{share}",
        f"Decided: {each.fine_name}, you bear ¥{share}",
    )
    text = Text(
        f"{each.waybill or each.station_name} 罚 ¥{whole}，原因：{CAUSE_ZH[each.cause]}。"
        f"{why_zh}{'。' if why_zh else ''}不认可请在 {until} 前提出异议。",
        f"{each.waybill or each.station_name}: fine ¥{whole}, cause {each.cause}. "
        f"{why_en}{'. ' if why_en else ''}You can dispute it until {until}.",
    )
    return subject, text


def _many(found: list[Decided]) -> tuple[Text, Text]:
    count, sum_fen = len(found), format_yuan(sum(each.share_fen for each in found))
    first = min(found, key=lambda each: each.until)
    until = day(first.until, first.zone)
    subject = Text(
        f"定责 {count} 笔，您共承担 ¥{sum_fen}",
        f"{count} fines decided, you bear ¥{sum_fen}",
    )
    text = Text(
        f"每笔的原因和分摊都可以查看，不认可请在 {until} 前逐笔提出异议。",
        f"Each shows its cause and split; you can dispute each until {until}.",
    )
    return subject, text


def raised(dispute: DisputeRow, zone: str) -> Telling:
    """Whoever decides hears of a dispute at once."""
    who_zh, asked = _who(dispute), format_yuan(dispute.asked_fen)
    by = day(dispute.decide_by, zone)
    return Telling(
        topic=RAISED,
        key=f"dispute:{dispute.id}:raised",
        roles=("manager",),
        subject=Text(
            f"{who_zh} 对 {dispute.fine_name} 提出异议 ¥{asked}",
            f"{dispute.raised_by} ({dispute.party}) disputes ¥{asked} of {dispute.fine_name}",
        ),
        text=Text(
            f"{dispute.reason[:NOTE_SHOWN]}。请在 {by} 前裁定。",
            f"{dispute.reason[:NOTE_SHOWN]}. Decide it by {by}.",
        ),
        station_id=dispute.station_id,
        station_name=dispute.station_name,
        fine_id=dispute.fine_id,
    )


def overdue(dispute: DisputeRow, zone: str) -> Telling:
    """A dispute that nobody decided in time; it stays frozen."""
    by = day(dispute.decide_by, zone)
    return Telling(
        topic=OVERDUE,
        key=f"dispute:{dispute.id}:overdue",
        roles=("manager",),
        subject=Text(
            f"异议逾期未裁定：{dispute.station_name} {dispute.fine_name}",
            f"Dispute not decided in time: {dispute.station_name} {dispute.fine_name}",
        ),
        text=Text(
            f"{_who(dispute)} 的异议应在 {by} 前裁定；裁定前这笔一直冻结，不结算。",
            f"The dispute of {dispute.raised_by} was due by {by}; until it is decided the fine "
            "stays frozen.",
        ),
        station_id=dispute.station_id,
        station_name=dispute.station_name,
        fine_id=dispute.fine_id,
    )


def ended(dispute: DisputeRow) -> Telling:
    """Whoever disputed hears how it ended, and why."""
    state = STATE[dispute.state]
    now_zh, now_en = "", ""
    if dispute.borne_fen is not None:
        borne, before = format_yuan(dispute.borne_fen), format_yuan(dispute.share_fen)
        now_zh = f"您承担 ¥{borne}（原 ¥{before}）。"
        now_en = f"You bear ¥{borne} (before: ¥{before}). "
    is_station = dispute.party == "station"
    text = Text(f"{now_zh}{dispute.answer}", f"{now_en}{dispute.answer}")
    return Telling(
        topic=ENDED,
        key=f"dispute:{dispute.id}:ended",
        roles=("station",) if is_station else (),
        subject=Text(
            f"{dispute.fine_name} 的异议：{state.zh}", f"Dispute on {dispute.fine_name}: {state.en}"
        ),
        text=text,
        outside=Text(f"【{dispute.station_name}】{text.zh}", f"[{dispute.station_name}] {text.en}"),
        station_id=dispute.station_id if is_station else None,
        station_name=dispute.station_name if is_station else "",
        member_ids=() if is_station else (dispute.raised_by_member_id,),
        fine_id=dispute.fine_id,
    )


def _who(dispute: DisputeRow) -> str:
    return f"{PARTY_ZH[Party(dispute.party)]} {dispute.raised_by}"
