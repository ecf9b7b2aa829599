"""Texts of the inquiry."""

from stationdesk.case_kinds.asking import SHARED_EVENTS, SHARED_STATES
from stationdesk.cases.kinds import Label, Messages

MESSAGES = Messages(
    name=Label("查询", "Inquiry"),
    group="customer",
    states={
        "received": Label("待答复", "To be answered"),
        "call_back_due": Label("待回电", "Call back due"),
        "answered": Label("已答复", "Answered"),
        **SHARED_STATES,
    },
    events={
        "answer": Label("答复", "Answer"),
        "verify": Label("核实身份", "Verify who asks"),
        "promise_call_back": Label("约定回电", "Promise to call back"),
        "not_reached": Label("回电未接通", "Not reached"),
        "ask_again": Label("再次来询", "They ask again"),
        **SHARED_EVENTS,
    },
    outcomes={
        "answered": Label("已答复", "Answered"),
        "called_back": Label("已回电答复", "Called back"),
    },
    fields={
        "asker": Label("谁在问", "Who asks"),
        "asker_name": Label("称呼", "Name"),
        "identity": Label("身份怎样核实", "How verified"),
        "subject": Label("问什么", "About"),
        "question": Label("问题", "Question"),
        "told": Label("告知了什么", "What was told"),
        "answer_text": Label("答复内容", "Answer"),
        "call_back_at": Label("何时回电", "Call back at"),
    },
    values={
        "asker.other": Label("其他人", "Somebody else"),
        "caller_number": Label("来电号码一致", "Calls from the number"),
        "waybill_and_name": Label("报出单号和姓名", "Knows number and name"),
        "pickup_code": Label("报出取件码", "Knows the pickup code"),
        "not_verified": Label("未核实", "Not verified"),
        "trace": Label("快件动态", "Where the parcel is"),
        "tariff": Label("资费", "Tariff"),
        "station_contact": Label("网点地址电话", "Address and phone of the station"),
        "process": Label("办理流程", "How it is done"),
        "own_parcel": Label("本人快件信息", "His own parcel"),
    },
)
