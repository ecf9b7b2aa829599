"""The words on a statement's paper, in Chinese and English. Pure."""

from typing import Any, Final

WORDS: Final[dict[str, dict[str, str]]] = {
    "zh": {
        "title": "对账单", "number": "编号", "issued": "出具", "sealed": "已封存",
        "summary": "项目", "count": "笔数", "opening": "期初余额", "closing": "期末余额",
        "undecided": "期末待定责", "frozen": "异议暂缓结算", "paid_since": "其后已付",
        "payable_station": "应付贵网点",
        "payable_agent": "期末结欠", "owed_station": "贵网点应付", "vat": "其中增值税",
        "lines": "明细", "brought": "承前余额", "carry": "结转余额", "page": "第", "of": "页，共",
        "pages": "页", "seal": "封存", "hash": "内容 SHA-256", "root": "本月对账单树根",
        "chain": "账本链头",
        "sealing": "本对账单出具后不再更改，差错在以后月份的对账单中更正并注明原编号。"
        "内容哈希是本月对账单 Merkle 树（RFC 6962）的一片叶子，树根与当时的账本链头一并封存。",
        "no": "序", "day": "日期", "what": "事项与原因", "charged": "总部扣款", "borne": "您承担",
        "other": "其他", "amount": "入账", "rule": "规则", "default": "按原因默认",
        "decided": "定责", "case": "工作项", "corrects": "更正", "continues": "入账见",
        "unknown": "来源不明", "sum_note": "单位：元；正数为公司应付，负数为应收",
        "vat_in": "含增值税", "ended": "已撤回",
    },
    "en": {
        "title": "Statement", "number": "No.", "issued": "Issued", "sealed": "SEALED",
        "summary": "Item", "count": "Count", "opening": "Opening balance",
        "closing": "Closing balance", "undecided": "Undecided at the end",
        "frozen": "Frozen by disputes", "paid_since": "Paid since",
        "payable_station": "Payable to the station",
        "payable_agent": "Open at the end", "owed_station": "Owed by the station",
        "vat": "VAT included", "lines": "Lines", "brought": "Brought forward",
        "carry": "Carried forward", "page": "Page", "of": "of", "pages": "", "seal": "Seal",
        "hash": "SHA-256 of the content", "root": "Root of the month's statements",
        "chain": "Head of the ledger's chain",
        "sealing": "This statement is never changed; what was wrong is corrected in a later "
        "month's statement that names this one. The hash is a leaf of the month's Merkle tree "
        "(RFC 6962), whose root is sealed together with the ledger's chain at that moment.",
        "no": "No.", "day": "Date", "what": "What and why", "charged": "Charged",
        "borne": "You bear", "other": "Other", "amount": "Amount", "rule": "rule",
        "default": "default of the cause", "decided": "decided by", "case": "case",
        "corrects": "corrects", "continues": "taken in with", "unknown": "Origin unknown",
        "sum_note": "In yuan; positive: the firm owes, negative: is owed",
        "vat_in": "VAT included:", "ended": "taken back",
    },
}  # fmt: skip
PLACES: Final = ("分", "角", "元", "十", "百", "千", "万", "十", "百", "千", "亿", "十", "百", "千")
"""Columns of a ledger, from the right; the sign stands before the first of them."""


def words(locale: str) -> dict[str, Any]:
    """The words of a language; Chinese where it is not known."""
    return WORDS.get(locale, WORDS["zh"])
