"""Examples for inquiries: the caller waits minutes; a call back is promised within hours."""

from __future__ import annotations

from typing import Any

from stationdesk.policies.examples.example import OFFICE_HOURS, ExamplePolicy, firm


def _terms(answer: int, call_back: int) -> dict[str, Any]:
    return {
        "risk_fen": 500,
        "clocks": {
            "answer": firm(answer, OFFICE_HOURS),
            "call_back": firm(call_back, OFFICE_HOURS),
        },
    }


EXAMPLES = (
    ExamplePolicy("inquiry", "zto", "示例:中通查询答复时效", _terms(30, 120)),
    ExamplePolicy("inquiry", "yto", "示例:圆通查询答复时效", _terms(30, 120)),
    ExamplePolicy("inquiry", None, "示例:查询答复时效", _terms(30, 120)),
)
