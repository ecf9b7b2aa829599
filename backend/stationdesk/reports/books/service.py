"""Reading the books: balances with names, an account's months and entries, one transaction."""

from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from stationdesk.foundation.cursors import page_limit, read_cursor, write_cursor
from stationdesk.ledger import service as ledger
from stationdesk.ledger.repository.book import Connection
from stationdesk.reports.books import anomalies, repository
from stationdesk.reports.books.errors import AccountUnknown, MonthInvalid
from stationdesk.reports.books.schemas import (
    AboutOut,
    AccountOut,
    BalanceOut,
    EntryOut,
    EntryPage,
    LineOut,
    MonthOut,
    OverviewOut,
    SealOut,
    TransactionOut,
    TrialBalance,
    VerificationOut,
)

SEALS_SHOWN: Final = 12


async def trial_balance(connection: Connection, firm_id: UUID) -> TrialBalance:
    """Every account's exact balance in one snapshot, with the names that people know."""
    found = await ledger.trial_balance(connection, firm_id)
    names = await repository.labels(connection)
    accounts = [
        BalanceOut(each.account, group_of(each.account), _label(names, each.account),
                   each.balance_fen)
        for each in found
    ]  # fmt: skip
    return TrialBalance(accounts, sum(each.balance_fen for each in found))


async def overview(connection: Connection, firm_id: UUID, now: datetime) -> OverviewOut:
    """How the ledger stands, and what in it looks wrong."""
    closed = await repository.last_closed(connection, firm_id)
    verified = await repository.last_verification(connection, firm_id)
    count, unsealed, found = await anomalies.find(connection, firm_id, now)
    return OverviewOut(
        open_month=as_month(await ledger.open_period(connection, firm_id, now)),
        last_closed=None if closed is None else as_month(closed),
        transactions=count,
        unsealed=unsealed,
        seals=[_seal(row) for row in await repository.last_seals(connection, firm_id, SEALS_SHOWN)],
        verification=None if verified is None else VerificationOut(**verified),
        anomalies=found,
    )


async def account(
    connection: Connection, firm_id: UUID, name: str, month: str | None, now: datetime
) -> AccountOut:
    """One account in a month (None: the open one). Raises AccountUnknown, MonthInvalid."""
    wanted = await _month(connection, firm_id, month, now)
    account_id = await _account(connection, firm_id, name)
    sums = await repository.month_sums(connection, firm_id, account_id, wanted)
    names = await repository.labels(connection)
    return AccountOut(
        account=name,
        group=group_of(name),
        label=_label(names, name),
        month=as_month(wanted),
        opening_fen=sums.opening_fen,
        moved_fen=sums.moved_fen,
        closing_fen=sums.opening_fen + sums.moved_fen,
        entry_count=sums.entry_count,
        months=[
            MonthOut(as_month(period), is_closed, balance)
            for period, is_closed, balance in await repository.months(
                connection, firm_id, account_id
            )
        ],
    )


async def entry_page(
    connection: Connection,
    firm_id: UUID,
    name: str,
    month: str | None,
    cursor: str | None,
    limit: int,
    now: datetime,
) -> EntryPage:
    """A page of the account's entries in a month, the newest first."""
    wanted = await _month(connection, firm_id, month, now)
    account_id = await _account(connection, firm_id, name)
    after = read_cursor(cursor, tuple[UUID, int])
    rows = await repository.entries(
        connection, firm_id, account_id, wanted, after, page_limit(limit) + 1
    )
    items = [EntryOut(**row) for row in rows[:limit]]
    last = items[-1] if len(rows) > limit else None
    return EntryPage(items, None if last is None else write_cursor(last.transaction_id, last.line))


async def all_entries(
    connection: Connection, firm_id: UUID, name: str, month: str | None, now: datetime
) -> list[EntryOut]:
    """All of a month's entries, for a file."""
    wanted = await _month(connection, firm_id, month, now)
    account_id = await _account(connection, firm_id, name)
    rows = await repository.entries(connection, firm_id, account_id, wanted, None, None)
    return [EntryOut(**row) for row in rows]


async def transaction(
    connection: Connection, firm_id: UUID, transaction_id: UUID
) -> TransactionOut:
    """A transaction with its entries, hash, seal and links. Raises TransactionUnknown."""
    stored, entries = await ledger.transaction(connection, firm_id, transaction_id)
    place = await repository.place_of(connection, firm_id, transaction_id)
    names = await repository.labels(connection)
    return TransactionOut(
        id=stored.id,
        key=stored.key,
        kind=stored.kind,
        month=as_month(stored.period),
        occurred_at=stored.occurred_at,
        posted_at=stored.posted_at,
        reference=stored.reference,
        leaf_hash=stored.leaf_hash.hex(),
        reverses=stored.reverses,
        reversed_by=place["reversed_by"],
        position=place["position"],
        seal=None if place["number"] is None else _seal(place),
        lines=[
            LineOut(each.line, each.account or "?", _label(names, each.account or "?"),
                    each.amount_fen)
            for each in entries
        ],
        about=[
            AboutOut(**row) for row in await repository.about(connection, firm_id, transaction_id)
        ],
    )  # fmt: skip


def group_of(name: str) -> str:
    """What stands before the slash: accounts of one kind."""
    return name.partition("/")[0]


def as_month(day: date) -> str:
    """YYYY-MM."""
    return f"{day:%Y-%m}"


def _label(names: dict[str, str], name: str) -> str:
    return names.get(name, name.partition("/")[2])


def _seal(row: Any) -> SealOut:
    return SealOut(
        row["number"], row["tree_size"], row["root"].hex(), row["chain"].hex(), row["sealed_at"]
    )


async def _account(connection: Connection, firm_id: UUID, name: str) -> UUID:
    found = await repository.account_id(connection, firm_id, name)
    if found is None:
        raise AccountUnknown(
            f"There is no account {name[:80]!r}: choose one of the trial balance.",
            account=name[:80],
        )
    return found


async def _month(connection: Connection, firm_id: UUID, month: str | None, now: datetime) -> date:
    if month is None:
        return await ledger.open_period(connection, firm_id, now)
    try:
        if len(month) != len("2026-11"):
            raise ValueError
        return date.fromisoformat(f"{month}-01")
    except ValueError as error:
        raise MonthInvalid(
            f"{month[:40]!r} is no month: write it as 2026-11.", month=month[:40]
        ) from error
