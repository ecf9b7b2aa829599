"""Texts of the problem parcel."""

from stationdesk.case_kinds.asking import SHARED_EVENTS, SHARED_STATES
from stationdesk.cases.kinds import Label, Messages

GAP_NAMES = {
    "sent_not_arrived": "有发未到",
    "arrived_not_dispatched": "有到未派",
    "dispatched_not_signed": "有派未签",
    "failed_not_handled": "派件失败未处理",
    "in_locker_not_collected": "在柜未取",
    "returned_not_departed": "退回未发",
    "forwarded_not_departed": "转出未发",
    "collected_not_weighed": "有收未称",
    "weighed_not_departed": "有称未发",
    "departed_not_accepted": "有发未收",
}

MESSAGES = Messages(
    name=Label("问题件", "Problem parcel"),
    group="exception",
    states={
        "found": Label("待登记", "To be registered"),
        "registered": Label("已登记", "Registered"),
        "outcome_reported": Label("待客户确认", "To be confirmed"),
        "received": Label("待回复", "To be replied to"),
        "replied": Label("已回复", "Replied"),
        "confirmed": Label("客户已确认", "Confirmed"),
        **SHARED_STATES,
    },
    events={
        "register": Label("登记问题件", "Register with the carrier"),
        "report_outcome": Label("处理结果", "Report the outcome"),
        "outcome_disputed": Label("客户不认可", "The customer disagrees"),
        "correct_type": Label("更正类型", "Correct the type"),
        "instruction_received": Label("对方已指示", "The other station instructed"),
        "reply": Label("回复对方网点", "Reply to the other station"),
        "reply_rejected": Label("对方不认可", "The reply was rejected"),
        "confirm_outcome": Label("客户确认结果", "The customer confirmed"),
        **SHARED_EVENTS,
    },
    outcomes={
        "redelivered": Label("再次派送", "Redelivered"),
        "returned": Label("退回", "Returned"),
        "forwarded": Label("转出", "Forwarded"),
        "self_collected": Label("客户自提", "Collected by the customer"),
        "lost": Label("遗失", "Lost"),
    },
    fields={
        "courier": Label("业务员", "Courier"),
        "instruction": Label("指示", "Instruction"),
        "new_phone": Label("新电话", "New phone"),
        "new_address": Label("新地址", "New address"),
        "given_by": Label("谁指示的", "Instructed by"),
    },
    values={
        "redeliver": Label("再次派送", "Deliver again"),
        "new_contact": Label("新联系方式", "New contact"),
        "change_address": Label("改地址", "Change the address"),
        "return": Label("退回", "Return"),
        "forward": Label("转寄", "Forward"),
        "self_collect": Label("自提", "Self-collection"),
        "hold": Label("暂存等通知", "Hold and wait"),
        "abandon": Label("放弃", "Abandon"),
        "redelivered": Label("已再派", "Redelivered"),
        "returned": Label("已退回", "Returned"),
        "forwarded": Label("已转寄", "Forwarded"),
        "self_collected": Label("客户自提", "Collected by the customer"),
        "lost": Label("遗失", "Lost"),
    },
)
