"""Precedents 案例档案: closed cases that taught something, found again by words or by likeness."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec
from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.cases import personal
from stationdesk.cases.core.context import CaseContext, load
from stationdesk.cases.errors import (
    AlreadyPrecedent,
    CaseStillOpen,
    PrecedentInvalid,
    PrecedentNotFound,
)
from stationdesk.cases.kinds import kind_of
from stationdesk.cases.models import Precedent
from stationdesk.cases.precedents import repository as precedents
from stationdesk.cases.precedents.repository import PrecedentRow
from stationdesk.cases.precedents.terms import (
    SCORE_MIN,
    Likeness,
    Person,
    ground_of,
    nearness,
    without_persons,
)
from stationdesk.cases.proofs.schemas import PrecedentOut, PrecedentPage
from stationdesk.cases.proofs.uploads import note
from stationdesk.foundation.bigrams import bigrams
from stationdesk.foundation.cursors import page_limit, read_cursor, write_cursor
from stationdesk.foundation.ids import new_id
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import raw_connection

TITLE_MAX: Final = 80
LESSON_MAX: Final = 4000
TAGS_MAX: Final = 8
TAG_MAX: Final = 20
QUERY_MAX: Final = 100
OFFERED_MAX: Final = 3


async def mark_precedent(
    session: AsyncSession,
    actor: Actor,
    case_id: UUID,
    *,
    title: str,
    lesson: str,
    tags: list[str],
    now: datetime,
) -> PrecedentOut:
    """Keep a closed case as a precedent; who it was about is masked in what is kept.

    Raises CaseNotFound, CaseStillOpen, AlreadyPrecedent, PrecedentInvalid.
    """
    texts = _checked(title, lesson, tags)
    context = await load(session, actor, case_id, locked=True)
    record = context.record
    if record.closed_at is None:
        raise CaseStillOpen("What a case teaches is known when it is closed; close it first.")
    connection = await raw_connection(session)
    if await precedents.of_case(connection, actor.firm_id, case_id) is not None:
        raise AlreadyPrecedent("This case is a precedent already; withdraw that one first.")
    people = await precedents.people_of(connection, actor.firm_id, case_id)
    people += _people_in(context)
    title, lesson, *tags = (without_persons(text, people) for text in texts)
    row = Precedent(
        firm_id=actor.firm_id, id=new_id(), case_id=case_id, kind=record.kind,
        direction=record.direction, carrier=record.carrier, ground=ground_of(_details(context)),
        title=title, lesson=lesson, tags=tags,
        words=_bigrams(title, lesson, *tags, kind_of(record.kind).messages.name.zh),
        summary_words=_bigrams(without_persons(record.summary, people), title),
        outcome=record.outcome, closed_at=record.closed_at,
        life_minutes=int((record.closed_at - record.opened_at).total_seconds() // 60),
        member_id=actor.member_id, member_name=actor.name, created_at=now,
    )  # fmt: skip
    await precedents.add(session, row)
    await note(
        session, actor, record, "precedent_marked", title, {"precedent_id": str(row.id)}, now
    )
    return await _shown(session, actor, row.id)


async def withdraw_precedent(
    session: AsyncSession, actor: Actor, precedent_id: UUID, now: datetime
) -> None:
    """Take a precedent out of the archive. Raises PrecedentNotFound, also for one whose case the
    actor may not see."""
    connection = await raw_connection(session)
    found = await precedents.find(connection, actor.firm_id, precedent_id)
    if found is None or found.case_id is None:
        raise PrecedentNotFound(f"There is no precedent {precedent_id} of your stations.")
    context = await load(session, actor, found.case_id)
    if await precedents.withdraw(connection, actor.firm_id, precedent_id, actor.name, now):
        data: dict[str, object] = {"precedent_id": str(precedent_id)}
        await note(session, actor, context.record, "precedent_withdrawn", found.title, data, now)


async def find_precedents(
    session: AsyncSession,
    actor: Actor,
    query: str,
    kind: str | None,
    cursor: str | None,
    limit: int,
) -> PrecedentPage:
    """Precedents by words, two-character ones included; the latest first."""
    if len(query) > QUERY_MAX:
        raise PrecedentInvalid(
            f"A search has at most {QUERY_MAX} characters.", zh=f"搜索内容最多 {QUERY_MAX} 个字。"
        )
    before = read_cursor(cursor, tuple[UUID])
    limit = page_limit(limit)
    wanted = _bigrams(query)
    if query.strip() and not wanted:
        return PrecedentPage([], None)
    connection = await raw_connection(session)
    rows = await precedents.page(
        connection, actor.firm_id, wanted=wanted, kind=kind,
        before=None if before is None else before[0], limit=limit + 1,
    )  # fmt: skip
    more = write_cursor(rows[limit - 1].id) if len(rows) > limit else None
    return PrecedentPage([_out(row) for row in rows[:limit]], more)


async def similar_precedents(
    session: AsyncSession, actor: Actor, case_id: UUID
) -> list[PrecedentOut]:
    """What is offered on a case: the nearest of its kind. Raises CaseNotFound."""
    context = await load(session, actor, case_id)
    record = context.record
    here = Likeness(
        ground_of(_details(context)), record.direction, record.carrier, record.station_id,
        frozenset(bigrams(record.summary)),
    )  # fmt: skip
    connection = await raw_connection(session)
    rows = await precedents.of_kind(connection, actor.firm_id, record.kind, case_id)
    scored = [(nearness(here, _likeness(row)), row) for row in rows]
    near = sorted(
        (each for each in scored if each[0] >= SCORE_MIN), key=lambda each: (-each[0], each[1].id)
    )
    return [_out(row) for _, row in near[:OFFERED_MAX]]


async def precedent_of_case(
    session: AsyncSession, actor: Actor, case_id: UUID
) -> PrecedentOut | None:
    """The precedent that a case has become, if any."""
    connection = await raw_connection(session)
    row = await precedents.of_case(connection, actor.firm_id, case_id)
    return None if row is None else _out(row)


async def _shown(session: AsyncSession, actor: Actor, precedent_id: UUID) -> PrecedentOut:
    connection = await raw_connection(session)
    row = await precedents.find(connection, actor.firm_id, precedent_id)
    if row is None:
        raise PrecedentNotFound(f"There is no precedent {precedent_id}.")
    return _out(row)


def _checked(title: str, lesson: str, tags: list[str]) -> list[str]:
    plain = [title.strip(), lesson.strip(), *dict.fromkeys(tag.strip() for tag in tags)]
    if not 1 <= len(plain[0]) <= TITLE_MAX:
        raise PrecedentInvalid(
            f"A title has 1 to {TITLE_MAX} characters.",
            field="title",
            zh=f"名称要 1 到 {TITLE_MAX} 个字。",
        )
    if not 1 <= len(plain[1]) <= LESSON_MAX:
        raise PrecedentInvalid(
            f"A lesson has 1 to {LESSON_MAX} characters.",
            field="lesson",
            zh=f"经验要 1 到 {LESSON_MAX} 个字。",
        )
    if len(plain) - 2 > TAGS_MAX or not all(1 <= len(tag) <= TAG_MAX for tag in plain[2:]):
        raise PrecedentInvalid(
            f"At most {TAGS_MAX} tags, each of 1 to {TAG_MAX} characters.",
            field="tags",
            zh=f"最多 {TAGS_MAX} 个标签，每个 1 到 {TAG_MAX} 个字。",
        )
    return plain


def _people_in(context: CaseContext) -> list[Person]:
    """Whom the kind's own details name."""
    marks = personal.marks_of(context.kind.details)
    found = personal.personal_in(marks, _details(context))
    return [
        Person(
            name=value if marks[name] == "name" else "",
            phone=value if marks[name].endswith("phone") else "",
            address=value if marks[name] == "address" else "",
        )
        for name, value in found.items()
    ]


def _details(context: CaseContext) -> dict[str, object]:
    details: dict[str, object] = msgspec.json.decode(context.record.details)
    return details


def _likeness(row: PrecedentRow) -> Likeness:
    return Likeness(
        row.ground, row.direction, row.carrier, row.station_id, frozenset(row.summary_words)
    )


def _bigrams(*texts: str) -> list[str]:
    return sorted(set().union(*(bigrams(text) for text in texts)))


def _out(row: PrecedentRow) -> PrecedentOut:
    label = kind_of(row.kind).messages.outcomes.get(row.outcome or "")
    return PrecedentOut(
        id=row.id,
        kind=row.kind,
        direction=row.direction,
        carrier=row.carrier,
        title=row.title,
        lesson=row.lesson,
        tags=row.tags,
        outcome_zh=label.zh if label else row.outcome,
        outcome_en=label.en if label else row.outcome,
        closed_at=row.closed_at,
        life_minutes=row.life_minutes,
        marked_by=row.member_name,
        created_at=row.created_at,
        case_id=row.case_id,
        case_number=row.case_number,
        station_name=row.station_name,
    )
