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
    "message": {
        "inbound": {"sender": "counterparty", "sender_name": "义乌北苑", "text": "请核实签收人"},
        "outbound": {"sender": "carrier", "text": "请说明未发出的原因"},
    },
    "chase": {
        "inbound": {"urged_by": "recipient", "name": "王女士", "text": "今天能到吗"},
        "outbound": {"urged_by": "shipper", "text": "客户等用", "counterparty": "苏州吴中"},
    },
    "inquiry": {
        "inbound": {"asker": "recipient", "identity": "pickup_code", "question": "件到哪了"},
        "outbound": {"asker": "shipper", "identity": "caller_number", "question": "发出了吗"},
    },
    "interception": {
        "inbound": {"target": "return_to_station", "reason": "寄件人要求退回"},
        "outbound": {
            "target": "change_address",
            "new_address": "绍兴市柯桥区某路1号",
            "reason": "客户搬家",
        },
    },
    "driver_help": {
        "inbound": {"trouble": "unreachable", "courier": "黄志勇", "place": "江陵路"},
    },
    "pickup_order": {
        "outbound": {"shipper": "王先生", "phone": "13800000000", "goods": "衣服"},
    },
    "complaint": {
        "inbound": {"source": "customer", "text": "签收了没收到", "caller": "王女士"},
        "outbound": {"source": "hq", "order_no": "TS1", "text": "超时未揽收"},
    },
    "penalty_appeal": {
        direction: {
            "fine_id": "00000000-0000-4000-8000-000000000001",
            "ground": "in_time",
            "reason": "总部系统内已按时答复",
            "amount_fen": 5000,
        }
        for direction in ("inbound", "outbound")
    },
    "reissue": {
        "inbound": {"goods_value_fen": 990, "counterparty": "义乌北苑"},
        "outbound": {"goods_value_fen": 9900, "reason": "damage", "contact": "王先生"},
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
    "ask_assistance": {"reason": "对方网点不理", "proof": "升级截图"},
    "assistance_given": {"text": "总部已督办"},
    "record_weight": {"measured_weight_g": 2300, "weighed_by": "仓管"},
    "transferred_back": {"reason": "确属本网点"},
    "correct_type": {"problem_type": "A2", "reason": "登记错类型"},
    "instruction_received": {"instruction": "redeliver", "text": "请再派"},
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

_ORDER = {
    "goods": "衣服", "weight_g": 1500, "size": "30×20×10", "addressee": "李女士",
    "addressee_phone": "13900000000", "addressee_address": "苏州市吴中区某路2号",
    "collect_at": "2027-01-01T19:00:00+08:00", "payment": "sender_cash", "shipper": "王先生",
    "phone": "13800000000", "address": "杭州市滨江区某路3号", "special_wishes": "无",
}  # fmt: skip

DATA_OF: dict[str, dict[str, dict[str, Any]]] = {
    "complaint": {
        "check_facts": {"checked_with": "业务员黄志勇", "finding": "放错驿站"},
        "propose": {"apology": "向您致歉", "proposal": "今日送到"},
        "propose_compensation": {
            "apology": "向您致歉",
            "proposal": "赔付运费",
            "compensation_fen": 1500,
        },
        "approve_compensation": {},
        "ask_approval": {"reason": "客户要求高"},
        "reject_compensation": {"reason": "过高"},
        "revise": {},
        "record_sanction": {"responsible": "courier", "name": "黄志勇", "sanction": "口头警告"},
        "answer_source": {"text": "已向客户致歉并赔付", "proof": "截图4"},
        "carry_out": {"remedy": "已送到", "paid_fen": 0},
        "confirm": {"confirmed_by": "王女士"},
        "not_accepted": {"reason": "仍不满意"},
        "complain_again": {"text": "又没收到"},
        "propose_mark": {"mark": "unfounded", "reason": "监控显示本人取走"},
        "confirm_mark": {},
        "reject_mark": {"reason": "证据不足"},
    },
    "arbitration": {
        "ask_material": {"asked_of": "shipper", "text": "请发外包装照片"},
        "material_received": {"text": "照片已收到"},
        "offer": {"amount_fen": 3000, "text": "愿赔三十"},
        "window_missed": {"reason": "材料晚到", "lost_amount_fen": 9900},
    },
    "penalty_appeal": {
        "file": {"appeal_no": "SS1", "statement": "已按时答复,附截图"},
        "return_appeal": {"reason": "缺截图"},
        "fine_cancelled": {},
        "fine_reduced": {"decided_amount_fen": 2000},
        "fine_upheld": {"text": "证据不足"},
        "withdraw": {"reason": "金额小"},
    },
    "reissue": {
        "ask": {"name": "义乌北苑客服", "text": "件未找到,请联系商家补发"},
        "agree": {"text": "同意补发", "cost_fen": 990},
        "reissue": {"new_waybill": "73190553109997"},
        "refuse": {"reason": "商家不同意"},
        "found": {"text": "在驿站找到"},
        "wait_more": {"reason": "再等一天"},
    },
    "message": {
        "reply": {"reply_text": "已核实,本人签收", "proof": "截图3"},
        "follow_up_question": {"text": "签收人是谁?"},
        "settle": {"note": "对方无异议"},
    },
    "chase": {
        "answer": {
            "promised_at": "2027-01-01T19:00:00+08:00",
            "promised_to": "王女士",
            "promise_text": "今晚七点前送到",
        },
        "promise_again": {"promised_at": "2027-01-01T20:00:00+08:00", "reason": "堵车"},
        "fulfil": {"confirmed_by": "王女士"},
        "break_promise": {"reason": "没送到"},
        "urge_again": {"text": "还没到"},
    },
    "inquiry": {
        "answer": {"told": ["tariff"], "answer_text": "首重十二元"},
        "verify": {"identity": "pickup_code"},
        "promise_call_back": {"phone": "13800000000"},
        "not_reached": {},
        "ask_again": {"question": "现在呢"},
    },
    "interception": {
        "place": {"carrier_order_no": "LJ1", "fee_fen": 1000, "paid_by": "shipper"},
        "succeed": {"told_to": "王先生"},
        "fail": {"reason": "未找到件", "told_to": "王先生"},
        "come_too_late": {"reason": "已签收", "told_to": "王先生"},
        "hold": {"proof": "照片1"},
        "send_back": {"proof": "底单照片", "new_waybill": "73190553109999"},
        "resend": {"reason": "夜班误派"},
    },
    "driver_help": {
        "give_contact": {"new_phone": "13700000000", "given_by": "寄件人"},
        "agree_fee": {"fee_fen": 1500, "agreed_with": "寄件人", "proof": "微信截图"},
        "bring_back": {"why": "nobody_answers"},
        "still_stuck": {"told": "新号码也打不通"},
    },
    "pickup_order": {
        "confirm_order": _ORDER,
        "note_down": {"goods": "衣服"},
        "assign": {"courier": "黄志勇"},
        "hand_back": {"reason": "车满"},
        "postpone": {"collect_at": "2027-01-02T10:00:00+08:00", "reason": "客户改约"},
        "collect": {"waybill": "73190553109998"},
        "fail": {"failure": "customer_cancelled"},
    },
}
"""Where two kinds have an event of the same name."""


def data_for(event: str, kind: str = "") -> dict[str, Any]:
    """Data that the event accepts; asking and answering are alike for every party."""
    if event in DATA_OF.get(kind, {}):
        return DATA_OF[kind][event]
    if event in DATA:
        return DATA[event]
    if event.startswith("ask_"):
        return {"question": "请核实"}
    assert event.endswith("_answered"), f"no sample for {event}"
    return {"answer": "已核实"}
