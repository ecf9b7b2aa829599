"""Example policies that ship with the product, for two carriers and for any other.

The limits and tariffs of headquarters are not public: these figures are examples, marked as such,
and any version that a firm enters itself takes their place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

OFFICE_HOURS: Mapping[str, Any] = {
    "code": "office_hours",
    "workday": ["08:30-12:00", "13:00-18:00"],
    "rest_day": ["09:00-17:00"],
}
_HOUR = 60
_DAY = 24 * _HOUR


@dataclass(frozen=True, slots=True)
class ExamplePolicy:
    """An example version; in force from the beginning of time until the firm has its own."""

    code: str
    carrier: str | None
    title: str
    parameters: Mapping[str, Any]
    version: int = 1


def _hq(length_minutes: int) -> dict[str, Any]:
    return {"owner": "hq", "length_minutes": length_minutes}


def _firm(length_minutes: int, calendar: Mapping[str, Any] | None = None) -> dict[str, Any]:
    terms: dict[str, Any] = {"owner": "firm", "length_minutes": length_minutes}
    return terms | ({"calendar": dict(calendar)} if calendar else {})


def _problem_parcel(register: int, reply: int) -> dict[str, Any]:
    return {
        "risk_fen": 2000,
        "clocks": {
            "register": _hq(register),
            "reply": _hq(reply),
            "outcome": _firm(17 * _HOUR, OFFICE_HOURS),
        },
    }


def _work_order(follow_up: int, reply: int) -> dict[str, Any]:
    return {
        "risk_fen": 5000,
        "clocks": {"first_follow_up": _hq(follow_up), "reply": _hq(reply)},
    }


def _arbitration(respond: int, window_days: int, grounds: list[str]) -> dict[str, Any]:
    return {
        "risk_fen": 0,
        "claimant_grounds": grounds,
        "clocks": {
            "respond": _hq(respond),
            "filing_window": _hq(window_days * _DAY),
            "award_payment": _firm(15 * _DAY),
        },
    }


EXAMPLES: tuple[ExamplePolicy, ...] = (
    ExamplePolicy("problem_parcel", "zto", "示例:中通问题件时效", _problem_parcel(240, 120)),
    ExamplePolicy("problem_parcel", "yto", "示例:圆通问题件时效", _problem_parcel(360, 240)),
    ExamplePolicy("problem_parcel", None, "示例:问题件时效", _problem_parcel(240, 240)),
    ExamplePolicy("work_order", "zto", "示例:中通工单考核", _work_order(30, 120)),
    ExamplePolicy("work_order", "yto", "示例:圆通工单考核", _work_order(60, 240)),
    ExamplePolicy("work_order", None, "示例:工单考核", _work_order(60, 240)),
    ExamplePolicy(
        "arbitration", "zto", "示例:中通仲裁规则", _arbitration(_DAY, 30, ["damage", "loss"])
    ),
    ExamplePolicy(
        "arbitration", "yto", "示例:圆通仲裁规则",
        _arbitration(2 * _DAY, 15, ["damage", "loss", "delay"]),
    ),
    ExamplePolicy(
        "arbitration", None, "示例:仲裁规则", _arbitration(_DAY, 30, ["damage", "loss"])
    ),
)  # fmt: skip


def example_for(code: str, carrier: str) -> ExamplePolicy | None:
    """The example for that carrier, else the one for any."""
    for wanted in (carrier, None):
        for example in EXAMPLES:
            if example.code == code and example.carrier == wanted:
                return example
    return None
