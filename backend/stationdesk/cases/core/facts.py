"""What the cases of a waybill say about who used up the time: evidence for a fine's cause."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import asyncpg
import msgspec

from stationdesk.cases.repository import due
from stationdesk.cases.repository.due import Connection
from stationdesk.workflow.custody import Holder, HolderKind, Interval

_CASE_FIELDS = (
    "id", "number", "kind", "direction", "state", "opened_at", "received_at", "answered_at",
    "closed_at", "outcome",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ClockFacts:
    """A clock's window and whether it ran out. `stopped_at` None: it still runs."""

    id: UUID
    name: str
    owner: str
    started_at: datetime
    due_at: datetime
    stopped_at: datetime | None
    breached_at: datetime | None
    policy_code: str
    policy_version: int
    policy_title: str = ""
    exempted_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """A case with its clocks and its custody, without a gap; the last interval may be running.

    A holder's `reference` is a member's id for `agent` and `supervisor`.
    """

    id: UUID
    number: str
    kind: str
    direction: str
    state: str
    opened_at: datetime
    received_at: datetime
    answered_at: datetime | None
    closed_at: datetime | None
    outcome: str | None
    clocks: tuple[ClockFacts, ...]
    custody: tuple[Interval, ...]


async def evidence_for_waybills(
    connection: Connection, firm_id: UUID, places: Collection[tuple[UUID, str]], now: datetime
) -> dict[tuple[UUID, str], list[CaseFacts]]:
    """The facts of every case, oldest first, by (station, waybill) of `places`; places without any
    case are left out. Three queries, however many places are asked for."""
    rows = await due.cases_for_fines(connection, firm_id, places)
    ids = [row["id"] for row in rows]
    clocks: defaultdict[UUID, list[ClockFacts]] = defaultdict(list)
    for each in await due.clocks_for_fines(connection, firm_id, ids):
        clocks[each["case_id"]].append(_clock(each, now))
    ended: defaultdict[UUID, list[Interval]] = defaultdict(list)
    versions = {row["id"]: row["version"] for row in rows}
    for case_id, version, kind, reference, name, from_at, to_at in await due.custody_for_fines(
        connection, firm_id, ids
    ):
        # Of the case as it was read: a claim may have committed since.
        if version < versions[case_id]:
            holder = Holder(HolderKind(kind), reference, name)
            ended[case_id].append(Interval(holder, from_at, to_at))
    found: defaultdict[tuple[UUID, str], list[CaseFacts]] = defaultdict(list)
    for row in rows:
        holder = Holder(HolderKind(row["holder_kind"]), row["holder_reference"], row["holder_name"])
        running = Interval(holder, row["custody_since"])
        found[row["station_id"], row["waybill"]].append(
            CaseFacts(
                **{name: row[name] for name in _CASE_FIELDS},
                clocks=tuple(clocks[row["id"]]),
                custody=(*ended[row["id"]], running),
            )
        )
    return dict(found)


def _clock(row: asyncpg.Record, now: datetime) -> ClockFacts:
    """`breached_at` is told from the clock itself: the column may lag behind its last rung."""
    end = row["stopped_at"] or row["paused_at"] or now
    marks = row["exemptions"]
    return ClockFacts(
        row["id"], row["name"], row["owner"], row["started_at"], row["due_at"], row["stopped_at"],
        row["due_at"] if end > row["due_at"] else None,
        row["policy_code"], row["policy_version"], row["policy_title"],
        () if marks == "[]" else tuple(mark["title"] for mark in msgspec.json.decode(marks)),
    )  # fmt: skip
