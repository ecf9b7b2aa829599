"""Saved views of the queue: filters with a name, one's own or shared, with live counts."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final
from uuid import UUID

import asyncpg
import msgspec

from stationdesk.cases.core.context import Connection
from stationdesk.cases.core.listing import PageRequest, filters_of
from stationdesk.cases.desk import repository as desk
from stationdesk.cases.desk.bulk import BULK_MAX
from stationdesk.cases.desk.schemas import ViewChange, ViewFilters, ViewIn, ViewOut, ViewPage
from stationdesk.cases.errors import BulkInvalid, ViewInvalid, ViewUnknown
from stationdesk.cases.repository import pages
from stationdesk.foundation.ids import new_id
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.permissions import Permission, demand

COUNT_MAX: Final = 1_000
TITLE_MAX: Final = 24
_FILTERS = msgspec.json.Decoder(ViewFilters)


async def view_page(connection: Connection, actor: Actor, now: datetime) -> ViewPage:
    """The shared and one's own views, each counted as the reader sees it."""
    rows = await desk.views(connection, actor.firm_id, actor.member_id)
    return ViewPage([await _out(connection, actor, row, now) for row in rows], None)


async def save_view(connection: Connection, actor: Actor, given: ViewIn, now: datetime) -> ViewOut:
    """Keep a view. Raises ViewInvalid, BadFilter, Forbidden."""
    if given.is_shared:
        demand(actor, Permission.CASES_SUPERVISE)
    owner = None if given.is_shared else actor.member_id
    if owner is None and not given.is_shared:
        raise ViewInvalid(
            "A service has no views of its own; share it with the firm.",
            zh="接口账号没有自己的视图，请设为全公司共用。",
        )
    filters_of(actor, page_request(given.filters), now)
    position = given.position
    if position is None:
        position = await desk.next_position(connection, "case_views", actor.firm_id, owner)
    view_id = new_id()
    await desk.insert(
        connection, "case_views",
        {
            "firm_id": actor.firm_id, "id": view_id, "member_id": owner,
            "title": _title(given.title), "filters": _json(given.filters),
            "position": _position(position), "created_by_name": actor.name, "created_at": now,
        },
    )  # fmt: skip
    return await _out(connection, actor, await _view(connection, actor, view_id), now)


async def change_view(
    connection: Connection, actor: Actor, view_id: UUID, change: ViewChange, now: datetime
) -> ViewOut:
    """Rename, order, share, or narrow it differently. Raises ViewUnknown, Forbidden."""
    row = await _view(connection, actor, view_id)
    if row["member_id"] is None or change.is_shared:
        demand(actor, Permission.CASES_SUPERVISE)
    columns: dict[str, Any] = {}
    if change.title is not None:
        columns["title"] = _title(change.title)
    if change.filters is not None:
        filters_of(actor, page_request(change.filters), now)
        columns["filters"] = _json(change.filters)
    if change.position is not None:
        columns["position"] = _position(change.position)
    if change.is_shared is not None:
        columns["member_id"] = None if change.is_shared else actor.member_id
    if columns:
        await desk.update(connection, "case_views", actor.firm_id, view_id, columns)
    return await _out(connection, actor, await _view(connection, actor, view_id), now)


async def delete_view(connection: Connection, actor: Actor, view_id: UUID) -> None:
    """Forget it. Raises ViewUnknown, Forbidden."""
    row = await _view(connection, actor, view_id)
    if row["member_id"] is None:
        demand(actor, Permission.CASES_SUPERVISE)
    await desk.delete(connection, "case_views", actor.firm_id, view_id)


def page_request(filters: ViewFilters, cursor: str | None = None, limit: int = 200) -> PageRequest:
    """A saved view as the list understands it."""
    return PageRequest(
        view=filters.view,
        kind=",".join(filters.kinds) or None,
        station=",".join(filters.stations) or None,
        holder=",".join(filters.holders) or None,
        words=filters.q,
        status=filters.status,
        cursor=cursor,
        limit=limit,
        state=",".join(filters.states) or None,
        direction=filters.direction,
        due_within_minutes=filters.due_within_minutes,
        risk_over_fen=filters.risk_over_fen,
    )


async def ids_of_filters(
    connection: Connection, actor: Actor, filters: ViewFilters, now: datetime
) -> list[UUID]:
    """The open cases that a view shows. Raises BulkInvalid where they are too many at once."""
    found = filters_of(actor, page_request(filters), now)
    found.where("c.closed_at IS NULL")
    ids = await pages.ids(connection, found, BULK_MAX + 1)
    if len(ids) > BULK_MAX:
        raise BulkInvalid(
            f"The view has more than {BULK_MAX} cases; narrow it down.",
            zh=f"这个视图超过 {BULK_MAX} 件，请先缩小范围。",
        )
    return ids


async def _out(connection: Connection, actor: Actor, row: asyncpg.Record, now: datetime) -> ViewOut:
    filters = _FILTERS.decode(row["filters"])
    found = filters_of(actor, page_request(filters), now)
    if filters.status != "all":
        is_closed = filters.status == "closed"
        found.where(f"c.closed_at IS {'NOT NULL' if is_closed else 'NULL'}")
    count = await desk.count(connection, found.text(), found.values, COUNT_MAX)
    owner = row["member_id"]
    return ViewOut(
        row["id"], row["title"], filters, owner is None,
        owner is not None and owner == actor.member_id, row["position"], row["created_by_name"],
        min(count, COUNT_MAX), count > COUNT_MAX,
    )  # fmt: skip


async def _view(connection: Connection, actor: Actor, view_id: UUID) -> asyncpg.Record:
    rows = await desk.views(connection, actor.firm_id, actor.member_id)
    for row in rows:
        if row["id"] == view_id:
            return row
    raise ViewUnknown("There is no such view; reload the list.")


def _title(title: str) -> str:
    plain = " ".join(title.split())
    if not 1 <= len(plain) <= TITLE_MAX:
        raise ViewInvalid(
            f"A name has 1 to {TITLE_MAX} characters.", field="title",
            zh=f"名称 1 到 {TITLE_MAX} 个字。",
        )  # fmt: skip
    return plain


def _position(position: int) -> int:
    if not 0 <= position <= 10_000:
        raise ViewInvalid(
            "position lies between 0 and 10000.", field="position", zh="排序要在 0 到 10000 之间。"
        )
    return position


def _json(filters: ViewFilters) -> str:
    return msgspec.json.encode(filters).decode()
