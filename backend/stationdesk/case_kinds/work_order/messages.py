"""Texts of the work order."""

from stationdesk.case_kinds.asking import SHARED_EVENTS, SHARED_STATES
from stationdesk.cases.kinds import Label, Messages

MESSAGES = Messages(
    name=Label("工单", "Work order"),
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
        **SHARED_EVENTS,
    },
    outcomes={
        "answered": Label("已答复", "Answered"),
        "transferred": Label("已转出", "Transferred"),
    },
)
