"""Asking for open clocks to be reckoned again; a job does it, batch by batch."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec
from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.foundation.ids import new_id
from stationdesk.foundation.jobs import defer
from stationdesk.policies.errors import RecomputationUnknown
from stationdesk.policies.repository import recomputations
from stationdesk.policies.schemas import RecomputationOut, RecomputationPage
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import raw_connection

Cause = Literal["policy", "calendar", "exemption"]
TASK = "recompute_clocks"


async def request_recomputation(
    session: AsyncSession,
    actor: Actor,
    *,
    cause: Cause,
    reason: str,
    reference_id: UUID | None = None,
    kinds: Iterable[str] = (),
    carriers: Iterable[str] = (),
    station_ids: Iterable[UUID] = (),
    now: datetime,
) -> UUID:
    """Have the open clocks concerned reckoned again, after the caller's commit; gives its id.

    What is left out concerns all: no kinds, every kind.
    """
    connection = await raw_connection(session)
    recomputation_id = new_id()
    await recomputations.insert(
        connection,
        actor.firm_id,
        {
            "id": recomputation_id,
            "cause": cause,
            "reason": reason,
            "reference_id": reference_id,
            "kinds": sorted(kinds),
            "carriers": sorted(carriers),
            "station_ids": sorted(station_ids),
            "requested_by_name": actor.name,
            "created_at": now,
        },
    )
    await defer(
        session, TASK, lock=f"recompute {actor.firm_id}", firm_id=actor.firm_id,
        recomputation_id=recomputation_id,
    )  # fmt: skip
    return recomputation_id


async def recomputation(
    session: AsyncSession, actor: Actor, recomputation_id: UUID
) -> RecomputationOut:
    """One recomputation with its progress. Raises RecomputationUnknown."""
    connection = await raw_connection(session)
    row = await recomputations.by_id(connection, actor.firm_id, recomputation_id)
    if row is None:
        raise RecomputationUnknown(f"There is no recomputation {recomputation_id}.")
    return msgspec.convert(dict(row.items()), RecomputationOut)


async def recomputation_page(
    session: AsyncSession, actor: Actor, before: UUID | None, limit: int
) -> RecomputationPage:
    """Recomputations, the latest first."""
    connection = await raw_connection(session)
    rows = await recomputations.page(connection, actor.firm_id, before, limit)
    items = [msgspec.convert(dict(row.items()), RecomputationOut) for row in rows[:limit]]
    return RecomputationPage(items, str(items[-1].id) if len(rows) > limit else None)
