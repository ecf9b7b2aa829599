"""How often proposals were right: a month's decisions beside what was proposed, by category."""

from collections import defaultdict
from datetime import date, datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.foundation.zones import HOME
from stationdesk.penalties.bills.categories import CATEGORY_LABELS, FineCategory
from stationdesk.penalties.bulk import repository
from stationdesk.penalties.bulk.schemas import AccuracyOut, AccuracyRow, OtherwiseOut
from stationdesk.penalties.causes.words import CAUSE_ZH, Cause
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import raw_connection

HEADER = (
    "类别", "建议原因", "笔数", "与建议相同", "其中批量", "平均把握(%)", "改判原因", "改判笔数",
)  # fmt: skip


async def accuracy_of(session: AsyncSession, actor: Actor, month: date) -> AccuracyOut:
    """Each fine's last decision of the month (China's), beside the proposal kept with it.

    Decisions that nobody made by himself (the end of a carrier's error) do not count.
    """
    first = month.replace(day=1)
    connection = await raw_connection(session)
    rows = await repository.accuracy(
        connection, actor.firm_id, _midnight(first), _midnight(_next(first))
    )
    grouped: defaultdict[tuple[str, str], list[Any]] = defaultdict(list)
    for row in rows:
        grouped[row["category"], row["proposed"]].append(row)
    shown = [_row(category, proposed, found) for (category, proposed), found in grouped.items()]
    proposed = [each for each in shown if each.proposed]
    fines = sum(each.fines for each in shown)
    in_bulk = sum(each.in_bulk for each in proposed)
    same = sum(each.same for each in proposed)
    of_proposed = sum(each.fines for each in proposed)
    return AccuracyOut(
        month=first,
        fines=fines,
        proposed=of_proposed,
        same=same,
        looked_at=of_proposed - in_bulk,
        same_looked_at=same - in_bulk,
        rows=shown,
    )


def as_table(found: AccuracyOut) -> list[tuple[Any, ...]]:
    """One line a category, proposed cause and cause decided otherwise."""
    table: list[tuple[Any, ...]] = [HEADER]
    for row in found.rows:
        proposed = CAUSE_ZH[Cause(row.proposed)] if row.proposed else "（无建议）"
        fixed = (
            row.category_zh, proposed, row.fines, row.same, row.in_bulk,
            "" if row.confidence_percent is None else row.confidence_percent,
        )  # fmt: skip
        if not row.otherwise:
            table.append((*fixed, "", 0))
        for each in row.otherwise:
            table.append((*fixed, CAUSE_ZH[Cause(each.cause)], each.fines))
    return table


def _row(category: str, proposed: str, found: list[Any]) -> AccuracyRow:
    zh, en = CATEGORY_LABELS[FineCategory(category)]
    same = [row for row in found if row["cause"] == proposed]
    otherwise = [OtherwiseOut(row["cause"], row["fines"]) for row in found if row not in same]
    confident = [row["confidence_percent"] for row in found if row["confidence_percent"]]
    return AccuracyRow(
        category=category,
        category_zh=zh,
        category_en=en,
        proposed=proposed,
        fines=sum(row["fines"] for row in found),
        same=sum(row["fines"] for row in same),
        in_bulk=sum(row["in_bulk"] for row in same),
        confidence_percent=round(sum(confident) / len(confident)) if confident else None,
        otherwise=sorted(otherwise, key=lambda each: (-each.fines, each.cause)),
    )


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=HOME)


def _next(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)
