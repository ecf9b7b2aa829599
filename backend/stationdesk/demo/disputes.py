"""Agents and an owner who do not accept what was decided; a decision over its decider's limit."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final
from uuid import UUID

from stationdesk.foundation.database import Database
from stationdesk.penalties import service as penalties
from stationdesk.penalties.causes.words import Cause
from stationdesk.penalties.disputes.deciding import decide_dispute
from stationdesk.penalties.disputes.matters import in_own_matters
from stationdesk.penalties.disputes.raising import raise_dispute
from stationdesk.penalties.disputes.telling import tell_decisions, tell_ends
from stationdesk.penalties.disputes.verdicts import Verdict
from stationdesk.penalties.repository.listing import Filters
from stationdesk.penalties.schemas import FineOut
from stationdesk.stations.models import Station
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import tenant_session

FALSE_PROBLEM, BROKEN_OFF = "110492", "100101"
WORDS: Final = (
    "10:45 起系统登录不上，已在群里报备，恢复后马上回复了，不全是我的责任。",
    "网点 11:05 才给答复，留给我的时间不到 10 分钟。",
)
OWNERS_WORDS: Final = "派件员打过两次电话，有通话记录，不该全由网点承担。"


async def dispute_some(
    database: Database,
    people: Mapping[str, Actor],
    stations: Mapping[str, Station],
    system: Actor,
    now: datetime,
) -> None:
    """One dispute decided in part, one open of an agent's, one open of a station's owner; and one
    decision that waits for somebody with a higher limit."""
    manager, finance = people["fangzhiyuan"], people["qianfen"]
    by_member = {each.member_id: each for each in people.values()}
    shares = await _agents_fines(database, manager, now)
    raised: list[UUID] = []
    for (fine_id, member_id), words in zip(shares, WORDS, strict=False):
        raised.append(await _raise(database, by_member[member_id], fine_id, words, None, now))
    if raised:
        verdict = Verdict("partly", "登录日志证实 10:45–11:02 无法登录，减半。", share_fen=400)
        async with tenant_session(database, finance) as session:
            await decide_dispute(session, finance, raised[0], verdict, now)
    owner = replace(people["laoban"], station_ids=frozenset({stations["XX01"].id}))
    await _owners(database, manager, owner, now)
    await _over_the_limit(database, people["luwei"], now)
    async with tenant_session(database, system) as session:
        await tell_decisions(session, system, now)
        await tell_ends(session, system, now)


async def _agents_fines(
    database: Database, manager: Actor, now: datetime
) -> list[tuple[UUID, UUID]]:
    """Decided fines of which an agent bears ¥8.00, and which agent."""
    found = []
    async with tenant_session(database, manager) as session:
        for fine in await _fines(database, manager, "attributed"):
            decided = (await penalties.fine_detail(session, manager, fine.id, now)).attribution
            if decided is None or decided.agent is None or decided.agent.member_id is None:
                continue
            if any(each["amount_fen"] == 800 for each in decided.shares):
                found.append((fine.id, decided.agent.member_id))
    return found


async def _owners(database: Database, manager: Actor, owner: Actor, now: datetime) -> None:
    fine = await _undecided(database, manager, "XX01", FALSE_PROBLEM)
    if fine is None:
        return
    async with tenant_session(database, manager) as session:
        await penalties.attribute(
            session, manager, fine.id, cause=Cause.STATION_OPERATION, agent=None,
            note="没有通话记录", now=now,
        )  # fmt: skip
    await _raise(database, owner, fine.id, OWNERS_WORDS, fine.amount_fen // 2, now)


async def _over_the_limit(database: Database, supervisor: Actor, now: datetime) -> None:
    fine = await _undecided(database, supervisor, "HS04", BROKEN_OFF)
    if fine is None:
        return
    async with tenant_session(database, supervisor) as session:
        await penalties.attribute(
            session, supervisor, fine.id, cause=Cause.FIRM_PROCESS, agent=None,
            note="交接漏了这件，排队 4 天", now=now,
        )  # fmt: skip


async def _raise(
    database: Database,
    actor: Actor,
    fine_id: UUID,
    reason: str,
    asked_fen: int | None,
    now: datetime,
) -> UUID:
    async with tenant_session(database, in_own_matters(actor)) as session:
        return await raise_dispute(
            session, actor, fine_id, reason=reason, asked_fen=asked_fen, now=now
        )


async def _undecided(database: Database, actor: Actor, station: str, code: str) -> FineOut | None:
    found = await _fines(database, actor, "undecided")
    return next((each for each in found if (each.station.code, each.code) == (station, code)), None)


async def _fines(database: Database, actor: Actor, status: str) -> list[FineOut]:
    async with tenant_session(database, actor) as session:
        page = await penalties.fine_page(
            session, actor, filters=Filters(status=status), cursor=None, limit=200
        )
    return page.items
