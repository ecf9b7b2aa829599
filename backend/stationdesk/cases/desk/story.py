"""What happened to the cases of one waybill, all of them together."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.cases import personal
from stationdesk.cases.core.opening import clean_waybill
from stationdesk.cases.core.reading import HOLDER_EVENTS
from stationdesk.cases.kinds import Label, kind_of
from stationdesk.cases.repository import pages, timeline
from stationdesk.cases.repository.timeline import TimelineRow
from stationdesk.cases.rows import case_row
from stationdesk.cases.schemas import CaseRow
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import raw_connection

STORY_MAX = 1_000


@dataclass(frozen=True, slots=True)
class CaseHappening:
    """A line of a case's timeline with what it is called."""

    case: CaseRow
    row: TimelineRow
    label: Label


async def happenings(
    session: AsyncSession, actor: Actor, waybill: str
) -> tuple[list[CaseRow], list[CaseHappening]]:
    """The waybill's cases that the actor may see, and what happened to them, in order."""
    connection = await raw_connection(session)
    rows = await pages.of_waybill(connection, actor.firm_id, clean_waybill(waybill))
    cases = {row["id"]: case_row(row, actor.member_id) for row in rows}
    events = await timeline.of_cases(connection, actor.firm_id, list(cases), STORY_MAX)
    return list(cases.values()), [
        CaseHappening(
            cases[each.case_id],
            _shown(cases[each.case_id].kind, each, actor),
            event_label(cases[each.case_id].kind, each.event),
        )
        for each in events
    ]


def _shown(kind: str, row: TimelineRow, actor: Actor) -> TimelineRow:
    text, data = personal.shown_line(kind_of(kind), row.event, row.text, row.data, actor)
    return msgspec.structs.replace(row, text=text, data=data)


def event_label(kind: str, event: str) -> Label:
    """What an event is called; those that every kind shares are known here."""
    known = kind_of(kind).messages.events.get(event) or HOLDER_EVENTS.get(event)
    return known or Label(event, event)
