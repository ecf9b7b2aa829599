"""Examples for reissues: what a day of delay costs, and until when the shipper is asked."""

from __future__ import annotations

from typing import Any

from stationdesk.policies.examples.example import DAY, HOUR, ExamplePolicy, firm


def _terms(daily_fine_fen: int, freight_fen: int) -> dict[str, Any]:
    return {
        "risk_fen": 0,
        "evening_ends": "22:00",
        "comparison": {
            "goods_value_fen": 3000,
            "daily_fine_fen": daily_fine_fen,
            "expected_days": 2,
            "freight_fen": freight_fen,
            "loss_percent": 0,
            "price_tag_percent": 300,
        },
        "clocks": {"ask": firm(2 * HOUR), "answer": firm(12 * HOUR), "reship": firm(DAY)},
    }


EXAMPLES = (
    ExamplePolicy("reissue", "zto", "示例:中通补单参考", _terms(5000, 320)),
    ExamplePolicy("reissue", "yto", "示例:圆通补单参考", _terms(5000, 350)),
    ExamplePolicy("reissue", None, "示例:补单参考", _terms(5000, 400)),
)
