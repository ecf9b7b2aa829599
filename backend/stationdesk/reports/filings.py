"""Quality of filings 往来质量: how each agent deals with other stations, and how each of our
stations gets on with each of theirs (domain §7)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.clocks.calendars import DayKind, statutory_reason
from stationdesk.reports import filings_sql
from stationdesk.reports.errors import CursorInvalid
from stationdesk.reports.filings_schemas import (
    AgentQuality,
    FilingPage,
    FilingRow,
    FilingsOut,
    Quality,
    RelationQuality,
)
from stationdesk.reports.service import percent

PAGE_MAX = 200
_COUNTS = (
    "filed", "won", "lost", "settled", "pending", "awarded_fen", "claimed_fen",
    "without_contact", "messages", "copied", "warned",
)  # fmt: skip


async def filings(
    session: AsyncSession, station_id: UUID | None, from_at: datetime, to_at: datetime,
    timezone: str,
) -> FilingsOut:  # fmt: skip
    """Both tables of a period, under the asker's own row-level security."""
    rows = await filings_sql.by_day(session, station_id, from_at, to_at, timezone)
    agents = [
        AgentQuality(member_id=key[0], name=key[1] or "", quality=_sum(group))
        for key, group in _grouped(rows, lambda row: (row["member_id"], row["name"]))
    ]
    relations = [
        RelationQuality(
            station=key[0], station_name=key[1], counterparty=key[2], quality=_sum(group)
        )
        for key, group in _grouped(
            rows, lambda row: (row["station"], row["station_name"], row["counterparty"])
        )
    ]
    return FilingsOut(
        from_at=from_at,
        to_at=to_at,
        total=_sum(rows),
        agents=sorted(agents, key=lambda each: (-each.quality.filed, each.name)),
        relations=sorted(
            relations, key=lambda each: (-each.quality.filed, each.station, each.counterparty)
        ),
    )


async def filing_page(
    session: AsyncSession, wanted: filings_sql.Wanted, cursor: str | None, limit: int
) -> FilingPage:
    """The cases behind a line of a table, the latest filing first. Raises CursorInvalid."""
    size = max(1, min(limit, PAGE_MAX))
    rows = await filings_sql.cases_filed(session, wanted, _before(cursor), size + 1)
    shown = rows[:size]
    more = len(rows) > size
    return FilingPage(
        items=[FilingRow(**row) for row in shown],
        next_cursor=f"{shown[-1]['filed_at'].isoformat()}/{shown[-1]['case_id']}" if more else None,
    )


def _before(cursor: str | None) -> tuple[datetime, UUID] | None:
    if cursor is None:
        return None
    try:
        at, case_id = cursor.split("/")
        return datetime.fromisoformat(at.replace(" ", "+")), UUID(case_id)
    except ValueError as error:
        raise CursorInvalid("The cursor was not made by this list; start from the top.") from error


def _grouped(
    rows: Iterable[dict[str, Any]], key: Callable[[dict[str, Any]], tuple[Any, ...]]
) -> Iterable[tuple[tuple[Any, ...], list[dict[str, Any]]]]:
    groups: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return groups.items()


def _sum(rows: Iterable[dict[str, Any]]) -> Quality:
    kept = list(rows)
    totals = {name: sum(row[name] for row in kept) for name in _COUNTS}
    decided = totals["won"] + totals["lost"]
    return Quality(
        **totals,
        won_percent=percent(totals["won"], decided),
        on_holidays=sum(row["filed"] for row in kept if is_holiday(row["day"])),
    )


def is_holiday(day: date) -> bool:
    """A public holiday; weekends are working days of couriers."""
    return statutory_reason(day)[0] is DayKind.HOLIDAY
