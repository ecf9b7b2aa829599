"""What the cases of a waybill say about who used up the time: evidence for a fine's cause."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.cases.core.opening import clean_waybill
from stationdesk.cases.repository import due, records
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import raw_connection
from stationdesk.workflow.custody import Holder, HolderKind, Interval


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


async def evidence_for_waybill(
    session: AsyncSession, actor: Actor, station_id: UUID, waybill: str, now: datetime
) -> list[CaseFacts]:
    """The facts of every case of a waybill at a station, oldest first."""
    connection = await raw_connection(session)
    facts: list[CaseFacts] = []
    rows = await due.cases_for_fine(connection, actor.firm_id, station_id, clean_waybill(waybill))
    for row in rows:
        clocks = await records.clocks_of(connection, actor.firm_id, row["id"])
        ended = await records.ended_custody(connection, actor.firm_id, row["id"], row["version"])
        holder = Holder(HolderKind(row["holder_kind"]), row["holder_reference"], row["holder_name"])
        facts.append(
            CaseFacts(
                **{
                    name: row[name]
                    for name in (
                        "id", "number", "kind", "direction", "state", "opened_at", "received_at",
                        "answered_at", "closed_at", "outcome",
                    )
                },
                clocks=tuple(
                    ClockFacts(
                        each.id, each.clock.name, str(each.clock.owner), each.clock.started_at,
                        each.clock.due_at, each.clock.stopped_at, each.clock.breached_at(now),
                        each.policy_code, each.policy_version,
                    )
                    for each in clocks
                ),
                custody=(*ended, Interval(holder, row["custody_since"])),
            )
        )  # fmt: skip
    return facts
