"""Examples for work orders: followed up, then answered, inside HQ's countdown."""

from __future__ import annotations

from typing import Any

from stationdesk.policies.examples.example import ExamplePolicy, hq


def _terms(follow_up: int, reply: int) -> dict[str, Any]:
    return {
        "risk_fen": 5000,
        "clocks": {"first_follow_up": hq(follow_up), "reply": hq(reply)},
    }


EXAMPLES = (
    ExamplePolicy("work_order", "zto", "示例:中通工单考核", _terms(30, 120)),
    ExamplePolicy("work_order", "yto", "示例:圆通工单考核", _terms(60, 240)),
    ExamplePolicy("work_order", None, "示例:工单考核", _terms(60, 240)),
)
