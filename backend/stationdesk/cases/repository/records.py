"""Reading, locking, inserting and rewriting a case's row, its custody and its clocks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, TypeAlias
from uuid import UUID

import asyncpg
import msgspec

from stationdesk.cases.clockwork import CaseClock, ExemptionMark
from stationdesk.cases.schemas import CaseRecord
from stationdesk.clocks.calendars import Calendar
from stationdesk.clocks.deadlines import Clock, ClockOwner, Rung, Wait
from stationdesk.clocks.written import read_calendar, write_calendar
from stationdesk.workflow.custody import Holder, HolderKind, Interval

Connection: TypeAlias = "asyncpg.Connection[Any]"

_FIELDS = ", ".join(
    {"station_code": "s.code AS station_code", "station_name": "s.name AS station_name",
     "carrier": "s.carrier", "details": "c.details::text AS details"}.get(name, f"c.{name}")
    for name in CaseRecord.__struct_fields__
)  # fmt: skip
SELECT_RECORD = f"""
SELECT {_FIELDS}
FROM cases c JOIN stations s ON s.firm_id = c.firm_id AND s.id = c.station_id
"""  # noqa: S608

NEXT_NUMBERS = """
INSERT INTO case_counters AS counter (firm_id, period, last_number) VALUES ($1, $2, $3)
ON CONFLICT (firm_id, period) DO UPDATE SET last_number = counter.last_number + $3
RETURNING last_number
"""


def read_record(row: asyncpg.Record) -> CaseRecord:
    """A row of SELECT_RECORD as a struct."""
    return CaseRecord(**dict(row.items()))


async def find(connection: Connection, firm_id: UUID, case_id: UUID) -> CaseRecord | None:
    """The case, if the transaction's actor may see it."""
    row = await connection.fetchrow(
        SELECT_RECORD + "WHERE c.firm_id = $1 AND c.id = $2", firm_id, case_id
    )
    return read_record(row) if row else None


async def lock_many(
    connection: Connection, firm_id: UUID, case_ids: Sequence[UUID]
) -> list[CaseRecord]:
    """Those that the actor may see, locked in the order of their ids: two lists never deadlock."""
    rows = await connection.fetch(
        SELECT_RECORD + "WHERE c.firm_id = $1 AND c.id = ANY($2) ORDER BY c.id FOR UPDATE OF c",
        firm_id, list(case_ids),
    )  # fmt: skip
    return [read_record(row) for row in rows]


async def get_for_update(connection: Connection, firm_id: UUID, case_id: UUID) -> CaseRecord | None:
    """The same, locked until the end of the transaction."""
    row = await connection.fetchrow(
        SELECT_RECORD + "WHERE c.firm_id = $1 AND c.id = $2 FOR UPDATE OF c", firm_id, case_id
    )
    return read_record(row) if row else None


async def by_idempotency_key(connection: Connection, firm_id: UUID, key: str) -> UUID | None:
    """The case that a request with that key opened or changed."""
    known: UUID | None = await connection.fetchval(
        """
        SELECT id FROM cases WHERE firm_id = $1 AND idempotency_key = $2
        UNION ALL
        SELECT case_id FROM case_timeline WHERE firm_id = $1 AND idempotency_key = $2
        LIMIT 1
        """,
        firm_id, key,
    )  # fmt: skip
    return known


async def done_before(
    connection: Connection, firm_id: UUID, keys: Sequence[str]
) -> dict[UUID, int]:
    """Cases that a request with these keys has changed already, and their versions then."""
    rows = await connection.fetch(
        "SELECT case_id, case_version FROM case_timeline "
        "WHERE firm_id = $1 AND idempotency_key = ANY($2)",
        firm_id, list(keys),
    )  # fmt: skip
    return {row["case_id"]: row["case_version"] for row in rows}


async def open_of_source(connection: Connection, firm_id: UUID, source_key: str) -> UUID | None:
    """The open case that the source has already."""
    known: UUID | None = await connection.fetchval(
        "SELECT id FROM cases WHERE firm_id = $1 AND source_key = $2 AND closed_at IS NULL",
        firm_id, source_key,
    )  # fmt: skip
    return known


async def next_number(connection: Connection, firm_id: UUID, period: str) -> int:
    """The firm's next running number in the period; held until the transaction ends."""
    number: int = await connection.fetchval(NEXT_NUMBERS, firm_id, period, 1)
    return number


async def insert_case(connection: Connection, columns: dict[str, Any]) -> bool:
    """Write a new case; False if its source or idempotency key is taken."""
    names = list(columns)
    places = ", ".join(f"${n}" for n in range(1, len(names) + 1))
    status = await connection.execute(
        f"INSERT INTO cases ({', '.join(names)}) VALUES ({places}) ON CONFLICT DO NOTHING",  # noqa: S608
        *columns.values(),
    )
    return bool(status == "INSERT 0 1")


async def update_case(
    connection: Connection, firm_id: UUID, case_id: UUID, columns: dict[str, Any]
) -> None:
    """Rewrite columns of a case that the caller has locked. Names are ours, never a request's."""
    sets = ", ".join(f"{name} = ${n}" for n, name in enumerate(columns, start=3))
    await connection.execute(
        f"UPDATE cases SET {sets} WHERE firm_id = $1 AND id = $2",  # noqa: S608
        firm_id, case_id, *columns.values(),
    )  # fmt: skip


async def update_cases(
    connection: Connection, firm_id: UUID, changes: Sequence[tuple[UUID, Mapping[str, Any]]]
) -> None:
    """The same for several cases, in one statement for those that change the same columns."""
    by_names: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for case_id, columns in changes:
        row = dict(columns) | {"id": case_id}
        if "details" in row:
            row["details"] = msgspec.Raw(row["details"].encode())
        by_names.setdefault(tuple(columns), []).append(row)
    for names, rows in by_names.items():
        sets = ", ".join(f"{name} = r.{name}" for name in names)
        await connection.execute(
            f"UPDATE cases c SET {sets} "  # noqa: S608
            "FROM jsonb_populate_recordset(NULL::cases, $2::jsonb) r "
            "WHERE c.firm_id = $1 AND c.id = r.id",
            firm_id, msgspec.json.encode(rows).decode(),
        )  # fmt: skip


async def insert_custodies(
    connection: Connection, firm_id: UUID, ended: Sequence[tuple[UUID, UUID, int, Interval]]
) -> None:
    """Write intervals that have ended, of (case, station, the case's version)."""
    holders = [each.holder for *_, each in ended]
    await connection.execute(
        """
        INSERT INTO case_custody (firm_id, case_id, case_version, station_id, holder_kind,
                                  holder_reference, holder_name, from_at, to_at)
        SELECT $1, * FROM unnest($2::uuid[], $3::integer[], $4::uuid[], $5::text[], $6::uuid[],
                                 $7::text[], $8::timestamptz[], $9::timestamptz[])
        """,
        firm_id, [case_id for case_id, *_ in ended], [version for _, _, version, _ in ended],
        [station_id for _, station_id, *_ in ended], [str(each.kind) for each in holders],
        [each.reference for each in holders], [each.name for each in holders],
        [each.from_at for *_, each in ended], [each.to_at for *_, each in ended],
    )  # fmt: skip


async def insert_custody(
    connection: Connection,
    firm_id: UUID,
    case_id: UUID,
    station_id: UUID,
    case_version: int,
    interval: Interval,
) -> None:
    """Write an interval that has ended."""
    await insert_custodies(connection, firm_id, [(case_id, station_id, case_version, interval)])


async def ended_custody(
    connection: Connection, firm_id: UUID, case_id: UUID, version: int
) -> list[Interval]:
    """The intervals that had ended at a version of the case, in order.

    The version is that of the case as it was read: a claim may have committed since.
    """
    rows = await connection.fetch(
        """
        SELECT holder_kind, holder_reference, holder_name, from_at, to_at FROM case_custody
        WHERE firm_id = $1 AND case_id = $2 AND case_version < $3 ORDER BY case_version
        """,
        firm_id, case_id, version,
    )  # fmt: skip
    return [
        Interval(Holder(HolderKind(kind), reference, name), from_at, to_at)
        for kind, reference, name, from_at, to_at in rows
    ]


CLOCK_FIELDS = """k.id, k.name, k.owner, k.started_at, k.due_at, k.paused_at, k.stopped_at,
    k.rungs::text AS rungs, k.calendar::text AS calendar, k.policy_code, k.policy_version,
    k.policy_title, k.policy_version_id, k.set_at, k.length_minutes, k.is_own_length,
    k.waits::text AS waits, k.granted_due_at, k.exemptions::text AS exemptions"""
"""What `read_clock` needs of `case_clocks k`."""
UPSERT_CLOCK = """
INSERT INTO case_clocks (firm_id, case_id, id, station_id, name, owner, started_at, due_at,
                         paused_at, stopped_at, breached_at, rungs, next_rung_at, calendar,
                         policy_code, policy_version, policy_title, policy_version_id, set_at,
                         length_minutes, is_own_length, waits, granted_due_at, exemptions)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
        $21, $22, $23, $24)
ON CONFLICT (firm_id, case_id, id) DO UPDATE
SET due_at = excluded.due_at, paused_at = excluded.paused_at, stopped_at = excluded.stopped_at,
    breached_at = excluded.breached_at, rungs = excluded.rungs,
    next_rung_at = excluded.next_rung_at, waits = excluded.waits,
    granted_due_at = excluded.granted_due_at, exemptions = excluded.exemptions
"""
_RUNGS = msgspec.json.Decoder(tuple[Rung, ...])
_WAITS = msgspec.json.Decoder(tuple[Wait, ...])
_EXEMPTIONS = msgspec.json.Decoder(tuple[ExemptionMark, ...])


@lru_cache(maxsize=256)
def calendar_of(written: str | None) -> Calendar:
    """A clock's calendar; thousands of clocks share a few."""
    return read_calendar(msgspec.json.decode(written) if written else None)


def read_clock(row: asyncpg.Record) -> CaseClock:
    """A row of `case_clocks` as a clock."""
    clock = Clock(
        name=row["name"],
        owner=ClockOwner(row["owner"]),
        started_at=row["started_at"],
        due_at=row["due_at"],
        rungs=_RUNGS.decode(row["rungs"]),
        paused_at=row["paused_at"],
        stopped_at=row["stopped_at"],
        waits=_WAITS.decode(row["waits"]),
    )
    return CaseClock(
        row["id"], clock, calendar_of(row["calendar"]), row["policy_code"], row["policy_version"],
        row["policy_title"], row["policy_version_id"], row["set_at"], row["length_minutes"],
        row["is_own_length"], row["granted_due_at"], _EXEMPTIONS.decode(row["exemptions"]),
    )  # fmt: skip


async def clocks_of(
    connection: Connection, firm_id: UUID, case_id: UUID, *, locked: bool = False
) -> list[CaseClock]:
    """The clocks of a case, oldest first."""
    rows = await connection.fetch(
        f"SELECT {CLOCK_FIELDS} FROM case_clocks k WHERE firm_id = $1 AND case_id = $2 "  # noqa: S608
        "ORDER BY started_at, id" + (" FOR UPDATE" if locked else ""),
        firm_id, case_id,
    )  # fmt: skip
    return [read_clock(row) for row in rows]


async def clocks_of_many(
    connection: Connection, firm_id: UUID, case_ids: Sequence[UUID]
) -> dict[UUID, list[CaseClock]]:
    """The clocks of cases that the caller has locked, oldest first, locked as well."""
    rows = await connection.fetch(
        f"SELECT k.case_id, {CLOCK_FIELDS} FROM case_clocks k "  # noqa: S608
        "WHERE firm_id = $1 AND case_id = ANY($2) ORDER BY case_id, started_at, id FOR UPDATE",
        firm_id, list(case_ids),
    )  # fmt: skip
    found: dict[UUID, list[CaseClock]] = {}
    for row in rows:
        found.setdefault(row["case_id"], []).append(read_clock(row))
    return found


async def write_clocks(
    connection: Connection,
    firm_id: UUID,
    case_id: UUID,
    station_id: UUID,
    clocks: Sequence[CaseClock],
    now: datetime,
) -> None:
    """Insert new clocks and rewrite changed ones."""
    await write_clocks_of(connection, firm_id, [(case_id, station_id, clocks, now)])


async def write_clocks_of(
    connection: Connection,
    firm_id: UUID,
    cases: Sequence[tuple[UUID, UUID, Sequence[CaseClock], datetime]],
) -> None:
    """The same of several cases: (case, station, clocks, now)."""
    await connection.executemany(
        UPSERT_CLOCK,
        [
            _clock_values(firm_id, case_id, station_id, each, now)
            for case_id, station_id, clocks, now in cases
            for each in clocks
        ],
    )


def _clock_values(
    firm_id: UUID, case_id: UUID, station_id: UUID, each: CaseClock, now: datetime
) -> tuple[Any, ...]:
    clock = each.clock
    calendar = write_calendar(each.calendar)
    return (
        firm_id, case_id, each.id, station_id, clock.name, str(clock.owner), clock.started_at,
        clock.due_at, clock.paused_at, clock.stopped_at, clock.breached_at(now),
        msgspec.json.encode(clock.rungs).decode(), clock.next_rung_at,
        msgspec.json.encode(calendar).decode() if calendar else None,
        each.policy_code, each.policy_version, each.policy_title, each.policy_version_id,
        each.set_at, each.length_minutes, each.is_own_length,
        msgspec.json.encode(clock.waits).decode(), each.granted_due_at,
        msgspec.json.encode(each.exemptions).decode(),
    )  # fmt: skip


async def renew_lease(
    connection: Connection, firm_id: UUID, case_id: UUID, member_id: UUID, until: datetime
) -> None:
    """Prolong the member's lease on a case, if it is in his hands."""
    await connection.execute(
        """
        UPDATE cases SET lease_until = greatest(lease_until, $4)
        WHERE firm_id = $1 AND id = $2 AND agent_member_id = $3 AND lease_until IS NOT NULL
        """,
        firm_id, case_id, member_id, until,
    )  # fmt: skip
