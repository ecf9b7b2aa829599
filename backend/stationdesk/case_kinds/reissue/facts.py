"""What a reissue takes from the policy when it opens: the figures and the end of the evening."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.case_kinds.reissue.details import Reissue
from stationdesk.cases.kinds import Details, Occasion
from stationdesk.foundation.zones import HOME_NAME
from stationdesk.parcels.comparison import figures_from
from stationdesk.parcels.reissue import compare
from stationdesk.policies.errors import PolicyUnreadable
from stationdesk.stations import repository as stations
from stationdesk.tenancy.actor import Actor
from stationdesk.workflow.definition import Refusal

SHORTEST_ASK = timedelta(minutes=30)
"""Whoever opens it late in the evening still gets this long."""


async def facts(session: AsyncSession, actor: Actor, occasion: Occasion) -> Mapping[str, Any]:
    """The policy's figures, and how long the evening still is at the station."""
    if occasion.case_id is not None:
        return {}
    station = await stations.station_by_id(session, occasion.station_id)
    zone = ZoneInfo(station.timezone if station else HOME_NAME)
    ends = _end_of_evening(str(occasion.parameters.get("evening_ends", "22:00")))
    return {
        "parameters": occasion.parameters,
        "minutes_of_evening": minutes_of_evening(occasion.now.astimezone(zone), ends),
    }


def _end_of_evening(text: str) -> time:
    try:
        return time.fromisoformat(text)
    except ValueError as error:
        raise PolicyUnreadable(
            f"case.reissue: evening_ends is {text!r}; write a time like 22:00.",
            zh=f"补单制度里的当晚截止时间“{text}”读不懂，请写成 22:00。",
        ) from error


def minutes_of_evening(local: datetime, ends: time) -> int:
    """From now to the end of this evening, in whole minutes."""
    end = datetime.combine(local.date(), ends, tzinfo=local.tzinfo)
    return int(max(end - local, SHORTEST_ASK) / timedelta(minutes=1))


def settle(details: Reissue, direction: str, facts: Mapping[str, Any]) -> Details | Refusal:
    """The case with both sides of the comparison, as they stood when it was opened."""
    figures = figures_from(details.model_dump(), facts["parameters"])
    due = facts["minutes_of_evening"] if direction == "outbound" else None
    return Reissue.model_validate(
        details.model_dump()
        | msgspec.to_builtins(figures)
        | {"shown": msgspec.to_builtins(compare(figures)), "ask_due_minutes": due}
    )
