"""Texts of the interception."""

from stationdesk.case_kinds.asking import SHARED_EVENTS, SHARED_STATES
from stationdesk.cases.kinds import Label, Messages

TARGETS = {
    "return_to_station": Label("退回网点", "Return to the station"),
    "return_to_address": Label("退回地址", "Return to an address"),
    "change_address": Label("改地址", "Change the address"),
}

MESSAGES = Messages(
    name=Label("拦截", "Interception"),
    group="exception",
    states={
        "requested": Label("待下拦截单", "Order to be placed"),
        "placed": Label("拦截中", "Being intercepted"),
        "received": Label("待拦下", "To be stopped"),
        "held": Label("已拦下待退", "Stopped, to be sent back"),
        "succeeded": Label("拦截成功", "Intercepted"),
        "failed": Label("拦截失败", "Failed"),
        "too_late": Label("已来不及", "Too late"),
        **SHARED_STATES,
    },
    events={
        "place": Label("下拦截单", "Place the order"),
        "succeed": Label("拦截成功", "Intercepted"),
        "fail": Label("拦截失败", "Failed"),
        "come_too_late": Label("来不及", "Too late"),
        "hold": Label("已拦下", "Stopped"),
        "send_back": Label("已退回转出", "Sent back or on"),
        "resend": Label("又被派出", "It went out again"),
        **SHARED_EVENTS,
    },
    outcomes={
        "succeeded": Label("成功", "Succeeded"),
        "failed": Label("失败", "Failed"),
        "too_late": Label("来不及", "Too late"),
    },
    fields={
        "target": Label("做什么", "What to do"),
        "applicant": Label("谁要求的", "Asked by"),
        "applicant_name": Label("称呼", "Name"),
        "reason": Label("原因", "Reason"),
        "new_addressee": Label("新收件人", "New addressee"),
        "new_phone": Label("新电话", "New phone"),
        "new_address": Label("新地址", "New address"),
        "carrier_order_no": Label("拦截单号", "Number of the order"),
        "placed_at": Label("下单时间", "Placed at"),
        "fee_fen": Label("费用(元)", "Fee (yuan)"),
        "paid_by": Label("谁付", "Paid by"),
        "held_at": Label("拦下时间", "Stopped at"),
        "sent_at": Label("退出时间", "Sent at"),
        "new_waybill": Label("退回单号", "Waybill of the return"),
        "told_to": Label("已告知谁", "Told to"),
    },
    values={
        **TARGETS,
        "applicant.counterparty": Label("对方网点", "The other station"),
        "nobody": Label("免费", "Free"),
    },
)
