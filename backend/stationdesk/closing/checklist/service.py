"""What a month still lacks before it is closed: blockers, warnings, and what is in order."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID

from stationdesk.closing import repository as months
from stationdesk.closing.checklist import repository as checks
from stationdesk.closing.checklist.repository import SAMPLES_MAX, Counted
from stationdesk.closing.checklist.texts import TEXTS
from stationdesk.closing.deductions.reckoning import AgentMonth
from stationdesk.closing.errors import MonthClosed, NoteNeeded
from stationdesk.closing.fees.reckoning import month_end
from stationdesk.closing.months import write_month
from stationdesk.closing.schemas import CheckLine
from stationdesk.ledger import service as ledger
from stationdesk.ledger.postings import month_of
from stationdesk.ledger.repository import guards
from stationdesk.penalties.repository.fines import Connection
from stationdesk.tenancy.actor import Actor

BLOCKER, WARNING, OK = "blocker", "warning", "ok"
NOTE_MAX: Final = 500


async def checklist(
    connection: Connection,
    firm_id: UUID,
    period: date,
    agents: Sequence[AgentMonth],
    now: datetime,
) -> list[CheckLine]:
    """Every line, blockers first, then warnings, then what is in order. `agents`: as reckoned."""
    lines = [
        *await _of_the_month(connection, firm_id, period, now),
        *_of_agents(agents, period),
        *await _of_the_ledger(connection, firm_id, period),
        *await _of_other_rooms(connection, firm_id, period),
    ]
    order = [BLOCKER, WARNING, OK]
    return sorted(lines, key=lambda line: order.index(line.level))


async def accept_open_fines(
    connection: Connection, actor: Actor, period: date, note: str, now: datetime
) -> int:
    """List what is undecided now as open, by the actor's name; returns how many were added.

    Raises MonthClosed, NoteNeeded.
    """
    await check_open(connection, actor.firm_id, period)
    note = note.strip()
    if not 1 <= len(note) <= NOTE_MAX:
        raise NoteNeeded(
            f"Say why these fines stay open, in at most {NOTE_MAX} characters.",
            field="note",
            longest=NOTE_MAX,
        )
    return await checks.accept_open_fines(connection, actor.firm_id, period, actor.name, note, now)


async def check_open(connection: Connection, firm_id: UUID, period: date) -> None:
    """Raise MonthClosed where the month, or one after it, is closed."""
    last = await months.last_closed(connection, firm_id)
    if last is not None and period <= last:
        raise MonthClosed(
            f"{write_month(period)} is closed and stays so; enter it in a later month.",
            period=write_month(period),
        )


async def _of_the_month(
    connection: Connection, firm_id: UUID, period: date, now: datetime
) -> list[CheckLine]:
    earlier = await months.open_months_before(connection, firm_id, period)
    names = tuple(write_month(each) for each in earlier)
    is_over = month_of(now) > period
    return [
        _line("earlier_month_open", period, BLOCKER, Counted(len(names), 0, names)),
        _line("open_fines", period, BLOCKER, await checks.open_fines(connection, firm_id, period)),
        _line(
            "accepted_fines", period, WARNING,
            await checks.accepted_fines(connection, firm_id, period),
        ),
        _line("month_not_over", period, WARNING, Counted(0 if is_over else 1)),
    ]  # fmt: skip


def _of_agents(agents: Sequence[AgentMonth], period: date) -> list[CheckLine]:
    lacking = [each for each in agents if each.needs_wage]
    untold = [each for each in agents if each.plan.not_noticed_fen]
    cut = [each for each in agents if each.plan.over_cap_fen and not each.needs_wage]
    over = sum(each.plan.deducted_fen > each.plan.cap_fen for each in agents)
    return [
        _line("wages_missing", period, BLOCKER, _people(lacking, 0)),
        _line(
            "not_noticed", period, WARNING,
            _people(untold, sum(each.plan.not_noticed_fen for each in untold)),
        ),
        _line(
            "caps", period, BLOCKER if over else WARNING,
            _people(cut, sum(each.plan.over_cap_fen for each in cut)),
        ),
    ]  # fmt: skip


async def _of_the_ledger(connection: Connection, firm_id: UUID, period: date) -> list[CheckLine]:
    total = sum(each.balance_fen for each in await ledger.trial_balance(connection, firm_id))
    guard = await guards.wrong_guard(connection)
    unsealed = await checks.unsealed(connection, firm_id)
    return [
        _line("trial_balance", period, BLOCKER, Counted(1 if total else 0, total)),
        _line("guards", period, BLOCKER, Counted(1 if guard else 0, 0, (guard,) if guard else ())),
        _line("sealed", period, WARNING, Counted(unsealed)),
    ]


async def _of_other_rooms(connection: Connection, firm_id: UUID, period: date) -> list[CheckLine]:
    end = month_end(period)
    found = {
        "approvals": await checks.waiting_approvals(connection, firm_id),
        "disputes": await checks.open_disputes(connection, firm_id),
        "refused_rows": await checks.refused_bill_rows(connection, firm_id, period),
        "losses": await checks.waiting_losses(connection, firm_id),
        "awards": await checks.waiting_awards(connection, firm_id),
        "uncharged": await checks.uncharged_stations(connection, firm_id, period, end),
    }
    return [_line(code, period, WARNING, counted) for code, counted in found.items()]


def _people(agents: Sequence[AgentMonth], amount_fen: int) -> Counted:
    names = tuple(each.name for each in agents[:SAMPLES_MAX])
    return Counted(len(agents), amount_fen, names)


def _line(code: str, period: date, level: str, counted: Counted) -> CheckLine:
    title_zh, title_en, remedy_zh, remedy_en, link = TEXTS[code]
    return CheckLine(
        code=code,
        level=level if counted.count else OK,
        count=counted.count,
        amount_fen=counted.amount_fen,
        samples=list(counted.samples),
        title_zh=title_zh,
        title_en=title_en,
        remedy_zh=remedy_zh,
        remedy_en=remedy_en,
        link=link.format(month=write_month(period)),
    )
