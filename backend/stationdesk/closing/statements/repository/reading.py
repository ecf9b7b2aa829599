"""SQL that shows statements and keeps what is answered to them."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

import msgspec

from stationdesk.closing.statements.repository.gathering import Connection


class StatementRow(msgspec.Struct, frozen=True):
    """A statement without its content, and what has been answered."""

    id: UUID
    period: date
    position: int
    number: str
    party: str
    party_code: str
    party_name: str
    station_id: UUID | None
    member_id: UUID | None
    opening_fen: int
    closing_fen: int
    undecided_fen: int
    frozen_fen: int
    paid_since_fen: int
    payable_fen: int
    line_count: int
    content_hash: bytes
    answer: str
    answered_by: str | None
    answered_at: datetime | None


class AnswerRow(msgspec.Struct, frozen=True):
    """One thing that was answered."""

    answer: str
    text: str
    content_hash: bytes
    answered_by: str
    answered_at: datetime


class MonthRow(msgspec.Struct, frozen=True):
    """A month's statements, counted by what was answered."""

    period: date
    statements: int
    accepted: int
    disputed: int
    seen: int
    unseen: int
    payable_fen: int
    root: bytes
    ledger_chain: bytes
    issued_at: datetime
    issued_by: str
    papers: int


class IssuedRow(msgspec.Struct, frozen=True):
    """What a party is told of a statement that has come out."""

    id: UUID
    number: str
    party_name: str
    station_id: UUID | None
    member_id: UUID | None
    payable_fen: int


class PaperRow(msgspec.Struct, frozen=True):
    """A stored PDF."""

    storage_key: str
    sha256: bytes
    size_bytes: int


class Whose(msgspec.Struct, frozen=True):
    """Whose statements are asked for: row-level security knows stations, but no members.
    `member_id` None: all that the caller's walls let through."""

    member_id: UUID | None


_SHOWN: Final = [name for name in StatementRow.__struct_fields__ if not name.startswith("answer")]
# An acceptance is final; before it the last word counts, and the firm's reply is none of theirs.
_LAST: Final = """
LEFT JOIN LATERAL (
    SELECT a.answer, a.answered_by, a.answered_at FROM statement_answers a
    WHERE a.firm_id = s.firm_id AND a.statement_id = s.id AND a.answer <> 'replied'
    ORDER BY a.answer = 'accepted' DESC, a.answer = 'disputed' DESC, a.id DESC LIMIT 1) l ON true
"""
_SELECT: Final = (
    f"SELECT {', '.join(f's.{name}' for name in _SHOWN)}, coalesce(l.answer, 'unseen') AS answer, "  # noqa: S608
    f"l.answered_by, l.answered_at FROM statements s {_LAST} "
    "WHERE s.firm_id = $1 AND ($2::uuid IS NULL OR s.member_id = $2)"
)


async def list_statements(
    connection: Connection,
    firm_id: UUID,
    whose: Whose,
    *,
    period: date | None,
    party: str | None,
    answer: str | None,
    after: tuple[date, int] | None,
    limit: int,
) -> list[StatementRow]:
    """The newest month first, by number within it."""
    rows = await connection.fetch(
        f"SELECT * FROM ({_SELECT} AND ($3::date IS NULL OR s.period = $3) "  # noqa: S608
        "AND ($4::text IS NULL OR s.party = $4) AND ($6::date IS NULL OR s.period < $6 "
        "OR (s.period = $6 AND s.position > $7))) x "
        "WHERE ($5::text IS NULL OR answer = $5) ORDER BY period DESC, position LIMIT $8",
        firm_id,
        whose.member_id,
        period,
        party,
        answer,
        None if after is None else after[0],
        None if after is None else after[1],
        limit,
    )
    return [StatementRow(**row) for row in rows]


async def get_statement(
    connection: Connection, firm_id: UUID, whose: Whose, statement_id: UUID
) -> StatementRow | None:
    """One statement that the caller may see."""
    row = await connection.fetchrow(
        f"{_SELECT} AND s.id = $3",
        firm_id,
        whose.member_id,
        statement_id,
    )
    return None if row is None else StatementRow(**row)


async def content_of(connection: Connection, firm_id: UUID, statement_id: UUID) -> bytes:
    """A statement's content as it is stored."""
    found = await connection.fetchval(
        "SELECT content FROM statements WHERE firm_id = $1 AND id = $2", firm_id, statement_id
    )
    assert isinstance(found, bytes)
    return found


async def months(connection: Connection, firm_id: UUID, whose: Whose) -> list[MonthRow]:
    """Months with statements that the caller may see, the newest first."""
    rows = await connection.fetch(
        f"""
        SELECT x.period, count(*) AS statements,
               count(*) FILTER (WHERE answer = 'accepted') AS accepted,
               count(*) FILTER (WHERE answer = 'disputed') AS disputed,
               count(*) FILTER (WHERE answer = 'seen') AS seen,
               count(*) FILTER (WHERE answer = 'unseen') AS unseen,
               coalesce(sum(payable_fen) FILTER (WHERE party = 'station'), 0)::bigint
                   AS payable_fen,
               r.root, r.ledger_chain, r.issued_at, r.issued_by,
               (SELECT count(*) FROM statement_papers p JOIN statements s
                    ON s.firm_id = p.firm_id AND s.id = p.statement_id
                WHERE p.firm_id = $1 AND s.period = x.period AND p.locale = 'zh') AS papers
        FROM ({_SELECT}) x
        JOIN statement_roots r ON r.firm_id = $1 AND r.period = x.period
        GROUP BY x.period, r.root, r.ledger_chain, r.issued_at, r.issued_by
        ORDER BY x.period DESC LIMIT 120
        """,  # noqa: S608
        firm_id,
        whose.member_id,
    )
    return [MonthRow(**row) for row in rows]


async def answers(connection: Connection, firm_id: UUID, statement_id: UUID) -> list[AnswerRow]:
    """What was answered, the first first."""
    rows = await connection.fetch(
        "SELECT answer, text, content_hash, answered_by, answered_at FROM statement_answers "
        "WHERE firm_id = $1 AND statement_id = $2 ORDER BY id LIMIT 200",
        firm_id,
        statement_id,
    )
    return [AnswerRow(**row) for row in rows]


async def lock_answering(connection: Connection, firm_id: UUID, statement_id: UUID) -> None:
    """One answer to a statement at a time; the row itself is never locked, as it never changes."""
    await connection.execute(
        "SELECT pg_advisory_xact_lock(7310021, hashtext($1))", f"{firm_id}/{statement_id}"
    )


async def add_answer(
    connection: Connection,
    firm_id: UUID,
    answer_id: UUID,
    statement: StatementRow,
    given: AnswerRow,
    member_id: UUID | None,
) -> None:
    """Write an answer down; what may be given once alone is not written again."""
    await connection.execute(
        "INSERT INTO statement_answers (firm_id, id, statement_id, station_id, answer, text, "
        "content_hash, answered_by_member_id, answered_by, answered_at) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING",
        firm_id,
        answer_id,
        statement.id,
        statement.station_id,
        given.answer,
        given.text,
        given.content_hash,
        member_id,
        given.answered_by,
        given.answered_at,
    )


async def money_people(connection: Connection, firm_id: UUID) -> list[UUID]:
    """Members of finance, who look after statements."""
    rows = await connection.fetch(
        "SELECT id FROM members WHERE firm_id = $1 AND role = 'finance' AND ended_at IS NULL",
        firm_id,
    )
    return [row["id"] for row in rows]


async def without_paper(
    connection: Connection, firm_id: UUID, period: date, locale: str, limit: int
) -> list[UUID]:
    """Statements of the month that have no stored PDF yet, by number."""
    rows = await connection.fetch(
        "SELECT s.id FROM statements s WHERE s.firm_id = $1 AND s.period = $2 AND NOT EXISTS ("
        "SELECT FROM statement_papers p WHERE p.firm_id = $1 AND p.statement_id = s.id "
        "AND p.locale = $3) ORDER BY s.position LIMIT $4",
        firm_id,
        period,
        locale,
        limit,
    )
    return [row["id"] for row in rows]


async def issued(connection: Connection, firm_id: UUID, period: date) -> list[IssuedRow]:
    """Every statement of the month, by number."""
    rows = await connection.fetch(
        "SELECT id, number, party_name, station_id, member_id, payable_fen FROM statements "
        "WHERE firm_id = $1 AND period = $2 ORDER BY position",
        firm_id,
        period,
    )
    return [IssuedRow(**row) for row in rows]


async def sealed_contents(
    connection: Connection, firm_id: UUID, statement_ids: Sequence[UUID]
) -> list[dict[str, Any]]:
    """id, number, station, content, its hash, the month's root and chain."""
    rows = await connection.fetch(
        "SELECT s.id, s.number, s.station_id, s.content, s.content_hash, r.root, r.ledger_chain "
        "FROM statements s JOIN statement_roots r ON r.firm_id = $1 AND r.period = s.period "
        "WHERE s.firm_id = $1 AND s.id = ANY ($2) ORDER BY s.position",
        firm_id,
        list(statement_ids),
    )
    return [dict(row) for row in rows]


async def paper_of(
    connection: Connection, firm_id: UUID, statement_id: UUID, locale: str
) -> PaperRow | None:
    """The stored PDF of a statement."""
    row = await connection.fetchrow(
        "SELECT storage_key, sha256, size_bytes FROM statement_papers "
        "WHERE firm_id = $1 AND statement_id = $2 AND locale = $3",
        firm_id,
        statement_id,
        locale,
    )
    return None if row is None else PaperRow(**row)


async def add_paper(
    connection: Connection, firm_id: UUID, statement_id: UUID, station_id: UUID | None, locale: str,
    paper: PaperRow, now: datetime,
) -> bool:  # fmt: skip
    """Keep a PDF; False where another was quicker, whose copy stays."""
    done = await connection.execute(
        "INSERT INTO statement_papers (firm_id, statement_id, locale, station_id, storage_key, "
        "sha256, size_bytes, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) "
        "ON CONFLICT DO NOTHING",
        firm_id,
        statement_id,
        locale,
        station_id,
        paper.storage_key,
        paper.sha256,
        paper.size_bytes,
        now,
    )
    return str(done).endswith(" 1")


async def papers_of(
    connection: Connection, firm_id: UUID, period: date, locale: str
) -> list[dict[str, Any]]:
    """Every stored PDF of a month: number, party's code, both hashes, key."""
    rows = await connection.fetch(
        "SELECT s.number, s.party_code AS party, s.content_hash, p.sha256, p.storage_key "
        "FROM statements s JOIN statement_papers p ON p.firm_id = $1 AND p.statement_id = s.id "
        "WHERE s.firm_id = $1 AND s.period = $2 AND p.locale = $3 ORDER BY s.position",
        firm_id,
        period,
        locale,
    )
    return [dict(row) for row in rows]
