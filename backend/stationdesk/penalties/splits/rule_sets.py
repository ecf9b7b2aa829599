"""Versions of split rules: the firm's default and stations' contracts."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import asyncpg
from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.penalties.errors import RulesInvalid
from stationdesk.penalties.splits import repository as rule_sets
from stationdesk.penalties.splits.rules import EXAMPLE, RULES_MAX, Rule, RuleSet
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import raw_connection


async def list_rule_sets(session: AsyncSession, actor: Actor) -> list[tuple[UUID | None, RuleSet]]:
    """All versions, newest first; last the shipped example, which has no id."""
    connection = await raw_connection(session)
    return [*await rule_sets.rule_sets(connection, actor.firm_id), (None, EXAMPLE)]


async def add_rule_set(
    session: AsyncSession,
    actor: Actor,
    *,
    name: str,
    station_id: UUID | None,
    effective_from: date,
    rules: Sequence[Rule],
    now: datetime,
) -> tuple[UUID, RuleSet]:
    """A new version from a day on; fines of earlier days keep theirs. Raises RulesInvalid."""
    if not name.strip():
        raise RulesInvalid("The rule set has no name.", field="name", zh="请给规则写名称。")
    if not 1 <= len(rules) <= RULES_MAX:
        raise RulesInvalid(
            f"A rule set has 1 to {RULES_MAX} rules.",
            field="rules",
            zh=f"一套规则要有 1 到 {RULES_MAX} 条。",
        )
    connection = await raw_connection(session)
    known = await rule_sets.rule_sets(connection, actor.firm_id)
    versions = [each.version for _, each in known if each.station_id == station_id]
    first = EXAMPLE.version if station_id is None else 0
    new = RuleSet(
        name=name.strip(),
        version=max(versions, default=first) + 1,
        effective_from=effective_from,
        station_id=station_id,
        rules=tuple(rules),
    )
    try:
        added = await rule_sets.add_rule_set(connection, actor.firm_id, new, actor.name, now)
    except asyncpg.UniqueViolationError as error:
        raise RulesInvalid(
            "Somebody saved a version at the same moment; reload the rules and try again.",
            zh="别人刚保存了一版规则，请刷新后再改。",
        ) from error
    return added, new
