"""Examples for chases: an answer with a time, and no copied text (domain §7)."""

from __future__ import annotations

from typing import Any

from stationdesk.policies.examples.example import OFFICE_HOURS, ExamplePolicy, firm


def _terms(answer: int) -> dict[str, Any]:
    return {
        "risk_fen": 1000,
        "same_text_max": 1,
        "same_text_window_hours": 24,
        "clocks": {"answer": firm(answer, OFFICE_HOURS)},
    }


EXAMPLES = (
    ExamplePolicy("chase", "zto", "示例:中通催件答复时效", _terms(60)),
    ExamplePolicy("chase", "yto", "示例:圆通催件答复时效", _terms(90)),
    ExamplePolicy("chase", None, "示例:催件答复时效", _terms(90)),
)
