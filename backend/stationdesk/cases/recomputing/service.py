"""Reckoning the open clocks again after a rule was corrected, batch by batch.

A batch is read and reckoned without any lock; only those that change are locked, read once more,
and written by three statements. So the queue goes on meanwhile. Its progress is written in the
batch's own transaction: a worker that dies loses nothing and repeats nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg
import structlog

from stationdesk.cases.clockwork import CaseClock
from stationdesk.cases.core.context import Connection
from stationdesk.cases.kinds import kind_of
from stationdesk.cases.ranking import next_due_at, rank
from stationdesk.cases.recomputing import repository as recompute
from stationdesk.cases.recomputing.clock import is_reckoned, recomputed, told
from stationdesk.cases.recomputing.repository import Note, Scope
from stationdesk.cases.repository import records
from stationdesk.clocks.calendars import NoWorkingTime
from stationdesk.foundation.database import Database
from stationdesk.foundation.errors import StationdeskError
from stationdesk.foundation.ids import new_id
from stationdesk.policies.repository import recomputations
from stationdesk.policies.service.book import RuleBook, rule_book
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import hot_transaction

BATCH = 250
"""Cases a transaction: written in some tens of milliseconds, which is how long a claim may wait."""
BATCHES_MAX = 40_000
DEADLOCKS_MAX = 5

_log = structlog.get_logger("stationdesk.cases")


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be recomputed and why."""

    id: UUID
    cause: str
    reason: str
    scope: Scope


@dataclass(slots=True)
class Found:
    """What differs in a batch. `failed`: clocks that the rules give no deadline for."""

    cases: dict[UUID, asyncpg.Record]
    changed: list[tuple[UUID, CaseClock, CaseClock, bool]]
    open_clocks: dict[UUID, list[CaseClock]]
    reckoned: dict[UUID, tuple[asyncpg.Record, CaseClock, CaseClock]]
    failed: int = 0


async def recompute_clocks(
    database: Database, actor: Actor, recomputation_id: UUID, clock: Callable[[], datetime]
) -> None:
    """Carry a recomputation through to its end, from wherever it stands. Safe to run again."""
    async with hot_transaction(database, actor) as connection:
        row = await recomputations.by_id(connection, actor.firm_id, recomputation_id)
        if row is None or row["finished_at"] is not None:
            return
        scope = Scope(row["kinds"], row["carriers"], row["station_ids"])
        task = Task(recomputation_id, row["cause"], row["reason"], scope)
        total = await recompute.count(connection, actor.firm_id, scope)
        await recomputations.begin(connection, actor.firm_id, recomputation_id, total, clock())
        book = await rule_book(connection, actor.firm_id, clock())
    after: UUID | None = row["last_case_id"]
    for _ in range(BATCHES_MAX):
        after = await _batch_with_retries(database, actor, task, book, after, clock())
        if after is None:
            return


async def _batch_with_retries(
    database: Database, actor: Actor, task: Task, book: RuleBook, after: UUID | None, now: datetime
) -> UUID | None:
    for attempt in range(DEADLOCKS_MAX):
        try:
            async with hot_transaction(database, actor) as connection:
                return await _batch(connection, actor, task, book, after, now)
        except asyncpg.DeadlockDetectedError:
            if attempt == DEADLOCKS_MAX - 1:
                raise
    return None


async def _batch(
    connection: Connection,
    actor: Actor,
    task: Task,
    book: RuleBook,
    after: UUID | None,
    now: datetime,
) -> UUID | None:
    """One batch in the caller's transaction; gives the last case's id, None at the end."""
    firm_id = actor.firm_id
    case_ids = await recompute.next_cases(connection, firm_id, task.scope, after, BATCH)
    if not case_ids:
        await recomputations.finish(connection, firm_id, task.id, now)
        return None
    looked_at = reckon(*await recompute.read(connection, firm_id, case_ids), book, now)
    wanted = sorted({case_id for case_id, *_ in looked_at.changed})
    changed = 0
    if wanted:
        # Somebody may have worked a case since it was read: what counts is what is locked now.
        locked = await recompute.read(connection, firm_id, wanted, locked=True)
        settled = reckon(*locked, book, now, looked_at.reckoned)
        changed = await _write(connection, actor, task, settled, now)
    await recomputations.advance(
        connection, firm_id, task.id, case_ids[-1], len(case_ids), changed, looked_at.failed
    )
    return case_ids[-1]


def reckon(
    cases: Iterable[asyncpg.Record],
    clocks: Iterable[asyncpg.Record],
    book: RuleBook,
    now: datetime,
    known: Mapping[UUID, tuple[asyncpg.Record, CaseClock, CaseClock]] | None = None,
) -> Found:
    """Which clocks of the cases differ under the rules as they stand now.

    `known`: what was reckoned before the locks; a clock that is still as it was is not reckoned
    again, so that the locks are held for the writing only.
    """
    found = Found({row["id"]: row for row in cases}, [], defaultdict(list), {})
    for row in clocks:
        case = found.cases.get(row["case_id"])
        if case is None:
            continue
        was, before, after = (known or {}).get(row["id"], (None, None, None))
        if was is None or before is None or after is None or was != row:
            before = records.read_clock(row)
            after = _reckoned(case, before, book, now, found)
        found.reckoned[row["id"]] = (row, before, after)
        found.open_clocks[case["id"]].append(after)
        if after != before:
            found.changed.append((case["id"], before, after, row["breached_at"] is not None))
    return found


def _reckoned(
    case: asyncpg.Record, before: CaseClock, book: RuleBook, now: datetime, found: Found
) -> CaseClock:
    rule = kind_of(case["kind"]).clocks.get(before.clock.name)
    if rule is None or not is_reckoned(before):
        return before
    set_at = before.set_at or before.clock.started_at
    try:
        terms = book.case_terms(case["kind"], case["carrier"], case["station_id"], set_at)
        return recomputed(before, rule, terms, now)
    except (StationdeskError, NoWorkingTime) as error:
        found.failed += 1
        _log.warning("clock_not_recomputed", case_id=str(case["id"]), problem=str(error))
        return before


async def _write(
    connection: Connection, actor: Actor, task: Task, found: Found, now: datetime
) -> int:
    if not found.changed:
        return 0
    firm_id = actor.firm_id
    await recompute.write_clocks(
        connection, firm_id, [(case_id, after) for case_id, _, after, _ in found.changed], now
    )
    await recompute.write_cases(connection, firm_id, _placed(found))
    # Made within one millisecond, ids come in any order; the timeline sorts by them.
    ids = sorted(new_id() for _ in found.changed)
    notes = [
        Note(
            case_id, id_, found.cases[case_id]["station_id"], found.cases[case_id]["version"],
            task.reason, told(before, after, was_breached, task.cause, now),
        )
        for id_, (case_id, before, after, was_breached) in zip(ids, found.changed, strict=True)
    ]  # fmt: skip
    await recompute.write_notes(connection, firm_id, now, actor.name, notes)
    return len(found.changed)


def _placed(found: Found) -> list[tuple[UUID, datetime | None, datetime]]:
    """Due time and rank of the cases whose clocks have moved."""
    placed: list[tuple[UUID, Any, Any]] = []
    for case_id in sorted({case_id for case_id, *_ in found.changed}):
        case = found.cases[case_id]
        due_at = next_due_at(each.clock for each in found.open_clocks[case_id])
        if due_at != case["due_at"]:
            # Without a deadline the place in the queue stays what it was.
            place = rank(due_at, case["risk_fen"], case["opened_at"]) if due_at else case["rank"]
            placed.append((case_id, due_at, place))
    return placed
