"""Texts of the pickup order."""

from stationdesk.case_kinds.asking import SHARED_EVENTS, SHARED_STATES
from stationdesk.cases.kinds import Label, Messages

FIELD_LABELS = {
    "channel": Label("下单方式", "How it was ordered"),
    "shipper": Label("寄件人", "Shipper"),
    "phone": Label("寄件电话", "Shipper's phone"),
    "address": Label("取件地址", "Collect from"),
    "goods": Label("品名", "Goods"),
    "weight_g": Label("重量", "Weight"),
    "size": Label("体积", "Size"),
    "addressee": Label("收件人", "Addressee"),
    "addressee_phone": Label("收件电话", "Addressee's phone"),
    "addressee_address": Label("收件地址", "Deliver to"),
    "collect_at": Label("取件时间", "Collect at"),
    "payment": Label("付款方式", "Payment"),
    "special_wishes": Label("特殊要求", "Special wishes"),
    "order_no": Label("订单号", "Order number"),
    "is_first_order": Label("首次合作的客户", "New customer"),
    "courier": Label("业务员", "Courier"),
    "waybill": Label("运单号", "Waybill"),
    "collected_weight_g": Label("实收重量", "Weight as collected"),
    "collected_at": Label("揽收时间", "Collected at"),
    "failure": Label("为什么没收到", "Why not"),
}

MESSAGES = Messages(
    name=Label("接单", "Pickup order"),
    group="customer",
    states={
        "incomplete": Label("信息不全", "Incomplete"),
        "ready": Label("待派业务员", "To be assigned"),
        "assigned": Label("待揽收", "To be collected"),
        "collected": Label("已揽收", "Collected"),
        "failed": Label("未揽收", "Not collected"),
        **SHARED_STATES,
    },
    events={
        "confirm_order": Label("补全并确认", "Complete and confirm"),
        "note_down": Label("先记下这些", "Note these down"),
        "assign": Label("派给业务员", "Give to a courier"),
        "hand_back": Label("业务员退单", "The courier hands it back"),
        "postpone": Label("改取件时间", "Another time"),
        "collect": Label("已揽收", "Collected"),
        "fail": Label("未揽收", "Not collected"),
        **SHARED_EVENTS,
    },
    outcomes={
        "collected": Label("已揽收", "Collected"),
        "failed": Label("未揽收", "Not collected"),
    },
    fields=FIELD_LABELS,
    values={
        "phone": Label("电话", "Phone"),
        "online": Label("网上", "Online"),
        "fax": Label("传真", "Fax"),
        "sender_cash": Label("寄付现结", "Sender pays now"),
        "sender_monthly": Label("寄付月结", "Sender's account"),
        "payment.recipient": Label("到付", "Recipient pays"),
        "customer_cancelled": Label("客户取消", "Cancelled by the customer"),
        "customer_not_there": Label("客户不在", "Customer not there"),
        "contraband": Label("违禁品", "Contraband"),
        "not_packed": Label("未包装好", "Not packed"),
        "price_refused": Label("不接受价格", "Price refused"),
        "out_of_area": Label("超出范围", "Out of area"),
    },
)
