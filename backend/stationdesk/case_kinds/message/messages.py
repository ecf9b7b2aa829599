"""Texts of the message."""

from stationdesk.case_kinds.asking import SHARED_EVENTS, SHARED_STATES
from stationdesk.cases.kinds import Label, Messages

MESSAGES = Messages(
    name=Label("留言", "Message"),
    group="headquarters",
    states={
        "received": Label("待回复", "To be replied to"),
        "replied": Label("已回复", "Replied"),
        "settled": Label("已了结", "Settled"),
        **SHARED_STATES,
    },
    events={
        "reply": Label("回复留言", "Reply"),
        "follow_up_question": Label("对方追问", "They ask again"),
        "settle": Label("了结", "Settle"),
        **SHARED_EVENTS,
    },
    outcomes={"answered": Label("已答复", "Answered")},
    fields={
        "sender": Label("谁留的言", "Who wrote"),
        "sender_name": Label("对方名称", "Name of the sender"),
        "text": Label("留言内容", "Message"),
        "order_no": Label("留言编号", "Number of the message"),
        "issued_at": Label("留言时间", "Written at"),
        "reply_text": Label("回复内容", "Reply"),
        "note": Label("怎样了结的", "How it ended"),
    },
    values={
        "sender.counterparty": Label("对方网点", "The other station"),
        "sender.carrier": Label("总部", "Headquarters"),
    },
)
