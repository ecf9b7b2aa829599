"""What the guards of a complaint must know beside the case: the asker's limit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.case_kinds.complaint.limits import COMPENSATION, RANKS
from stationdesk.cases.kinds import Occasion
from stationdesk.policies import service as policies
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import raw_connection


async def facts(session: AsyncSession, actor: Actor, occasion: Occasion) -> Mapping[str, Any]:
    """Role and limits of compensation, with the version that they came from."""
    held = await policies.parameters_in_force(
        await raw_connection(session), actor.firm_id, COMPENSATION, occasion.carrier, occasion.now
    )
    return {
        "role": str(actor.role),
        "limits_fen": {role: getattr(held.parameters, f"{role}_fen") for role in RANKS},
        "policy_code": held.code,
        "policy_version": held.version,
    }
