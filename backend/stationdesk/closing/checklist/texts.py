"""The words of the checklist: what a line is about, and what to do where it is not in order.

By code: (title zh, title en, remedy zh, remedy en, page). `{month}` in a page is the month; no
page: there is nothing to go to.
"""

from typing import Final

TEXTS: Final[dict[str, tuple[str, str, str, str, str]]] = {
    "earlier_month_open": (
        "以前未结的月份", "Earlier months not closed",
        "先结清更早的月份，再结这个月", "Close the earlier month first",
        "",
    ),
    "open_fines": (
        "未定责的罚款", "Undecided fines",
        "去定责；来不及的，写明原因列为未定，留到以后的月份",
        "Decide them; what must wait is listed as open, with a reason and your name",
        "/fines",
    ),
    "accepted_fines": (
        "列为未定、留到以后的罚款", "Fines listed as open for a later month",
        "定责之前不结算给网点", "Nothing of them is settled until they are decided",
        "/fines",
    ),
    "wages_missing": (
        "缺工资的坐席", "Agents without a wage",
        "请财务导入这些坐席的工资：没有工资就算不出最多能扣多少",
        "Finance imports their wages: without them nobody knows how much may be deducted",
        "/months/{month}/wages",
    ),
    "trial_balance": (
        "试算平衡", "Trial balance",
        "运行 stationdesk ledger verify，看哪一笔不对",
        "Run `stationdesk ledger verify`: it names what is wrong",
        "",
    ),
    "guards": (
        "账本的保护", "Guards of the ledger",
        "运行 stationdesk ledger verify，并恢复被关掉的保护",
        "Run `stationdesk ledger verify`, and switch the guard on again",
        "",
    ),
    "caps": (
        "超过法定上限的扣款", "Deductions over the legal cap",
        "超出的部分由公司承担，不转到下月", "What is over the cap falls to the firm, for good",
        "/months/{month}/notices",
    ),
    "not_noticed": (
        "没有送达的扣款通知", "Notices of deduction not delivered",
        "未送达的不扣，由公司承担；补做通知，或登记书面送达",
        "What was not delivered is not deducted: the firm bears it. Make the notice, or record its "
        "delivery on paper",
        "/months/{month}/notices",
    ),
    "approvals": (
        "等待批准的定责", "Decisions waiting for approval",
        "请有权限的人批准或退回", "Whoever has the limit approves or returns them",
        "/fines?status=waiting",
    ),
    "disputes": (
        "未决的异议", "Open disputes",
        "有异议的罚款冻结，留到裁定之后的月份", "A disputed fine is frozen until a later month",
        "/disputes",
    ),
    "refused_rows": (
        "账单里被拒的行", "Refused rows of bills",
        "被拒的行不在账上；更正后再导入", "Refused rows are in no account: mend and import them",
        "/imports",
    ),
    "losses": (
        "待批准的损失", "Losses waiting for approval",
        "批准或退回；未批准的不在账上", "Approve or refuse them: they are in no account yet",
        "/losses/losses",
    ),
    "awards": (
        "待入账的返款", "Awards waiting to be posted",
        "先把返款分给承担损失的一方", "Post them to whoever bore the loss",
        "/losses",
    ),
    "uncharged": (
        "有业务而没有合同的网点", "Stations with business and no contract",
        "没有合同就不收服务费；去网点补合同", "Without a contract no fee is charged; add one",
        "/contracts",
    ),
    "sealed": (
        "还没封存的账", "Ledger not sealed yet",
        "结账时会全部封存", "The close seals all of it",
        "",
    ),
    "month_not_over": (
        "月份还没过完", "The month is not over",
        "现在就结，之后发生的都算下月",
        "Closed now, whatever comes later counts for the next month",
        "",
    ),
}  # fmt: skip
