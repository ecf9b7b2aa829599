"""What the cases of a waybill know, in the words of the proposal's core."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.cases.service import CaseFacts, evidence_for_waybill
from stationdesk.penalties.causes.policy import policy_at
from stationdesk.penalties.causes.proposing import (
    ClockSpan,
    HeldSpan,
    MeasuredSpan,
    Policy,
    Proposal,
    breached_clock,
    measure,
    out_of_contract,
    propose,
)
from stationdesk.stations.contracts import service as contracts
from stationdesk.stations.contracts.coverage import uncovered
from stationdesk.tenancy.actor import Actor
from stationdesk.workflow.custody import HolderKind


@dataclass(frozen=True, slots=True)
class Evidence:
    """The case that a fine is about, its breached clock, who held it, and what that proposes."""

    case: CaseFacts | None
    clock: ClockSpan | None
    custody: tuple[MeasuredSpan, ...]
    proposal: Proposal | None


APPEAL = "penalty_appeal"
NOTHING = Evidence(None, None, (), None)


async def evidence_of(
    session: AsyncSession,
    actor: Actor,
    *,
    station_id: UUID,
    zone: ZoneInfo,
    waybill: str,
    occurred_at: datetime,
    same_charges: int,
    now: datetime,
) -> Evidence:
    """The evidence on a fine's waybill, and the proposal that follows from it."""
    if not waybill:
        return NOTHING
    cases = await evidence_for_waybill(session, actor, station_id, waybill, now)
    if not cases:
        return NOTHING
    policy = await policy_at(session, actor, station_id, occurred_at)
    found = weigh(cases, policy, zone, occurred_at, same_charges, now)
    return await _within_contract(session, found, station_id, zone, occurred_at)


async def _within_contract(
    session: AsyncSession,
    found: Evidence,
    station_id: UUID,
    zone: ZoneInfo,
    occurred_at: datetime,
) -> Evidence:
    """What the contract of the day does not cover is the station's, whoever held it."""
    if found.case is None or found.clock is None or found.proposal is None:
        return found
    day = occurred_at.astimezone(zone).date()
    contract, has_contracts = await contracts.contract_on(session, station_id, day)
    outside = uncovered(
        contract,
        has_contracts,
        kind=found.case.kind,
        direction=found.case.direction,
        on=day,
        window=(found.clock.started_at, found.clock.due_at),
        zone=zone,
    )
    if outside is None:
        return found
    return replace(found, proposal=out_of_contract(found.proposal, outside))


def weigh(
    cases: Sequence[CaseFacts],
    policy: Policy,
    zone: ZoneInfo,
    occurred_at: datetime,
    same_charges: int,
    now: datetime,
) -> Evidence:
    """The case whose breached clock the fine is about (else the latest case), and a proposal.

    Appeals come after the fine, and say nothing about why it arose.
    """
    cases = [case for case in cases if case.kind != APPEAL]
    if not cases:
        return NOTHING
    clocks = {
        clock: case
        for case in cases
        for clock in (
            ClockSpan(
                each.name, each.started_at, each.due_at, each.breached_at,
                each.stopped_at, each.owner == "hq",
            )
            for each in case.clocks
        )
    }  # fmt: skip
    clock = breached_clock(list(clocks), occurred_at, now)
    if clock is None:
        return Evidence(cases[-1], None, (), None)
    case = clocks[clock]
    held = [
        HeldSpan(
            str(each.holder.kind), each.holder.name or None, each.holder.reference,
            each.from_at, each.to_at,
        )
        for each in case.custody
        if each.holder.kind is not HolderKind.CLOSED
    ]  # fmt: skip
    proposal = propose(clock, held, policy, now, zone, same_charges)
    return Evidence(case, clock, measure(clock, held, now), proposal)


def proposal_json(proposal: Proposal | None) -> dict[str, Any] | None:
    """As it is stored with the fine and shown over HTTP."""
    if proposal is None:
        return None
    agent = proposal.agent
    return {
        "cause": str(proposal.cause),
        "agent": agent and {"member_id": str(agent[0]), "name": agent[1]},
        "confidence": proposal.confidence,
        "reasons": [
            {"code": each.code, "text_zh": each.text_zh, "text_en": each.text_en}
            for each in proposal.reasons
        ],
        "against": [
            {"cause": str(each.cause), "text_zh": each.text_zh, "text_en": each.text_en}
            for each in proposal.against
        ],
    }
