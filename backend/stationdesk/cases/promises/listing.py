"""Lists of promises, and the guard at a case's end."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.cases.core.context import Connection
from stationdesk.cases.errors import BadFilter, EventRefused
from stationdesk.cases.promises import repository as promises
from stationdesk.cases.promises.schemas import PromisePage
from stationdesk.cases.promises.terms import PROMISES
from stationdesk.cases.schemas import CaseRecord
from stationdesk.foundation.cursors import page_limit, read_cursor, write_cursor
from stationdesk.foundation.zones import HOME
from stationdesk.policies import service as policies
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import raw_connection

VIEWS = ("due", "open", "mine", "broken")


async def promise_page(
    session: AsyncSession,
    actor: Actor,
    *,
    view: str,
    cursor: str | None,
    limit: int,
    now: datetime,
) -> PromisePage:
    """Promises that the actor may see, the next due first; broken ones latest first."""
    size = page_limit(limit)
    values: list[Any] = []
    match view:
        case "due":
            condition, values = "p.status = 'open' AND p.due_at < $2", [_end_of_day(now)]
        case "open":
            condition = "p.status = 'open'"
        case "mine":
            condition, values = "p.status = 'open' AND p.made_by_member_id = $2", [actor.member_id]
        case "broken":
            condition = "p.status = 'broken'"
        case _:
            raise BadFilter(
                f"view is {view!r}; it must be one of {', '.join(VIEWS)}.",
                zh=f"没有“{view}”这种列表，请重新选择。",
            )
    rows = await promises.page(
        await raw_connection(session), actor.firm_id, condition, values,
        is_latest_first=view == "broken", after=read_cursor(cursor, tuple[datetime, UUID]),
        limit=size,
    )  # fmt: skip
    following = None
    if len(rows) > size:
        following = write_cursor(rows[size - 1].due_at, rows[size - 1].id)
    return PromisePage(rows[:size], following)


async def refuse_ending_with_promises(
    connection: Connection, record: CaseRecord, now: datetime
) -> None:
    """A case does not end on a customer who still waits, unless policy only warns of it.

    Raises EventRefused.
    """
    waiting = await promises.open_of_case(connection, record.firm_id, record.id)
    if not waiting:
        return
    held = await policies.parameters_in_force(
        connection, record.firm_id, PROMISES, record.carrier, now
    )
    if held.parameters.at_the_end == "warn":
        return
    told = "、".join(f"{each.to_whom}：{each.text}" for each in waiting)
    raise EventRefused(
        f"A promise to the customer is still open ({told}); mark it as kept or taken back first.",
        reason="promise_open",
        zh=f"对客户的承诺还没了结（{told}）；先标记已兑现，或写明原因撤回。",
        missing=["promise"],
    )


def _end_of_day(now: datetime) -> datetime:
    local = now.astimezone(HOME)
    return local.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
