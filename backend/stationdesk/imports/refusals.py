"""Why a row is refused and how to mend it: one place for the words, in both languages."""

import csv
import io
from collections.abc import Iterable, Sequence

import msgspec

from stationdesk.imports.errors import StrictImportRefused

SHOWN_MAX = 5


class Refusal(msgspec.Struct, frozen=True):
    """A refused row. `row_number` counts as a spreadsheet does: the header is row 1.

    `column` and `value` are '' where the row as a whole is wrong; `raw` is the row as a CSV line.
    """

    row_number: int
    column: str
    value: str
    code: str
    raw: str


# code: (reason zh, reason en, remedy zh, remedy en)
TEXTS: dict[str, tuple[str, str, str, str]] = {
    "ragged": (
        "列数与表头不符",
        "the row has not as many cells as the header",
        "补齐或删去多余的单元格；含逗号的内容加双引号",
        "fill in or remove cells; put text with commas in double quotes",
    ),
    "nul_byte": (
        "含有空字符（NUL）",
        "the row holds a NUL byte",
        "重新导出，或删去该字符",
        "export it again, or delete that character",
    ),
    "too_long": (
        "内容过长",
        "the cell is too long",
        "检查是否错列，缩短内容",
        "check whether cells have shifted, and shorten it",
    ),
    "formula": (
        "单元格是公式",
        "the cell holds a formula",
        "改为数值或文本（选择性粘贴为值）",
        "replace it by its value (paste as values)",
    ),
    "blank": ("必填内容为空", "a field that is needed is blank", "填写该列", "fill in the cell"),
    "waybill_blank": ("运单号为空", "the waybill is blank", "填写运单号", "fill in the waybill"),
    "waybill_scientific": (
        "运单号被表格软件改成了科学计数或小数",
        "the waybill was turned into a rounded number by a spreadsheet",
        "把该列设为文本格式后重新导出",
        "format the column as text and export again",
    ),
    "waybill_invalid": (
        "运单号含有非法字符",
        "the waybill has characters that no waybill has",
        "只用字母、数字和连字符，最长 40 位",
        "use letters, digits and hyphens, 40 at most",
    ),
    "waybill_overfull": (
        "同一运单号的扫描过多",
        "one waybill has more scans than a parcel can have",
        "检查运单号一列是否填错",
        "check whether the waybill column is right",
    ),
    "scan_unknown": (
        "扫描类型不认识",
        "the scan is no word that we know",
        "改用 到件/派件/签收 等，或在扫描词表中加入该词",
        "use one of the milestones (arrived, 到件 …) or add the word to the table of scan words",
    ),
    "site_unknown": (
        "网点与下一站都不是我方网点，且我方没有该运单",
        "neither site is a station of ours, and no parcel of ours has that waybill",
        "更正网点名称，或先把它加为网点的别名",
        "correct the site, or add the name as an alias of the station",
    ),
    "time_invalid": (
        "时间不存在或格式不对",
        "there is no such moment, or it is not written as a date and time",
        "写成 2026-11-20 08:04:24（可带时区 +08:00）",
        "write it as 2026-11-20 08:04:24, with an offset if need be",
    ),
    "time_future": (
        "时间在未来",
        "the moment lies in the future",
        "检查日期和时区",
        "check the date and the offset",
    ),
    "station_unknown": (
        "没有这个网点",
        "no station of ours has this code, name or alias",
        "更正网点，或先把它加为网点的别名",
        "correct the station, or add the name as an alias of it",
    ),
    "amount_unreadable": (
        "金额读不出来",
        "the amount cannot be read",
        "写成以元为单位的数字，如 50.00",
        "write it in yuan, like 50.00",
    ),
    "weight_invalid": (
        "重量不是整数克",
        "the weight is not a whole number of grams",
        "填写整数克，或留空",
        "give whole grams, or leave it empty",
    ),
}
_UNKNOWN = ("该行不被接受", "the row is refused", "更正后再次导入", "correct it and import again")


def reason(refusal_code: str, locale: str = "zh") -> str:
    """Why, in the reader's language."""
    return TEXTS.get(refusal_code, _UNKNOWN)[0 if locale == "zh" else 1]


def remedy(refusal_code: str, locale: str = "zh") -> str:
    """What to do, in the reader's language."""
    return TEXTS.get(refusal_code, _UNKNOWN)[2 if locale == "zh" else 3]


def sentence(refusal: Refusal) -> str:
    """Row, column, value, reason and remedy in one line, for a terminal."""
    where = f"row {refusal.row_number}"
    if refusal.column:
        where += f", column {refusal.column}, value {refusal.value!r}"
    return f"{where}: {reason(refusal.code, 'en')}; {remedy(refusal.code, 'en')}"


def sentence_zh(refusal: Refusal) -> str:
    """The same in Chinese, for the web."""
    where = f"第 {refusal.row_number} 行"
    if refusal.column:
        where += f"“{refusal.column}”写着“{refusal.value}”"
    return f"{where}：{reason(refusal.code)}，{remedy(refusal.code)}"


def demand_all(refusals: Sequence[Refusal]) -> None:
    """All or nothing: raise StrictImportRefused if some row is refused, naming the first ones."""
    if not refusals:
        return
    more = len(refusals) - SHOWN_MAX
    shown = "; ".join(sentence(each) for each in refusals[:SHOWN_MAX])
    raise StrictImportRefused(
        f"{len(refusals)} row(s) are refused, so nothing was taken: {shown}"
        + (f"; and {more} more." if more > 0 else "."),
        rejected=len(refusals),
        zh=f"有 {len(refusals)} 行读不了，所以一行都没导入；请先改好（第一处："
        f"{sentence_zh(refusals[0])}）。",
    )


def as_csv(header: Sequence[str], refusals: Iterable[Refusal]) -> Iterable[str]:
    """The refused rows as a CSV file with the original columns and, after them, why.

    The added columns begin with `_`, which an import ignores: mend the cells, send it again.
    """
    yield _line([*header, "_row", "_column", "_reason", "_remedy"])
    for refusal in refusals:
        cells = next(csv.reader([refusal.raw]), []) if refusal.raw else []
        cells = (cells + [""] * len(header))[: max(len(header), len(cells))]
        yield _line(
            [
                *cells[: len(header)],
                str(refusal.row_number),
                refusal.column,
                f"{reason(refusal.code)} / {reason(refusal.code, 'en')}",
                f"{remedy(refusal.code)} / {remedy(refusal.code, 'en')}",
            ]
        )


def _line(cells: Sequence[str]) -> str:
    target = io.StringIO()
    csv.writer(target, lineterminator="\r\n").writerow(cells)
    return target.getvalue()


def raw_line(cells: Iterable[str]) -> str:
    """A row as one CSV line, the way refused rows are kept."""
    return _line([cell.replace("\x00", "") for cell in cells]).rstrip("\r\n")
