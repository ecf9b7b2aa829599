"""SQL of the owner's page: the month's fines of one station and who bore them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

FINES_MAX = 500

_BORNE = """
    SELECT f.id, f.waybill, f.code, f.name, f.amount_fen, f.occurred_at, f.status,
           coalesce(a.cause, f.cause) AS cause,
           coalesce(s.firm_fen, 0)::bigint AS firm_fen,
           coalesce(s.agent_fen, 0)::bigint AS agent_fen,
           coalesce(s.station_fen, 0)::bigint AS station_fen,
           coalesce(s.others_fen, 0)::bigint AS others_fen,
           a.shares IS NOT NULL AND a.transaction_id IS NOT NULL AS is_split,
           coalesce(f.proposal->'reasons'->0->>'text_zh', nullif(a.note, '')) AS why_zh,
           coalesce(f.proposal->'reasons'->0->>'text_en', nullif(a.note, '')) AS why_en
    FROM fines f
    LEFT JOIN fine_attributions a
        ON a.firm_id = f.firm_id AND a.fine_id = f.id AND a.ended_at IS NULL
    LEFT JOIN LATERAL (
        SELECT sum((x->>'amount_fen')::bigint) FILTER (WHERE x->>'party' = 'firm') AS firm_fen,
               sum((x->>'amount_fen')::bigint) FILTER (WHERE x->>'party' = 'agent') AS agent_fen,
               sum((x->>'amount_fen')::bigint) FILTER (WHERE x->>'party' = 'station')
                   AS station_fen,
               sum((x->>'amount_fen')::bigint)
                   FILTER (WHERE x->>'party' NOT IN ('firm', 'agent', 'station')) AS others_fen
        FROM jsonb_array_elements(a.shares) x) s ON a.transaction_id IS NOT NULL
    WHERE f.station_id = :station_id AND f.status <> 'reversed'
"""


async def fines_between(
    session: AsyncSession, station_id: UUID, from_at: datetime, to_at: datetime
) -> list[dict[str, Any]]:
    """Fines that occurred in the period, the latest first, at most FINES_MAX."""
    result = await session.exec(  # type: ignore[call-overload]
        text(
            _BORNE + "AND f.occurred_at >= :from_at AND f.occurred_at < :to_at "
            f"ORDER BY f.occurred_at DESC, f.id LIMIT {FINES_MAX}"
        ),
        params={"station_id": station_id, "from_at": from_at, "to_at": to_at},
    )
    return [dict(row._mapping) for row in result]


_OWED = f"""
    SELECT coalesce(sum(firm_fen + agent_fen + others_fen), 0)::bigint
    FROM ({_BORNE}) borne WHERE is_split
"""  # noqa: S608 -- constants only


async def owed_to_station(session: AsyncSession, station_id: UUID) -> int:
    """What of all decided fines the station did not bear: its current account's credit, less
    what is undecided (domain §6). Settlements come with the close."""
    result = await session.exec(text(_OWED), params={"station_id": station_id})  # type: ignore[call-overload]
    return int(result.scalar_one())
