"""The queue's page and its counts: read on bare connections, straight into structs."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from stationdesk.cases.errors import BadCursor, BadFilter
from stationdesk.cases.repository import pages
from stationdesk.cases.repository.pages import Filters
from stationdesk.cases.rows import case_row
from stationdesk.cases.schemas import CaseCounts, CasePage, StationCount
from stationdesk.foundation.bigrams import bigram_keys, words_of
from stationdesk.foundation.database import Database
from stationdesk.foundation.request_words import field_zh
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import hot_transaction
from stationdesk.workflow.custody import HolderKind

STATUSES = ("open", "closed", "all")
HOLDERS = ("me", *(str(kind) for kind in HolderKind))
DIRECTIONS = ("inbound", "outbound")
SEVERAL_MAX = 50
DUE_WITHIN_MAX = 60 * 24 * 60
RISK_MAX_FEN = 10**12
_POSITION = msgspec.json.Decoder(tuple[datetime, UUID])


@dataclass(frozen=True, slots=True)
class PageRequest:
    """What the caller wants to see; None: no matter. `station` is a code.

    Kinds, stations, holders and states may be several, with commas between.
    """

    view: str = "all"
    kind: str | None = None
    station: str | None = None
    holder: str | None = None
    words: str | None = None
    status: str | None = None
    cursor: str | None = None
    limit: int = 50
    state: str | None = None
    direction: str | None = None
    due_within_minutes: int | None = None
    risk_over_fen: int | None = None


async def case_page(
    database: Database, actor: Actor, wanted: PageRequest, now: datetime
) -> CasePage:
    """A page of the cases that the actor may see, the most urgent first; closed ones latest first.

    A search looks at open and closed cases unless told otherwise. Raises BadFilter, BadCursor.
    """
    filters = filters_of(actor, wanted, now)
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


def filters_of(actor: Actor, wanted: PageRequest, now: datetime) -> Filters:
    """What the caller wants to see as conditions. Raises BadFilter."""
    _check("view", wanted.view, pages.VIEWS)
    _check("status", wanted.status or "open", STATUSES)
    if not 1 <= wanted.limit <= pages.PAGE_MAX:
        raise BadFilter(
            f"limit is {wanted.limit}; it must lie between 1 and {pages.PAGE_MAX}.",
            zh=f"每页条数是 {wanted.limit}，要在 1 到 {pages.PAGE_MAX} 之间。",
        )
    if wanted.status == "all" and not wanted.words:
        raise BadFilter(
            "status=all goes with a search (q); list open or closed cases instead.",
            zh="不限状态只能和搜索一起用；请只列未办结或已办结的。",
        )
    filters = Filters(actor.firm_id)
    if actor.station_ids is not None and len(actor.station_ids) == 1:
        # Row-level security says the same, but only this lets the station's own index serve.
        # With several, the planner would fetch all their cases and sort: then rank order wins.
        filters.where("c.station_id = {}", *actor.station_ids)
    pages.view(filters, wanted.view, actor.member_id, now)
    _narrow(filters, actor, wanted, now)
    if wanted.words:
        _search(filters, actor, wanted.words)
    return filters


def _narrow(filters: Filters, actor: Actor, wanted: PageRequest, now: datetime) -> None:
    if wanted.kind is not None:
        filters.where("c.kind = ANY({})", _several(wanted.kind))
    if wanted.state is not None:
        filters.where("c.state = ANY({})", _several(wanted.state))
    if wanted.direction is not None:
        _check("direction", wanted.direction, DIRECTIONS)
        filters.where("c.direction = {}", wanted.direction)
    if wanted.station is not None:
        codes = _several(wanted.station)
        one, many = "= (SELECT id", "IN (SELECT id"
        found = f"{one if len(codes) == 1 else many} FROM stations WHERE firm_id = $1 "
        filters.where(f"c.station_id {found} AND code = ANY({{}}))", codes)
    if wanted.holder is not None:
        holders = _several(wanted.holder)
        for holder in holders:
            _check("holder", holder, HOLDERS)
        mine = "c.holder_kind IN ('agent', 'supervisor') AND c.agent_member_id = {}"
        if holders == ["me"]:
            filters.where(mine, actor.member_id)
        else:
            either = f"({mine} AND {{}} OR c.holder_kind = ANY({{}}))"
            filters.where(either, actor.member_id, "me" in holders, holders)
    if wanted.due_within_minutes is not None:
        if not 0 <= wanted.due_within_minutes <= DUE_WITHIN_MAX:
            raise BadFilter(
                f"due_within_minutes must lie between 0 and {DUE_WITHIN_MAX}.",
                zh=f"剩余分钟数要在 0 到 {DUE_WITHIN_MAX} 之间。",
            )
        pages.late_by(filters, now + timedelta(minutes=wanted.due_within_minutes))
    if wanted.risk_over_fen is not None:
        filters.where("c.risk_fen > {}", max(0, min(wanted.risk_over_fen, RISK_MAX_FEN)))


def _search(filters: Filters, actor: Actor, text: str) -> None:
    """A number by itself; anything else by the words of the case's texts."""
    number = "".join(text.replace("\0", "").split()).upper()
    asked = words_of(text)
    if number.isascii() or not asked:
        pages.search(filters, number)
    else:
        pages.search_words(filters, bigram_keys(actor.firm_id, asked), asked)


def _several(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()][:SEVERAL_MAX]


def _check(name: str, value: str, known: tuple[str, ...]) -> None:
    if value not in known:
        raise BadFilter(
            f"{name} is {value!r}; it must be one of {', '.join(known)}.",
            zh=f"筛选条件“{field_zh(name)}”没有“{value}”这个选项，请重新选择。",
        )


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
