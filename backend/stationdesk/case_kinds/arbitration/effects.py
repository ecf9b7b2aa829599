"""What an arbitration's award does to the books: it waits to be posted to whoever bore the loss."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.cases.schemas import CaseRecord
from stationdesk.penalties.service.appeals import record_award
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


EFFECTS: dict[str, Any] = {"keep_award": keep_award}
