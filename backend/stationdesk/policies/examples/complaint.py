"""Examples for complaints: each source gives another time to answer, and charges otherwise."""

from __future__ import annotations

from typing import Any

from stationdesk.policies.examples.example import (
    DAY,
    HOUR,
    OFFICE_HOURS,
    ExamplePolicy,
    firm,
    hq,
)


def _terms(hq_hours: int, platform_hours: int) -> dict[str, Any]:
    return {
        "risk_fen": 5000,
        "risk_by_source_fen": {
            "customer": 0,
            "hq": 5000,
            "postal_12305": 50000,
            "cainiao": 10000,
            "platform": 10000,
            "consumers_association": 20000,
        },
        "clocks": {
            "first_contact": firm(60, OFFICE_HOURS),
            "reply_customer": firm(17 * HOUR, OFFICE_HOURS),
            "reply_hq": hq(hq_hours * HOUR),
            "reply_postal": hq(7 * DAY),
            "reply_platform": hq(platform_hours * HOUR),
            "reply_association": hq(5 * DAY),
        },
    }


EXAMPLES = (
    ExamplePolicy("complaint", "zto", "示例:中通投诉时效", _terms(12, 24)),
    ExamplePolicy("complaint", "yto", "示例:圆通投诉时效", _terms(24, 24)),
    ExamplePolicy("complaint", None, "示例:投诉时效", _terms(24, 48)),
)
