"""SQL that keeps statements and their roots. Nothing here changes a row."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID

import msgspec

from stationdesk.closing.statements.repository.gathering import Connection

_ISSUE_LOCK: Final = 7_310_020


class RootRow(msgspec.Struct, frozen=True):
    """A month's root; see `models.StatementRoot`."""

    period: date
    tree_size: int
    root: bytes
    ledger_seal: int
    ledger_chain: bytes
    issued_at: datetime
    issued_by: str


class NewStatement(msgspec.Struct, frozen=True):
    """A row of `statements` to be."""

    id: UUID
    position: int
    number: str
    party: str
    party_code: str
    party_name: str
    station_id: UUID | None
    member_id: UUID | None
    account: str
    opening_fen: int
    closing_fen: int
    undecided_fen: int
    frozen_fen: int
    paid_since_fen: int
    payable_fen: int
    line_count: int
    content: bytes
    content_hash: bytes


_ROOT: Final = ", ".join(RootRow.__struct_fields__)


async def lock_issuing(connection: Connection, firm_id: UUID) -> None:
    """One issuer a firm at a time."""
    await connection.execute(
        "SELECT pg_advisory_xact_lock($2, hashtext($1::uuid::text))", firm_id, _ISSUE_LOCK
    )


async def root_of(connection: Connection, firm_id: UUID, period: date) -> RootRow | None:
    """The month's root, where its statements are issued."""
    row = await connection.fetchrow(
        f"SELECT {_ROOT} FROM statement_roots WHERE firm_id = $1 AND period = $2",  # noqa: S608
        firm_id,
        period,
    )
    return None if row is None else RootRow(**row)


async def roots(connection: Connection, firm_id: UUID) -> list[RootRow]:
    """Every month's root, the oldest first."""
    rows = await connection.fetch(
        f"SELECT {_ROOT} FROM statement_roots WHERE firm_id = $1 ORDER BY period",  # noqa: S608
        firm_id,
    )
    return [RootRow(**row) for row in rows]


async def insert_statements(
    connection: Connection, firm_id: UUID, period: date, rows: Sequence[NewStatement]
) -> None:
    """Keep statements; the database checks the closing balance of each."""
    await connection.execute(
        """
        INSERT INTO statements (firm_id, period, id, position, number, party, party_code,
            party_name, station_id, member_id, account, opening_fen, closing_fen, undecided_fen,
            frozen_fen, paid_since_fen, payable_fen, line_count, content, content_hash)
        SELECT $1, $2, * FROM unnest($3::uuid[], $4::int[], $5::text[], $6::text[], $7::text[],
            $8::text[], $9::uuid[], $10::uuid[], $11::text[], $12::bigint[], $13::bigint[],
            $14::bigint[], $15::bigint[], $16::bigint[], $17::bigint[], $18::int[], $19::bytea[],
            $20::bytea[])
        """,
        firm_id,
        period,
        *([getattr(row, name) for row in rows] for name in NewStatement.__struct_fields__),
    )


async def insert_root(connection: Connection, firm_id: UUID, root: RootRow) -> None:
    """Seal the month: no statement can be added to it any more."""
    await connection.execute(
        f"INSERT INTO statement_roots (firm_id, {_ROOT}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",  # noqa: S608
        firm_id,
        *(getattr(root, name) for name in RootRow.__struct_fields__),
    )
