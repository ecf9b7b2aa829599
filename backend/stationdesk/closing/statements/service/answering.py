"""What a party says to its statement. Nothing of it changes what was issued."""

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.closing.statements.errors import (
    ContentDiffers,
    NotYourStatement,
    ReasonNeeded,
    StatementAccepted,
)
from stationdesk.closing.statements.repository import reading
from stationdesk.closing.statements.repository.gathering import Connection
from stationdesk.closing.statements.repository.reading import AnswerRow, StatementRow
from stationdesk.foundation.ids import new_id
from stationdesk.notices.book import Telling, Text
from stationdesk.notices.service.telling import tell
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import raw_connection

SEEN, ACCEPTED, DISPUTED, REPLIED = "seen", "accepted", "disputed", "replied"
TEXT_MAX: Final = 1000
TOPIC: Final = "statement_disputed"
REPLY_TOPIC: Final = "statement_replied"


def is_party(actor: Actor, row: StatementRow) -> bool:
    """Whether it is the actor's own: the owner's of the station, or the agent's."""
    if row.party == "station":
        return actor.scope == "station"
    return row.member_id is not None and row.member_id == actor.member_id


async def mark_seen(connection: Connection, actor: Actor, row: StatementRow, now: datetime) -> None:
    """The party has opened its statement, for the first time."""
    await _answer(connection, actor, row, SEEN, "", now)


async def accept(
    session: AsyncSession, actor: Actor, row: StatementRow, content_hash: str, now: datetime
) -> None:
    """The party accepts exactly what it has looked at; once more is the same.

    Raises NotYourStatement, ContentDiffers.
    """
    _check_party(actor, row)
    if content_hash != row.content_hash.hex():
        raise ContentDiffers(
            "What you accept is not what was issued; open the statement again and accept it there."
        )
    connection = await raw_connection(session)
    await reading.lock_answering(connection, actor.firm_id, row.id)
    await _answer(connection, actor, row, ACCEPTED, "", now)


async def object_to(
    session: AsyncSession, actor: Actor, row: StatementRow, text: str, now: datetime
) -> None:
    """The party says what is wrong; finance and managers are told. A single fine is disputed as
    such. Raises NotYourStatement, ReasonNeeded, StatementAccepted."""
    _check_party(actor, row)
    reason = _reason(text)
    connection = await raw_connection(session)
    await reading.lock_answering(connection, actor.firm_id, row.id)
    await _check_not_accepted(connection, actor, row)
    answer_id = await _answer(connection, actor, row, DISPUTED, reason, now)
    finance = await reading.money_people(connection, actor.firm_id)
    await tell(
        session,
        actor,
        [
            Telling(
                topic=TOPIC,
                key=f"statement:{row.id}:{answer_id}",
                roles=("manager",),
                subject=Text(
                    f"{row.party_name} 对对账单 {row.number} 有异议",
                    f"{row.party_name} disputes statement {row.number}",
                ),
                text=Text(reason, reason),
                station_id=row.station_id,
                station_name=row.party_name if row.station_id else "",
                member_ids=tuple(finance),
            )
        ],
        now,
    )


async def reply(
    session: AsyncSession, actor: Actor, row: StatementRow, text: str, now: datetime
) -> None:
    """The firm answers an objection; the party is told. Raises ReasonNeeded, StatementAccepted."""
    reason = _reason(text)
    connection = await raw_connection(session)
    await reading.lock_answering(connection, actor.firm_id, row.id)
    await _check_not_accepted(connection, actor, row)
    answer_id = await _answer(connection, actor, row, REPLIED, reason, now)
    is_station = row.station_id is not None
    await tell(
        session,
        actor,
        [
            Telling(
                topic=REPLY_TOPIC,
                key=f"statement:{row.id}:{answer_id}",
                roles=("station",) if is_station else (),
                subject=Text(f"对账单 {row.number} 的答复", f"Reply on statement {row.number}"),
                text=Text(reason, reason),
                outside=Text(f"【{row.party_name}】{reason}", f"[{row.party_name}] {reason}"),
                station_id=row.station_id,
                station_name=row.party_name if is_station else "",
                member_ids=(row.member_id,) if row.member_id else (),
            )
        ],
        now,
    )


def _check_party(actor: Actor, row: StatementRow) -> None:
    if not is_party(actor, row):
        raise NotYourStatement(
            f"Statement {row.number} is for {row.party_name}: only they accept or dispute it.",
            zh=f"对账单 {row.number} 是给{row.party_name}的，只有对方能认可或提异议。",
        )


def _reason(text: str) -> str:
    reason = text.strip()
    if not reason or len(reason) > TEXT_MAX:
        raise ReasonNeeded(
            f"Say what is wrong, in at most {TEXT_MAX} characters.",
            field="text",
            zh=f"请写明理由，最多 {TEXT_MAX} 字。",
        )
    return reason


async def _check_not_accepted(connection: Connection, actor: Actor, row: StatementRow) -> None:
    given = await reading.answers(connection, actor.firm_id, row.id)
    accepted = next((each for each in given if each.answer == ACCEPTED), None)
    if accepted is not None:
        raise StatementAccepted(
            f"{accepted.answered_by} has accepted {row.number} already. What is found wrong later "
            "is disputed on the fine itself.",
            answered_by=accepted.answered_by,
            number=row.number,
        )


async def _answer(
    connection: Connection, actor: Actor, row: StatementRow, answer: str, text: str, now: datetime
) -> UUID:
    answer_id = new_id()
    given = AnswerRow(answer, text, row.content_hash, actor.name, now)
    await reading.add_answer(connection, actor.firm_id, answer_id, row, given, actor.member_id)
    return answer_id
