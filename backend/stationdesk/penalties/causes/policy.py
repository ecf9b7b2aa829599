"""The figures by which a cause is proposed: the firm's policy `penalties`, by carrier and day."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field
from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.penalties.causes.proposing import Policy
from stationdesk.policies import service as policies
from stationdesk.policies.forms import Parameters, PolicyForm, register
from stationdesk.stations import repository as stations
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import raw_connection

_DAY_MINUTES = 24 * 60


def _minutes(shipped: int, zh: str, en: str) -> Any:
    return Field(shipped, ge=1, le=_DAY_MINUTES, title=zh, json_schema_extra={"en": en})


class PenaltyParameters(Parameters):
    """How long somebody must have held a case before its running out is his."""

    minimum_handling_minutes: int = _minutes(15, "客服最少经手分钟", "Agent's handling minutes")
    queue_target_minutes: int = _minutes(15, "排队目标分钟", "Queue target minutes")
    station_answer_minutes: int = _minutes(60, "网点答复分钟", "Station's answer minutes")


PENALTIES = register(PolicyForm("penalties", "定责口径", "Attribution figures", PenaltyParameters))


async def policy_at(
    session: AsyncSession, actor: Actor, station_id: UUID, occurred_at: datetime
) -> Policy:
    """The figures that held for a station's carrier when a fine arose."""
    station = await stations.station_by_id(session, station_id)
    carrier = station.carrier if station is not None else None
    held = await policies.parameters_in_force(
        await raw_connection(session), actor.firm_id, PENALTIES, carrier, occurred_at
    )
    return Policy(
        held.parameters.minimum_handling_minutes,
        held.parameters.queue_target_minutes,
        held.parameters.station_answer_minutes,
    )
