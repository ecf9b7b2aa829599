"""Texts of the complaint."""

from stationdesk.case_kinds.asking import SHARED_EVENTS, SHARED_STATES
from stationdesk.cases.kinds import Label, Messages

SOURCES = {
    "customer": Label("客户来电", "Customer"),
    "hq": Label("总部", "Headquarters"),
    "postal_12305": Label("12305 邮政申诉", "12305 postal appeal"),
    "cainiao": Label("菜鸟", "Cainiao"),
    "platform": Label("电商平台", "Platform"),
    "consumers_association": Label("消费者协会", "Consumers' association"),
}
CATEGORIES = {
    "not_received": Label("签收未收到", "Signed, not received"),
    "delay": Label("延误", "Delay"),
    "loss": Label("遗失", "Loss"),
    "damage": Label("破损", "Damage"),
    "attitude": Label("服务态度", "Attitude"),
    "no_delivery_to_door": Label("未送上门/未上楼", "Not carried to the door"),
    "fee": Label("乱收费", "Fees"),
    "other": Label("其他", "Other"),
}
RESPONSIBLE = {
    "nobody": Label("无责任人", "Nobody"),
    "courier": Label("业务员", "Courier"),
    "station": Label("网点", "Station"),
    "agent": Label("坐席", "Agent"),
    "counterparty": Label("对方网点", "Other station"),
    "customer": Label("客户自身", "The customer"),
}
MARKS = {
    "unfounded": Label("不成立", "Unfounded"),
    "abusive": Label("恶意投诉", "Abusive"),
}

MESSAGES = Messages(
    name=Label("投诉", "Complaint"),
    states={
        "received": Label("待核实", "To be checked"),
        "checked": Label("已核实", "Checked"),
        "proposed": Label("待批准赔付", "Compensation proposed"),
        "awaiting_approval": Label("报批中", "Awaiting approval"),
        "agreed": Label("方案已定", "Decided"),
        "remedied": Label("待客户确认", "To be confirmed"),
        "mark_proposed": Label("待确认不成立", "Mark to be confirmed"),
        "confirmed": Label("客户已确认", "Confirmed"),
        "unfounded": Label("不成立", "Unfounded"),
        **SHARED_STATES,
    },
    events={
        "check_facts": Label("登记核实结果", "Record what was found"),
        "propose": Label("提出方案(不赔付)", "Propose, without money"),
        "propose_compensation": Label("提出赔付方案", "Propose compensation"),
        "approve_compensation": Label("批准赔付", "Approve the compensation"),
        "ask_approval": Label("报批", "Ask for approval"),
        "reject_compensation": Label("不批准", "Do not approve"),
        "revise": Label("撤回修改", "Take back and revise"),
        "record_sanction": Label("登记责任处理", "Record the sanction"),
        "answer_source": Label("答复来源方", "Answer the source"),
        "carry_out": Label("已执行方案", "Carried out"),
        "confirm": Label("客户确认", "The customer confirmed"),
        "not_accepted": Label("客户不认可", "The customer disagrees"),
        "complain_again": Label("再次投诉", "Complained again"),
        "propose_mark": Label("建议标为不成立", "Propose to mark"),
        "confirm_mark": Label("确认标记", "Confirm the mark"),
        "reject_mark": Label("退回标记", "Refuse the mark"),
        **SHARED_EVENTS,
    },
    outcomes={
        "confirmed": Label("客户已确认", "Confirmed"),
        "unfounded": Label("不成立", "Unfounded"),
        "abusive": Label("恶意投诉", "Abusive"),
    },
    fields={
        "source": Label("投诉来源", "Source"),
        "category": Label("投诉类型", "Category"),
        "text": Label("投诉内容", "Complaint"),
        "caller": Label("投诉人", "Complainant"),
        "phone": Label("联系电话", "Phone"),
        "wish": Label("客户诉求", "What he wishes"),
        "order_no": Label("来源单号", "Number there"),
        "issued_at": Label("来源下单时间", "Issued at"),
        "reply_due_minutes": Label("来源倒计时(分钟)", "Countdown there (minutes)"),
        "finding": Label("核实结果", "Findings"),
        "checked_with": Label("向谁核实", "Checked with"),
        "apology": Label("道歉内容", "Apology"),
        "proposal": Label("处理方案", "Proposal"),
        "compensation_fen": Label("拟赔金额", "Compensation"),
        "amount_fen": Label("金额", "Amount"),
        "remedy": Label("执行情况", "What was done"),
        "paid_fen": Label("已付金额", "Paid"),
        "responsible": Label("责任人", "Responsible"),
        "sanction": Label("处理措施", "Sanction"),
        "confirmed_by": Label("确认人", "Confirmed by"),
        "mark": Label("标记", "Mark"),
        "answered_at": Label("答复时间", "Answered at"),
        "proof": Label("凭证", "Proof"),
        "reason": Label("理由", "Reason"),
    },
    values={
        **{f"source.{code}": label for code, label in SOURCES.items()},
        **{f"category.{code}": label for code, label in CATEGORIES.items()},
        **{f"responsible.{code}": label for code, label in RESPONSIBLE.items()},
        **{f"mark.{code}": label for code, label in MARKS.items()},
    },
    group="claim",
)
