"""Examples for couriers in the street: minutes count."""

from __future__ import annotations

from typing import Any

from stationdesk.policies.examples.example import ExamplePolicy


def _terms(minutes: int) -> dict[str, Any]:
    clock = {"owner": "firm", "length_minutes": minutes, "rungs_minutes_before": [5, 2, 0]}
    return {"risk_fen": 2000, "clocks": {"help": clock}}


EXAMPLES = (
    ExamplePolicy("driver_help", "zto", "示例:中通司机求助时效", _terms(10)),
    ExamplePolicy("driver_help", "yto", "示例:圆通司机求助时效", _terms(10)),
    ExamplePolicy("driver_help", None, "示例:司机求助时效", _terms(10)),
)
