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
)
