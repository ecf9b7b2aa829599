"""The figures by which a cause is proposed: the firm's policy `penalties`, by carrier and day."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from stationdesk.penalties.causes.proposing import Policy
from stationdesk.policies.forms import Parameters, PolicyForm, register
from stationdesk.policies.service import InForce

_DAY_MINUTES = 24 * 60
_MOST_FEN = 10_000_000_00
_MOST_DAYS = 90


def _minutes(shipped: int, zh: str, en: str) -> Any:
    return Field(shipped, ge=1, le=_DAY_MINUTES, title=zh, json_schema_extra={"en": en})


def _limit(shipped_fen: int, zh: str, en: str) -> Any:
    return Field(shipped_fen, ge=0, le=_MOST_FEN, title=zh, json_schema_extra={"en": en})


def _days(shipped: int, zh: str, en: str) -> Any:
    return Field(shipped, ge=1, le=_MOST_DAYS, title=zh, json_schema_extra={"en": en})


class PenaltyParameters(Parameters):
    """How long somebody must have held a case before its running out is his; up to which amount
    each role decides a fine alone; how long a decision may be disputed."""

    minimum_handling_minutes: int = _minutes(15, "客服最少经手分钟", "Agent's handling minutes")
    queue_target_minutes: int = _minutes(15, "排队目标分钟", "Queue target minutes")
    station_answer_minutes: int = _minutes(60, "网点答复分钟", "Station's answer minutes")
    same_case_days: int = Field(
        0, ge=0, le=365, title="同一工作项同一科目多少天内只扣一次（0 为无此规定）",
        json_schema_extra={"en": "Days in which one case may be charged once only (0: no rule)"},
    )  # fmt: skip
    bulk_confidence_percent: int = Field(
        70, ge=50, le=100, title="批量按建议定责的最低把握（%）",
        json_schema_extra={"en": "Least confidence for deciding in bulk (%)"},
    )  # fmt: skip
    supervisor_limit_fen: int = _limit(
        10_000, "组长可单独定责（元）", "A supervisor decides alone up to"
    )
    finance_limit_fen: int = _limit(100_000, "财务可单独定责（元）", "Finance decides alone up to")
    manager_limit_fen: int = _limit(
        1_000_000, "经理可单独定责（元）", "A manager decides alone up to"
    )
    firm_owner_limit_fen: int = _limit(
        _MOST_FEN, "老板可单独定责（元）", "The firm's owner decides alone up to"
    )
    agent_dispute_days: int = _days(7, "坐席异议天数", "Days for agents to dispute")
    station_dispute_days: int = _days(7, "网点异议天数", "Days for stations to dispute")
    dispute_decision_days: int = _days(5, "异议裁定天数", "Days to decide a dispute")


PENALTIES = register(PolicyForm("penalties", "定责口径", "Attribution figures", PenaltyParameters))


def figures(held: InForce[PenaltyParameters]) -> Policy:
    """The figures of the version that held when a fine arose."""
    return Policy(
        held.parameters.minimum_handling_minutes,
        held.parameters.queue_target_minutes,
        held.parameters.station_answer_minutes,
    )
