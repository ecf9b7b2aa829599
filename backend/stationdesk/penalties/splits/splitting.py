"""One fine, one cause, one agent: the rule that matches, its inputs, and the split that follows."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from stationdesk.foundation.money import Fen
from stationdesk.ledger import service as ledger
from stationdesk.penalties import chart
from stationdesk.penalties.bills import repository as fine_codes
from stationdesk.penalties.bills.categories import category_of
from stationdesk.penalties.causes.words import Cause, Party
from stationdesk.penalties.repository import decisions
from stationdesk.penalties.repository.decisions import AgentRow, AttributionRow
from stationdesk.penalties.repository.fines import Connection, FineRow
from stationdesk.penalties.splits import repository as rule_sets
from stationdesk.penalties.splits.relief import Relief, reliefs_of, relieve
from stationdesk.penalties.splits.rules import (
    EXAMPLE,
    Facts,
    Rule,
    RuleSet,
    default_rule,
    first_match,
    in_force,
)
from stationdesk.penalties.splits.waterfall import Split, split


@dataclass(frozen=True, slots=True)
class Prepared:
    """A split with all that explains it, ready to be shown or posted."""

    rule_name: str
    rule_version: int
    rule: Rule
    inputs: dict[str, Any]
    split: Split
    entries: tuple[tuple[str, Fen], ...]
    steps: list[dict[str, Any]]
    shares: list[dict[str, Any]]
    period: date

    @property
    def needs_agent(self) -> bool:
        """The rule gives an agent a share."""
        return any(step.party is Party.AGENT for step in self.rule.steps)

    def rule_json(self) -> str:
        """As it is stored with the decision."""
        return json.dumps(
            {
                "name": self.rule_name,
                "version": self.rule_version,
                "rule": self.rule.model_dump(mode="json"),
            },
            ensure_ascii=False,
        )


async def known_rule_sets(connection: Connection, firm_id: UUID) -> list[RuleSet]:
    """The firm's rules; the shipped example is its oldest version."""
    return [EXAMPLE, *(each for _, each in await rule_sets.rule_sets(connection, firm_id))]


async def prepare(
    connection: Connection,
    firm_id: UUID,
    fine: FineRow,
    cause: Cause,
    agent: AgentRow | None,
    known: Sequence[RuleSet],
    now: datetime,
) -> Prepared:
    """Find the rule that held on the day of the fine, and split by it."""
    categories = await fine_codes.categories(connection, firm_id)
    facts = Facts(
        cause=cause,
        code=fine.code,
        category=category_of(categories, fine.carrier, fine.code, fine.name),
        carrier=fine.carrier,
        agent_tenure_days=None if agent is None else (fine.occurred_at - agent.created_at).days,
        repeat_count=1
        if agent is None
        else await decisions.repeat_count(connection, firm_id, agent.id, fine),
    )
    day = fine.occurred_at.astimezone(ZoneInfo(fine.timezone)).date()
    matched = first_match(in_force(known, fine.station_id, day), facts)
    name, version, rule = (
        ("无规则", 0, default_rule(cause))
        if matched is None
        else (matched[0].name, matched[0].version, matched[1])
    )
    period = await ledger.open_period(connection, firm_id, now)
    used = await _month_used(connection, firm_id, fine, rule, agent, period)
    return by_rule(name, version, rule, facts, fine, agent, used, period)


def by_rule(
    name: str,
    version: int,
    rule: Rule,
    facts: Facts,
    fine: FineRow,
    agent: AgentRow | None,
    month_used_fen: dict[Party, Fen],
    period: date,
    reliefs: Sequence[Relief] = (),
) -> Prepared:
    """The split of the fine's net amount under a given rule, what it posts, and its words.

    `reliefs`: what disputes have taken off shares of this fine.
    """
    amount_fen = fine.net_fen
    result = relieve(split(rule, amount_fen, month_used_fen), reliefs)
    agent_account = None if agent is None else chart.agent(agent.email)
    names = {
        Party.AGENT: "" if agent is None else agent.name,
        Party.STATION: fine.station_name,
        Party.FIRM: "",
        Party.COUNTERPARTY: "",
    }
    shown = dict(result.totals)
    for party in (Party.FIRM, Party.STATION):
        shown.setdefault((party, None), 0)
    order = list(Party)
    return Prepared(
        rule_name=name,
        rule_version=version,
        rule=rule,
        inputs={
            "facts": facts.model_dump(mode="json"),
            "amount_fen": amount_fen,
            "month_used_fen": {str(party): used for party, used in month_used_fen.items()},
            "reliefs": [msgspec.to_builtins(each) for each in reliefs],
        },
        split=result,
        entries=chart.attribution_entries(result, fine.station_code, agent_account),
        steps=[
            {
                "reason_code": str(line.reason),
                "party": str(line.party),
                "account": chart.account_of(
                    line.party, fine.station_code, agent_account, line.counterparty_code
                ),
                "text_zh": line.text_zh,
                "text_en": line.text_en,
                "amount_fen": line.amount_fen,
            }
            for line in result.lines
        ],
        shares=[
            {
                "party": str(party),
                "account": chart.account_of(party, fine.station_code, agent_account, code),
                "name": names[party] or code or "",
                "amount_fen": amount,
            }
            for (party, code), amount in sorted(
                shown.items(), key=lambda item: -order.index(item[0][0])
            )
        ],
        period=period,
    )


def as_before(
    before: AttributionRow,
    fine: FineRow,
    agent: AgentRow | None,
    period: date,
    more: Sequence[Relief],
) -> Prepared:
    """What is left of a fine, split under the version, the month's caps and the reliefs that a
    decision was split under, and `more` reliefs since."""
    stored, inputs = json.loads(before.rule or "{}"), json.loads(before.inputs or "{}")
    return by_rule(
        stored["name"],
        stored["version"],
        Rule.model_validate(stored["rule"]),
        Facts.model_validate(inputs["facts"]),
        fine,
        agent,
        {Party(party): fen for party, fen in inputs["month_used_fen"].items()},
        period,
        (*reliefs_of(inputs), *more),
    )


async def _month_used(
    connection: Connection,
    firm_id: UUID,
    fine: FineRow,
    rule: Rule,
    agent: AgentRow | None,
    period: date,
) -> dict[Party, Fen]:
    """What caps per month have to know; asked only where the rule has such a cap."""
    used: dict[Party, Fen] = {}
    for step in rule.steps:
        if step.cap_month_fen is None:
            continue
        if step.party is Party.AGENT and agent is not None:
            await decisions.lock_agent(connection, firm_id, agent.id)
            used[step.party] = await decisions.agent_month_fen(
                connection, firm_id, agent.id, period
            )
        elif step.party is Party.STATION:
            await decisions.lock_agent(connection, firm_id, fine.station_id)
            used[step.party] = await decisions.station_month_fen(
                connection, firm_id, fine.station_id, period
            )
    return used
