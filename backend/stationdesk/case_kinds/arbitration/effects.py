"""What an arbitration does to the books: its award goes to whoever bore the loss, and what its
missed window costs is suggested as a loss."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.cases.schemas import CaseRecord
from stationdesk.penalties.awards.service import record_award
from stationdesk.penalties.losses.service import suggest
from stationdesk.tenancy.actor import Actor
from stationdesk.workflow.decisions import Decision


async def keep_award(
    session: AsyncSession, actor: Actor, record: CaseRecord, decision: Decision
) -> None:
    """The payment as it arrived: amount, time and proof."""
    received = decision.data.get("received_at")
    await record_award(
        session, actor, record,
        ground=msgspec.json.decode(record.details)["ground"],
        amount_fen=decision.data["amount_fen"],
        received_at=datetime.fromisoformat(received) if received else decision.at,
        proof=decision.data.get("proof", ""),
        now=decision.at,
    )  # fmt: skip


async def suggest_loss(
    session: AsyncSession, actor: Actor, record: CaseRecord, decision: Decision
) -> None:
    """What a missed window costs waits for somebody to enter it with its evidence."""
    await suggest(
        session, actor, record, amount_fen=decision.data["lost_amount_fen"],
        text=decision.data["reason"], now=decision.at,
    )  # fmt: skip


EFFECTS: dict[str, Any] = {"keep_award": keep_award, "suggest_loss": suggest_loss}
