"""Texts of the chase."""

from stationdesk.case_kinds.asking import SHARED_EVENTS, SHARED_STATES
from stationdesk.cases.kinds import Label, Messages

MESSAGES = Messages(
    name=Label("催件", "Chase"),
    group="customer",
    states={
        "received": Label("待答复", "To be answered"),
        "answered": Label("待兑现", "Promise running"),
        "fulfilled": Label("已兑现", "Promise kept"),
        **SHARED_STATES,
    },
    events={
        "answer": Label("答复并承诺", "Answer with a promise"),
        "promise_again": Label("改约时间", "Promise another time"),
        "fulfil": Label("已兑现", "Promise kept"),
        "break_promise": Label("未兑现", "Promise broken"),
        "urge_again": Label("再次催件", "They urge again"),
        **SHARED_EVENTS,
    },
    outcomes={
        "kept": Label("按时兑现", "Kept in time"),
        "kept_late": Label("超时兑现", "Kept late"),
    },
    fields={
        "urged_by": Label("谁在催", "Who urges"),
        "name": Label("称呼", "Name"),
        "text": Label("催件内容", "What they say"),
        "wanted_at": Label("希望何时", "Wanted by"),
        "promised_to": Label("答复了谁", "Promised to"),
        "promise_text": Label("怎样答复的", "What was promised"),
        "fulfilled_at": Label("兑现时间", "Kept at"),
        "confirmed_by": Label("谁确认的", "Confirmed by"),
    },
    values={"platform": Label("平台", "A platform")},
)
