"""What a chase has to know of others: with which words its agent has chased already."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.case_kinds.chase.wording import by_wording
from stationdesk.cases.kinds import Occasion
from stationdesk.cases.repository import askings
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import raw_connection

CHASING = "ask_counterparty"
SAME_TEXT_MAX = 1
WINDOW_HOURS = 24


async def facts(session: AsyncSession, actor: Actor, occasion: Occasion) -> Mapping[str, Any]:
    """`chased_with`: case numbers by wording, inside the policy's window; `same_text_max`: how
    many cases may get the same text."""
    if occasion.event != CHASING or actor.member_id is None or occasion.case_id is None:
        return {}
    hours = int(occasion.parameters.get("same_text_window_hours", WINDOW_HOURS))
    texts = await askings.texts_of_member(
        await raw_connection(session), actor.firm_id, actor.member_id,
        kind="chase", event=CHASING, since=occasion.now - timedelta(hours=hours),
        but=occasion.case_id,
    )  # fmt: skip
    return {
        "chased_with": by_wording(texts),
        "same_text_max": int(occasion.parameters.get("same_text_max", SAME_TEXT_MAX)),
        "same_text_window_hours": hours,
    }
