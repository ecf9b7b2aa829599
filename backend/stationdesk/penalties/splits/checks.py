"""What is doubtful in a list of split rules: found before a version is saved. Pure.

The first rule that matches decides, so a rule below one that asks less can never match, and two
that overlap are told apart by their order alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from stationdesk.foundation.money import Fen, format_yuan
from stationdesk.penalties.causes.words import Party
from stationdesk.penalties.splits.rules import BASIS_POINTS_OF_ALL, Match, Rule

LEGAL_AGENT_BASIS_POINTS: Final = 2000
"""工资支付暂行规定 第十六条: at most 20% of a month's wage. The close holds the wage itself to it;
a share above it in a rule is only noticed."""

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing to look at; `rule` and `other` are places in the list, from 1."""

    code: str
    severity: Severity
    rule: int
    other: int | None
    zh: str
    en: str


def doubts(rules: Sequence[Rule]) -> list[Doubt]:
    """All that is doubtful, in the order of the rules; errors are what can never work."""
    found: list[Doubt] = []
    for place, rule in enumerate(rules, start=1):
        found += _unreachable(rules[: place - 1], place, rule)
        found += _steps(place, rule)
    found += _overlaps(rules)
    return sorted(found, key=lambda doubt: (doubt.rule, doubt.other or 0))


def covers(wide: Match, narrow: Match) -> bool:
    """Whether every fine that `narrow` takes is taken by `wide` as well."""
    lists = (
        (wide.causes, narrow.causes),
        (wide.categories, narrow.categories),
        (wide.codes, narrow.codes),
        (wide.carriers, narrow.carriers),
    )
    if any(asked and not (given and set(given) <= set(asked)) for asked, given in lists):
        return False
    if wide.tenure_days_below is not None and (
        narrow.tenure_days_below is None or narrow.tenure_days_below > wide.tenure_days_below
    ):
        return False
    return wide.repeat_count_from is None or (
        narrow.repeat_count_from is not None and narrow.repeat_count_from >= wide.repeat_count_from
    )


def overlap(one: Match, other: Match) -> bool:
    """Whether some fine could be taken by both."""
    lists = (
        (one.causes, other.causes),
        (one.categories, other.categories),
        (one.codes, other.codes),
        (one.carriers, other.carriers),
    )
    return all(not a or not b or set(a) & set(b) for a, b in lists)


def _unreachable(earlier: Sequence[Rule], place: int, rule: Rule) -> list[Doubt]:
    for other, above in enumerate(earlier, start=1):
        if covers(above.match, rule.match):
            return [
                Doubt(
                    "never_matches", "error", place, other,
                    f"第 {place} 条永远轮不到：它要的，第 {other} 条“{above.name}”已经全收了",
                    f"Rule {place} can never match: rule {other} takes all that it asks for",
                )
            ]  # fmt: skip
    return []


def _overlaps(rules: Sequence[Rule]) -> list[Doubt]:
    found = []
    for other, above in enumerate(rules, start=1):
        for place, rule in enumerate(rules[other:], start=other + 1):
            is_special = covers(rule.match, above.match) or covers(above.match, rule.match)
            if above.steps != rule.steps and not is_special and overlap(above.match, rule.match):
                found.append(
                    Doubt(
                        "order_decides", "warning", place, other,
                        f"第 {other} 条和第 {place} 条有重叠，同时符合时按第 {other} 条",
                        f"Rules {other} and {place} overlap: where both match, {other} holds",
                    )
                )  # fmt: skip
    return found


def _steps(place: int, rule: Rule) -> list[Doubt]:
    found = []
    whole = sum(step.basis_points or 0 for step in rule.steps if step.gives == "percentage")
    if whole > BASIS_POINTS_OF_ALL:
        found.append(
            Doubt(
                "over_all", "warning", place, None,
                f"第 {place} 条各步合计 {whole / 100:g}%，超过全额，后面的步骤分不到",
                f"The steps of rule {place} ask for {whole / 100:g}%: the last ones get nothing",
            )
        )  # fmt: skip
    for step in rule.steps:
        if step.party is not Party.AGENT:
            continue
        share = step.basis_points or 0
        if step.gives == "remainder" or share > LEGAL_AGENT_BASIS_POINTS:
            found.append(
                Doubt(
                    "agent_share_high", "warning", place, None,
                    f"第 {place} 条让坐席承担超过 20%：工资扣款另有法定上限，超出部分结账时归公司",
                    f"Rule {place} puts more than 20% on the agent: wages have a legal cap, and "
                    "what exceeds it falls to the firm at the close",
                )
            )  # fmt: skip
        if step.cap_fine_fen is None and step.cap_month_fen is None:
            found.append(_uncapped(place, step.amount_fen))
    return found


def _uncapped(place: int, fixed_fen: Fen | None) -> Doubt:
    at = f"（固定 ¥{format_yuan(fixed_fen)}）" if fixed_fen else ""
    return Doubt(
        "agent_uncapped", "warning", place, None,
        f"第 {place} 条的坐席一步{at}没有封顶",
        f"The agent's step of rule {place} has no cap",
    )  # fmt: skip
