"""Examples for messages: replied to in HQ's system in time, then settled."""

from __future__ import annotations

from typing import Any

from stationdesk.policies.examples.example import HOUR, OFFICE_HOURS, ExamplePolicy, firm, hq


def _terms(reply: int, risk_fen: int) -> dict[str, Any]:
    return {
        "risk_fen": risk_fen,
        "clocks": {"reply": hq(reply), "settle": firm(24 * HOUR, OFFICE_HOURS)},
    }


EXAMPLES = (
    ExamplePolicy("message", "zto", "示例:中通留言回复时效", _terms(60, 1000)),
    ExamplePolicy("message", "yto", "示例:圆通留言回复时效", _terms(120, 1000)),
    ExamplePolicy("message", None, "示例:留言回复时效", _terms(120, 1000)),
)
