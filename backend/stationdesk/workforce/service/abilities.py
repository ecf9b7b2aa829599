"""Skills, limits, overtime: what a member takes, how much of it, and what he did beyond."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.accounts.repository import add_audit
from stationdesk.foundation.cursors import page_limit, write_cursor
from stationdesk.foundation.ids import new_id
from stationdesk.policies import service as policies
from stationdesk.policies.moments import check_moment, check_text
from stationdesk.stations import service as stations
from stationdesk.stations.carriers import CARRIERS
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import raw_connection
from stationdesk.workforce.errors import AbilityInvalid, AbsenceNotYours, OvertimeInvalid
from stationdesk.workforce.repository import abilities, rotas
from stationdesk.workforce.schemas import (
    Abilities,
    AbilitiesIn,
    AbilityPage,
    OvertimeIn,
    OvertimeOut,
    OvertimePage,
)
from stationdesk.workforce.service.leave import may_supervise
from stationdesk.workforce.service.places import read_place
from stationdesk.workforce.service.rota import the_worker
from stationdesk.workforce.terms import WORKFORCE

CODES_MAX: Final = 50
CODE_MAX: Final = 40
HELD_MAX: Final = 10_000
OVERTIME_MAX: Final = timedelta(hours=24)
REASON_MAX: Final = 500
_FACETS_ZH: Final = {"kind": "工作项类型", "carrier": "快递公司", "language": "语言"}


async def ability_page(session: AsyncSession, actor: Actor, now: datetime) -> AbilityPage:
    """Everybody who holds cases, with skills and limit; one page, a firm has hundreds at most."""
    connection = await raw_connection(session)
    held = await policies.parameters_in_force(connection, actor.firm_id, WORKFORCE, None, now)
    of_policy = held.parameters.held_max or None
    own = await abilities.limits(connection, actor.firm_id)
    skills: defaultdict[tuple[UUID, str], list[str]] = defaultdict(list)
    for row in await abilities.skills(connection, actor.firm_id):
        skills[row["member_id"], row["facet"]].append(row["code"])
    items = [
        Abilities(
            member_id=row["id"],
            name=row["name"],
            role=row["role"],
            kinds=skills[row["id"], "kind"],
            carriers=skills[row["id"], "carrier"],
            languages=skills[row["id"], "language"],
            # Supervisors hold what they like, unless a limit names them.
            held_max=own.get(row["id"], of_policy if row["role"] == "agent" else None),
            is_own_limit=row["id"] in own,
        )
        for row in await rotas.workers(connection, actor.firm_id)
    ]
    return AbilityPage(items, of_policy, None)


async def put_abilities(
    session: AsyncSession, actor: Actor, member_id: UUID, wanted: AbilitiesIn, now: datetime
) -> None:
    """Set skills and limit of a member. Raises AbilityInvalid, MemberUnknown."""
    facets = {"kind": wanted.kinds, "carrier": wanted.carriers, "language": wanted.languages}
    for facet, codes in facets.items():
        bad = [code for code in codes if not code.strip() or len(code) > CODE_MAX or "\0" in code]
        if len(codes) > CODES_MAX or bad:
            raise AbilityInvalid(
                f"The {facet}s cannot be read.",
                field=f"{facet}s",
                zh=f"{_FACETS_ZH[facet]}读不懂，请从列表里选。",
            )
    unknown = sorted(set(wanted.carriers) - set(CARRIERS))
    if unknown:
        raise AbilityInvalid(
            f"There is no carrier {unknown[0]!r}.",
            field="carriers",
            zh=f"没有“{unknown[0]}”这家快递公司，请从列表里选。",
        )
    if wanted.held_max is not None and not 1 <= wanted.held_max <= HELD_MAX:
        raise AbilityInvalid(
            f"A limit lies between 1 and {HELD_MAX}.",
            field="held_max",
            zh=f"在手上限要在 1 到 {HELD_MAX} 之间。",
        )
    connection = await raw_connection(session)
    member = await the_worker(connection, actor, member_id)
    await abilities.put_skills(
        connection, actor.firm_id, member_id,
        sorted({(facet, code.strip()) for facet, codes in facets.items() for code in codes}),
    )  # fmt: skip
    if wanted.held_max is not None or wanted.is_unlimited:
        held_max = None if wanted.is_unlimited else wanted.held_max
        await abilities.put_limit(connection, actor.firm_id, member_id, held_max, actor.name)
    else:
        await abilities.drop_limit(connection, actor.firm_id, member_id)
    add_audit(
        session, actor, "abilities_set", member["name"], now, held_max=wanted.held_max,
        is_unlimited=wanted.is_unlimited, **{f"{key}s": value for key, value in facets.items()},
    )  # fmt: skip
    await session.flush()


async def add_overtime(
    session: AsyncSession, actor: Actor, wanted: OvertimeIn, now: datetime
) -> None:
    """Record time worked beyond the shift; one's own, supervisors anybody's."""
    member_id = wanted.member_id or actor.member_id
    if member_id is None or (member_id != actor.member_id and not may_supervise(actor)):
        raise AbsenceNotYours(
            "Record your own overtime, or have a supervisor do it.",
            zh="只能记自己的加班；别人的请组长记。",
        )
    for name, moment in (("from_at", wanted.from_at), ("to_at", wanted.to_at)):
        check_moment(OvertimeInvalid, name, moment)
    check_text(OvertimeInvalid, "reason", wanted.reason, REASON_MAX)
    if not wanted.reason.strip():
        raise OvertimeInvalid("Say what it was for.", field="reason", zh="请写明加班做什么。")
    if not wanted.from_at < wanted.to_at <= wanted.from_at + OVERTIME_MAX:
        raise OvertimeInvalid(
            "Overtime ends after it begins, within a day.",
            field="to_at",
            zh="加班结束要晚于开始，且不超过一天。",
        )
    connection = await raw_connection(session)
    member = await the_worker(connection, actor, member_id)
    station = None
    if wanted.station is not None:
        station = await stations.station_by_code(session, wanted.station)
    await rotas.add_overtime(
        connection, actor.firm_id, new_id(), member_id, station.id if station else None,
        wanted.from_at, wanted.to_at, wanted.reason.strip(), now, actor.name,
    )  # fmt: skip
    add_audit(session, actor, "overtime_recorded", member["name"], now)
    await session.flush()


async def overtime_page(
    session: AsyncSession, actor: Actor, cursor: str | None, limit: int
) -> OvertimePage:
    """Overtime, the latest first: agents see their own."""
    limit = page_limit(limit)
    connection = await raw_connection(session)
    whose = None if may_supervise(actor) else actor.member_id
    rows = await rotas.overtimes(connection, actor.firm_id, whose, read_place(cursor), limit)
    last = rows[limit - 1] if len(rows) > limit else None
    items = [
        OvertimeOut(
            id=row["id"],
            member_id=row["member_id"],
            member_name=row["member_name"],
            station_name=row["station_name"],
            from_at=row["from_at"],
            to_at=row["to_at"],
            minutes=int((row["to_at"] - row["from_at"]).total_seconds() // 60),
            reason=row["reason"],
            recorded_by=row["recorded_by_name"],
        )
        for row in rows[:limit]
    ]
    return OvertimePage(items, write_cursor(last["from_at"], last["id"]) if last else None)
