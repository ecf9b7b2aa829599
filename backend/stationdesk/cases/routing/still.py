"""Nothing is forgotten: cases that have lain longer than policy allows surface by themselves."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

import asyncpg
from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.cases.repository import timeline
from stationdesk.cases.routing import repository as still
from stationdesk.cases.routing.forgotten import FORGOTTEN, Stillness, Why, look
from stationdesk.foundation.ids import new_id
from stationdesk.notices.book import Telling, Text
from stationdesk.notices.service.telling import tell
from stationdesk.policies import service as policies
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import raw_connection
from stationdesk.workflow.custody import HolderKind

WORDS: Final[dict[Why, Text]] = {
    "idle": Text("久无动作", "nothing has happened for long"),
    "outside": Text("久等未答", "has long been waiting for an answer"),
    "snoozed": Text("多次推迟", "has been put off again and again"),
}


async def surface_forgotten(session: AsyncSession, actor: Actor, now: datetime) -> int:
    """Look at the cases whose moment has come; mark, note and tell of those forgotten.

    At most a batch; returns how many were looked at. An event takes the mark away by itself.
    """
    connection = await raw_connection(session)
    rows = await still.due_for_a_look(connection, actor.firm_id, now)
    if not rows:
        return 0
    held = await policies.parameters_in_force(connection, actor.firm_id, FORGOTTEN, None, now)
    marks = []
    tellings: list[Telling] = []
    for row in rows:
        why, again = look(
            Stillness(
                row["stirred_at"] or row["opened_at"], HolderKind(row["holder_kind"]),
                row["custody_since"], row["snoozes"], row["snoozed_until"],
            ),
            held.parameters.of_kind(row["kind"]),
            now,
        )  # fmt: skip
        since = None if why is None else row["forgotten_since"] or now
        marks.append((row["id"], since, again))
        if why is not None and row["forgotten_since"] is None:
            tellings.append(_telling(row, why))
            await _note(connection, actor, row, why, held.reference, now)
    await still.mark_looked_at(connection, actor.firm_id, marks)
    await tell(session, actor, tellings, now)
    return len(rows)


def _telling(row: asyncpg.Record, why: Why) -> Telling:
    words = WORDS[why]
    return Telling(
        topic="forgotten",
        key=f"forgotten:{row['id']}:{row['version']}",
        roles=("supervisor",),
        subject=Text(
            f"{row['station_name']} {row['waybill'][-4:]} {words.zh}",
            f"{row['station_name']} {row['waybill'][-4:]}: {words.en}",
        ),
        text=Text(f"{row['number']} {row['summary']}", f"{row['number']} {row['summary']}"),
        case_id=row["id"],
        case_kind=row["kind"],
        station_id=row["station_id"],
        station_name=row["station_name"],
        agent_member_id=row["agent_member_id"],
    )


async def _note(
    connection: Any,
    actor: Actor,
    row: asyncpg.Record,
    why: Why,
    policy: dict[str, Any],
    now: datetime,
) -> None:
    await timeline.note(
        connection, firm_id=actor.firm_id, case_id=row["id"], id_=new_id(),
        station_id=row["station_id"], case_version=row["version"], at=now, actor_member_id=None,
        actor_name=actor.name, event="forgotten", text=WORDS[why].zh,
        data={
            "why": why, "since": row["stirred_at"] or row["opened_at"],
            "waits_on": {"kind": row["holder_kind"], "name": row["holder_name"]},
            "policy": policy,
        },
    )  # fmt: skip
