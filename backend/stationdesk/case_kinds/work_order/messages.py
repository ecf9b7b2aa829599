"""Texts of the work order."""

from stationdesk.case_kinds.asking import SHARED_EVENTS, SHARED_STATES
from stationdesk.cases.kinds import Label, Messages

MESSAGES = Messages(
    name=Label("工单", "Work order"),
    group="headquarters",
    states={
        "issued": Label("待首跟", "To be followed up"),
        "followed_up": Label("已首跟", "Followed up"),
        "bounced": Label("被打回", "Bounced"),
        "answered": Label("已答复总部", "Answered"),
        "accepted": Label("已办结", "Accepted"),
        "transferred": Label("已转出", "Transferred"),
        **SHARED_STATES,
    },
    events={
        "first_follow_up": Label("首跟", "First follow-up"),
        "answer": Label("答复总部", "Answer headquarters"),
        "bounce": Label("总部打回", "Headquarters bounced it"),
        "accept_answer": Label("总部办结", "Headquarters accepted"),
        "second_complaint": Label("二次投诉", "Second complaint"),
        "transfer_out": Label("转出工单", "Transferred elsewhere"),
        "ask_extension": Label("申请延迟", "Ask for an extension"),
        "extension_granted": Label("延迟已批准", "Extension granted"),
        "extension_refused": Label("延迟被拒绝", "Extension refused"),
        "ask_assistance": Label("升级协助", "Ask for assistance"),
        "assistance_given": Label("协助已回复", "Assistance given"),
        "record_weight": Label("记录复称重量", "Record the weight"),
        "transferred_back": Label("又转回我们", "Transferred back"),
        **SHARED_EVENTS,
    },
    outcomes={
        "answered": Label("已答复", "Answered"),
        "transferred": Label("已转出", "Transferred"),
    },
    fields={
        "text": Label("内容", "Text"),
        "order_no": Label("工单号", "Number of the order"),
        "category": Label("诉求", "Complaint about"),
        "courier": Label("业务员", "Courier"),
        "claimed_weight_g": Label("客户主张重量", "Weight claimed"),
        "measured_weight_g": Label("复称重量", "Weight measured"),
        "weighed_by": Label("谁称的", "Weighed by"),
        "to_whom": Label("向谁求助", "Asked of"),
    },
    values={
        "not_received": Label("未收到", "Not received"),
        "false_signature": Label("虚假签收", "False signature"),
        "category.chase": Label("催件", "Chase"),
        "address_change": Label("改地址", "Address change"),
        "attitude": Label("态度", "Attitude"),
        "weight": Label("重量", "Weight"),
    },
)
