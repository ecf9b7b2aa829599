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
    },
)
