"""What policy says about promises to customers and about clusters of trouble. Pure.

A promise has two times: what the customer was told, and an inner one before it, by which the firm
wants it done; the time between is its room 回旋余地 (seed: 应尽量留有一定的回旋余地).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final, Literal

from pydantic import Field

from stationdesk.cases.kinds import CaseKind, ClockRule, Label
from stationdesk.clocks.deadlines import ClockOwner
from stationdesk.policies.forms import Parameters, PolicyForm, register

CLOCK: Final = "promise"
CLOCK_RULE: Final = ClockRule(
    ClockOwner.FIRM, Label("对客户承诺（内部）", "Promise to the customer (inner)")
)
"""It never pauses: the customer waits, whoever the case waits on."""
LONGEST: Final = timedelta(days=30)
SHORTEST: Final = timedelta(minutes=5)


class PromiseParameters(Parameters):
    """How much room a promise keeps, and whether a case may end with one open."""

    margin_minutes: int = Field(
        60, ge=0, le=1440, title="默认回旋余地(分钟)", json_schema_extra={"en": "Room (minutes)"}
    )
    at_the_end: Literal["refuse", "warn"] = Field(
        "refuse",
        title="承诺未了结时办结",
        json_schema_extra={"en": "Ending a case with a promise open"},
    )


class ClusterParameters(Parameters):
    """When trouble at one phone or address becomes a proposal for the risk register."""

    cases: int = Field(
        3, ge=2, le=50, title="聚集件数", json_schema_extra={"en": "Cases that make a cluster"}
    )
    days: int = Field(
        60, ge=1, le=365, title="聚集天数", json_schema_extra={"en": "Days they fall into"}
    )
    review_days: int = Field(
        90,
        ge=1,
        le=730,
        title="复核周期(天)",
        json_schema_extra={"en": "Days until the next review"},
    )


PROMISES: Final = register(
    PolicyForm(
        "promises", "对客户承诺", "Promises to customers", PromiseParameters, concerns_agents=False
    )
)
CLUSTERS: Final = register(
    PolicyForm("risk", "风险档案", "Risk register", ClusterParameters, concerns_agents=False)
)


def clock_rule(kind: CaseKind, name: str) -> ClockRule:
    """What a case's clock means: the kind's own, or a promise's, which every kind may have."""
    return CLOCK_RULE if name == CLOCK else kind.clocks[name]


def inner_due(
    now: datetime, due_at: datetime, margin: timedelta | None, usual: timedelta
) -> datetime:
    """By when the firm wants it done. The usual room shrinks to half of what time there is."""
    if margin is None:
        margin = min(usual, (due_at - now) / 2)
    return due_at - margin


def is_kept(due_at: datetime, kept_at: datetime) -> bool:
    """At the very minute is in time, as with every clock."""
    return kept_at <= due_at
