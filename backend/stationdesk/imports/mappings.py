"""A column mapping: which column of a carrier's table is which field. Read, checked, applied. Pure.

{"columns": {"station": {"column": "责任网点"}, "ground": {"column": "类型", "values": {"破损":
 "damage"}}, "amount": {"column": "扣款/金额", "minus": "退款/金额"}, "kind": {"constant": "x"}}}
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Final

import msgspec

from stationdesk.imports.errors import FileRefused
from stationdesk.imports.fields import Field, by_code
from stationdesk.imports.layouts import Layout

TOTAL_WORDS: Final = ("合计", "总计", "小计", "总合计", "本页合计", "total", "subtotal", "sum")


class MappingWrong(FileRefused):
    """A mapping names what is not there; the text says what."""

    code = "mapping_wrong"
    title = "The columns do not fit"


class ColumnUse(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Where a field comes from: a column, a constant, or a column with words translated.

    `minus` (amounts only): a second column that is taken off the first; `is_negated`: the table
    writes charges as negative numbers.
    """

    column: str | None = None
    constant: str | None = None
    values: dict[str, str] = {}
    minus: str | None = None
    is_negated: bool = False


class ColumnMapping(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Where the heading is, and which column is which field."""

    columns: dict[str, ColumnUse]
    header_row: int = 1
    header_rows: int = 1


def check(mapping: ColumnMapping, layout: Layout, fields: Sequence[Field]) -> None:
    """Raise MappingWrong unless every required field is given and every column exists."""
    known = by_code(fields)
    strangers = sorted(set(mapping.columns) - set(known))
    if strangers:
        raise MappingWrong(
            f"There is no field {strangers[0]!r} in such a list; it knows {', '.join(known)}.",
            field=strangers[0],
            zh=f"这种清单没有“{strangers[0]}”这一项，请去掉。",
        )
    for field in fields:
        use = mapping.columns.get(field.code)
        if use is None or (use.column is None and use.constant is None):
            if field.is_required:
                raise MappingWrong(
                    f"No column is chosen for {field.zh} ({field.code}); choose one, or give a "
                    "constant.",
                    field=field.code,
                    zh=f"“{field.zh}”还没选列，请选一列或填固定值。",
                )
            continue
        _check_use(field, use, layout)


def _check_use(field: Field, use: ColumnUse, layout: Layout) -> None:
    for column in (use.column, use.minus):
        if column is not None and column not in layout.columns:
            raise MappingWrong(
                f"The table has no column {column!r} for {field.zh}; its columns are "
                f"{', '.join(name for name in layout.columns if name)[:400]}.",
                field=field.code,
                column=column,
                zh=f"表格里没有“{column}”这一列（对应“{field.zh}”），请重新选列。",
            )
    if (use.minus is not None or use.is_negated) and not field.is_amount:
        raise MappingWrong(
            f"{field.zh} is no amount; only an amount is reckoned from two columns.",
            field=field.code,
            zh=f"“{field.zh}”不是金额，只有金额才能由两列相减。",
        )
    if use.column is not None and use.constant is not None:
        raise MappingWrong(
            f"{field.zh} has both a column and a constant; keep one of them.",
            field=field.code,
            zh=f"“{field.zh}”既选了列又填了固定值，请只留一个。",
        )


def apply(
    mapping: ColumnMapping, places: Mapping[str, int], fields: Sequence[Field], cells: Sequence[str]
) -> dict[str, str]:
    """The fields of one row, as text; what is not mapped is ''. `cells` are stripped."""
    values = {}
    for field in fields:
        use = mapping.columns.get(field.code)
        values[field.code] = "" if use is None else _value(use, places, cells)
    return values


def _value(use: ColumnUse, places: Mapping[str, int], cells: Sequence[str]) -> str:
    if use.column is None:
        return use.constant or ""
    text = cells[places[use.column]]
    text = use.values.get(text, text)
    if use.minus is not None:
        text = _difference(text, cells[places[use.minus]])
    return _negated(text) if use.is_negated else text


def _difference(charged: str, refunded: str) -> str:
    """Charged less refunded; what cannot be read stays, to be refused by its reader."""
    if not refunded:
        return charged
    numbers = [_number(charged or "0"), _number(refunded)]
    if numbers[0] is None or numbers[1] is None:
        return f"{charged} − {refunded}" if charged else refunded
    # A refund column holds 30.00 or -30.00 for the same refund.
    return str(numbers[0] - abs(numbers[1]))


def _negated(text: str) -> str:
    number = _number(text)
    return text if number is None else str(-number)


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text.replace(",", "").replace("，", "").lstrip("¥￥").replace("−", "-"))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def is_total(cells: Sequence[str]) -> bool:
    """Whether a row sums up others: its first word says so. Such rows are counted, not taken."""
    first = next((cell for cell in cells if cell), "")
    return first.rstrip(":：").replace(" ", "").casefold() in TOTAL_WORDS
