"""A bill of many lines over many stations, and the cases that a part of its waybills had."""

import csv
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from stationdesk.penalties.bills.rows import BILL_HEADER
from tests.factories.firms import Firm

STATIONS: Final = tuple(f"{57100 + n}" for n in range(55))
FIRST: Final = datetime(2026, 10, 1, 1, 14, tzinfo=UTC)
CASE_EVERY: Final = 5
ITEMS: Final = (
    ("100201", "工单自动考核", "50.00"),
    ("100101", "延误仲裁赔款", "386.00"),
    ("110492", "虚假问题件考核", "200.00"),
    ("044309", "拦截退回不及时", "20.00"),
    ("264-18", "客服服务质量考核费", "100.00"),
    ("100401", "破损仲裁赔款", "515.50"),
    ("044310", "签收未收到考核", "30.00"),
)
REFUND_EVERY: Final = 2_000

CASES: Final = """
WITH made AS (
    INSERT INTO cases (firm_id, id, number, kind, direction, state, version, station_id, waybill,
                       summary, details, details_version, rank, holder_kind, custody_since, source,
                       opened_at, received_at, answered_at, closed_at)
    SELECT $1, gen_random_uuid(), 'GD' || n, 'work_order', 'inbound', 'answered', 6,
           ($2::uuid[])[1 + n % array_length($2::uuid[], 1)], (78900000000000 + n)::text,
           '', '{}', 1, at, 'closed', at + interval '132 min', 'test', at,
           at + interval '4 min', at + interval '132 min', at + interval '132 min'
    FROM (SELECT n, $4::timestamptz + n * interval '20 seconds' AS at
          FROM generate_series(0, $3::bigint - 1) AS n WHERE n % $6 = 0) AS numbered
    RETURNING firm_id, id, station_id, opened_at
), held AS (
    INSERT INTO case_custody (firm_id, case_id, case_version, station_id, holder_kind,
                              holder_reference, holder_name, from_at, to_at)
    SELECT m.firm_id, m.id, h.version, m.station_id, h.kind,
           CASE h.kind WHEN 'agent' THEN $5::uuid WHEN 'station' THEN m.station_id END, h.name,
           m.opened_at + h.start * interval '1 min', m.opened_at + h.stop * interval '1 min'
    FROM made m, (VALUES (1, 'intake', '', 0, 4), (2, 'queue', '', 4, 16),
        (3, 'agent', '陈小雨', 16, 35), (4, 'station', '西兴网点', 35, 91),
        (5, 'agent', '陈小雨', 91, 132)) AS h (version, kind, name, start, stop)
)
INSERT INTO case_clocks (firm_id, case_id, id, station_id, name, owner, started_at, due_at,
                         stopped_at, breached_at, rungs, policy_code, policy_version)
SELECT firm_id, id, gen_random_uuid(), station_id, 'answer', 'hq', opened_at,
       opened_at + interval '120 min', opened_at + interval '132 min',
       opened_at + interval '120 min', '[]', 'work_order', 1
FROM made
"""


def write_bill(path: Path, lines: int) -> None:
    """The product's own columns; one line in 2,000 gives money back, a fifth had a case."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(BILL_HEADER)
        for number in range(lines):
            code, name, amount = ITEMS[number % len(ITEMS)]
            at = FIRST + timedelta(seconds=20 * number, hours=2, minutes=12)
            waybill = 78900000000000 + number
            if number % REFUND_EVERY == REFUND_EVERY - 1:
                waybill, amount = waybill - len(ITEMS), f"-{amount}"
            written = (at + timedelta(hours=8)).strftime("%Y-%m-%d %H:%M:%S")
            writer.writerow(
                ["ZTO-2026-10", number + 1, STATIONS[number % len(STATIONS)], waybill, code, name,
                 amount, written, "2026-11-01 09:00", "2026-11-30 18:00", f"第 {number} 件 超时"]
            )  # fmt: skip


async def write_worked_cases(owner: Any, firm: Firm, lines: int, agent_id: object) -> None:
    """A case with five holders and a breached clock for every fifth line's waybill."""
    await owner.execute(
        CASES, firm.id, [firm.stations[code].id for code in STATIONS], lines, FIRST, agent_id,
        CASE_EVERY, timeout=600,
    )  # fmt: skip
    await owner.execute("VACUUM ANALYZE cases, case_custody, case_clocks", timeout=600)
