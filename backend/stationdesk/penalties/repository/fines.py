"""SQL of fines and of the transactions that they caused."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, TypeAlias
from uuid import UUID

import asyncpg
import msgspec

Connection: TypeAlias = "asyncpg.Connection[Any]"

_TAKE_IN_LOCK: Final = 7_310_006


class FineRow(msgspec.Struct, frozen=True):
    """A fine with its station; JSON columns are still text."""

    id: UUID
    origin: str
    batch_id: UUID | None
    bill_no: str
    line_no: str
    row_number: int
    station_id: UUID
    station_code: str
    station_name: str
    carrier: str
    timezone: str
    waybill: str
    code: str
    name: str
    amount_fen: int
    refunded_fen: int
    refund_of: UUID | None
    occurred_at: datetime
    notified_at: datetime | None
    appeal_due_at: datetime | None
    note: str
    status: str
    cause: str | None
    proposal: str | None
    proposed_cause: str | None
    appeal_case_id: UUID | None
    appeal_outcome: str | None
    appeal_amount_fen: int | None
    appeal_decided_at: datetime | None
    advanced_fen: int
    category: str
    confidence_percent: int | None
    duplicate_of: UUID | None
    duplicate_rule: str | None

    @property
    def place(self) -> tuple[UUID, str]:
        """Station and waybill, by which its cases and its repetitions are found."""
        return self.station_id, self.waybill

    @property
    def given_back_fen(self) -> int:
        """What was posted as given back: refund lines, or an appeal's outcome ahead of them."""
        return max(self.refunded_fen, self.advanced_fen)

    @property
    def net_fen(self) -> int:
        """What is to be borne: the line less what was given back of it."""
        return self.amount_fen - self.given_back_fen

    @property
    def granted_fen(self) -> int:
        """What the last appeal took off the fine."""
        if self.appeal_amount_fen is None:
            return 0
        return self.amount_fen - self.appeal_amount_fen

    @property
    def is_appeal_over(self) -> bool:
        """The appeal has ended, and what it granted has been posted."""
        return self.appeal_outcome is not None and self.granted_fen <= self.given_back_fen


class NewFine(msgspec.Struct, frozen=True):
    """A row of `fines` to be."""

    id: UUID
    station_id: UUID
    carrier: str
    bill_no: str
    line_no: str
    row_number: int
    waybill: str
    code: str
    name: str
    amount_fen: int
    occurred_at: datetime
    notified_at: datetime | None
    appeal_due_at: datetime | None
    note: str
    content_hash: bytes
    case_id: UUID | None
    proposal: dict[str, Any] | None
    proposed_cause: str | None
    confidence_percent: int | None = None
    category: str = "other"
    duplicate_of: UUID | None = None
    duplicate_rule: str | None = None


FINE: Final = """
SELECT f.id, f.origin, f.batch_id, f.bill_no, f.line_no, f.row_number, f.station_id,
    s.code AS station_code, s.name AS station_name, f.carrier, s.timezone, f.waybill, f.code,
    f.name, f.amount_fen, f.refunded_fen, f.refund_of, f.occurred_at, f.notified_at,
    f.appeal_due_at, f.note, f.status, f.cause, f.proposal::text AS proposal, f.proposed_cause,
    f.appeal_case_id, f.appeal_outcome, f.appeal_amount_fen, f.appeal_decided_at,
    f.advanced_fen, f.category, f.confidence_percent, f.duplicate_of, f.duplicate_rule
FROM fines f JOIN stations s ON s.firm_id = f.firm_id AND s.id = f.station_id
"""


async def get_fine(
    connection: Connection, firm_id: UUID, fine_id: UUID, *, lock: bool = False
) -> FineRow | None:
    """A fine that the actor may see; `lock` holds it until the transaction ends."""
    sql = FINE + "WHERE f.firm_id = $1 AND f.id = $2" + (" FOR UPDATE OF f" if lock else "")
    row = await connection.fetchrow(sql, firm_id, fine_id)
    return None if row is None else FineRow(**row)


async def lock_taking_in(connection: Connection, firm_id: UUID) -> None:
    """One bill of a firm at a time: two files with the same lines agree on whose is first."""
    await connection.execute(
        "SELECT pg_advisory_xact_lock($2, hashtext($1::uuid::text))", firm_id, _TAKE_IN_LOCK
    )


async def known_lines(
    connection: Connection, firm_id: UUID, keys: Sequence[tuple[str, str, str]]
) -> dict[tuple[str, str, str], bytes]:
    """Content hashes of those bill lines that were taken in before."""
    rows = await connection.fetch(
        "SELECT f.carrier, f.bill_no, f.line_no, f.content_hash FROM fines f "
        "JOIN (SELECT DISTINCT * FROM unnest($2::text[], $3::text[], $4::text[]) "
        "AS k (carrier, bill_no, line_no)) k USING (carrier, bill_no, line_no) "
        "WHERE f.firm_id = $1",
        firm_id,
        *(list(column) for column in zip(*keys, strict=True)),
    )
    return {(row[0], row[1], row[2]): row[3] for row in rows}


async def insert_fines(
    connection: Connection,
    firm_id: UUID,
    batch_id: UUID | None,
    fines: Sequence[NewFine],
    now: datetime,
) -> None:
    """Add the fines of a bill, or (without one) of losses, undecided."""
    # As one JSON text: the driver looks at every single value of an array twice.
    await connection.execute(
        """
        INSERT INTO fines (firm_id, batch_id, origin, status, taken_in_at, content_hash, id,
            station_id, carrier, bill_no, line_no, row_number, waybill, code, name, amount_fen,
            occurred_at, notified_at, appeal_due_at, note, case_id, proposal, proposed_cause,
            confidence_percent, category, duplicate_of, duplicate_rule)
        SELECT $1, $2, CASE WHEN $2::uuid IS NULL THEN 'loss' ELSE 'bill' END, 'undecided', $3,
            decode(f.content_hash, 'base64'), f.id, f.station_id,
            f.carrier, f.bill_no, f.line_no, f.row_number, f.waybill, f.code, f.name, f.amount_fen,
            f.occurred_at, f.notified_at, f.appeal_due_at, f.note, f.case_id, f.proposal,
            f.proposed_cause, f.confidence_percent, f.category, f.duplicate_of, f.duplicate_rule
        FROM json_to_recordset($4::json) AS f (id uuid, station_id uuid, carrier text,
            bill_no text, line_no text, row_number int, waybill text, code text, name text,
            amount_fen bigint, occurred_at timestamptz, notified_at timestamptz,
            appeal_due_at timestamptz, note text, content_hash text, case_id uuid, proposal jsonb,
            proposed_cause text, confidence_percent smallint, category text, duplicate_of uuid,
            duplicate_rule text)
        """,
        firm_id,
        batch_id,
        now,
        msgspec.json.encode(fines).decode(),
    )


async def set_fine(
    connection: Connection, firm_id: UUID, fine_id: UUID, status: str, cause: str | None
) -> None:
    """Where a fine stands now."""
    await connection.execute(
        "UPDATE fines SET status = $3, cause = $4 WHERE firm_id = $1 AND id = $2",
        firm_id,
        fine_id,
        status,
        cause,
    )


def percent_of(proposal: dict[str, Any] | None) -> int | None:
    """A proposal's confidence in whole percent, as lists filter by it."""
    return None if proposal is None else round(proposal["confidence"] * 100)


async def set_proposal(
    connection: Connection,
    firm_id: UUID,
    fine_id: UUID,
    proposal: dict[str, Any] | None,
    case_id: UUID | None,
) -> None:
    """Keep the proposal as it stood at the decision."""
    await connection.execute(
        "UPDATE fines SET proposal = $3::text::jsonb, proposed_cause = $4, case_id = $5, "
        "confidence_percent = $6 WHERE firm_id = $1 AND id = $2",
        firm_id,
        fine_id,
        None if proposal is None else json.dumps(proposal, ensure_ascii=False),
        None if proposal is None else proposal["cause"],
        case_id,
        percent_of(proposal),
    )


async def join_refund(
    connection: Connection, firm_id: UUID, refund_id: UUID, fine_id: UUID, refund_fen: int
) -> None:
    """The refund line belongs to the fine, and needs no decision of its own."""
    await connection.execute(
        "UPDATE fines SET refund_of = $3, status = 'reversed' WHERE firm_id = $1 AND id = $2",
        firm_id,
        refund_id,
        fine_id,
    )
    await connection.execute(
        "UPDATE fines SET refunded_fen = refunded_fen + $3 WHERE firm_id = $1 AND id = $2",
        firm_id,
        fine_id,
        refund_fen,
    )


async def refundable(connection: Connection, firm_id: UUID, refund: FineRow) -> list[FineRow]:
    """Fines of the refund's station, waybill and code that can hold what it gives back."""
    rows = await connection.fetch(
        FINE + "WHERE f.firm_id = $1 AND f.station_id = $2 AND f.waybill = $3 AND f.waybill <> '' "
        "AND f.code = $4 AND f.amount_fen - f.refunded_fen >= $5 ORDER BY f.id FOR UPDATE OF f",
        firm_id,
        refund.station_id,
        refund.waybill,
        refund.code,
        -refund.amount_fen,
    )
    return [FineRow(**row) for row in rows]


async def add_transactions(
    connection: Connection,
    firm_id: UUID,
    step: str,
    rows: Sequence[tuple[UUID, UUID, UUID]],
) -> None:
    """Remember that transactions belong to fines: (fine, station, transaction)."""
    await connection.execute(
        "INSERT INTO fine_transactions (firm_id, step, fine_id, station_id, transaction_id) "
        "SELECT $1, $2, * FROM unnest($3::uuid[], $4::uuid[], $5::uuid[])",
        firm_id,
        step,
        *([row[at] for row in rows] for at in range(3)),
    )


async def standing_transactions(
    connection: Connection, firm_id: UUID, fine_id: UUID, steps: Sequence[str]
) -> list[UUID]:
    """Those of the fine's transactions that nothing has reversed, in the order of posting."""
    rows = await connection.fetch(
        "SELECT transaction_id FROM fine_transactions WHERE firm_id = $1 AND fine_id = $2 "
        "AND step = ANY ($3) AND reversed_by IS NULL ORDER BY transaction_id",
        firm_id,
        fine_id,
        list(steps),
    )
    return [row["transaction_id"] for row in rows]


async def times_linked(connection: Connection, firm_id: UUID, fine_id: UUID, step: str) -> int:
    """How many transactions of that step the fine ever had."""
    found = await connection.fetchval(
        "SELECT count(*) FROM fine_transactions WHERE firm_id = $1 AND fine_id = $2 AND step = $3",
        firm_id,
        fine_id,
        step,
    )
    return int(found)


async def mark_reversed(
    connection: Connection, firm_id: UUID, fine_id: UUID, transaction_id: UUID, reversal: UUID
) -> None:
    """The transaction was negated by another."""
    await connection.execute(
        "UPDATE fine_transactions SET reversed_by = $4 "
        "WHERE firm_id = $1 AND fine_id = $2 AND transaction_id = $3",
        firm_id,
        fine_id,
        transaction_id,
        reversal,
    )


async def bill_facts(
    connection: Connection, firm_id: UUID, batch_id: UUID | None
) -> tuple[str, datetime, dict[str, int]] | None:
    """File name, time and figures of the bill, where the actor may see imports."""
    row = await connection.fetchrow(
        "SELECT file_name, received_at, figures::text FROM import_batches "
        "WHERE firm_id = $1 AND id = $2",
        firm_id,
        batch_id,
    )
    return None if row is None else (row[0], row[1], json.loads(row[2]))
