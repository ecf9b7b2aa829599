"""Examples for appeals: how long one may appeal, and whether the money waits for the bill."""

from __future__ import annotations

from typing import Any

from stationdesk.policies.examples.example import DAY, ExamplePolicy, firm, hq


def _terms(days: int, posts_at_decision: bool) -> dict[str, Any]:
    return {
        "risk_fen": 0,
        "posts_at_decision": posts_at_decision,
        "clocks": {"appeal_deadline": hq(days * DAY), "decision": firm(15 * DAY)},
    }


EXAMPLES = (
    ExamplePolicy("penalty_appeal", "zto", "示例:中通申诉规则", _terms(7, False)),
    ExamplePolicy("penalty_appeal", "yto", "示例:圆通申诉规则", _terms(5, True)),
    ExamplePolicy("penalty_appeal", None, "示例:申诉规则", _terms(7, False)),
)
