"""What a problem parcel has to know of policy: the carrier's type codes of that day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.case_kinds.problem_parcel.details import ProblemParcel
from stationdesk.case_kinds.problem_parcel.types import PROBLEM_TYPES, TypeList, list_of
from stationdesk.cases.kinds import Occasion
from stationdesk.policies import service as policies
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import raw_connection
from stationdesk.workflow.definition import Refusal

_NAMING_A_TYPE = frozenset({"register", "correct_type"})


async def facts(session: AsyncSession, actor: Actor, occasion: Occasion) -> Mapping[str, Any]:
    """`types`: the list in force, where a type is about to be named."""
    if occasion.case_id is not None and occasion.event not in _NAMING_A_TYPE:
        return {}
    return {"types": await types_in_force(session, actor, occasion.carrier, occasion.now)}


async def types_in_force(
    session: AsyncSession, actor: Actor, carrier: str, at: datetime
) -> TypeList:
    """The carrier's types at a moment: the firm's own version first, else the example."""
    held = await policies.parameters_in_force(
        await raw_connection(session), actor.firm_id, PROBLEM_TYPES, carrier, at
    )
    return list_of(held)


def settle(details: ProblemParcel, direction: str, found: Mapping[str, Any]) -> Any:
    """What we register must be a type of the carrier; what others registered is as HQ has it."""
    if details.problem_type is None:
        return details
    types: TypeList = found["types"]
    refusal = unknown_type(types, details.problem_type, direction)
    if refusal is None:
        return details.model_copy(update=snapshot(types, details.problem_type, direction))
    return refusal if direction == "inbound" else details


def unknown_type(types: TypeList, code: str, direction: str) -> Refusal | None:
    """The refusal of a code that the carrier does not list, naming those that it does."""
    if types.find(code, direction) is not None:
        return None
    known = types.known(direction)
    return Refusal(
        "unknown_problem_type",
        f"没有问题件类型 {code};可用:{known.zh}",
        f"There is no problem type {code}; known: {known.en}",
        ("problem_type",),
    )


def snapshot(types: TypeList, code: str, direction: str) -> dict[str, Any]:
    """What the case keeps of its type: a later version of the list changes nothing about it."""
    found = types.find(code, direction)
    assert found is not None
    return {
        "problem_type": found.code,
        "type_zh": found.zh,
        "type_en": found.en,
        "type_policy": types.policy,
        "type_version": types.version,
        "waits_on": found.waits_on,
        "needed": found.proofs,
    }
