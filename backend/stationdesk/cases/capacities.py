"""In what capacities somebody raises an event on a case."""

from __future__ import annotations

from stationdesk.cases.schemas import CaseRecord
from stationdesk.tenancy.actor import Actor, Role
from stationdesk.tenancy.permissions import Permission, allows
from stationdesk.workflow.definition import Capacity

SUPERVISING = frozenset({Role.SUPERVISOR, Role.MANAGER, Role.FIRM_OWNER})


def capacities(actor: Actor, case: CaseRecord) -> frozenset[Capacity]:
    """Who claimed the case works it, also while others are asked; supervisors may work any.

    A station's owner may only answer for his station: row-level security has already seen to it
    that the case is of one of his.
    """
    if actor.role is Role.SYSTEM:
        return frozenset({Capacity.SYSTEM, Capacity.SUPERVISOR})
    found: set[Capacity] = set()
    is_at_it = actor.member_id is not None and actor.member_id in (
        case.agent_member_id,
        case.holder_reference,
    )
    if is_at_it and allows(actor, Permission.CASES_WORK):
        found.add(Capacity.HOLDER)
    if allows(actor, Permission.CASES_SUPERVISE):
        found.add(Capacity.SUPERVISOR)
    if actor.role is Role.STATION_OWNER:
        found.add(Capacity.STATION)
    return frozenset(found)


def holding_kind(actor: Actor) -> str:
    """As what a member holds a case: custody tells supervisors from agents."""
    return "supervisor" if actor.role in SUPERVISING else "agent"
