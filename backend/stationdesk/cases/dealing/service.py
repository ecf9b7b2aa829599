"""Checking what is about to be sent to another station against the rules of fair dealing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.cases.core.context import Connection, load
from stationdesk.cases.dealing import repository as filings
from stationdesk.cases.dealing import rules as fair_dealing
from stationdesk.cases.dealing.rules import FAIR_DEALING, Filing, Finding
from stationdesk.cases.errors import EventRefused
from stationdesk.cases.repository import timeline
from stationdesk.cases.schemas import CaseRecord
from stationdesk.clocks.calendars import DayKind, statutory_reason
from stationdesk.foundation.ids import new_id
from stationdesk.foundation.zones import HOME
from stationdesk.policies import service as policies
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import raw_connection

TEXT_FIELDS = ("text", "question", "statement")


async def filing_check(
    session: AsyncSession, actor: Actor, case_id: UUID, event: str, text: str, now: datetime
) -> list[Finding]:
    """What would be said to that event, before it is raised. Raises CaseNotFound."""
    record = (await load(session, actor, case_id)).record
    return await check(await raw_connection(session), actor, record, event, {"text": text}, now)


async def check(
    connection: Connection,
    actor: Actor,
    record: CaseRecord,
    event: str,
    data: Mapping[str, Any],
    now: datetime,
) -> list[Finding]:
    """The findings on an event; none for what does not go to other stations."""
    if actor.member_id is None or not fair_dealing.is_watched(record.kind, event):
        return []
    held = await policies.parameters_in_force(
        connection, actor.firm_id, FAIR_DEALING, record.carrier, now
    )
    hours = held.parameters.copies_window_hours
    today = now.astimezone(HOME).date()
    filing = Filing(
        event=event,
        has_contacted=await filings.has_contacted(connection, actor.firm_id, record.id),
        is_holiday=statutory_reason(today)[0] is DayKind.HOLIDAY,
        copies=await _copies(connection, actor.firm_id, actor.member_id, record, data, hours, now),
    )
    return fair_dealing.findings(filing, held)


async def demand_fair(
    connection: Connection,
    actor: Actor,
    record: CaseRecord,
    event: str,
    data: Mapping[str, Any],
    now: datetime,
) -> None:
    """Refuse what the rules refuse; what they only warn of is written down and passes.

    Raises EventRefused with the rule and the policy's version.
    """
    for each in await check(connection, actor, record, event, data, now):
        if each.severity == "refuse":
            version = f"{each.policy_code} v{each.policy_version}"
            raise EventRefused(
                f"{each.en} ({version}).", reason=each.rule, zh=f"{each.zh}({version})",
                missing=[], policy={"code": each.policy_code, "version": each.policy_version},
            )  # fmt: skip
        await timeline.note(
            connection, firm_id=record.firm_id, case_id=record.id, id_=new_id(),
            station_id=record.station_id, case_version=record.version, at=now,
            actor_member_id=actor.member_id, actor_name=actor.name, event="filing_warned",
            text=each.zh,
            data={
                "rule": each.rule, "event": event, "text_en": each.en,
                "policy": {"code": each.policy_code, "version": each.policy_version},
            },
        )  # fmt: skip


async def _copies(
    connection: Connection,
    firm_id: UUID,
    member_id: UUID,
    record: CaseRecord,
    data: Mapping[str, Any],
    hours: int,
    now: datetime,
) -> int:
    text = next((str(data[name]) for name in TEXT_FIELDS if data.get(name)), "")
    if not fair_dealing.is_comparable(text):
        return 0
    since = now - timedelta(hours=hours)
    sent = await filings.recent_texts(connection, firm_id, member_id, since, record.id)
    same = fair_dealing.letters_of(text)
    return sum(fair_dealing.letters_of(each) == same for each in sent)
