"""Texts of a courier's call for help."""

from stationdesk.case_kinds.asking import SHARED_EVENTS, SHARED_STATES
from stationdesk.cases.kinds import Label, Messages

TROUBLES = {
    "unreachable": Label("联系不上收件人", "Cannot reach the recipient"),
    "carry_upstairs_unpaid": Label("要求上楼不付费", "Asked to carry upstairs unpaid"),
    "wrong_address": Label("地址不对", "Wrong address"),
}

MESSAGES = Messages(
    name=Label("司机求助", "Driver help"),
    group="road",
    states={
        "waiting": Label("司机在等", "The courier waits"),
        "helped": Label("已答复司机", "The courier was told"),
        **SHARED_STATES,
    },
    events={
        "give_contact": Label("给新联系方式", "Give a new contact"),
        "agree_fee": Label("费用谈妥", "Fee agreed"),
        "bring_back": Label("让司机带回", "Bring it back"),
        "still_stuck": Label("仍未解决", "It did not help"),
        **SHARED_EVENTS,
    },
    outcomes={
        "new_contact": Label("已给新联系方式", "New contact"),
        "fee_agreed": Label("费用已谈妥", "Fee agreed"),
        "brought_back": Label("带回网点", "Brought back"),
    },
    fields={
        "trouble": Label("什么情况", "What is wrong"),
        "courier": Label("业务员", "Courier"),
        "courier_phone": Label("业务员电话", "Courier's phone"),
        "channel": Label("怎样求助的", "How he asked"),
        "place": Label("人在哪里", "Where he is"),
        "floor": Label("几楼", "Floor"),
        "waiting_since": Label("从何时等起", "Waiting since"),
        "new_phone": Label("新电话", "New phone"),
        "new_address": Label("新地址", "New address"),
        "given_by": Label("谁给的", "Given by"),
        "agreed_with": Label("和谁谈妥", "Agreed with"),
        "why": Label("为什么带回", "Why"),
        "told": Label("司机怎么说", "What the courier says"),
    },
    values={
        **TROUBLES,
        "phone": Label("电话", "By phone"),
        "link": Label("一次性链接", "One-time link"),
        "nobody_answers": Label("都联系不上", "Nobody answers"),
        "sender_refuses_fee": Label("寄件方不同意付费", "The sender refuses the fee"),
        "no_such_address": Label("地址查不到", "No such address"),
    },
)
