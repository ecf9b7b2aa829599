"""Examples for pickup orders: complete, given to a courier, collected."""

from __future__ import annotations

from typing import Any

from stationdesk.policies.examples.example import HOUR, ExamplePolicy, firm, hq


def _terms(collect: int) -> dict[str, Any]:
    return {
        "risk_fen": 2000,
        "clocks": {"complete": firm(30), "assign": firm(15), "collect": hq(collect)},
    }


EXAMPLES = (
    ExamplePolicy("pickup_order", "zto", "示例:中通揽收时效", _terms(2 * HOUR)),
    ExamplePolicy("pickup_order", "yto", "示例:圆通揽收时效", _terms(3 * HOUR)),
    ExamplePolicy("pickup_order", None, "示例:揽收时效", _terms(3 * HOUR)),
)
