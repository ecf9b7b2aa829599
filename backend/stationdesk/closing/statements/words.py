"""What kinds of movements are called, in Chinese and English. Pure.

A kind that is not listed is shown by its own name: nothing is left out for want of a word.
"""

from typing import Final

KINDS: Final[dict[str, tuple[str, str]]] = {
    "fine_intake": ("总部扣款", "Charged by the carrier"),
    "fine_attribution": ("定责分摊", "Attribution"),
    "loss": ("无账单损失", "Loss without a bill line"),
    "award": ("仲裁返款", "Arbitration award"),
    "wage_cap_overflow": ("超扣款上限转公司", "Over the wage cap, to the firm"),
    "deduction_not_noticed": ("未书面告知转公司", "Not noticed in writing, to the firm"),
    "payroll": ("工资代扣", "Deducted from wages"),
    "service_fee": ("客服服务费", "Service fee"),
    "settlement": ("结算付款", "Settlement"),
    "reversal": ("冲回", "Reversal"),
}
PARTIES: Final[dict[str, tuple[str, str]]] = {
    "firm": ("公司", "Firm"),
    "station": ("网点", "Station"),
    "agent": ("坐席", "Agent"),
    "counterparty": ("对方网点", "Counterparty"),
}
CAUSES_EN: Final[dict[str, str]] = {
    "agent_negligence": "Agent's negligence",
    "firm_process": "Firm's process",
    "station_operation": "Station's operation",
    "counterparty": "Counterparty",
    "customer": "Customer",
    "carrier_error": "Carrier's error",
    "force_majeure": "Force majeure",
}


def kind_name(kind: str, locale: str = "zh") -> str:
    """The kind in the reader's language, or the kind itself."""
    return KINDS.get(kind, (kind, kind))[0 if locale == "zh" else 1]
