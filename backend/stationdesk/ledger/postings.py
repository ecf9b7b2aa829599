"""What is posted, and its hashes. Pure.

The canonical text of a transaction is one field a line (no field may hold a control character);
the database writes the leaf hash with its own code, `verify` recomputes it with this one.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final
from uuid import UUID

from stationdesk.foundation.money import Fen
from stationdesk.foundation.zones import HOME
from stationdesk.ledger.errors import UnbalancedPosting
from stationdesk.ledger.merkle import leaf_hash

ENTRIES_MAX: Final = 1000
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Posting:
    """One transaction to be posted.

    `key`: whoever posts the same key again gets the first transaction's id. `entries`: (account,
    amount in fen, debit positive). `period`: a month's first day, or None for the open month at
    posting. `reference`: what the transaction is about, for people and links.
    """

    key: str
    kind: str
    occurred_at: datetime
    entries: tuple[tuple[str, Fen], ...]
    reference: str = ""
    period: date | None = None
    reverses: UUID | None = None

    def request_hash(self) -> bytes:
        """Of all that the caller decides: the same key with another hash is a conflict."""
        fields = [self.kind, str(microseconds(self.occurred_at)), self.reference]
        fields += [str(self.reverses), str(self.period)]
        fields += [f"{amount} {account}" for account, amount in self.entries]
        return hashlib.sha256("\n".join(fields).encode()).digest()

    def check(self) -> None:
        """Raise UnbalancedPosting unless there are 2 … 1000 entries, none zero, summing to 0."""
        total = sum(amount for _, amount in self.entries)
        if total != 0 or any(amount == 0 for _, amount in self.entries):
            raise UnbalancedPosting(
                f"The entries of {self.key} sum to {total} fen, or one of them is zero.",
                total_fen=total,
            )
        if not 2 <= len(self.entries) <= ENTRIES_MAX:
            raise UnbalancedPosting(f"{self.key} has {len(self.entries)} entries: 2 to 1000.")


@dataclass(frozen=True, slots=True)
class Posted:
    """`is_replay`: the key had been posted before, with the same content; nothing was written."""

    transaction_id: UUID
    is_replay: bool


def microseconds(moment: datetime) -> int:
    """Since 1970 UTC, exactly; floats would lose the last digit."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


def month_of(moment: datetime) -> date:
    """The month that a moment lies in, by the firms' civil time."""
    return moment.astimezone(HOME).date().replace(day=1)


def transaction_leaf(
    *,
    firm_id: UUID,
    transaction_id: UUID,
    key: str,
    kind: str,
    period: date,
    occurred_at: datetime,
    posted_at: datetime,
    reference: str,
    reverses: UUID | None,
    entries: list[tuple[int, Fen, str]],
) -> bytes:
    """The leaf hash of a stored transaction; `entries`: (line, amount, account) by line."""
    fields = [
        str(firm_id),
        str(transaction_id),
        key,
        kind,
        period.isoformat(),
        str(microseconds(occurred_at)),
        str(microseconds(posted_at)),
        reference,
        "-" if reverses is None else str(reverses),
        *(f"{line} {amount} {account}" for line, amount, account in entries),
    ]
    return leaf_hash("\n".join(fields).encode())
