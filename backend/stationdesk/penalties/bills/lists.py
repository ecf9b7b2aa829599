"""Bills as carriers' systems export them, read through a column mapping.

Such tables have no line numbers and often no bill number: a line's number is then a digest of what
it says, counted where the bill says it more than once, and the bill's is its month. So the same
line is the same fine, in whichever export it comes again.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Final

from stationdesk.foundation.money import Fen, yuan_or_none
from stationdesk.foundation.zones import HOME
from stationdesk.imports.fields import STATION, WAYBILL, Field
from stationdesk.imports.lists import ListKind, register
from stationdesk.imports.mapped import MappedTable, open_mapped
from stationdesk.imports.mappings import ColumnMapping
from stationdesk.imports.moments import read_local_moment
from stationdesk.imports.reader import Row
from stationdesk.tenancy.permissions import Permission

KIND: Final = "bill"
"""Carriers keep their books in Chinese time: the month of a line is theirs."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


FIELDS: Final[Sequence[Field]] = (
    STATION,
    WAYBILL,
    Field("item", "项目", "Item", synonyms=_words("费用项目 考核项目 科目 费用名称 账单科目")),
    Field("code", "项目编码", "Item code", synonyms=_words("费用编码 科目编码 编码 费用代码")),
    Field("name", "项目名称", "Item name", synonyms=_words("科目名称 费用类型 考核类型 罚款类型")),
    Field(
        "amount", "金额", "Amount", True, is_amount=True,
        synonyms=_words("罚款金额 扣款金额 考核金额 应扣金额 扣款 费用金额 实扣金额 总金额"),
    ),
    Field(
        "occurred_at", "发生时间", "Occurred",
        synonyms=_words("业务时间 业务日期 发生日期 考核时间 违规时间 日期 交易时间"),
    ),
    Field(
        "notified_at", "通知时间", "Notified",
        synonyms=_words("下发时间 出账时间 账单日期 入账时间"),
    ),
    Field("appeal_due_at", "申诉截止", "Appeal until", synonyms=_words("申诉截止时间 申诉时限")),
    Field("bill_no", "账单号", "Bill no.", synonyms=_words("账单编号 账期 结算单号 账单月份")),
    Field("line_no", "行号", "Line no.", synonyms=_words("流水号 明细编号 单据号 考核单号")),
    Field("note", "备注", "Note", synonyms=_words("说明 原因 扣款原因 考核原因 考核说明")),
)  # fmt: skip
_ITEM: Final = re.compile(r"(?P<code>[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*)[\s:：_]+(?P<name>\D.*)")
_GRAND: Final = ("合计", "总计", "总合计", "total", "sum")


def _fields(_: Mapping[str, Any]) -> Sequence[Field]:
    return FIELDS


register(ListKind(KIND, "import_bill", Permission.BILLS_IMPORT, _fields))


def open_bill(path: Path, mapping: ColumnMapping) -> AbstractContextManager[MappedTable]:
    """The bill's table. Raises MappingWrong."""
    return open_mapped(path, mapping, FIELDS)


def bill_lines(table: MappedTable) -> Iterator[Row]:
    """The table's rows with all that a line of a bill needs; see above for what is derived."""
    seen: Counter[str] = Counter()
    for row in table.rows():
        if row.refused is None:
            _complete(row.values, seen)
        yield row


def grand_total_fen(table: MappedTable) -> Fen | None:
    """What the bill's own last line says it adds up to, once the rows have been read."""
    for row in reversed(table.totals):
        first = next((cell for cell in row.raw.split(",") if cell.strip()), "")
        if first.strip().strip(":：").casefold() in _GRAND:
            return yuan_or_none(row.values.get("amount", ""))
    return None


def _complete(values: dict[str, str], seen: Counter[str]) -> None:
    item = _ITEM.fullmatch(values["item"])
    if item is not None and not values["code"]:
        values["code"] = item["code"]
        values["name"] = values["name"] or item["name"].strip()
    values["name"] = values["name"] or values["item"]
    if not values["bill_no"]:
        moment = read_local_moment(values["occurred_at"] or values["notified_at"], HOME)
        values["bill_no"] = moment.astimezone(HOME).strftime("%Y-%m") if moment else "-"
    if not values["line_no"]:
        said = "\x1f".join(values[field.code] for field in FIELDS)
        digest = hashlib.sha256(said.encode()).hexdigest()[:16]
        seen[digest] += 1
        values["line_no"] = digest if seen[digest] == 1 else f"{digest}-{seen[digest]}"
