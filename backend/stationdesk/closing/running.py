"""The close of a month: asked for by a person, carried out by a job, phase by phase.

1. posting: everything the month ends with and the close itself, in one transaction;
2. sealing: the ledger's Merkle tree, in bounded turns;
3. stating: the statements are numbered, hashed and sealed.
Each phase may be interrupted and run again: the state that stands says where to go on.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.closing import repository as months
from stationdesk.closing.checklist import service as checklist
from stationdesk.closing.deductions import share_repository as shares
from stationdesk.closing.deductions.reckoning import AgentMonth, reckon
from stationdesk.closing.errors import CloseBlocked, CloseNotConfirmed, CloseUnderWay, MonthMoved
from stationdesk.closing.months import write_month
from stationdesk.closing.posting import open_accounts, post_month
from stationdesk.closing.repository import MonthRow
from stationdesk.closing.statements.issuing import issue_statements
from stationdesk.foundation.database import Database
from stationdesk.foundation.errors import StationdeskError
from stationdesk.foundation.jobs import defer
from stationdesk.ledger import service as ledger
from stationdesk.penalties.repository.fines import Connection
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import hot_transaction, raw_connection

JOB: Final = "close_month"
PHASE_MILLISECONDS: Final = 600_000
SEALS_MAX: Final = 1_000
UNDER_WAY: Final = ("waiting", "posting")
POSTED: Final = ("sealing", "stating")
BROKEN_OFF: Final = "The close broke off; nothing was posted. Ask for it again."


async def ask_for_close(
    session: AsyncSession, actor: Actor, period: date, confirm: str, now: datetime
) -> None:
    """Have the month closed after the caller's commit. One that has posted and not come to its end
    goes on.

    Raises CloseNotConfirmed, MonthClosed, CloseUnderWay (of two at once, one wins), CloseBlocked.
    """
    if confirm.strip() != write_month(period):
        raise CloseNotConfirmed(
            f"Type {write_month(period)} to close it: a closed month stays closed.",
            field="confirm",
            period=write_month(period),
        )
    connection = await raw_connection(session)
    await months.lock_closing(connection, actor.firm_id)
    [known] = await months.months(connection, actor.firm_id, period, period)
    if known.state in POSTED:
        await _defer(session, actor, period)
        return
    await checklist.check_open(connection, actor.firm_id, period)
    if known.state in UNDER_WAY:
        raise CloseUnderWay(
            f"{known.requested_by_name} closes {write_month(period)} already; watch its progress.",
            requested_by=known.requested_by_name,
            state=known.state,
            period=write_month(period),
        )
    agents = await reckon(connection, actor.firm_id, period)
    await _check_blockers(connection, actor.firm_id, period, agents, now)
    await months.ask_for_close(connection, actor.firm_id, period, actor.name, actor.member_id, now)
    await _defer(session, actor, period)


async def close_month(database: Database, actor: Actor, period: date, now: datetime) -> None:
    """Carry a close through to its end from wherever it stands. Safe to run again."""
    found = await _state(database, actor, period)
    if found.state in UNDER_WAY:
        try:
            await _post(database, actor, period, found.requested_by_name or actor.name, now)
        except StationdeskError as error:
            async with hot_transaction(database, actor) as connection:
                await months.set_refused(connection, actor.firm_id, period, error.both, now)
            return
        found = await _state(database, actor, period)
    if found.state == "sealing":
        await _seal(database, actor, now)
        await _advance(database, actor, period, "stating", 0, 0)
        found = await _state(database, actor, period)
    if found.state == "stating":
        await issue_statements(database, actor, period, now)
        async with hot_transaction(database, actor) as connection:
            await months.set_done(connection, actor.firm_id, period, now)


async def give_up(database: Database, actor: Actor, period: date, now: datetime) -> None:
    """The last attempt has broken off: what has posted nothing is refused."""
    async with hot_transaction(database, actor) as connection:
        await months.set_refused(connection, actor.firm_id, period, BROKEN_OFF, now)


async def _defer(session: AsyncSession, actor: Actor, period: date) -> None:
    await defer(
        session, JOB, lock=f"close {actor.firm_id}", firm_id=actor.firm_id,
        period=period.isoformat(),
    )  # fmt: skip


async def _post(
    database: Database, actor: Actor, period: date, closed_by: str, now: datetime
) -> None:
    """Post and close. Posters go on meanwhile; if one has posted to this very month, all begins
    anew with the posters held: that happens only where a month is closed before it is over."""
    try:
        await _post_once(database, actor, period, closed_by, now, is_holding=False)
    except MonthMoved:
        await _post_once(database, actor, period, closed_by, now, is_holding=True)


async def _post_once(
    database: Database,
    actor: Actor,
    period: date,
    closed_by: str,
    now: datetime,
    *,
    is_holding: bool,
) -> None:
    firm_id = actor.firm_id

    async def progress(done: int, total: int) -> None:
        await _advance(database, actor, period, "posting", done, total)

    await progress(0, 0)
    async with hot_transaction(database, actor) as connection:
        await open_accounts(connection, firm_id, period, now)
    async with hot_transaction(database, actor) as connection:
        await months.take_time(connection, PHASE_MILLISECONDS)
        await months.lock_closing(connection, firm_id)
        if is_holding:
            await ledger.hold_posters(connection, firm_id)
        before = await shares.movement_mark(connection, firm_id, period)
        agents = await reckon(connection, firm_id, period)
        await _check_blockers(connection, firm_id, period, agents, now)
        figures = await post_month(connection, firm_id, period, agents, now, progress)
        await ledger.hold_posters(connection, firm_id)
        if await shares.movement_mark(connection, firm_id, period) != before:
            raise MonthMoved("Something was posted to the month meanwhile.")
        await ledger.close_period(connection, firm_id, period, now, closed_by)
        await months.set_posted(connection, firm_id, period, figures, now)


async def _seal(database: Database, actor: Actor, now: datetime) -> None:
    for _ in range(SEALS_MAX):
        async with hot_transaction(database, actor) as connection:
            await months.take_time(connection, PHASE_MILLISECONDS)
            if await ledger.seal(connection, actor.firm_id, now) is None:
                return


async def _check_blockers(
    connection: Connection,
    firm_id: UUID,
    period: date,
    agents: Sequence[AgentMonth],
    now: datetime,
) -> None:
    lines = await checklist.checklist(connection, firm_id, period, agents, now)
    blockers = [line for line in lines if line.level == checklist.BLOCKER]
    if blockers:
        raise CloseBlocked(
            "; ".join(f"{line.title_en}: {line.count}. {line.remedy_en}" for line in blockers),
            blockers=[line.code for line in blockers],
            zh="；".join(f"{line.title_zh}：{line.count}。{line.remedy_zh}" for line in blockers),
        )


async def _state(database: Database, actor: Actor, period: date) -> MonthRow:
    async with hot_transaction(database, actor) as connection:
        [found] = await months.months(connection, actor.firm_id, period, period)
    return found


async def _advance(
    database: Database, actor: Actor, period: date, state: str, done: int, total: int
) -> None:
    """In a transaction of its own: whoever watches sees it while the phase is under way."""
    async with hot_transaction(database, actor) as connection:
        await months.set_progress(connection, actor.firm_id, period, state, done, total)
