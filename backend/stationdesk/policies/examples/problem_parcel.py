"""Examples for problem parcels: registered in time, answered in time, seen to the end."""

from __future__ import annotations

from typing import Any

from stationdesk.policies.examples.example import HOUR, OFFICE_HOURS, ExamplePolicy, firm, hq


def _terms(register: int, reply: int) -> dict[str, Any]:
    return {
        "risk_fen": 2000,
        "clocks": {
            "register": hq(register),
            "reply": hq(reply),
            "outcome": firm(17 * HOUR, OFFICE_HOURS),
        },
    }


EXAMPLES = (
    ExamplePolicy("problem_parcel", "zto", "示例:中通问题件时效", _terms(240, 120)),
    ExamplePolicy("problem_parcel", "yto", "示例:圆通问题件时效", _terms(360, 240)),
    ExamplePolicy("problem_parcel", None, "示例:问题件时效", _terms(240, 240)),
)
