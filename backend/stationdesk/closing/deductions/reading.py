"""What falls to agents in a month: before the close what would, after it what did. No wages."""

from datetime import date
from typing import Any
from uuid import UUID

from stationdesk.closing import repository as months
from stationdesk.closing.deductions import notice_repository
from stationdesk.closing.deductions import share_repository as repository
from stationdesk.closing.deductions.notice_repository import NoticeRow
from stationdesk.closing.deductions.reckoning import AgentMonth, reckon
from stationdesk.closing.deductions.share_repository import PendingShare, SettledAgent
from stationdesk.closing.months import write_month
from stationdesk.closing.schemas import (
    DeductionOut,
    DeductionPage,
    NoticeDetail,
    NoticeLineOut,
    NoticeOut,
    NoticePage,
    ShareOut,
    SharePage,
)
from stationdesk.foundation.cursors import page_limit, read_cursor, write_cursor
from stationdesk.penalties.repository.fines import Connection
from stationdesk.tenancy.actor import Actor


async def deduction_page(
    connection: Connection, firm_id: UUID, period: date, cursor: str | None, limit: int
) -> DeductionPage:
    """Agents with shares in the month, by account. Raises CursorInvalid."""
    limit = page_limit(limit)
    after = read_cursor(cursor, tuple[str])
    if await is_closed(connection, firm_id, period):
        found = [_closed(each) for each in await repository.closed_agents(
            connection, firm_id, period)]  # fmt: skip
    else:
        found = [_open(each) for each in await reckon(connection, firm_id, period)]
    found.sort(key=lambda each: each.account)
    rest = [each for each in found if after is None or each.account > after[0]]
    page = rest[:limit]
    return DeductionPage(
        items=page,
        next_cursor=write_cursor(page[-1].account) if len(rest) > limit else None,
    )


async def share_page(
    connection: Connection,
    firm_id: UUID,
    period: date,
    account: str,
    cursor: str | None,
    limit: int,
) -> SharePage:
    """One agent's fines of the month, the older first. Raises CursorInvalid."""
    limit = page_limit(limit)
    after = read_cursor(cursor, tuple[int])
    start = after[0] if after else 0
    if await is_closed(connection, firm_id, period):
        rows = await repository.closed_shares_of(connection, firm_id, period, account)
        found = [ShareOut(**row) for row in rows]
    else:
        found = [
            _share(agent, each)
            for agent in await reckon(connection, firm_id, period, account)
            for each in agent.shares
        ]
    page = found[start : start + limit]
    end = start + len(page)
    return SharePage(items=page, next_cursor=write_cursor(end) if end < len(found) else None)


async def notice_page(
    connection: Connection,
    firm_id: UUID,
    *,
    period: date | None,
    member_id: UUID | None,
    cursor: str | None,
    limit: int,
) -> NoticePage:
    """Notices of a month or of an agent, the newest first. Raises CursorInvalid."""
    limit = page_limit(limit)
    before = read_cursor(cursor, tuple[UUID])
    rows = await notice_repository.notices(
        connection, firm_id, period=period, member_id=member_id,
        before=before[0] if before else None, limit=limit + 1,
    )  # fmt: skip
    page = rows[:limit]
    return NoticePage(
        items=[NoticeOut(**_notice(row)) for row in page],
        next_cursor=write_cursor(page[-1].id) if len(rows) > limit else None,
    )


async def notice_detail(connection: Connection, actor: Actor, row: NoticeRow) -> NoticeDetail:
    """A notice with the reason and amount of each fine."""
    lines = await notice_repository.lines(connection, actor.firm_id, row.id)
    return NoticeDetail(
        **_notice(row),
        fines=[
            NoticeLineOut(**{name: getattr(each, name) for name in NoticeLineOut.__struct_fields__})
            for each in lines
        ],
    )


async def is_closed(connection: Connection, firm_id: UUID, period: date) -> bool:
    """Whether the month, or one after it, is closed."""
    last = await months.last_closed(connection, firm_id)
    return last is not None and period <= last


def _notice(row: NoticeRow) -> dict[str, Any]:
    fields = {name: getattr(row, name) for name in NoticeRow.__struct_fields__}
    return fields | {"period": write_month(row.period)}


def _open(agent: AgentMonth) -> DeductionOut:
    owed = [
        each for each in agent.shares if each.pending_fen > 0 and each.fine_id not in agent.frozen
    ]
    told = sum(max(0, min(each.told_fen, each.pending_fen) - each.noticed_fen) for each in owed)
    return DeductionOut(
        account=agent.account,
        member_id=agent.member_id,
        name=agent.name,
        shares=len(agent.shares),
        noticed_fen=agent.plan.noticed_fen,
        told_fen=told,
        untold_fen=agent.plan.not_noticed_fen - told,
        frozen_fen=agent.plan.frozen_fen,
        paid_back_fen=agent.plan.paid_back_fen,
        has_wage=agent.wage is not None,
        has_left=agent.has_left,
        deducted_fen=None,
        overflow_fen=None,
    )


def _closed(agent: SettledAgent) -> DeductionOut:
    return DeductionOut(
        account=agent.agent_account,
        member_id=agent.member_id,
        name=agent.agent_name,
        shares=agent.shares,
        noticed_fen=agent.noticed_fen,
        told_fen=0,
        untold_fen=agent.not_noticed_fen,
        frozen_fen=agent.frozen_fen,
        paid_back_fen=agent.paid_back_fen,
        has_wage=agent.wage_fen is not None,
        has_left=False,
        deducted_fen=agent.deducted_fen,
        overflow_fen=agent.over_cap_fen + agent.not_noticed_fen,
    )


def _share(agent: AgentMonth, share: PendingShare) -> ShareOut:
    return ShareOut(
        fine_id=share.fine_id,
        station_name=share.station_name,
        waybill=share.waybill,
        fine_name=share.fine_name,
        fine_fen=share.fine_fen,
        occurred_at=share.occurred_at,
        cause=share.cause,
        pending_fen=share.pending_fen,
        noticed_fen=share.noticed_fen,
        state=_state(agent, share),
        deducted_fen=None,
        overflow_fen=None,
        transaction_id=None,
    )


def _state(agent: AgentMonth, share: PendingShare) -> str:
    if share.fine_id in agent.frozen:
        return "frozen"
    if share.pending_fen < 0:
        return "paid_back"
    if share.noticed_fen >= share.pending_fen:
        return "noticed"
    return "told" if share.told_fen >= share.pending_fen else "untold"
