"""SQL of the report on filings: what was sent to other stations, by sender, relation and day."""

from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import Struct, structs
from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

_SENT = "('file', 'contact', 'chase', 'ask_counterparty', 'complain')"
_LETTERS = r"lower(regexp_replace(t.text, '[\s[:punct:][:digit:],。、;:!?“”‘’()—…¥]+', '', 'g'))"

# A case that came back for material is filed again: it counts once, when it was filed first.
_BY_DAY = rf"""
WITH sent AS (
    SELECT t.firm_id, t.case_id, t.id, t.at, t.event, t.actor_member_id, t.actor_name,
           (t.at AT TIME ZONE :timezone)::date AS day, {_LETTERS} AS letters,
           c.counterparty, c.outcome, c.closed_at, c.awarded_amount_fen, c.claimed_amount_fen,
           s.code AS station, s.name AS station_name,
           row_number() OVER (PARTITION BY t.case_id, t.event ORDER BY t.at, t.id) AS times
    FROM case_timeline t JOIN cases c ON c.firm_id = t.firm_id AND c.id = t.case_id
    JOIN stations s ON s.firm_id = t.firm_id AND s.id = t.station_id
    WHERE t.event IN {_SENT} AND t.at >= :from_at AND t.at < :to_at
      AND (CAST(:station_id AS uuid) IS NULL OR t.station_id = :station_id)
      AND (t.event <> 'file' OR c.kind = 'arbitration')
), marked AS (
    SELECT sent.*, event = 'file' AND times = 1 AS is_filing,
           length(letters) >= 6 AND row_number() OVER (
               PARTITION BY actor_member_id, day, letters ORDER BY at, id) > 1 AS is_copy
    FROM sent
)
SELECT m.actor_member_id AS member_id, m.actor_name AS name, m.station, m.station_name,
       coalesce(m.counterparty, '') AS counterparty, m.day,
       count(*) FILTER (WHERE is_filing) AS filed,
       count(*) FILTER (WHERE is_filing AND outcome = 'awarded') AS won,
       count(*) FILTER (WHERE is_filing AND outcome = 'rejected') AS lost,
       count(*) FILTER (WHERE is_filing AND outcome IN ('settled', 'withdrawn')) AS settled,
       count(*) FILTER (WHERE is_filing AND outcome IS NULL) AS pending,
       coalesce(sum(awarded_amount_fen) FILTER (WHERE is_filing AND outcome = 'awarded'), 0)::bigint
           AS awarded_fen,
       coalesce(sum(claimed_amount_fen) FILTER (WHERE is_filing), 0)::bigint AS claimed_fen,
       count(*) FILTER (WHERE is_filing AND NOT EXISTS (
           SELECT FROM case_timeline b WHERE b.firm_id = m.firm_id AND b.case_id = m.case_id
           AND b.event IN ('contact', 'ask_counterparty') AND (b.at, b.id) < (m.at, m.id)))
           AS without_contact,
       count(*) AS messages,
       count(*) FILTER (WHERE is_copy) AS copied,
       count(*) FILTER (WHERE EXISTS (
           SELECT FROM case_timeline w WHERE w.firm_id = m.firm_id AND w.case_id = m.case_id
           AND w.event = 'filing_warned' AND w.at = m.at)) AS warned
FROM marked m
GROUP BY 1, 2, 3, 4, 5, 6
"""  # noqa: S608 -- constants only

_CASES = """
SELECT * FROM (
    SELECT DISTINCT ON (t.case_id) t.case_id, c.number, c.kind, c.state, s.code AS station,
           coalesce(c.counterparty, '') AS counterparty, c.waybill, t.actor_name AS name,
           t.at AS filed_at, coalesce(c.claimed_amount_fen, 0) AS claimed_fen,
           coalesce(c.awarded_amount_fen, 0) AS awarded_fen, c.outcome,
           EXISTS (SELECT FROM case_timeline b WHERE b.firm_id = t.firm_id
                   AND b.case_id = t.case_id AND b.event IN ('contact', 'ask_counterparty')
                   AND (b.at, b.id) < (t.at, t.id)) AS has_contacted
    FROM case_timeline t JOIN cases c ON c.firm_id = t.firm_id AND c.id = t.case_id
    JOIN stations s ON s.firm_id = t.firm_id AND s.id = t.station_id
    WHERE t.event = 'file' AND c.kind = 'arbitration' AND t.at >= :from_at AND t.at < :to_at
      AND (CAST(:station_id AS uuid) IS NULL OR t.station_id = :station_id)
      AND (CAST(:member_id AS uuid) IS NULL OR t.actor_member_id = :member_id)
      AND (CAST(:counterparty AS text) IS NULL OR coalesce(c.counterparty, '') = :counterparty)
    ORDER BY t.case_id, t.at, t.id
) AS filed
WHERE CAST(:before_at AS timestamptz) IS NULL OR (filed_at, case_id) < (:before_at, :before_id)
ORDER BY filed_at DESC, case_id DESC LIMIT :limit
"""


class Wanted(Struct, frozen=True):
    """Which filings; None: all."""

    from_at: datetime
    to_at: datetime
    station_id: UUID | None
    member_id: UUID | None
    counterparty: str | None


async def by_day(
    session: AsyncSession, station_id: UUID | None, from_at: datetime, to_at: datetime,
    timezone: str,
) -> list[dict[str, Any]]:  # fmt: skip
    """Counts by sender, relation and local day."""
    return await _rows(
        session, _BY_DAY, station_id=station_id, from_at=from_at, to_at=to_at, timezone=timezone
    )


async def cases_filed(
    session: AsyncSession, wanted: Wanted, before: tuple[datetime, UUID] | None, limit: int
) -> list[dict[str, Any]]:
    """Claims by their first filing, the latest first."""
    before_at, before_id = before or (None, None)
    return await _rows(
        session, _CASES, **structs.asdict(wanted), before_at=before_at, before_id=before_id,
        limit=limit,
    )  # fmt: skip


async def _rows(session: AsyncSession, sql: str, **values: Any) -> list[dict[str, Any]]:
    result = await session.exec(text(sql), params=values)  # type: ignore[call-overload]
    return [dict(row._mapping) for row in result]
