"""Split rules as data: what a firm writes, what is stored with each decision, what is matched.

Pydantic models, so that the same shape is the HTTP body, the stored JSON and the core's input.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Annotated, Any, Final, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, model_validator

from stationdesk.penalties.causes.words import BEARER_BY_DEFAULT, Cause, Party
from stationdesk.penalties.errors import RulesInvalid

BASIS_POINTS_OF_ALL: Final = 10_000
RULES_MAX: Final = 100
STEPS_MAX: Final = 10
FEN_MAX: Final = 10_000_000_000
"""¥100,000,000: far above any line of any bill, far below what a bigint of sums can hold."""

Capped = Annotated[int, Field(ge=0, le=FEN_MAX)]


class Step(BaseModel):
    """One step of the waterfall: what one party is given of the fine.

    `fixed`: `amount_fen`; `percentage`: `basis_points` of the whole fine;
    `percentage_of_remainder`: `basis_points` of what the steps before have left; `remainder`: all
    that is left.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    party: Party
    gives: Literal["fixed", "percentage", "percentage_of_remainder", "remainder"]
    amount_fen: Annotated[int, Field(gt=0, le=FEN_MAX)] | None = None
    basis_points: Annotated[int, Field(gt=0, le=BASIS_POINTS_OF_ALL)] | None = None
    cap_fine_fen: Capped | None = None
    cap_month_fen: Capped | None = None
    overflow_to: Party = Party.FIRM
    counterparty_code: Annotated[str, Field(min_length=1, max_length=40)] | None = None

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        percentage = self.gives in ("percentage", "percentage_of_remainder")
        if (self.gives == "fixed") != (self.amount_fen is not None):
            raise ValueError("amount_fen belongs to a step that gives 'fixed', and only to it")
        if percentage != (self.basis_points is not None):
            raise ValueError("basis_points belong to a step that gives a percentage")
        is_capped = self.cap_fine_fen is not None or self.cap_month_fen is not None
        if self.party is Party.FIRM and is_capped:
            raise ValueError("the firm bears what caps cut off, so it has no cap itself")
        if is_capped and self.overflow_to in (self.party, Party.AGENT, Party.COUNTERPARTY):
            raise ValueError("overflow goes to the firm or the station, and to another party")
        if (self.party is Party.COUNTERPARTY) != (self.counterparty_code is not None):
            raise ValueError("a counterparty's step names the counterparty's code")
        return self


class Match(BaseModel):
    """When a rule applies. An empty list asks nothing; all that is asked must hold."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    causes: tuple[Cause, ...] = ()
    categories: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    carriers: tuple[str, ...] = ()
    tenure_days_below: Annotated[int, Field(gt=0)] | None = None
    repeat_count_from: Annotated[int, Field(gt=0)] | None = None


class Rule(BaseModel):
    """A match and the waterfall that it leads to."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[str, Field(min_length=1, max_length=120)]
    match: Match = Match()
    steps: Annotated[tuple[Step, ...], Field(min_length=1, max_length=STEPS_MAX)]

    @model_validator(mode="after")
    def _remainder_ends_it(self) -> Self:
        if any(step.gives == "remainder" for step in self.steps[:-1]):
            raise ValueError("'remainder' leaves nothing for the steps after it: put it last")
        others = [step.party for step in self.steps if step.party is not Party.FIRM]
        if len(others) != len(set(others)):
            raise ValueError("one step for each party but the firm: its caps hold for all it bears")
        return self


class RuleSet(BaseModel):
    """A version of the ordered rules of the firm (`station_id` None) or of a station's contract."""

    model_config = ConfigDict(frozen=True)

    name: str
    version: int
    effective_from: date
    station_id: UUID | None = None
    is_example: bool = False
    rules: tuple[Rule, ...]


class Facts(BaseModel):
    """What rules may ask of a fine."""

    model_config = ConfigDict(frozen=True)

    cause: Cause
    code: str
    category: str | None = None
    carrier: str
    agent_tenure_days: int | None = None
    repeat_count: int = 1


EXAMPLE: Final = RuleSet(
    name="示例：坐席疏忽 20%，每笔封顶 ¥8.00，其余公司",
    version=1,
    effective_from=date(2000, 1, 1),
    is_example=True,
    rules=(
        Rule(
            name="坐席疏忽",
            match=Match(causes=(Cause.AGENT_NEGLIGENCE,)),
            steps=(
                Step(party=Party.AGENT, gives="percentage", basis_points=2000, cap_fine_fen=800),
                Step(party=Party.FIRM, gives="remainder"),
            ),
        ),
    ),
)
"""The firm's default until it writes its own: the worked example of domain §6."""


_RULES: Final = TypeAdapter(tuple[Rule, ...])


def read_rules(raw: list[dict[str, Any]]) -> tuple[Rule, ...]:
    """Rules as they are sent. Raises RulesInvalid, naming the place."""
    try:
        return _RULES.validate_python(raw)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise RulesInvalid(
            f"rules.{place}: {first['msg']}",
            field=f"rules.{place}",
            zh=f"规则里的“{place}”填得不对，请检查。",
        ) from error


def matches(rule: Rule, facts: Facts) -> bool:
    """Whether everything that the rule asks holds for the fine."""
    match = rule.match
    tenure = facts.agent_tenure_days
    return (
        (not match.causes or facts.cause in match.causes)
        and (not match.categories or facts.category in match.categories)
        and (not match.codes or facts.code in match.codes)
        and (not match.carriers or facts.carrier in match.carriers)
        and (
            match.tenure_days_below is None
            or (tenure is not None and tenure < match.tenure_days_below)
        )
        and (match.repeat_count_from is None or facts.repeat_count >= match.repeat_count_from)
    )


def in_force(
    rule_sets: Iterable[RuleSet], station_id: UUID, on: date
) -> tuple[RuleSet | None, RuleSet | None]:
    """The station contract's and the firm's rule set that held on a day (latest start, then
    highest version)."""

    begun = [each for each in rule_sets if each.effective_from <= on]

    def latest(owner: UUID | None) -> RuleSet | None:
        owned = [each for each in begun if each.station_id == owner]
        return max(owned, key=lambda each: (each.effective_from, each.version), default=None)

    return latest(station_id), latest(None)


def first_match(rule_sets: Sequence[RuleSet | None], facts: Facts) -> tuple[RuleSet, Rule] | None:
    """The first rule that matches, the contract's rules before the firm's; None where none does."""
    for rule_set in rule_sets:
        for rule in rule_set.rules if rule_set else ():
            if rule_set and matches(rule, facts):
                return rule_set, rule
    return None


def default_rule(cause: Cause) -> Rule:
    """Who bears it where no rule says otherwise (domain §6): one party, all of it."""
    return Rule(
        name="无规则时的默认承担",
        match=Match(causes=(cause,)),
        steps=(Step(party=BEARER_BY_DEFAULT[cause], gives="remainder"),),
    )
