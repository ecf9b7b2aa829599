"""The queue's page and its counts: read on bare connections, straight into structs."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from stationdesk.cases.errors import BadCursor, BadFilter
from stationdesk.cases.repository import pages
from stationdesk.cases.repository.pages import Filters
from stationdesk.cases.rows import case_row
from stationdesk.cases.schemas import CaseCounts, CasePage, StationCount
from stationdesk.foundation.database import Database
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import hot_transaction
from stationdesk.workflow.custody import HolderKind

STATUSES = ("open", "closed", "all")
HOLDERS = ("me", *(str(kind) for kind in HolderKind))
_POSITION = msgspec.json.Decoder(tuple[datetime, UUID])


@dataclass(frozen=True, slots=True)
class PageRequest:
    """What the caller wants to see; None: no matter. `station` is a code."""

    view: str = "all"
    kind: str | None = None
    station: str | None = None
    holder: str | None = None
    words: str | None = None
    status: str | None = None
    cursor: str | None = None
    limit: int = 50


async def case_page(
    database: Database, actor: Actor, wanted: PageRequest, now: datetime
) -> CasePage:
    """A page of the cases that the actor may see, the most urgent first; closed ones latest first.

    A search looks at open and closed cases unless told otherwise. Raises BadFilter, BadCursor.
    """
    filters = _filters(actor, wanted, now)
    status = wanted.status or ("all" if wanted.words else "open")
    after = read_cursor(wanted.cursor)
    async with hot_transaction(database, actor) as connection:
        if status == "closed":
            rows = await pages.closed_page(connection, filters, after, wanted.limit)
        else:
            if status == "open":
                filters.where("c.closed_at IS NULL")
            rows = await pages.open_page(connection, filters, after, wanted.limit)
    return _page(rows, min(wanted.limit, pages.PAGE_MAX), actor.member_id)


async def case_counts(database: Database, actor: Actor, now: datetime) -> CaseCounts:
    """How much is open, by view, holder, kind and station; bounded, see `is_capped`."""
    async with hot_transaction(database, actor) as connection:
        rows = await pages.counts(connection, actor.firm_id, actor.member_id, now)
        stations = await pages.station_names(connection, actor.firm_id)
    facets: dict[str, dict[str, int]] = {"view": {}, "holder": {}, "kind": {}, "station": {}}
    for facet, value, count in rows:
        facets[facet][value] = count
    by_station = facets["station"]
    return CaseCounts(
        views={name: facets["view"].get(name, 0) for name in pages.VIEWS},
        holders=facets["holder"],
        kinds=facets["kind"],
        stations=[
            StationCount(row["id"], row["code"], row["name"], by_station.get(str(row["id"]), 0))
            for row in stations
        ],
        is_capped=facets["view"].get("all", 0) > pages.COUNT_MAX,
    )


def _filters(actor: Actor, wanted: PageRequest, now: datetime) -> Filters:
    _check("view", wanted.view, pages.VIEWS)
    _check("status", wanted.status or "open", STATUSES)
    _check("holder", wanted.holder or "me", HOLDERS)
    if not 1 <= wanted.limit <= pages.PAGE_MAX:
        raise BadFilter(f"limit is {wanted.limit}; it must lie between 1 and {pages.PAGE_MAX}.")
    if wanted.status == "all" and not wanted.words:
        raise BadFilter("status=all goes with a search (q); list open or closed cases instead.")
    filters = Filters(actor.firm_id)
    if actor.station_ids is not None and len(actor.station_ids) == 1:
        # Row-level security says the same, but only this lets the station's own index serve.
        # With several, the planner would fetch all their cases and sort: then rank order wins.
        filters.where("c.station_id = {}", *actor.station_ids)
    pages.view(filters, wanted.view, actor.member_id, now)
    if wanted.kind is not None:
        filters.where("c.kind = {}", wanted.kind)
    if wanted.station is not None:
        filters.where(
            "c.station_id = (SELECT id FROM stations WHERE firm_id = $1 AND code = {})",
            wanted.station,
        )
    if wanted.holder == "me":
        filters.where(
            "c.holder_kind IN ('agent', 'supervisor') AND c.agent_member_id = {}", actor.member_id
        )
    elif wanted.holder is not None:
        filters.where("c.holder_kind = {}", wanted.holder)
    if wanted.words:
        pages.search(filters, "".join(wanted.words.split()).upper())
    return filters


def _check(name: str, value: str, known: tuple[str, ...]) -> None:
    if value not in known:
        raise BadFilter(f"{name} is {value!r}; it must be one of {', '.join(known)}.")


def _page(rows: list[asyncpg.Record], limit: int, me: UUID | None) -> CasePage:
    items = [case_row(row, me) for row in rows[:limit]]
    cursor = None
    if len(rows) > limit:
        last = rows[limit - 1]
        cursor = write_cursor(last["position"], last["id"])
    return CasePage(items, cursor)


def write_cursor(position: datetime, id_: UUID) -> str:
    """The place after a line, opaque to the caller."""
    return urlsafe_b64encode(msgspec.json.encode((position, id_))).decode().rstrip("=")


def read_cursor(cursor: str | None) -> tuple[datetime, UUID] | None:
    """The inverse. Raises BadCursor."""
    if cursor is None:
        return None
    try:
        raw: Any = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        position = _POSITION.decode(raw)
    except (ValueError, msgspec.MsgspecError) as error:
        raise BadCursor("The cursor was not made by this list; start from the first page.") from (
            error
        )
    if position[0].tzinfo is None:
        raise BadCursor("The cursor was not made by this list; start from the first page.")
    return position
