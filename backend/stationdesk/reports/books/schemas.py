"""The books over HTTP. Amounts in fen, debit positive; months as YYYY-MM; times UTC."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct

AnomalyKind = Literal[
    "trial_balance", "guard", "unattributed_old", "agents_in_debit", "stations_owing",
    "awards_waiting", "unsealed",
]  # fmt: skip


class BalanceOut(Struct, frozen=True):
    """`group`: what stands before the slash; `label`: the station's or the agent's name."""

    account: str
    group: str
    label: str
    balance_fen: int


class TrialBalance(Struct, frozen=True):
    """`total_fen` is 0 in a true ledger."""

    accounts: list[BalanceOut]
    total_fen: int


class MonthOut(Struct, frozen=True):
    """`balance_fen`: at the end of the month, or now where it is open."""

    month: str
    is_closed: bool
    balance_fen: int


class EntryOut(Struct, frozen=True):
    """`fine_id`, `waybill`: the fine that the transaction is about, if it is about one."""

    transaction_id: UUID
    line: int
    amount_fen: int
    kind: str
    occurred_at: datetime
    posted_at: datetime
    reference: str
    reverses: UUID | None
    reversed_by: UUID | None
    fine_id: UUID | None
    waybill: str | None


class AccountOut(Struct, frozen=True):
    """One account in one month; `months` the newest first, `entries` the newest first."""

    account: str
    group: str
    label: str
    month: str
    opening_fen: int
    moved_fen: int
    closing_fen: int
    entry_count: int
    months: list[MonthOut]


class EntryPage(Struct, frozen=True):
    items: list[EntryOut]
    next_cursor: str | None


class LineOut(Struct, frozen=True):
    line: int
    account: str
    label: str
    amount_fen: int


class SealOut(Struct, frozen=True):
    """A root over the first `tree_size` transactions, chained to the seal before."""

    number: int
    tree_size: int
    root: str
    chain: str
    sealed_at: datetime


class AboutOut(Struct, frozen=True):
    """A fine that a transaction is about, and which step of it this was."""

    fine_id: UUID
    waybill: str
    step: str


class TransactionOut(Struct, frozen=True):
    """`position`, `seal`: its place in the tree and the first seal over it; None while unsealed."""

    id: UUID
    key: str
    kind: str
    month: str
    occurred_at: datetime
    posted_at: datetime
    reference: str
    leaf_hash: str
    reverses: UUID | None
    reversed_by: UUID | None
    position: int | None
    seal: SealOut | None
    lines: list[LineOut]
    about: list[AboutOut]


class VerificationOut(Struct, frozen=True):
    """`problem`: what was wrong first, with `subject` and `detail`; None where all was true."""

    verified_at: datetime
    verified_by: str
    transactions: int
    entries: int
    seals: int
    unsealed: int
    chain: str | None
    problem: str | None
    subject: str | None
    detail: str | None


class AnomalyItem(Struct, frozen=True):
    """`account` opens the books, `fine_id` the fine; `since`: how long it has been so."""

    label: str
    amount_fen: int
    since: datetime | None
    account: str | None
    fine_id: UUID | None
    award_id: UUID | None


class Anomaly(Struct, frozen=True):
    """`count` and `amount_fen` are of all; `items` are the first 50. `days`: the bound, if any."""

    kind: AnomalyKind
    count: int
    amount_fen: int
    days: int | None
    items: list[AnomalyItem]


class OverviewOut(Struct, frozen=True):
    """How the ledger stands: its open month, seals (newest first), last check, anomalies."""

    open_month: str
    last_closed: str | None
    transactions: int
    unsealed: int
    seals: list[SealOut]
    verification: VerificationOut | None
    anomalies: list[Anomaly]
