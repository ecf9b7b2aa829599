"""Texts of the appeal."""

from stationdesk.case_kinds.asking import SHARED_EVENTS, SHARED_STATES
from stationdesk.cases.kinds import Label, Messages

GROUNDS = {
    "in_time": Label("已按时处理", "Was done in time"),
    "not_ours": Label("非本网点责任", "Not this station's"),
    "duplicate": Label("重复扣款", "Charged twice"),
    "exempt": Label("免考范围内", "Exempt"),
    "wrong_amount": Label("金额有误", "Wrong amount"),
    "customer_fault": Label("客户原因", "The customer's doing"),
    "other": Label("其他", "Other"),
}

MESSAGES = Messages(
    name=Label("申诉", "Penalty appeal"),
    states={
        "drafted": Label("待提交", "To be filed"),
        "filed": Label("已提交", "Filed"),
        "fine_upheld": Label("维持", "Upheld"),
        "fine_reduced": Label("减免", "Reduced"),
        "fine_cancelled": Label("撤销罚款", "Cancelled"),
        "withdrawn": Label("已放弃", "Given up"),
        **SHARED_STATES,
    },
    events={
        "file": Label("提交申诉", "File the appeal"),
        "return_appeal": Label("退回补材料", "Returned for material"),
        "fine_upheld": Label("总部维持", "Headquarters upheld it"),
        "fine_reduced": Label("总部减免", "Headquarters reduced it"),
        "fine_cancelled": Label("总部撤销罚款", "Headquarters cancelled it"),
        "withdraw": Label("放弃申诉", "Give up the appeal"),
        **SHARED_EVENTS,
    },
    outcomes={
        "fine_upheld": Label("维持", "Upheld"),
        "fine_reduced": Label("减免", "Reduced"),
        "fine_cancelled": Label("撤销", "Cancelled"),
        "withdrawn": Label("放弃", "Given up"),
    },
    fields={
        "ground": Label("申诉理由", "Ground"),
        "reason": Label("说明", "Reason"),
        "bill_no": Label("账单号", "Bill"),
        "line_no": Label("行号", "Line"),
        "code": Label("科目代码", "Code"),
        "name": Label("科目名称", "Item"),
        "amount_fen": Label("罚款金额", "Amount of the fine"),
        "decided_amount_fen": Label("裁定后金额", "Amount after the decision"),
        "occurred_at": Label("考核时间", "Charged for"),
        "notified_at": Label("通知时间", "Notified at"),
        "appeal_due_at": Label("申诉截止", "Appeal until"),
        "appeal_no": Label("申诉编号", "Appeal number"),
        "statement": Label("申诉内容", "Statement"),
        "filed_at": Label("提交时间", "Filed at"),
        "text": Label("总部批复", "HQ's words"),
        "proof": Label("凭证", "Proof"),
    },
    values={f"ground.{code}": label for code, label in GROUNDS.items()},
    group="claim",
)
