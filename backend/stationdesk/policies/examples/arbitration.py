"""Examples for arbitration: the window to file in, the time to answer as the accused."""

from __future__ import annotations

from typing import Any

from stationdesk.policies.examples.example import DAY, ExamplePolicy, firm, hq


def _terms(respond: int, window_days: int, grounds: list[str]) -> dict[str, Any]:
    return {
        "risk_fen": 0,
        "claimant_grounds": grounds,
        "clocks": {
            "respond": hq(respond),
            "filing_window": hq(window_days * DAY),
            "award_payment": firm(15 * DAY),
        },
    }


EXAMPLES = (
    ExamplePolicy("arbitration", "zto", "示例:中通仲裁规则", _terms(DAY, 30, ["damage", "loss"])),
    ExamplePolicy(
        "arbitration", "yto", "示例:圆通仲裁规则", _terms(2 * DAY, 15, ["damage", "loss", "delay"])
    ),
    ExamplePolicy("arbitration", None, "示例:仲裁规则", _terms(DAY, 30, ["damage", "loss"])),
)
