"""What an appeal takes from its fine when it opens."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.case_kinds.penalty_appeal.details import PenaltyAppeal
from stationdesk.cases.kinds import Details, Occasion
from stationdesk.penalties.service.appeals import appealable_fines, evidence_of_fines
from stationdesk.tenancy.actor import Actor
from stationdesk.workflow.definition import Refusal

TAKEN = ("bill_no", "line_no", "code", "name", "occurred_at", "notified_at", "appeal_due_at")


async def facts(session: AsyncSession, actor: Actor, occasion: Occasion) -> Mapping[str, Any]:
    """The waybill's fines and the sealed files of its cases; nothing once the case is open."""
    if occasion.case_id is not None:
        return {}
    place = (occasion.station_id, "".join(occasion.waybill.split()).upper())
    return {
        "fines": await appealable_fines(session, actor, *place),
        "exhibits": await evidence_of_fines(session, actor, *place),
    }


def settle(details: PenaltyAppeal, _: str, facts: Mapping[str, Any]) -> Details | Refusal:
    """The appeal with its fine's facts; refused where that waybill has no such fine."""
    fine = facts["fines"].get(str(details.fine_id))
    if fine is None:
        return Refusal(
            "fine_unknown",
            "该运单在此网点没有这笔可申诉的罚款",
            "The waybill has no such fine at this station that could be appealed",
            ("fine_id",),
        )
    return PenaltyAppeal.model_validate(
        details.model_dump()
        | {name: getattr(fine, name) for name in TAKEN}
        | {"amount_fen": fine.net_fen, "exhibits": facts["exhibits"]}
    )
