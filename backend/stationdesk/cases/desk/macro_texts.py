"""Texts with fields: which there are, which a text has, how they are filled. Pure.

A field is written `{运单尾号}` or `{waybill_tail}`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

FIELDS: Final[dict[str, str]] = {
    "运单号": "waybill",
    "运单尾号": "waybill_tail",
    "网点": "station",
    "快递公司": "carrier",
    "业务员": "courier",
    "承诺时间": "promised_at",
    "工作项": "number",
    "总部单号": "order_no",
    "时限": "due_at",
    "收件人": "recipient",
    "坐席": "agent",
    "今天": "today",
}
"""By their Chinese name; the English one says the same."""
_KNOWN: Final = FIELDS | {english: english for english in FIELDS.values()}
_FIELD: Final = re.compile(r"\{([^{}\n]{0,40})\}")


def fields_in(value: Any) -> list[str]:
    """The fields of a text, or of all texts in some data, as they are written, once each."""
    return list(dict.fromkeys(name for text in _texts(value) for name in _FIELD.findall(text)))


def unknown_fields(value: Any) -> list[str]:
    """Those that do not exist: a slip of the pen that no case could ever fill."""
    return [name for name in fields_in(value) if name.strip() not in _KNOWN]


def missing_fields(value: Any, values: Mapping[str, str]) -> list[str]:
    """Those that this case does not know yet."""
    return [name for name in fields_in(value) if not values.get(_KNOWN.get(name.strip(), ""))]


def fill(value: Any, values: Mapping[str, str]) -> Any:
    """The same with its fields filled in; one that is not known stays as it is written."""
    if isinstance(value, str):
        return _FIELD.sub(
            lambda found: values.get(_KNOWN.get(found[1].strip(), "")) or found[0], value
        )
    if isinstance(value, dict):
        return {name: fill(each, values) for name, each in value.items()}
    if isinstance(value, list):
        return [fill(each, values) for each in value]
    return value


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
