"""Texts of the reissue."""

from stationdesk.case_kinds.asking import SHARED_EVENTS, SHARED_STATES
from stationdesk.cases.kinds import Label, Messages

REASONS = {
    "not_found": Label("件未找到", "Not found"),
    "damage": Label("破损", "Damaged"),
    "loss": Label("遗失", "Lost"),
    "mis_sorted": Label("错分难追", "Mis-sorted"),
    "other": Label("其他", "Other"),
}

MESSAGES = Messages(
    name=Label("补单", "Reissue"),
    states={
        "opened": Label("待发起", "To be asked"),
        "asked": Label("已发起", "Asked"),
        "agreed": Label("已同意补发", "Agreed"),
        "reissued": Label("已补发", "Sent again"),
        "refused": Label("不同意补发", "Refused"),
        "found": Label("原件已找到", "Found after all"),
        **SHARED_STATES,
    },
    events={
        "ask": Label("发起补单", "Ask for it"),
        "agree": Label("对方同意", "They agreed"),
        "refuse": Label("对方不同意", "They refused"),
        "reissue": Label("登记新单号", "Record the new waybill"),
        "found": Label("原件找到", "It was found"),
        "wait_more": Label("再等", "Wait a little longer"),
        **SHARED_EVENTS,
    },
    outcomes={
        "reissued": Label("已补发", "Sent again"),
        "refused": Label("不同意", "Refused"),
        "found": Label("原件找到", "Found"),
    },
    fields={
        "goods": Label("货物", "Goods"),
        "goods_value_fen": Label("货值(成本价)", "Goods at cost price"),
        "price_tag_fen": Label("吊牌价", "Price on the tag"),
        "daily_fine_fen": Label("每天延误罚款", "Fine a day"),
        "expected_days": Label("预计还要几天", "Days expected"),
        "freight_fen": Label("补发运费", "Freight"),
        "loss_percent": Label("找不到的可能(%)", "Chance of loss (%)"),
        "counterparty": Label("发件网点", "Sending station"),
        "contact": Label("寄件联系人", "Shipper's contact"),
        "name": Label("找了谁", "Who was asked"),
        "text": Label("沟通内容", "What was said"),
        "asked_at": Label("发起时间", "Asked at"),
        "cost_fen": Label("补发成本", "What it costs"),
        "new_waybill": Label("新单号", "New waybill"),
        "reason": Label("原因", "Reason"),
    },
    values={f"reason.{code}": label for code, label in REASONS.items()},
    group="exception",
)
