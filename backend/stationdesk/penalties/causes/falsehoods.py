"""Fines that are about no clock: what was registered or signed was false. Pure.

Custody cannot tell who was careless here; the code says whose act it was, and the case who did it.
So these proposals are made with little confidence, and are for a person to decide one by one.
"""

from typing import Final
from uuid import UUID

from stationdesk.cases.service import CaseFacts
from stationdesk.penalties.bills.categories import FineCategory
from stationdesk.penalties.causes.proposing import Proposal
from stationdesk.penalties.causes.texts import Contrast, Sentence
from stationdesk.penalties.causes.words import Cause
from stationdesk.workflow.custody import HolderKind

BY_CODE: Final = 0.5


def propose_by_code(category: FineCategory, item: str, case: CaseFacts | None) -> Proposal | None:
    """A false signature is the courier's act; a false problem is whoever's registered it. None
    where no case of ours shows what was done."""
    if case is None:
        return None
    if category is FineCategory.FALSE_SIGNATURE:
        return _signed(item, case)
    return _registered(item, case)


def _signed(item: str, case: CaseFacts) -> Proposal:
    return Proposal(
        cause=Cause.STATION_OPERATION,
        agent=None,
        confidence=BY_CODE,
        reasons=(
            Sentence(
                "CODE_IS_STATIONS",
                f"“{item}”：签收由网点业务员操作，客服不能代签；见 {case.number}",
                f"{item}: signing is the courier's act, which no agent can do; see {case.number}",
            ),
        ),
        against=(
            Contrast(
                Cause.AGENT_NEGLIGENCE,
                "坐席没有签收的权限",
                "An agent has no means of signing for a parcel",
            ),
        ),
    )


def _registered(item: str, case: CaseFacts) -> Proposal | None:
    found = _registrar(case)
    if found is None:
        return None
    member_id, name = found
    return Proposal(
        cause=Cause.AGENT_NEGLIGENCE,
        agent=(member_id, name),
        confidence=BY_CODE,
        reasons=(
            Sentence(
                "REGISTERED_BY",
                f"“{item}”：问题件 {case.number} 由 {name} 登记，请核对通话记录或照片",
                f"{item}: the problem {case.number} was registered by {name}; look at its call "
                "records or photos",
            ),
        ),
        against=(
            Contrast(
                Cause.STATION_OPERATION,
                "若业务员报的原因不实，改判网点操作",
                "If the courier's report was false, it is the station's",
            ),
        ),
    )


def _registrar(case: CaseFacts) -> tuple[UUID, str] | None:
    """The agent who had it in hand when it was answered: with the carrier, that is registered."""
    at = case.answered_at
    if at is None:
        return None
    for each in reversed(case.custody):
        is_before = each.from_at < at
        if is_before and each.holder.kind is HolderKind.AGENT and each.holder.reference:
            return each.holder.reference, each.holder.name
    return None
