"""The books as tables for a spreadsheet, in Chinese, yuan with two decimals. Pure."""

from decimal import Decimal
from typing import Any, Final

from stationdesk.foundation.zones import HOME
from stationdesk.reports.books.schemas import AccountOut, EntryOut, OverviewOut, TrialBalance

Tables = dict[str, list[tuple[Any, ...]]]
GROUPS_ZH: Final = {
    "unattributed": "待定责", "station": "网点往来", "agent": "坐席往来", "firm": "公司损益",
    "counterparty": "对方往来", "cash": "现金结算", "payroll": "工资结算",
    "vat_payable": "应交增值税",
}  # fmt: skip
ANOMALIES_ZH: Final = {
    "trial_balance": "试算不平", "guard": "账本防线被改动", "unattributed_old": "久未定责",
    "agents_in_debit": "坐席长期欠款", "stations_owing": "网点倒欠", "awards_waiting": "返款未分配",
    "unsealed": "久未封存",
}  # fmt: skip


def balance_tables(balances: TrialBalance, overview: OverviewOut) -> Tables:
    """Every account, and everything that looks wrong."""
    rows: list[tuple[Any, ...]] = [("类别", "科目", "名称", "借方余额", "贷方余额")]
    for each in balances.accounts:
        debit, credit = max(each.balance_fen, 0), max(-each.balance_fen, 0)
        group = GROUPS_ZH.get(each.group, each.group)
        rows.append((group, each.account, each.label, _yuan(debit), _yuan(credit)))
    debits = sum(max(each.balance_fen, 0) for each in balances.accounts)
    rows.append(("合计", "", "", _yuan(debits), _yuan(debits - balances.total_fen)))
    wrong: list[tuple[Any, ...]] = [("异常", "笔数", "金额", "说明", "其中金额")]
    for anomaly in overview.anomalies:
        name = ANOMALIES_ZH[anomaly.kind]
        wrong.append((name, anomaly.count, _yuan(anomaly.amount_fen), "", ""))
        wrong += [("", "", "", item.label, _yuan(item.amount_fen)) for item in anomaly.items]
        left = anomaly.count - len(anomaly.items)
        if left > 0 and anomaly.kind != "unsealed":
            wrong.append(("", "", "", f"另有 {left} 笔，见页面", ""))
    return {"科目余额": rows, "异常": wrong}


def account_tables(account: AccountOut, entries: list[EntryOut]) -> Tables:
    """All entries of one account in one month, between its two balances."""
    rows: list[tuple[Any, ...]] = [
        ("入账时间", "发生时间", "类型", "摘要", "运单号", "借方", "贷方", "交易号", "冲销"),
        ("", "", "", f"{account.month} 期初", "", *_sides(account.opening_fen), "", ""),
    ]
    for each in reversed(entries):
        undone = "已冲销" if each.reversed_by else ("冲销" if each.reverses else "")
        rows.append(
            (
                f"{each.posted_at.astimezone(HOME):%Y-%m-%d %H:%M:%S}",
                f"{each.occurred_at.astimezone(HOME):%Y-%m-%d %H:%M:%S}",
                each.kind, each.reference, each.waybill or "", *_sides(each.amount_fen),
                str(each.transaction_id), undone,
            )
        )  # fmt: skip
    rows.append(("", "", "", f"{account.month} 期末", "", *_sides(account.closing_fen), "", ""))
    return {"明细": rows}


def _sides(amount_fen: int) -> tuple[Any, Any]:
    return (_yuan(amount_fen), "") if amount_fen >= 0 else ("", _yuan(-amount_fen))


def _yuan(amount_fen: int) -> Decimal:
    return Decimal(amount_fen) / 100
