"""A month's decided fines under other rules: who would have paid what. Pure.

Causes and agents stay as they were decided; only the rules differ. Caps per month fill up in the
order of the decisions, as they did.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias
from uuid import UUID

from stationdesk.foundation.money import Fen
from stationdesk.penalties.causes.words import Party
from stationdesk.penalties.splits.relief import Relief, relieve
from stationdesk.penalties.splits.rules import Facts, RuleSet, default_rule, first_match, in_force
from stationdesk.penalties.splits.waterfall import split

Bearer: TypeAlias = tuple[Party, str]
"""A party, and who of it: agent, station or counterparty by name; '' for the firm."""


@dataclass(frozen=True, slots=True)
class Decided:
    """A fine as it was decided; `borne_fen` is what each bearer was given."""

    fine_id: UUID
    facts: Facts
    amount_fen: Fen
    station_id: UUID
    station_name: str
    agent_name: str
    day: date
    borne_fen: Mapping[Bearer, Fen]
    reliefs: Sequence[Relief] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """A fine that the draft would split differently."""

    fine_id: UUID
    rule_name: str
    before_fen: Mapping[Bearer, Fen]
    after_fen: Mapping[Bearer, Fen]

    @property
    def moved_fen(self) -> Fen:
        """How much would change hands."""
        bearers = {*self.before_fen, *self.after_fen}
        return sum(
            max(0, self.after_fen.get(who, 0) - self.before_fen.get(who, 0)) for who in bearers
        )


@dataclass(frozen=True, slots=True)
class Replay:
    """Sums by bearer before and after, and the fines that differ, the largest move first."""

    fines: int
    before_fen: Mapping[Bearer, Fen]
    after_fen: Mapping[Bearer, Fen]
    differences: Sequence[Difference] = field(default_factory=list)


def replay(decided: Sequence[Decided], known: Sequence[RuleSet], draft: RuleSet) -> Replay:
    """The fines, in the order of their decisions, under `draft` in the place of what held.

    A station's draft stands for its contract alone; the firm's for the rules of all stations, with
    their contracts before it. Of other stations than the draft's, fines stay as they were: they
    only fill the caps per month of the agents that they share.
    """
    before: dict[Bearer, Fen] = defaultdict(int)
    after: dict[Bearer, Fen] = defaultdict(int)
    used: dict[Bearer, Fen] = defaultdict(int)
    differences = []
    fines = 0
    for each in decided:
        if draft.station_id is not None and draft.station_id != each.station_id:
            for who, amount in each.borne_fen.items():
                used[who] += amount
            continue
        fines += 1
        name, borne = _under(each, known, draft, used)
        for who, amount in borne.items():
            after[who] += amount
            used[who] += amount
        for who, amount in each.borne_fen.items():
            before[who] += amount
        if dict(each.borne_fen) != borne:
            differences.append(Difference(each.fine_id, name, each.borne_fen, borne))
    differences.sort(key=lambda difference: -difference.moved_fen)
    return Replay(fines, before, after, differences)


def _under(
    each: Decided, known: Sequence[RuleSet], draft: RuleSet, used: Mapping[Bearer, Fen]
) -> tuple[str, dict[Bearer, Fen]]:
    contract, firm = in_force(known, each.station_id, each.day)
    if draft.station_id is None:
        firm = draft
    elif draft.station_id == each.station_id:
        contract = draft
    matched = first_match((contract, firm), each.facts)
    rule = default_rule(each.facts.cause) if matched is None else matched[1]
    spent = {party: used[_bearer(each, party, None)] for party in (Party.AGENT, Party.STATION)}
    result = relieve(split(rule, each.amount_fen, spent), each.reliefs)
    borne: dict[Bearer, Fen] = defaultdict(int)
    for (party, code), amount in result.totals.items():
        borne[_bearer(each, party, code)] += amount
    return rule.name, dict(borne)


def _bearer(each: Decided, party: Party, counterparty_code: str | None) -> Bearer:
    names = {
        Party.AGENT: each.agent_name,
        Party.STATION: each.station_name,
        Party.COUNTERPARTY: counterparty_code or "",
        Party.FIRM: "",
    }
    return party, names[party]
