"""Corrections in person: recorded by whoever phoned, escalated where nobody did."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.cases.asking import repository as ladder
from stationdesk.cases.asking.schemas import Asked, CorrectionPage, CorrectionRow, NoticeRow
from stationdesk.cases.asking.service import link_row
from stationdesk.cases.errors import CaseNotFound, CorrectionInvalid, CorrectionRecorded
from stationdesk.cases.repository import records, timeline
from stationdesk.evidence.repository import attachments
from stationdesk.foundation.cursors import page_limit, write_cursor
from stationdesk.foundation.ids import new_id
from stationdesk.notices import repository as notices
from stationdesk.notices import texts
from stationdesk.notices.book import Telling, Text
from stationdesk.notices.service import links
from stationdesk.notices.service.inbox import read_place
from stationdesk.notices.service.telling import tell
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import raw_connection

BATCH: Final = 200
DONE_MAX: Final = 1000


async def asked_of_case(session: AsyncSession, actor: Actor, case_id: UUID, now: datetime) -> Asked:
    """Links, notices and corrections of a case, the newest first. Raises CaseNotFound."""
    connection = await raw_connection(session)
    if await records.find(connection, actor.firm_id, case_id) is None:
        raise CaseNotFound(f"There is no case {case_id}, or it is not one of your stations'.")
    asked = await links.links_of_case(connection, actor, case_id)
    told = await notices.of_case(connection, actor.firm_id, case_id)
    return Asked(
        links=[link_row(each, now) for each in asked],
        notices=[
            NoticeRow(
                id=row["id"], topic=row["topic"], role=row["to_role"], to_name=row["to_name"],
                channel=row["channel"], subject_zh=row["subject_zh"],
                subject_en=row["subject_en"], state=row["state"], hold_until=row["hold_until"],
                created_at=row["created_at"], sent_at=row["sent_at"], read_at=row["read_at"],
                error=row["error"], link_id=row["link_id"],
            )
            for row in told
        ],
        corrections=[
            _shown(row)
            for row in await ladder.corrections_of_case(connection, actor.firm_id, case_id)
        ],
    )  # fmt: skip


async def correction_page(
    session: AsyncSession, actor: Actor, cursor: str | None, limit: int, *, is_open: bool
) -> CorrectionPage:
    """Corrections that wait to be recorded (or were), by deadline, of the actor's stations."""
    limit = page_limit(limit)
    connection = await raw_connection(session)
    rows = await ladder.corrections(
        connection, actor.firm_id, read_place(cursor), limit, is_open=is_open
    )
    last = rows[limit - 1] if len(rows) > limit else None
    return CorrectionPage(
        [_shown(row) for row in rows[:limit]],
        write_cursor(last["due_at"], last["id"]) if last else None,
    )


async def record_correction(
    session: AsyncSession,
    actor: Actor,
    case_id: UUID,
    correction_id: UUID,
    done: str,
    attachment_id: UUID | None,
    now: datetime,
) -> CorrectionRow:
    """Write down what was corrected in person.

    Raises CaseNotFound (also where there is no such correction), CorrectionInvalid,
    CorrectionRecorded.
    """
    connection = await raw_connection(session)
    record = await records.find(connection, actor.firm_id, case_id)
    row = await ladder.correction(connection, actor.firm_id, correction_id)
    if record is None or row is None or row["case_id"] != case_id:
        raise CaseNotFound("There is no such correction on this case; reload it.")
    text = done.strip()
    if not 1 <= len(text) <= DONE_MAX:
        raise CorrectionInvalid(
            f"Say in 1 to {DONE_MAX} characters what was corrected.",
            zh=f"请写清怎么纠正的（1 到 {DONE_MAX} 个字）。",
        )
    if attachment_id is not None:
        of_case = await attachments.of_case(connection, actor.firm_id, case_id)
        if attachment_id not in {each.id for each in of_case}:
            raise CorrectionInvalid(
                "That file is not one of this case's.", zh="这件没有这个附件，请重新上传。"
            )
    is_first = await ladder.record_correction(
        connection, actor.firm_id, correction_id, now=now, member_id=actor.member_id,
        name=actor.name, done=text, attachment_id=attachment_id,
    )  # fmt: skip
    if not is_first:
        raise CorrectionRecorded(
            f"{row['recorded_by_name'] or 'Somebody'} has recorded it already.",
            zh=f"{row['recorded_by_name'] or '别人'}已记录过，请刷新。",
        )
    await timeline.note(
        connection, firm_id=actor.firm_id, case_id=case_id, id_=new_id(),
        station_id=record.station_id, case_version=record.version, at=now,
        actor_member_id=actor.member_id, actor_name=actor.name, event="correction_recorded",
        text=text,
        data={"demanded_of": row["demanded_of"], "clock": row["clock"], "due_at": row["due_at"],
              "is_late": now > row["due_at"]},
    )  # fmt: skip
    after = await ladder.correction(connection, actor.firm_id, correction_id)
    assert after is not None
    return _shown(after)


async def escalate_corrections(session: AsyncSession, actor: Actor, now: datetime) -> int:
    """Tell managers of corrections that nobody recorded in time, once each; at most a batch."""
    connection = await raw_connection(session)
    overdue = await ladder.take_overdue(connection, actor.firm_id, now, BATCH)
    facts = await ladder.facts_of(connection, actor.firm_id, [row["case_id"] for row in overdue])
    tellings: list[Telling] = []
    for row in overdue:
        fact = facts[row["case_id"]]
        subject = texts.correction_overdue(
            fact["station_name"], fact["waybill"], row["due_at"], fact["zone"]
        )
        tellings.append(
            Telling(
                topic="correction", key=f"correction:{row['id']}",
                roles=("manager", "supervisor"), subject=subject,
                text=Text(
                    f"{fact['number']} {fact['summary']}，{row['demanded_of']}",
                    f"{fact['number']} {fact['summary']}, {row['demanded_of']}",
                ),
                case_id=row["case_id"], case_kind=fact["kind"], station_id=row["station_id"],
                station_name=fact["station_name"], agent_member_id=fact["agent_member_id"],
            )
        )  # fmt: skip
        await _note_overdue(connection, actor, row, now)
    await tell(session, actor, tellings, now)
    return len(overdue)


async def _note_overdue(connection: Any, actor: Actor, row: Any, now: datetime) -> None:
    record = await records.find(connection, actor.firm_id, row["case_id"])
    if record is not None:
        await timeline.note(
            connection, firm_id=actor.firm_id, case_id=row["case_id"], id_=new_id(),
            station_id=row["station_id"], case_version=record.version, at=now,
            actor_member_id=None, actor_name=actor.name, event="correction_overdue",
            text=row["demanded_of"], data={"due_at": row["due_at"]},
        )  # fmt: skip


def _shown(row: Any) -> CorrectionRow:
    return CorrectionRow(
        id=row["id"], case_id=row["case_id"], number=row["number"], waybill=row["waybill"],
        kind=row["kind"], station=row["station_code"], station_name=row["station_name"],
        clock=row["clock"], minutes_before=row["minutes_before"], demanded_of=row["demanded_of"],
        demanded_at=row["demanded_at"], due_at=row["due_at"], escalated_at=row["escalated_at"],
        recorded_at=row["recorded_at"], recorded_by=row["recorded_by_name"], done=row["done"],
    )  # fmt: skip
