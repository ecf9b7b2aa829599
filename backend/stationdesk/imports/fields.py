"""What a list of some kind must tell: the fields that a column mapping fills."""

from collections.abc import Sequence
from typing import Final

import msgspec


class Choice(msgspec.Struct, frozen=True):
    """A value that a field can take, with its label."""

    code: str
    zh: str
    en: str


class Field(msgspec.Struct, frozen=True):
    """A field of a list; `synonyms` are headings under which carriers export it.

    `is_amount`: yuan; may be taken from two columns (deducted minus refunded) or negated.
    """

    code: str
    zh: str
    en: str
    is_required: bool = False
    is_amount: bool = False
    synonyms: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()


STATION: Final = Field(
    "station", "网点", "Station", True,
    synonyms=(
        "网点名称", "网点编号", "网点编码", "责任网点", "被考核网点", "所属网点", "派件网点",
        "揽收网点", "处理网点", "接收网点", "承包区", "station",
    ),
)  # fmt: skip
WAYBILL: Final = Field(
    "waybill", "运单号", "Waybill",
    synonyms=(
        "运单编号", "快递单号", "单号", "面单号", "物流单号", "邮件号", "运单", "子单号", "waybill",
    ),
)  # fmt: skip


def by_code(fields: Sequence[Field]) -> dict[str, Field]:
    """The fields by their codes."""
    return {field.code: field for field in fields}
