"""SQL of decisions that wait for approval."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec

from stationdesk.penalties.repository.fines import Connection


class ApprovalRow(msgspec.Struct, frozen=True):
    """A decision that waits, or waited, for approval; `shares` is still text."""

    id: UUID
    fine_id: UUID
    station_id: UUID
    cause: str
    agent_member_id: UUID | None
    agent_name: str | None
    note: str
    amount_fen: int
    shares: str
    decided_by_member_id: UUID | None
    decided_by: str
    decided_role: str
    limit_fen: int
    policy_version: int
    decided_at: datetime
    state: str
    settled_by: str | None
    settled_at: datetime | None
    settle_note: str


_FIELDS: Final = ", ".join(
    "shares::text AS shares" if name == "shares" else name for name in ApprovalRow.__struct_fields__
)


async def add(connection: Connection, firm_id: UUID, **values: Any) -> None:
    """A decision that waits from now on; a fine has one at the most."""
    names = list(values)
    places = ", ".join(
        f"${at}::text::jsonb" if name == "shares" else f"${at}" for at, name in enumerate(names, 2)
    )
    await connection.execute(
        f"INSERT INTO fine_approvals (firm_id, {', '.join(names)}) VALUES ($1, {places})",  # noqa: S608
        firm_id,
        *values.values(),
    )


async def find(
    connection: Connection, firm_id: UUID, approval_id: UUID, *, lock: bool = False
) -> ApprovalRow | None:
    """One of them; `lock` holds it until the transaction ends."""
    row = await connection.fetchrow(
        f"SELECT {_FIELDS} FROM fine_approvals WHERE firm_id = $1 AND id = $2"  # noqa: S608
        + (" FOR UPDATE" if lock else ""),
        firm_id,
        approval_id,
    )
    return None if row is None else ApprovalRow(**row)


async def waiting(connection: Connection, firm_id: UUID, fine_id: UUID) -> ApprovalRow | None:
    """The decision on the fine that waits now."""
    row = await connection.fetchrow(
        f"SELECT {_FIELDS} FROM fine_approvals "  # noqa: S608
        "WHERE firm_id = $1 AND fine_id = $2 AND state = 'waiting'",
        firm_id,
        fine_id,
    )
    return None if row is None else ApprovalRow(**row)


async def last(connection: Connection, firm_id: UUID, fine_id: UUID) -> ApprovalRow | None:
    """The latest of the fine, whatever became of it."""
    row = await connection.fetchrow(
        f"SELECT {_FIELDS} FROM fine_approvals "  # noqa: S608
        "WHERE firm_id = $1 AND fine_id = $2 ORDER BY id DESC LIMIT 1",
        firm_id,
        fine_id,
    )
    return None if row is None else ApprovalRow(**row)


async def settle(
    connection: Connection,
    firm_id: UUID,
    approval_id: UUID,
    *,
    state: str,
    member_id: UUID | None,
    by: str,
    limit_fen: int | None,
    note: str,
    now: datetime,
) -> None:
    """Approved, returned or withdrawn; it waits no more."""
    await connection.execute(
        "UPDATE fine_approvals SET state = $3, settled_by_member_id = $4, settled_by = $5, "
        "settled_limit_fen = $6, settle_note = $7, settled_at = $8 "
        "WHERE firm_id = $1 AND id = $2",
        firm_id,
        approval_id,
        state,
        member_id,
        by,
        limit_fen,
        note,
        now,
    )


async def end_waiting(
    connection: Connection, firm_id: UUID, fine_id: UUID, by: str, note: str, now: datetime
) -> None:
    """The fine was given back: nothing is left to approve."""
    await connection.execute(
        "UPDATE fine_approvals SET state = 'withdrawn', settled_by = $3, settle_note = $4, "
        "settled_at = $5 WHERE firm_id = $1 AND fine_id = $2 AND state = 'waiting'",
        firm_id,
        fine_id,
        by,
        note,
        now,
    )
