"""Trying split rules before they are saved: what is doubtful, and who would have paid what."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.foundation.money import Fen
from stationdesk.penalties.bills import repository as fine_codes
from stationdesk.penalties.bills.categories import FineCategory, category_of
from stationdesk.penalties.causes.words import Party
from stationdesk.penalties.errors import RulesInvalid
from stationdesk.penalties.splits.relief import reliefs_of
from stationdesk.penalties.splits.rules import RULES_MAX, Facts, Rule, RuleSet
from stationdesk.penalties.splits.splitting import known_rule_sets
from stationdesk.penalties.splits.what_if import Bearer, Decided, Replay, replay
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import raw_connection


async def try_rules(
    session: AsyncSession,
    actor: Actor,
    *,
    rules: Sequence[Rule],
    station_id: UUID | None,
    period: date,
) -> Replay:
    """A month's decided fines under draft rules. Raises RulesInvalid."""
    if not 1 <= len(rules) <= RULES_MAX:
        raise RulesInvalid(
            f"A rule set has 1 to {RULES_MAX} rules.",
            field="rules",
            zh=f"一套规则要有 1 到 {RULES_MAX} 条。",
        )
    connection = await raw_connection(session)
    rows = await fine_codes.decided_in(connection, actor.firm_id, period, station_id)
    if len(rows) > fine_codes.REPLAYED_MAX:
        raise RulesInvalid(
            f"{period:%Y-%m} has more than {fine_codes.REPLAYED_MAX:,} decided fines; try the "
            "rules on one station.",
            field="period",
            zh=f"{period:%Y-%m} 已定责的罚款超过 {fine_codes.REPLAYED_MAX:,} 笔，"
            "请选一个网点试算。",
        )
    known = await known_rule_sets(connection, actor.firm_id)
    categories = await fine_codes.categories(connection, actor.firm_id)
    draft = RuleSet(
        name="draft", version=0, effective_from=date.min, station_id=station_id,
        rules=tuple(rules),
    )  # fmt: skip
    return replay([_decided(row, categories) for row in rows], known, draft)


async def set_category(
    session: AsyncSession,
    actor: Actor,
    *,
    carrier: str,
    code: str,
    name: str,
    category: str,
    now: datetime,
) -> None:
    """Say what a carrier's code is about. Raises RulesInvalid."""
    if category not in list(FineCategory):
        raise RulesInvalid(
            f"There is no category {category!r}; use one of {', '.join(FineCategory)}.",
            field="category",
            zh=f"没有“{category}”这个罚款类别，请从列表里选。",
        )
    connection = await raw_connection(session)
    await fine_codes.set_category(
        connection, actor.firm_id, carrier.lower(), code, name.strip()[:200],
        FineCategory(category), actor.name, now,
    )  # fmt: skip
    await fine_codes.set_categories(connection, actor.firm_id, carrier.lower(), code, category)


def _decided(row: Any, categories: dict[tuple[str, str], FineCategory]) -> Decided:
    inputs = json.loads(row["inputs"])
    category = category_of(categories, row["carrier"], row["code"], row["name"])
    facts = Facts.model_validate(inputs["facts"] | {"category": str(category)})
    return Decided(
        fine_id=row["id"],
        facts=facts,
        amount_fen=row["amount_fen"],
        station_id=row["station_id"],
        station_name=row["station_name"],
        agent_name=row["agent_name"] or "",
        day=row["occurred_at"].astimezone(ZoneInfo(row["timezone"])).date(),
        borne_fen=_borne(json.loads(row["shares"])),
        reliefs=reliefs_of(inputs),
    )


def _borne(shares: Sequence[dict[str, Any]]) -> dict[Bearer, Fen]:
    borne: dict[Bearer, Fen] = {}
    for share in shares:
        if share["amount_fen"]:
            who = (Party(share["party"]), "" if share["party"] == Party.FIRM else share["name"])
            borne[who] = borne.get(who, 0) + share["amount_fen"]
    return borne
