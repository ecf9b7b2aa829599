"""Splits of many fines one after another: what is common is read once, and caps per month see what
the fines before have taken of them, though nothing is posted yet."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final, Self
from uuid import UUID
from zoneinfo import ZoneInfo

from stationdesk.foundation.money import Fen
from stationdesk.ledger import service as ledger
from stationdesk.penalties.bills import repository as fine_codes
from stationdesk.penalties.bills.categories import FineCategory, category_of
from stationdesk.penalties.causes.words import Cause, Party
from stationdesk.penalties.repository import decisions
from stationdesk.penalties.repository.decisions import AgentRow
from stationdesk.penalties.repository.fines import Connection, FineRow
from stationdesk.penalties.splits.rules import (
    Facts,
    RuleSet,
    default_rule,
    first_match,
    in_force,
)
from stationdesk.penalties.splits.splitting import Prepared, by_rule, known_rule_sets

REPEATS_WITHIN: Final = timedelta(days=90)


@dataclass(slots=True)
class Splitter:
    """Rules, categories and the open month, held for one transaction."""

    connection: Connection
    firm_id: UUID
    known: Sequence[RuleSet]
    categories: Mapping[tuple[str, str], FineCategory]
    period: date
    _used: dict[tuple[Party, UUID], Fen] = field(default_factory=dict)
    _booked: defaultdict[tuple[UUID, str], list[datetime]] = field(
        default_factory=lambda: defaultdict(list)
    )

    @classmethod
    async def begin(cls, connection: Connection, firm_id: UUID, now: datetime) -> Self:
        """Read what every split needs."""
        return cls(
            connection,
            firm_id,
            await known_rule_sets(connection, firm_id),
            await fine_codes.categories(connection, firm_id),
            await ledger.open_period(connection, firm_id, now),
        )

    async def prepare(self, fine: FineRow, cause: Cause, agent: AgentRow | None) -> Prepared:
        """The split that a cause leads to now, as `splits.splitting.prepare` makes it."""
        facts = Facts(
            cause=cause,
            code=fine.code,
            category=category_of(self.categories, fine.carrier, fine.code, fine.name),
            carrier=fine.carrier,
            agent_tenure_days=None if agent is None else (fine.occurred_at - agent.created_at).days,
            repeat_count=1 if agent is None else await self._repeats(fine, agent),
        )
        day = fine.occurred_at.astimezone(ZoneInfo(fine.timezone)).date()
        matched = first_match(in_force(self.known, fine.station_id, day), facts)
        name, version, rule = (
            ("无规则", 0, default_rule(cause))
            if matched is None
            else (matched[0].name, matched[0].version, matched[1])
        )
        used: dict[Party, Fen] = {}
        for step in rule.steps:
            if step.cap_month_fen is None:
                continue
            if step.party is Party.AGENT and agent is not None:
                used[step.party] = await self._month_used(step.party, agent.id)
            elif step.party is Party.STATION:
                used[step.party] = await self._month_used(step.party, fine.station_id)
        return by_rule(name, version, rule, facts, fine, agent, used, self.period)

    def book(self, fine: FineRow, agent: AgentRow | None, prepared: Prepared) -> None:
        """The split will be posted: it counts for those that come after it."""
        taken = [(Party.STATION, fine.station_id)]
        if agent is not None:
            self._booked[agent.id, fine.code].append(fine.occurred_at)
            taken.append((Party.AGENT, agent.id))
        for key in taken:
            if key in self._used:
                self._used[key] += prepared.split.total(key[0])

    async def _repeats(self, fine: FineRow, agent: AgentRow) -> int:
        """Decided before, and in this bulk: fines of the code against the agent in 90 days."""
        decided = await decisions.repeat_count(self.connection, self.firm_id, agent.id, fine)
        since = fine.occurred_at - REPEATS_WITHIN
        booked = self._booked[agent.id, fine.code]
        return decided + sum(since <= at <= fine.occurred_at for at in booked)

    async def _month_used(self, party: Party, owner_id: UUID) -> Fen:
        """What the month has put on an agent or a station; asked once, then kept up to date."""
        key = (party, owner_id)
        if key not in self._used:
            await decisions.lock_agent(self.connection, self.firm_id, owner_id)
            count = (
                decisions.agent_month_fen if party is Party.AGENT else decisions.station_month_fen
            )
            self._used[key] = await count(self.connection, self.firm_id, owner_id, self.period)
        return self._used[key]
