"""Examples for interceptions: until when one may be asked for, and how fast it has to be done."""

from __future__ import annotations

from typing import Any

from stationdesk.policies.examples.example import DAY, HOUR, ExamplePolicy, firm, hq


def _terms(hold: int, window: str, fee_fen: int) -> dict[str, Any]:
    return {
        "risk_fen": 5000,
        "window": window,
        "fee_fen": fee_fen,
        "clocks": {
            "place": firm(30),
            "result": firm(2 * DAY),
            "hold": hq(hold),
            "send_back": hq(DAY),
        },
    }


EXAMPLES = (
    ExamplePolicy("interception", "zto", "示例:中通拦截退回时效", _terms(4 * HOUR, "signed", 1000)),
    ExamplePolicy(
        "interception", "yto", "示例:圆通拦截退回时效", _terms(6 * HOUR, "dispatched", 1200)
    ),
    ExamplePolicy("interception", None, "示例:拦截退回时效", _terms(6 * HOUR, "signed", 1000)),
)
