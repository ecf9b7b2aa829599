"""What an appeal's end does to its fine and to the ledger."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.case_kinds.penalty_appeal.details import PenaltyAppeal
from stationdesk.cases.schemas import CaseRecord
from stationdesk.penalties.service.appeals import UPHELD, Conclusion, conclude
from stationdesk.policies import service as policies
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import raw_connection
from stationdesk.workflow.decisions import Decision


async def record_outcome(
    session: AsyncSession, actor: Actor, record: CaseRecord, decision: Decision
) -> None:
    """Say it on the fine; `posts_at_decision` of the policy decides when the money moves."""
    before = PenaltyAppeal.model_validate(msgspec.json.decode(record.details))
    terms = await policies.case_terms(
        await raw_connection(session), actor.firm_id, record.kind, record.carrier,
        record.station_id, decision.at,
    )  # fmt: skip
    is_given_up = decision.to_state == "withdrawn"
    conclusion = Conclusion(
        # Given up, the fine stands as it was.
        outcome=UPHELD if is_given_up else decision.to_state,
        amount_fen=before.amount_fen if is_given_up else decision.details["decided_amount_fen"],
        is_posted_at_once=bool(terms.parameters.get("posts_at_decision", False)),
    )
    await conclude(session, actor, before.fine_id, record.id, conclusion, decision.at)


EFFECTS: dict[str, Any] = {"record_outcome": record_outcome}
