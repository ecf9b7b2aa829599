"""Details and event data that each kind accepts: what the walks over the catalogue use."""

from typing import Any

DETAILS: dict[str, dict[str, dict[str, Any]]] = {
    "problem_parcel": {
        "inbound": {"problem_type": "A1", "description": "联系不上"},
        "outbound": {"problem_type": "A5", "description": "拒收"},
    },
    "work_order": {
        "inbound": {"order_no": "GD1", "text": "客户称未收到", "reply_due_minutes": 120},
        "outbound": {"order_no": "GD2", "text": "催件"},
    },
    "arbitration": {
        "inbound": {"ground": "delay", "claimed_amount_fen": 26000},
        "outbound": {"ground": "damage", "claimed_amount_fen": 9900},
    },
}

DATA: dict[str, dict[str, Any]] = {
    "register": {},
    "report_outcome": {"outcome": "returned"},
    "confirm_outcome": {"outcome": "redelivered", "confirmed_by": "王女士"},
    "outcome_disputed": {"reason": "未收到"},
    "reply": {"instruction": "redeliver", "text": "请再派"},
    "reply_rejected": {"reason": "电话仍打不通"},
    "first_follow_up": {"text": "已联系客户"},
    "answer": {"text": "今日再派", "proof": "截图1"},
    "bounce": {"reason": "答复不实", "reply_due_minutes": 60},
    "accept_answer": {},
    "second_complaint": {"text": "还是没收到"},
    "transfer_out": {"to": "柯桥", "reason": "非本网点", "proof": "截图2"},
    "ask_extension": {"reason": "等监控", "minutes": 60},
    "extension_granted": {"proof": "总部批复"},
    "extension_refused": {"reason": "不同意"},
    "negotiate": {"amount_fen": 5000, "text": "先赔五十"},
    "counteroffer": {"amount_fen": 8000, "text": "要八十"},
    "contest": {"statement": "派送及时"},
    "accept": {"amount_fen": 26000},
    "award": {"awarded_amount_fen": 9900},
    "reject": {"reason": "证据不足"},
    "claim_withdrawn": {"reason": "对方撤回"},
    "contact": {"party": "对方客服", "text": "协商未果"},
    "file": {"claim_no": "ZC1"},
    "return_claim": {"reason": "缺外包装照片"},
    "receive_payment": {"amount_fen": 9900},
    "give_up_payment": {"reason": "超期未返"},
    "settle": {"amount_fen": 5000, "proof": "转账截图"},
    "withdraw": {"reason": "已和解"},
    "recall": {},
    "escalate": {"reason": "金额大"},
    "supervisor_answered": {"instruction": "照赔"},
    "cancel": {"reason": "重复"},
    "resolved_itself": {"reason": "已签收"},
    "waive_evidence": {"code": "call_record", "reason": "客户在场确认"},
    "ask_courier": {"question": "放在哪里", "name": "黄志勇"},
}


def data_for(event: str) -> dict[str, Any]:
    """Data that the event accepts; asking and answering are alike for every party."""
    if event in DATA:
        return DATA[event]
    if event.startswith("ask_"):
        return {"question": "请核实"}
    assert event.endswith("_answered"), f"no sample for {event}"
    return {"answer": "已核实"}
