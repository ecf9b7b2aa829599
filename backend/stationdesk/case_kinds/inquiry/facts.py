"""What an inquiry has to know of others: whether the parcel left a trace, who has answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.cases.kinds import Occasion
from stationdesk.cases.repository import askings
from stationdesk.parcels import service as parcels
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import raw_connection


async def facts(session: AsyncSession, actor: Actor, occasion: Occasion) -> Mapping[str, Any]:
    """`has_trace`: the parcel was scanned; `is_answered`: somebody asked has told us."""
    if occasion.case_id is None:
        return {}
    seen = await parcels.stages_of(session, occasion.waybill)
    answered = await askings.has_event_like(
        await raw_connection(session), actor.firm_id, occasion.case_id, "_answered"
    )
    return {"has_trace": bool(seen), "is_answered": answered}
