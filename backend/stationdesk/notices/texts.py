"""What notices say, in Chinese and English. Pure."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from stationdesk.notices.book import Text
from stationdesk.tenancy.masking import mask_phone

LINK: Final = "{link}"
TAIL: Final = 4
_YUAN: Final = 100


_PHONE: Final = re.compile(r"(?<!\d)(?:1[3-9]\d[ -]?\d{4}[ -]?\d{4}|0\d{2,3}[ -]?\d{7,8})(?!\d)")


def mask_contacts(text: str) -> str:
    """A question as the page of a link shows it: phone numbers hidden as everywhere."""
    return _PHONE.sub(lambda found: mask_phone(found[0]), text)


def tail_of(waybill: str) -> str:
    """As much of a waybill as its courier needs to find it."""
    return waybill[-TAIL:]


def clock_time(at: datetime, zone: str) -> str:
    """Hour and minute on the station's wall."""
    return at.astimezone(ZoneInfo(zone)).strftime("%H:%M")


def paste_text(
    station: str, waybill: str, name: str, question: str, due_at: datetime | None, zone: str
) -> Text:
    """Made to be pasted into a group chat; `{link}` becomes the address."""
    tail = tail_of(waybill)
    by_zh = f"请 {clock_time(due_at, zone)} 前回复" if due_at else "请尽快回复"
    by_en = f"Please answer by {clock_time(due_at, zone)}" if due_at else "Please answer soon"
    to = f" @{name}" if name and name != station else ""
    return Text(
        f"【{station}】运单尾号 {tail}{to} {question} {by_zh}：{LINK}",
        f"[{station}] waybill …{tail}{to} {question} {by_en}: {LINK}",
    )


def rung_subject(station: str, waybill: str, clock: Text, minutes: int) -> Text:
    """Which deadline, and how near it is."""
    tail = tail_of(waybill)
    if minutes > 0:
        return Text(
            f"{station} 尾号 {tail}：{clock.zh}还剩 {minutes} 分",
            f"{station} …{tail}: {clock.en}, {minutes} min left",
        )
    return Text(
        f"{station} 尾号 {tail}：{clock.zh}已到时限", f"{station} …{tail}: {clock.en} is due"
    )


def rung_text(number: str, summary: str, holder: str, risk_fen: int, extra: Text) -> Text:
    """What it is about, whom it waits on, what it may cost."""
    zh = [f"{number} {summary}", f"当前在 {holder}" if holder else "还没有人认领"]
    en = [f"{number} {summary}", f"with {holder}" if holder else "not claimed"]
    if risk_fen:
        zh.append(f"可能罚款 ¥{risk_fen / _YUAN:.2f}")
        en.append(f"may cost ¥{risk_fen / _YUAN:.2f}")
    return Text(
        " · ".join(zh) + (f"。{extra.zh}" if extra.zh else ""),
        " · ".join(en) + (f". {extra.en}" if extra.en else ""),
    )


NO_TEXT: Final = Text("", "")
PUSHED_QUESTION: Final = Text(
    "时限快到了还没有进展，现在什么情况？",
    "No progress and the time is nearly up: what is happening?",
)


def call_supervisor(station: str, due_at: datetime, zone: str) -> Text:
    """What an agent does when a rung demands a correction."""
    by = clock_time(due_at, zone)
    return Text(
        f"请打电话给{station}主管，当面纠正，{by} 前把怎么纠正的记下来。",
        f"Phone the supervisor of {station}; record the correction made in person by {by}.",
    )


def correction_overdue(station: str, waybill: str, due_at: datetime, zone: str) -> Text:
    """What a manager is told when nobody recorded it."""
    tail, by = tail_of(waybill), clock_time(due_at, zone)
    return Text(
        f"{station} 尾号 {tail}：当面纠正 {by} 前没有记录",
        f"{station} …{tail}: no correction was recorded by {by}",
    )


def asked(station: str, waybill: str) -> Text:
    """Somebody outside is asked something."""
    tail = tail_of(waybill)
    return Text(f"{station} 尾号 {tail} 等您回复", f"{station} …{tail} waits for your answer")


def answered(name: str, waybill: str, answer: str) -> Text:
    """What an agent is told when a link was answered."""
    tail = tail_of(waybill)
    return Text(f"{name} 已回复 尾号 {tail}：{answer}", f"{name} answered …{tail}: {answer}")
