"""Where trouble clusters: the same phone or address in several cases of one sort."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

import asyncpg

Connection: TypeAlias = "asyncpg.Connection[Any]"

BATCH = 200

# What a case is of, as the risk register counts it; the codes are those of the carriers' problem
# types (domain §12). A dismissed entry comes again only by cases opened after it was dismissed.
CLUSTERS = """
WITH trouble AS (
    SELECT c.id, c.station_id, c.opened_at, k.role, k.name, k.phone, k.address, k.phone_key,
           k.address_key,
           CASE WHEN c.details->>'mark' = 'unfounded' THEN 'false_claims'
                WHEN c.details->>'problem_type' = 'B17'
                     OR c.details->>'category' = 'not_received' THEN 'signed_not_received'
                WHEN c.details->>'gap' = 'in_locker_not_collected' THEN 'locker_overdue'
                WHEN c.details->>'problem_type' = 'A9' THEN 'timed_collection'
                WHEN c.details->>'problem_type' = 'A5' THEN 'refuses'
                WHEN c.details->>'problem_type' = 'A1' THEN 'unreachable'
           END AS category
    FROM cases c JOIN case_contacts k ON k.firm_id = c.firm_id AND k.case_id = c.id
    WHERE c.firm_id = $1 AND c.received_at >= $2 AND k.role <> 'caller'
), keyed AS (
    SELECT t.*, w.match_by, w.match_key
    FROM trouble t CROSS JOIN LATERAL (VALUES
        ('phone', t.phone_key), ('address', t.address_key)) AS w (match_by, match_key)
    WHERE t.category IS NOT NULL AND length(w.match_key) >= 6
), clusters AS (
    SELECT x.station_id, x.category, x.match_by, x.match_key, r.id AS risk_id,
           r.status AS risk_status, count(DISTINCT x.id) AS cases,
           count(DISTINCT x.id) FILTER (WHERE x.opened_at > r.decided_at) AS fresh_cases,
           array_agg(DISTINCT x.id) AS case_ids, array_agg(DISTINCT x.role) AS roles,
           (array_agg(x.name ORDER BY x.opened_at DESC))[1] AS name,
           (array_agg(x.phone ORDER BY x.opened_at DESC))[1] AS phone,
           (array_agg(x.address ORDER BY x.opened_at DESC))[1] AS address
    FROM keyed x
    LEFT JOIN risk_entries r ON r.firm_id = $1 AND r.station_id = x.station_id
         AND r.match_by = x.match_by AND r.match_key = x.match_key AND r.category = x.category
    GROUP BY x.station_id, x.category, x.match_by, x.match_key, r.id, r.status
    HAVING count(DISTINCT x.id) >= $3
)
-- A phone says who it is; its address is only proposed where more cases than his stand there.
SELECT * FROM clusters c
WHERE (c.risk_id IS NULL OR (c.risk_status = 'dismissed' AND c.fresh_cases >= $3))
  AND (c.match_by = 'phone' OR NOT EXISTS (
    SELECT FROM clusters p WHERE p.match_by = 'phone' AND p.station_id = c.station_id
       AND p.category = c.category AND p.case_ids @> c.case_ids))
ORDER BY cases DESC, station_id, match_by, match_key LIMIT $4
"""


async def clusters(
    connection: Connection, firm_id: UUID, since: datetime, cases_min: int
) -> list[asyncpg.Record]:
    """Clusters that the register does not know, the largest first; at most a batch."""
    rows: list[asyncpg.Record] = await connection.fetch(CLUSTERS, firm_id, since, cases_min, BATCH)
    return rows
