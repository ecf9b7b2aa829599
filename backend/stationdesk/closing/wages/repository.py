"""SQL of wages. What it gives goes to finance and into the cap, to nobody else."""

from datetime import date, datetime
from uuid import UUID

import asyncpg
import msgspec

from stationdesk.closing.wages.cap import WageFacts
from stationdesk.penalties.repository.fines import Connection


class WageRow(msgspec.Struct, frozen=True):
    """A wage with whose it is and who entered it."""

    member_id: UUID
    name: str
    email: str
    facts: WageFacts
    file_name: str
    entered_at: datetime
    entered_by_name: str


async def wages(
    connection: Connection,
    firm_id: UUID,
    period: date,
    *,
    after: tuple[str, UUID] | None = None,
    limit: int | None = None,
) -> list[WageRow]:
    """The month's wages by name; `after`: the last name and member of the page before."""
    rows = await connection.fetch(
        "SELECT w.*, m.name, m.email FROM wages w "
        "JOIN members m ON m.firm_id = w.firm_id AND m.id = w.member_id "
        "WHERE w.firm_id = $1 AND w.period = $2 "
        "AND ($3::text IS NULL OR (m.name, m.id) > ($3, $4::uuid)) ORDER BY m.name, m.id LIMIT $5",
        firm_id,
        period,
        after[0] if after else None,
        after[1] if after else None,
        limit,
    )
    return [_row(row) for row in rows]


async def members_named(connection: Connection, firm_id: UUID, named: str) -> list[UUID]:
    """Whom an e-mail or a name means: one, or several of the same name."""
    rows = await connection.fetch(
        "SELECT id FROM members WHERE firm_id = $1 AND (email = lower($2) OR name = $2) LIMIT 3",
        firm_id,
        named,
    )
    return [row["id"] for row in rows]


async def set_wage(
    connection: Connection,
    firm_id: UUID,
    period: date,
    member_id: UUID,
    facts: WageFacts,
    file_name: str,
    by_name: str,
    now: datetime,
) -> None:
    """Enter a member's wage of a month, or correct it."""
    await connection.execute(
        "INSERT INTO wages (firm_id, period, member_id, wage_fen, overtime_fen, allowances_fen, "
        "minimum_fen, days_worked, days_due, file_name, entered_at, entered_by_name) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) "
        "ON CONFLICT (firm_id, period, member_id) DO UPDATE SET wage_fen = excluded.wage_fen, "
        "overtime_fen = excluded.overtime_fen, allowances_fen = excluded.allowances_fen, "
        "minimum_fen = excluded.minimum_fen, days_worked = excluded.days_worked, "
        "days_due = excluded.days_due, file_name = excluded.file_name, "
        "entered_at = excluded.entered_at, entered_by_name = excluded.entered_by_name",
        firm_id, period, member_id, facts.wage_fen, facts.overtime_fen, facts.allowances_fen,
        facts.minimum_fen, facts.days_worked, facts.days_due, file_name, now, by_name,
    )  # fmt: skip


def _row(row: asyncpg.Record) -> WageRow:
    facts = WageFacts(
        row["wage_fen"], row["overtime_fen"], row["allowances_fen"], row["minimum_fen"],
        row["days_worked"], row["days_due"],
    )  # fmt: skip
    return WageRow(
        row["member_id"], row["name"], row["email"], facts, row["file_name"], row["entered_at"],
        row["entered_by_name"],
    )  # fmt: skip
