"""What an interception has to know of the parcel: whether it is too late."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.case_kinds.interception.details import Interception
from stationdesk.cases.kinds import Occasion
from stationdesk.parcels import service as parcels
from stationdesk.tenancy.actor import Actor
from stationdesk.workflow.definition import Refusal

WINDOW_ENDS = {"signed": ("signed",), "dispatched": ("signed", "dispatched")}
"""By the policy's `window`: which stages of the parcel end the time to intercept it."""


async def facts(session: AsyncSession, _: Actor, occasion: Occasion) -> Mapping[str, Any]:
    """`too_late`: the stage that the parcel has reached, past the policy's window; else None."""
    stages = await parcels.stages_of(session, occasion.waybill)
    ends = WINDOW_ENDS.get(str(occasion.parameters.get("window", "signed")), ("signed",))
    return {"too_late": next((stage for stage in ends if stage in stages), None)}


def settle(details: Interception, _: str, found: Mapping[str, Any]) -> Interception | Refusal:
    """What is signed already is a matter of a return, not of an interception."""
    if found.get("too_late") == "signed":
        return already_signed()
    return details


def already_signed() -> Refusal:
    """In the words of whoever tried."""
    return Refusal(
        "already_signed",
        "该件已签收,拦截来不及:请按退回或投诉办理",
        "The parcel is signed for: too late to intercept it",
    )
