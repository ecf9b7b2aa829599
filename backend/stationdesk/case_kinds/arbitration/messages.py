"""Texts of the arbitration."""

from stationdesk.case_kinds.asking import SHARED_EVENTS, SHARED_STATES
from stationdesk.cases.kinds import Label, Messages

GROUNDS = {
    "delay": Label("延误", "Delay"),
    "loss": Label("遗失", "Loss"),
    "damage": Label("破损", "Damage"),
    "handling_error": Label("差错", "Handling error"),
}

MESSAGES = Messages(
    name=Label("仲裁", "Arbitration"),
    states={
        "received": Label("待答复", "To be answered"),
        "negotiating": Label("协商中", "Negotiating"),
        "contested": Label("已申辩", "Contested"),
        "accepted": Label("已认可", "Accepted"),
        "opened": Label("待联系", "To be contacted"),
        "collecting": Label("待材料", "Waiting for material"),
        "missed": Label("已过期未报", "Window missed"),
        "contacted": Label("已联系", "Contacted"),
        "filed": Label("已上报", "Filed"),
        "awarded": Label("已判赔", "Awarded"),
        "paid": Label("已返款", "Paid"),
        "not_paid": Label("未返款", "Not paid"),
        "settled": Label("已私了", "Settled"),
        "rejected": Label("已驳回", "Rejected"),
        "withdrawn": Label("已撤销", "Withdrawn"),
        **SHARED_STATES,
    },
    events={
        "negotiate": Label("协商", "Negotiate"),
        "counteroffer": Label("对方还价", "Counteroffer"),
        "contest": Label("申辩", "Contest"),
        "accept": Label("认可", "Accept"),
        "award": Label("总部判赔", "Headquarters awarded"),
        "reject": Label("总部驳回", "Headquarters rejected"),
        "claim_withdrawn": Label("对方撤销", "The claimant withdrew"),
        "contact": Label("联系协商", "Contact"),
        "ask_material": Label("要材料", "Ask for material"),
        "material_received": Label("材料已到", "Material received"),
        "offer": Label("对方出价", "They offered"),
        "window_missed": Label("过期结案", "Close: window missed"),
        "file": Label("上报仲裁", "File"),
        "return_claim": Label("退回补材料", "Returned for material"),
        "receive_payment": Label("收到返款", "Payment received"),
        "give_up_payment": Label("未返款结案", "Close unpaid"),
        "settle": Label("私了", "Settle"),
        "withdraw": Label("撤销", "Withdraw"),
        **SHARED_EVENTS,
    },
    outcomes={
        "settled": Label("私了", "Settled"),
        "awarded": Label("判赔", "Awarded"),
        "rejected": Label("驳回", "Rejected"),
        "withdrawn": Label("撤销", "Withdrawn"),
        "missed": Label("过期未报", "Window missed"),
    },
    fields={
        "description": Label("情况说明", "What happened"),
        "asked_of": Label("向谁要", "Asked of"),
        "name": Label("联系人", "Name"),
        "lost_amount_fen": Label("损失金额(元)", "Lost (yuan)"),
        "received_at": Label("到账时间", "Received at"),
        "filed_at": Label("上报时间", "Filed at"),
        "contacted_at": Label("联系时间", "Contacted at"),
    },
    values={
        "asked_of.shipper": Label("寄件人", "Shipper"),
        "asked_of.station": Label("本网点", "Our station"),
        "asked_of.counterparty": Label("对方网点", "The other station"),
    },
    group="claim",
)
