"""What is wrong with what somebody entered, field by field, in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from pydantic_core import PydanticCustomError

_STATED = "stated"
_ZH = {
    "missing": "这一项要填",
    "string_too_short": "这一项要填",
    "string_too_long": "太长",
    "string_pattern_mismatch": "写法不对",
    "too_short": "至少选一项",
    "literal_error": "不在可选范围内",
    "extra_forbidden": "没有这一项",
    "datetime_parsing": "时间写法不对",
    "datetime_from_date_parsing": "时间写法不对",
    "timezone_aware": "时间要带时区",
    "greater_than_equal": "太小",
    "less_than_equal": "太大",
    "int_parsing": "要写整数",
    "int_type": "要写整数",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong; `field` is empty where it is about the whole."""

    field: str
    zh: str
    en: str


def stated(field: str, zh: str, en: str) -> PydanticCustomError:
    """What a model's own validator raises: about which field, in words for whoever entered it."""
    # Braces would be read as places to fill in.
    return PydanticCustomError(_STATED, "{en}", {"field": field, "zh": zh, "en": en})


def faults_of(error: ValidationError) -> list[Fault]:
    """Every fault that a validation found."""
    return [_fault(each) for each in error.errors(include_url=False)]


def _fault(found: Any) -> Fault:
    if found["type"] == _STATED:
        said = found["ctx"]
        return Fault(said["field"], said["zh"], said["en"])
    field = ".".join(str(part) for part in found["loc"])
    return Fault(field, _ZH.get(found["type"], found["msg"]), found["msg"])
