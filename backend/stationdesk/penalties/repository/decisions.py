"""SQL of decisions, and of what rules ask about agents."""

import json
from datetime import date, datetime
from typing import Final
from uuid import UUID

import msgspec

from stationdesk.penalties.repository.fines import Connection, FineRow

_AGENT_LOCK: Final = 7_310_007


class AttributionRow(msgspec.Struct, frozen=True):
    """A decision; JSON columns are still text."""

    id: UUID
    cause: str
    amount_fen: int
    agent_member_id: UUID | None
    agent_name: str | None
    agent_account: str | None
    agent_fen: int
    period: date | None
    note: str
    rule: str | None
    inputs: str | None
    steps: str
    shares: str
    transaction_id: UUID | None
    decided_by_member_id: UUID | None
    decided_by: str
    decided_at: datetime
    ended_at: datetime | None
    approved_by_member_id: UUID | None
    approved_by: str | None
    agent_dispute_until: datetime | None
    station_dispute_until: datetime | None

    @property
    def station_fen(self) -> int:
        """What the station bears by it."""
        return sum(
            share["amount_fen"] for share in json.loads(self.shares) if share["party"] == "station"
        )


class NewAttribution(msgspec.Struct, frozen=True):
    """A row of `fine_attributions` to be."""

    id: UUID
    fine_id: UUID
    station_id: UUID
    cause: str
    amount_fen: int
    agent_member_id: UUID | None
    agent_name: str | None
    agent_account: str | None
    agent_fen: int
    period: date | None
    note: str
    rule: str | None
    inputs: str | None
    steps: str
    shares: str
    transaction_id: UUID | None
    decided_by_member_id: UUID | None
    decided_by: str
    decided_at: datetime
    approved_by_member_id: UUID | None
    approved_by: str | None
    agent_dispute_until: datetime | None
    station_dispute_until: datetime | None


class AgentRow(msgspec.Struct, frozen=True):
    """A member who can bear a share."""

    id: UUID
    name: str
    email: str
    created_at: datetime


_JSON: Final = ("rule", "inputs", "steps", "shares")
_ATTRIBUTION: Final = ", ".join(
    f"{name}::text AS {name}" if name in _JSON else name
    for name in AttributionRow.__struct_fields__
)


async def present_attribution(
    connection: Connection, firm_id: UUID, fine_id: UUID
) -> AttributionRow | None:
    """The decision that holds now."""
    row = await connection.fetchrow(
        f"SELECT {_ATTRIBUTION} FROM fine_attributions "  # noqa: S608
        "WHERE firm_id = $1 AND fine_id = $2 AND ended_at IS NULL",
        firm_id,
        fine_id,
    )
    return None if row is None else AttributionRow(**row)


async def last_attribution(
    connection: Connection, firm_id: UUID, fine_id: UUID
) -> AttributionRow | None:
    """The present decision, else the last that held."""
    row = await connection.fetchrow(
        f"SELECT {_ATTRIBUTION} FROM fine_attributions WHERE firm_id = $1 AND fine_id = $2 "  # noqa: S608
        "ORDER BY ended_at IS NULL DESC, id DESC LIMIT 1",
        firm_id,
        fine_id,
    )
    return None if row is None else AttributionRow(**row)


async def add_attribution(
    connection: Connection, firm_id: UUID, attribution: NewAttribution
) -> None:
    """Record a decision."""
    names = NewAttribution.__struct_fields__
    # As text: what a connection makes of jsonb depends on who has set it up.
    places = ", ".join(
        f"${at}::text::jsonb" if name in _JSON else f"${at}" for at, name in enumerate(names, 2)
    )
    await connection.execute(
        f"INSERT INTO fine_attributions (firm_id, {', '.join(names)}) VALUES ($1, {places})",  # noqa: S608
        firm_id,
        *(getattr(attribution, name) for name in names),
    )


async def end_attribution(
    connection: Connection,
    firm_id: UUID,
    fine_id: UUID,
    by: str,
    note: str,
    now: datetime,
    settling: UUID | None = None,
) -> None:
    """The present decision holds no more, and open disputes on it have nothing left to dispute.

    `settling`: the dispute that brought this about; whoever decides it says how it ended.
    """
    await connection.execute(
        """
        WITH ended AS (
            UPDATE fine_attributions SET ended_at = $3, ended_by = $4, end_note = $5
            WHERE firm_id = $1 AND fine_id = $2 AND ended_at IS NULL RETURNING id)
        UPDATE fine_disputes d SET state = 'overtaken', ended_at = $3, ended_by = $4, answer = $5
        FROM ended WHERE d.firm_id = $1 AND d.attribution_id = ended.id AND d.state = 'open'
            AND d.id IS DISTINCT FROM $6
        """,
        firm_id,
        fine_id,
        now,
        by,
        note,
        settling,
    )


async def lock_agent(connection: Connection, firm_id: UUID, member_id: UUID) -> None:
    """One decision at a time counts against an agent's monthly cap."""
    await connection.execute(
        "SELECT pg_advisory_xact_lock($2, hashtext($1))", f"{firm_id}/{member_id}", _AGENT_LOCK
    )


async def agent_month_fen(
    connection: Connection, firm_id: UUID, member_id: UUID, period: date
) -> int:
    """What present decisions of the month have put on the agent."""
    found = await connection.fetchval(
        "SELECT coalesce(sum(agent_fen), 0)::bigint FROM fine_attributions "
        "WHERE firm_id = $1 AND agent_member_id = $2 AND period = $3 AND ended_at IS NULL",
        firm_id,
        member_id,
        period,
    )
    return int(found)


async def station_month_fen(
    connection: Connection, firm_id: UUID, station_id: UUID, period: date
) -> int:
    """What present decisions of the month have put on the station."""
    found = await connection.fetchval(
        "SELECT coalesce(sum((share ->> 'amount_fen')::bigint), 0)::bigint "
        "FROM fine_attributions, jsonb_array_elements(shares) AS share "
        "WHERE firm_id = $1 AND station_id = $2 AND period = $3 AND ended_at IS NULL "
        "AND share ->> 'party' = 'station'",
        firm_id,
        station_id,
        period,
    )
    return int(found)


async def repeat_count(
    connection: Connection, firm_id: UUID, member_id: UUID, fine: FineRow
) -> int:
    """How many fines of this code were decided against the agent in the 90 days before, plus
    this one."""
    found = await connection.fetchval(
        "SELECT count(*) FROM fine_attributions a JOIN fines f "
        "ON f.firm_id = a.firm_id AND f.id = a.fine_id "
        "WHERE a.firm_id = $1 AND a.agent_member_id = $2 AND a.ended_at IS NULL AND f.code = $3 "
        "AND f.occurred_at BETWEEN $4::timestamptz - interval '90 days' AND $4 AND f.id <> $5",
        firm_id,
        member_id,
        fine.code,
        fine.occurred_at,
        fine.id,
    )
    return int(found) + 1


async def agent_by(
    connection: Connection, firm_id: UUID, *, member_id: UUID | None, email: str | None
) -> AgentRow | None:
    """A member by id or e-mail, also one who has left: his fines may come later."""
    row = await connection.fetchrow(
        "SELECT id, name, email, created_at FROM members WHERE firm_id = $1 "
        "AND (id = $2 OR email = lower($3))",
        firm_id,
        member_id,
        email,
    )
    return None if row is None else AgentRow(**row)


async def has_borne(
    connection: Connection, firm_id: UUID, fine_id: UUID, member_id: UUID | None
) -> bool:
    """Whether any decision on the fine, past or present, was about this agent."""
    found: bool = await connection.fetchval(
        "SELECT EXISTS (SELECT FROM fine_attributions "
        "WHERE firm_id = $1 AND fine_id = $2 AND agent_member_id = $3)",
        firm_id,
        fine_id,
        member_id,
    )
    return found
