"""SQL of the notices of deduction."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID

import msgspec

from stationdesk.penalties.repository.fines import Connection

_NUMBER_LOCK: Final = 7_310_016


class NoticeRow(msgspec.Struct, frozen=True):
    """A notice; `lines`: of how many fines."""

    id: UUID
    number: str
    period: date
    member_id: UUID
    agent_name: str
    amount_fen: int
    made_at: datetime
    made_by_name: str
    delivered_at: datetime | None
    delivered_how: str | None
    delivered_by_name: str | None
    delivery_note: str | None
    acknowledged_at: datetime | None
    lines: int


class NoticeLine(msgspec.Struct, frozen=True):
    """A fine of a notice."""

    notice_id: UUID
    fine_id: UUID
    member_id: UUID
    cause: str
    amount_fen: int
    fine_fen: int
    station_name: str
    waybill: str
    fine_name: str
    occurred_at: datetime
    rule_name: str


class NewNotice(msgspec.Struct, frozen=True):
    """A row of `deduction_notices` to be."""

    id: UUID
    number: str
    member_id: UUID
    agent_name: str
    amount_fen: int


_NOTICE: Final = """
SELECT n.id, n.number, n.period, n.member_id, n.agent_name, n.amount_fen, n.made_at,
    n.made_by_name, n.delivered_at, n.delivered_how, n.delivered_by_name, n.delivery_note,
    n.acknowledged_at, (SELECT count(*)::int FROM deduction_notice_lines l
                        WHERE l.firm_id = n.firm_id AND l.notice_id = n.id) AS lines
FROM deduction_notices n WHERE n.firm_id = $1
"""


async def next_number(connection: Connection, firm_id: UUID, period: date) -> int:
    """The next number of the month's notices; held until the transaction ends."""
    await connection.execute(
        "SELECT pg_advisory_xact_lock($2, hashtext($1::uuid::text))", firm_id, _NUMBER_LOCK
    )
    made: int = await connection.fetchval(
        "SELECT count(*) FROM deduction_notices WHERE firm_id = $1 AND period = $2",
        firm_id,
        period,
    )
    return made + 1


async def add_notices(
    connection: Connection,
    firm_id: UUID,
    period: date,
    notices: Sequence[NewNotice],
    lines: Sequence[NoticeLine],
    by_name: str,
    now: datetime,
) -> None:
    """Write notices with their lines."""
    names = NewNotice.__struct_fields__
    await connection.execute(
        "INSERT INTO deduction_notices (firm_id, period, made_at, made_by_name, "  # noqa: S608
        f"{', '.join(names)}) SELECT $1, $2, $3, $4, * FROM unnest($5::uuid[], $6::text[], "
        "$7::uuid[], $8::text[], $9::bigint[])",
        firm_id, period, now, by_name, *([getattr(each, name) for each in notices]
                                         for name in names),
    )  # fmt: skip
    names = NoticeLine.__struct_fields__
    await connection.execute(
        f"INSERT INTO deduction_notice_lines (firm_id, {', '.join(names)}) "  # noqa: S608
        "SELECT $1, * FROM unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::bigint[], "
        "$7::bigint[], $8::text[], $9::text[], $10::text[], $11::timestamptz[], $12::text[])",
        firm_id,
        *([getattr(each, name) for each in lines] for name in names),
    )


async def notices(
    connection: Connection,
    firm_id: UUID,
    *,
    period: date | None = None,
    member_id: UUID | None = None,
    before: UUID | None = None,
    limit: int,
) -> list[NoticeRow]:
    """Of a month, or of an agent: the newest first."""
    rows = await connection.fetch(
        _NOTICE + "AND ($2::date IS NULL OR n.period = $2) "
        "AND ($3::uuid IS NULL OR n.member_id = $3) AND ($4::uuid IS NULL OR n.id < $4) "
        "ORDER BY n.id DESC LIMIT $5",
        firm_id,
        period,
        member_id,
        before,
        limit,
    )
    return [NoticeRow(**row) for row in rows]


async def notice(
    connection: Connection, firm_id: UUID, notice_id: UUID, *, lock: bool = False
) -> NoticeRow | None:
    """A notice by id; `lock` holds it until the transaction ends."""
    sql = _NOTICE + "AND n.id = $2" + (" FOR UPDATE OF n" if lock else "")
    row = await connection.fetchrow(sql, firm_id, notice_id)
    return None if row is None else NoticeRow(**row)


async def lines(connection: Connection, firm_id: UUID, notice_id: UUID) -> list[NoticeLine]:
    """A notice's fines, the older first."""
    names = ", ".join(NoticeLine.__struct_fields__)
    rows = await connection.fetch(
        f"SELECT {names} FROM deduction_notice_lines "  # noqa: S608
        "WHERE firm_id = $1 AND notice_id = $2 ORDER BY occurred_at, fine_id",
        firm_id,
        notice_id,
    )
    return [NoticeLine(**row) for row in rows]


async def set_delivered(
    connection: Connection,
    firm_id: UUID,
    notice_id: UUID,
    *,
    at: datetime,
    how: str,
    by_name: str,
    note: str | None,
) -> None:
    """The notice has come to the agent; the first time counts."""
    await connection.execute(
        "UPDATE deduction_notices SET delivered_at = $3, delivered_how = $4, "
        "delivered_by_name = $5, delivery_note = $6 "
        "WHERE firm_id = $1 AND id = $2 AND delivered_at IS NULL",
        firm_id, notice_id, at, how, by_name, note,
    )  # fmt: skip


async def set_acknowledged(
    connection: Connection, firm_id: UUID, notice_id: UUID, now: datetime
) -> None:
    """The agent has confirmed that he knows it."""
    await connection.execute(
        "UPDATE deduction_notices SET acknowledged_at = $3 "
        "WHERE firm_id = $1 AND id = $2 AND acknowledged_at IS NULL",
        firm_id, notice_id, now,
    )  # fmt: skip
