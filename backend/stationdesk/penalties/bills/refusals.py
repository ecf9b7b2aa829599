"""Why a line of a bill is refused, in the words of `imports.refusals`, which shows them."""

from typing import Final

from stationdesk.imports import refusals

BILL_TEXTS: Final[dict[str, tuple[str, str, str, str]]] = {
    "bill_no_blank": (
        "账单号为空",
        "the bill number is blank",
        "填写账单号",
        "fill in the bill number",
    ),
    "line_no_blank": (
        "行号为空",
        "the line number is blank",
        "填写该行在账单中的行号",
        "fill in the line's number in the bill",
    ),
    "amount_decimals": (
        "金额超过两位小数",
        "the amount has more than two decimals",
        "金额最多两位小数，请与账单核对",
        "an amount has two decimals at most; check it against the bill",
    ),
    "amount_zero": (
        "金额为零",
        "the amount is zero",
        "删去该行，或填写金额",
        "delete the line, or give its amount",
    ),
    "amount_too_large": (
        "金额过大",
        "the amount is larger than any fine can be",
        "检查是否以分为单位或错列",
        "check whether it is in fen, or cells have shifted",
    ),
    "line_changed": (
        "该账单行已导入过，内容不同",
        "this line of the bill was taken in before with other content",
        "已入账的行不能改；更正请用新的行号或退款行",
        "a line that was taken in is not changed; send the correction as a new or a refund line",
    ),
}

refusals.TEXTS.update(BILL_TEXTS)
