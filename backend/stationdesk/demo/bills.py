"""This month's bills of the two carriers, as `import bill` takes them."""

import csv
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from stationdesk.demo.cases import began_at, waybill
from stationdesk.demo.firm import STATIONS
from stationdesk.demo.scans import waybill_of
from stationdesk.demo.stories import CLAIMS, LATE, Story

HEADER: Final = (
    "bill_no",
    "line_no",
    "station",
    "waybill",
    "code",
    "name",
    "amount",
    "occurred_at",
    "notified_at",
    "appeal_due_at",
    "note",
)
LATE_AMOUNT: Final = "50.00"

# station, parcel, code, name, amount in yuan, days ago, note: fines without a case of ours
OTHERS: Final = (
    ("XX01", 601, "110492", "虚假问题件考核", "200.00", 11, "A1 未见通话"),
    ("XX01", 602, "044309", "拦截退回不及时", "20.00", 9, "退回迟 9 时"),
    ("XX01", 603, "264-18", "客服服务质量考核费", "100.00", 6, "二次投诉"),
    ("KQ02", 604, "100401", "破损仲裁赔款", "386.00", 8, "外包装完好"),
    ("KQ02", 605, "044309", "拦截退回不及时", "20.00", 5, "台风停运"),
    ("NH03", 606, "264-18", "客服服务质量考核费", "150.00", 4, "未上楼 无照片"),
    ("HS04", 607, "100101", "延误仲裁赔款", "386.00", 7, "派送延误 4 天"),
    ("HS04", 608, "110492", "虚假问题件考核", "80.00", 3, "A5 未见录音"),
    ("HS04", 608, "110492", "虚假问题件考核", "80.00", 3, "同单两次扣款"),
    ("YH05", 609, "264-18", "客服服务质量考核费", "100.00", 9, "首跟超时"),
    ("WZ06", 610, "044309", "拦截退回不及时", "20.00", 2, ""),
    ("WZ06", 611, "100402", "破损仲裁返款", "-33.33", 2, "返款"),
)


def write_bills(folder: Path, now: datetime) -> list[Path]:
    """One CSV a carrier; lines of this month only, so that "fines of this month" are that."""
    return [_write_bill(folder, carrier, now) for carrier in ("zto", "yto")]


def _write_bill(folder: Path, carrier: str, now: datetime) -> Path:
    codes = {station.code for station in STATIONS if station.carrier == carrier}
    bill_no = f"{carrier.upper()}-{now:%Y%m}"
    rows: list[tuple[str, ...]] = []
    for story in (*LATE, CLAIMS[0]):
        if story.station in codes:
            rows.append(_story_line(bill_no, len(rows) + 1, story, now))
    for code, parcel, item, name, amount, days, note in OTHERS:
        if code in codes:
            station = next(s for s in STATIONS if s.code == code)
            at = _in_this_month(now - timedelta(days=days), now)
            rows.append(
                _line(
                    bill_no,
                    len(rows) + 1,
                    code,
                    waybill_of(station, parcel),
                    item,
                    name,
                    amount,
                    at,
                    note,
                )
            )
    path = folder / f"{bill_no}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows(rows)
    return path


def _story_line(bill_no: str, number: int, story: Story, now: datetime) -> tuple[str, ...]:
    at = _in_this_month(began_at(story, now) + timedelta(minutes=120), now)
    if story.kind == "arbitration":
        code, name, amount, note = "100101", "延误仲裁赔款", "260.00", "延误"
    else:
        code, name, amount, note = "100201", "工单自动考核", LATE_AMOUNT, "超时回复"
    return _line(bill_no, number, story.station, waybill(story), code, name, amount, at, note)


def _in_this_month(at: datetime, now: datetime) -> datetime:
    return max(at, now.replace(day=1, hour=0, minute=30, second=0, microsecond=0))


def _line(
    bill_no: str,
    number: int,
    station: str,
    parcel: str,
    code: str,
    name: str,
    amount: str,
    at: datetime,
    note: str,
) -> tuple[str, ...]:
    return (
        bill_no,
        str(number),
        station,
        parcel,
        code,
        name,
        amount,
        f"{at:%Y-%m-%d %H:%M:%S}",
        f"{at + timedelta(days=1):%Y-%m-%d %H:%M:%S}",
        f"{at + timedelta(days=8):%Y-%m-%d %H:%M:%S}",
        note,
    )
