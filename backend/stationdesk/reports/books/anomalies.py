"""What in the books looks wrong and wants somebody's eye. Bounds are in one place, here."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from stationdesk.ledger import service as ledger
from stationdesk.ledger.repository.book import Balance, Connection
from stationdesk.reports.books import anomaly_repository as repository
from stationdesk.reports.books.repository import labels
from stationdesk.reports.books.schemas import Anomaly, AnomalyItem, AnomalyKind

UNATTRIBUTED_DAYS: Final = 30
"""A fine that nobody has decided: by then carriers' appeal windows are over."""
AWARD_DAYS: Final = 7
DEBIT_MONTHS: Final = 2
"""An agent owes at the end of so many closed months in a row: payroll did not settle it."""
UNSEALED_AFTER: Final = timedelta(hours=1)
"""The worker seals every minute."""


async def find(
    connection: Connection, firm_id: UUID, now: datetime
) -> tuple[int, int, list[Anomaly]]:
    """(transactions, unsealed ones, what is wrong, the gravest first)."""
    balances = await ledger.trial_balance(connection, firm_id)
    names = await labels(connection)
    count, unsealed, since = await repository.unsealed(connection, firm_id)
    in_debit = await repository.agents_in_debit(connection, firm_id, DEBIT_MONTHS)
    total = sum(each.balance_fen for each in balances)
    guard = await ledger.wrong_guard(connection)
    found = [
        _one("trial_balance", "", total, None) if total else None,
        _one("guard", guard, 0, None) if guard else None,
        _counted(
            "unattributed_old",
            UNATTRIBUTED_DAYS,
            await repository.old_unattributed(
                connection, firm_id, now - timedelta(days=UNATTRIBUTED_DAYS)
            ),
        ),
        _accounts(
            "agents_in_debit",
            [each for each in balances if each.account in in_debit and each.balance_fen > 0],
            names,
        ),
        _accounts(
            "stations_owing",
            [
                each
                for each in balances
                if each.account.startswith("station/") and each.balance_fen > 0
            ],
            names,
        ),
        _counted(
            "awards_waiting",
            AWARD_DAYS,
            await repository.waiting_awards(connection, firm_id, now - timedelta(days=AWARD_DAYS)),
        ),
        _one("unsealed", "", 0, since, unsealed)
        if since is not None and since < now - UNSEALED_AFTER
        else None,
    ]
    return count, unsealed, [each for each in found if each is not None and each.count]


def _one(
    kind: AnomalyKind, label: str, amount_fen: int, since: datetime | None, count: int = 1
) -> Anomaly:
    item = AnomalyItem(label, amount_fen, since, None, None, None)
    return Anomaly(kind, count, amount_fen, None, [item])


def _counted(kind: AnomalyKind, days: int, found: repository.Found) -> Anomaly:
    count, amount_fen, rows = found
    return Anomaly(kind, count, amount_fen, days, [AnomalyItem(**row) for row in rows])


def _accounts(kind: AnomalyKind, found: list[Balance], names: dict[str, str]) -> Anomaly:
    """The largest first."""
    ordered = sorted(found, key=lambda each: (-each.balance_fen, each.account))
    items = [
        AnomalyItem(
            names.get(each.account, each.account), each.balance_fen, None, each.account, None, None
        )
        for each in ordered[: repository.ITEMS_MAX]
    ]
    return Anomaly(kind, len(found), sum(each.balance_fen for each in found), None, items)
