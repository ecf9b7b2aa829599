"""Who carries how much, and who could take a case: people ranked by duty, room and load."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any, Final, TypeAlias
from uuid import UUID

import asyncpg
from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.cases.capacities import SUPERVISING
from stationdesk.cases.errors import BadFilter
from stationdesk.cases.routing import repository as still
from stationdesk.cases.routing.schemas import (
    Board,
    Candidate,
    CandidatePage,
    KindCount,
    LoadPage,
    MemberLoad,
    PostOut,
)
from stationdesk.stations import service as stations
from stationdesk.stations.models import Direction
from stationdesk.tenancy.actor import Actor, Role
from stationdesk.tenancy.session import raw_connection
from stationdesk.workforce.repository import leave, rotas
from stationdesk.workforce.schemas import Abilities
from stationdesk.workforce.service.abilities import ability_page
from stationdesk.workforce.service.plans import plans_between
from stationdesk.workforce.shifts import duty

Connection: TypeAlias = "asyncpg.Connection[Any]"

WAITING_WEIGHT: Final = 0.3
"""A case that waits for others takes this much of the attention that one in hand takes."""
AT_ONCE: Final = timedelta(minutes=1)


async def load_page(session: AsyncSession, actor: Actor, now: datetime) -> LoadPage:
    """What each member carries, as far as the actor sees the cases; one page."""
    loads, _ = await _loads(session, actor, now)
    return LoadPage(loads, None)


async def board(session: AsyncSession, actor: Actor) -> Board:
    """Open work by station and kind."""
    connection = await raw_connection(session)
    rows = await still.open_by_station_and_kind(connection, actor.firm_id)
    return Board([KindCount(**dict(row.items())) for row in rows])


async def candidates(
    session: AsyncSession,
    actor: Actor,
    station: str,
    direction: str,
    kind: str | None,
    now: datetime,
) -> CandidatePage:
    """Who may hold a case of that lane and kind: those who serve or cover it, and supervisors.

    On shift first, then those with room and the skill, primaries, and the least loaded.
    """
    if direction not in tuple(Direction):
        raise BadFilter(
            f"direction is {direction!r}; it must be inbound or outbound.",
            zh=f"没有“{direction}”这个方向，请选进港或出港。",
        )
    found = await stations.station_by_code(session, station)
    loads, abilities = await _loads(session, actor, now)
    items: list[Candidate] = []
    for each in loads:
        posts = [
            post for post in each.posts
            if post.station_id == found.id and post.direction in (direction, "both")
        ]  # fmt: skip
        if not posts and Role(each.role) not in SUPERVISING:
            continue
        items.append(
            Candidate(
                **{name: getattr(each, name) for name in MemberLoad.__struct_fields__},
                is_primary=any(post.is_primary for post in posts),
                against=_against(each, abilities[each.member_id], kind, found.carrier),
            )
        )
    items.sort(
        key=lambda each: (
            len(each.against), Role(each.role) in SUPERVISING, not each.is_primary, each.load,
            each.name,
        )
    )  # fmt: skip
    return CandidatePage(items, None)


def _against(each: MemberLoad, able: Abilities, kind: str | None, carrier: str) -> list[str]:
    against = []
    if each.duty in ("off", "absent"):
        against.append(each.duty)
    if each.held_max is not None and each.held >= each.held_max:
        against.append("at_capacity")
    unskilled = kind is not None and able.kinds and kind not in able.kinds
    if unskilled or (able.carriers and carrier not in able.carriers):
        against.append("unskilled")
    return against


async def _loads(
    session: AsyncSession, actor: Actor, now: datetime
) -> tuple[list[MemberLoad], dict[UUID, Abilities]]:
    connection = await raw_connection(session)
    able = {each.member_id: each for each in (await ability_page(session, actor, now)).items}
    _, plans = await plans_between(connection, actor.firm_id, now, now + AT_ONCE)
    counted = {row["member_id"]: row for row in await still.loads(connection, actor.firm_id, now)}
    posts = await _posts(connection, actor, now)
    items = []
    for row in await rotas.workers(connection, actor.firm_id):
        own = counted.get(row["id"])
        held, waiting = (own["held"], own["waiting"]) if own else (0, 0)
        items.append(
            MemberLoad(
                member_id=row["id"],
                name=row["name"],
                role=row["role"],
                duty=duty(plans[row["id"]], now),
                seen_at=row["seen_at"],
                held=held,
                waiting=waiting,
                overdue=own["overdue"] if own else 0,
                load=round(held + WAITING_WEIGHT * waiting, 1),
                held_max=able[row["id"]].held_max,
                posts=posts[row["id"]],
            )
        )
    return items, able


async def _posts(
    connection: Connection, actor: Actor, now: datetime
) -> defaultdict[UUID, list[PostOut]]:
    """What each serves: his own, and those of whom he covers now."""
    by_id = {row["id"]: row for row in await rotas.stations(connection, actor.firm_id)}
    rows = await rotas.posts(connection, actor.firm_id, now)
    covers = await leave.covers_between(connection, actor.firm_id, now, now + AT_ONCE)
    found: defaultdict[UUID, list[PostOut]] = defaultdict(list)
    serving = [(row["member_id"], row, None) for row in rows] + [
        (cover["cover_member_id"], row, cover["covered_name"])
        for cover in covers
        if cover["from_at"] <= now
        for row in rows
        if row["member_id"] == cover["covered_member_id"]
    ]
    for member_id, row, covered in serving:
        station = by_id[row["station_id"]]
        found[member_id].append(
            PostOut(
                station["id"], station["code"], station["name"], row["direction"],
                row["is_primary"], covered,
            )
        )  # fmt: skip
    return found
