"""Reports, one plain function each."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.reports import fines, repository
from stationdesk.reports.errors import PeriodInvalid
from stationdesk.reports.schemas import (
    BorneOut,
    DayOut,
    HeldOut,
    LateOut,
    OwnerFineOut,
    OwnerOut,
    PromisesOut,
    SlaOut,
    StationRef,
)
from stationdesk.stations.models import Station

PERIOD_DAYS_MAX = 400
ONE_DAY = timedelta(days=1)


def period(
    from_text: str | None, to_text: str | None, now: datetime, timezone: str
) -> tuple[datetime, datetime]:
    """A half-open period. Dates are local days, both included; moments are taken as they are.

    Without `from`, the present month so far. Raises PeriodInvalid.
    """
    zone = ZoneInfo(timezone)
    today = now.astimezone(zone).date()
    begin = _moment(from_text, zone, 0) if from_text else _start(today.replace(day=1), zone)
    end = _moment(to_text, zone, 1) if to_text else _start(today + ONE_DAY, zone)
    if begin >= end:
        raise PeriodInvalid("`from` must lie before `to`.", zh="开始时间要早于结束时间。")
    if end - begin > timedelta(days=PERIOD_DAYS_MAX):
        raise PeriodInvalid(
            f"Ask for at most {PERIOD_DAYS_MAX} days at once.",
            zh=f"一次最多看 {PERIOD_DAYS_MAX} 天，请缩短时间段。",
        )
    return begin, end


async def sla(
    session: AsyncSession, station_id: UUID | None, station_code: str | None, from_at: datetime,
    to_at: datetime, now: datetime, timezone: str,
) -> SlaOut:  # fmt: skip
    """How many deadlines were kept: of all clocks that fell due in the period."""
    rows = await repository.kept_by_day(session, station_id, from_at, to_at, now, timezone)
    by_day = [DayOut(**row) for row in rows]
    promised = sum(day.promised for day in by_day)
    kept = sum(day.kept for day in by_day)
    late = await repository.late_clocks(session, station_id, from_at, to_at, now)
    held = await repository.custody_minutes(session, station_id, from_at, to_at)
    told = await repository.promises(session, station_id, from_at, to_at)
    return SlaOut(
        station=station_code,
        from_at=from_at,
        to_at=to_at,
        promised=promised,
        kept=kept,
        kept_percent=percent(kept, promised),
        by_day=by_day,
        late=[LateOut(**row) for row in late],
        late_total=promised - kept,
        custody=[HeldOut(**row) for row in held],
        customer_promises=PromisesOut(**told, kept_percent=percent(told["kept"], told["due"])),
    )


def percent(part: int, whole: int) -> float | None:
    """One decimal, never rounded up to 100 while anything was missed; None of nothing."""
    if whole == 0:
        return None
    return (part * 1000 // whole) / 10


def _start(day: date, zone: ZoneInfo) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone)


def _moment(text: str, zone: ZoneInfo, days_after: int) -> datetime:
    try:
        if len(text) == len("2026-11-20"):
            return _start(date.fromisoformat(text) + days_after * ONE_DAY, zone)
        # A `+` that was not escaped arrives as a space.
        read = datetime.fromisoformat(text.replace(" ", "+"))
    except ValueError as error:
        raise PeriodInvalid(
            f"{text!r}: write a day like 2026-11-20 or a moment like 2026-11-20T08:00:00+08:00.",
            zh=f"“{text}”不是日期，请写成 2026-11-20。",
        ) from error
    return read if read.tzinfo is not None else read.replace(tzinfo=zone)


async def owner_month(
    session: AsyncSession, station: Station, month: str | None, now: datetime
) -> OwnerOut:
    """The owner's page: kept promises, fines of the month, who bore them, what is owed."""
    zone = ZoneInfo(station.timezone)
    begin = _month(month, zone, now)
    end = _start((begin.date() + 31 * ONE_DAY).replace(day=1), zone)
    kept = await repository.kept_by_day(session, station.id, begin, end, now, station.timezone)
    by_day = [DayOut(**row) for row in kept]
    promised, in_time = sum(d.promised for d in by_day), sum(d.kept for d in by_day)
    rows = await fines.fines_between(session, station.id, begin, end)
    return OwnerOut(
        station=StationRef(station.id, station.code, station.name, station.carrier),
        month=f"{begin:%Y-%m}",
        promised=promised,
        kept=in_time,
        kept_percent=percent(in_time, promised),
        by_day=by_day,
        fines=_borne(rows),
        owed_to_station_fen=await fines.owed_to_station(session, station.id),
        items=[
            OwnerFineOut(**{name: row[name] for name in OwnerFineOut.__struct_fields__})
            for row in rows
        ],
    )


def _borne(rows: list[dict[str, Any]]) -> BorneOut:
    def total(column: str) -> int:
        return sum(row[column] for row in rows if row["is_split"])

    return BorneOut(
        count=len(rows),
        total_fen=sum(row["amount_fen"] for row in rows),
        firm_fen=total("firm_fen"),
        agent_fen=total("agent_fen"),
        station_fen=total("station_fen"),
        others_fen=total("others_fen"),
        undecided_fen=sum(row["amount_fen"] for row in rows if not row["is_split"]),
    )


def _month(text: str | None, zone: ZoneInfo, now: datetime) -> datetime:
    if text is None:
        return _start(now.astimezone(zone).date().replace(day=1), zone)
    try:
        return _start(date.fromisoformat(f"{text}-01"), zone)
    except ValueError as error:
        raise PeriodInvalid(
            f"{text!r}: write a month like 2026-11.", zh=f"“{text}”不是月份，请写成 2026-11。"
        ) from error
