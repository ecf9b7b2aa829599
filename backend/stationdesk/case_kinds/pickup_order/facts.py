"""A new pickup order says by itself what it lacks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.case_kinds.pickup_order.details import PickupOrder, missing_of
from stationdesk.cases.kinds import Occasion
from stationdesk.tenancy.actor import Actor


async def facts(_: AsyncSession, __: Actor, ___: Occasion) -> Mapping[str, Any]:
    """Nothing of other rooms is needed."""
    return {}


def settle(details: PickupOrder, _: str, __: Mapping[str, Any]) -> PickupOrder:
    """The list of what is missing is stored, so that every screen shows the same."""
    return details.model_copy(update={"missing": missing_of(details)})
