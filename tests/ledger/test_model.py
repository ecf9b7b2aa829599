"""The ledger against a model that knows nothing of it: a dictionary of sums.

Any order of posting, replaying, misusing keys, reversing, closing and sealing leaves the same
balances as the model, refuses what the model refuses, and is true to `verify`.
"""

import asyncio
from collections import defaultdict
from collections.abc import Coroutine
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, ClassVar, TypeVar
from uuid import UUID

from hypothesis import HealthCheck
from hypothesis import settings as bounds
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from stationdesk.foundation.database import Database, Endpoints
from stationdesk.foundation.errors import StationdeskError
from stationdesk.foundation.settings import Settings
from stationdesk.ledger import service
from stationdesk.ledger.postings import Posting
from stationdesk.ledger.verify import verify
from tests.factories.firms import Firm, make_firm
from tests.ledger.book import ACCOUNTS, NOW, balances, in_book, open_book, posting

T = TypeVar("T")
KEYS = st.sampled_from([f"key/{number}" for number in range(6)])
ENTRIES = st.lists(
    st.tuples(st.sampled_from(ACCOUNTS), st.integers(-9_000, 9_000)), min_size=0, max_size=4
)


@dataclass
class Model:
    """What should be: sums by account, entries by transaction, requests by key."""

    sums: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    posted: dict[UUID, tuple[tuple[str, int], ...]] = field(default_factory=dict)
    by_key: dict[str, tuple[Posting | UUID, UUID]] = field(default_factory=dict)
    reversed: set[UUID] = field(default_factory=set)
    reversals: set[UUID] = field(default_factory=set)
    open_from: date = date(2026, 11, 1)
    closed: date | None = None

    def add(self, transaction_id: UUID, entries: tuple[tuple[str, int], ...]) -> None:
        self.posted[transaction_id] = entries
        for account, amount in entries:
            self.sums[account] += amount


class LedgerMachine(RuleBasedStateMachine):
    """Driven by Hypothesis in a thread, on an event loop of its own."""

    database: ClassVar[Database]
    loop: ClassVar[asyncio.AbstractEventLoop]

    def __init__(self) -> None:
        super().__init__()
        self.model = Model()
        self.firm: Firm = self.run(make_firm(self.database))
        self.run(open_book(self.database, self.firm))

    def run(self, what: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(what)

    def act(self, function: Any, *arguments: Any) -> Any:
        """The result, or the refusal."""
        try:
            return self.run(in_book(self.database, self.firm, function, *arguments))
        except StationdeskError as refusal:
            return refusal

    @rule(key=KEYS, entries=ENTRIES, balance=st.booleans(), month=st.sampled_from([None, 0, 1]))
    def post(
        self, key: str, entries: list[tuple[str, int]], balance: bool, month: int | None
    ) -> None:
        if balance and entries:
            rest = -sum(amount for _, amount in entries)
            entries = [*entries, ("station/S1", rest)]
        period = None
        if month is not None:
            period = (self.model.open_from - timedelta(days=28 * (1 - month))).replace(day=1)
        what = posting(*entries, key=key, period=period)
        before = self.model.by_key.get(key)
        result = self.act(service.post, what, NOW)
        is_sound = (
            len(entries) >= 2
            and sum(amount for _, amount in entries) == 0
            and all(amount for _, amount in entries)
        )
        if not is_sound:
            assert result.code == "unbalanced_posting"
        elif before is not None and before[0] == what:
            assert (result.transaction_id, result.is_replay) == (before[1], True)
        elif before is not None:
            assert result.code == "idempotency_key_reused"
        elif period is not None and self.model.closed and period <= self.model.closed:
            assert result.code == "period_closed"
        else:
            self.remember(key, what, result.transaction_id)

    def remember(self, key: str, what: Posting, transaction_id: UUID) -> None:
        self.model.by_key[key] = (what, transaction_id)
        self.model.add(transaction_id, what.entries)

    @precondition(lambda self: self.model.posted)
    @rule(data=st.data(), key=st.sampled_from(["undo/1", "undo/2", "undo/3"]))
    def reverse(self, data: st.DataObject, key: str) -> None:
        target = data.draw(st.sampled_from(sorted(self.model.posted)))
        before = self.model.by_key.get(key)
        result = self.act(service.reverse, target, key, "note", NOW)
        if target in self.model.reversals:
            assert result.code == "already_reversed"
        elif before is not None and before[0] == target:
            assert (result.transaction_id, result.is_replay) == (before[1], True)
        elif before is not None:
            assert result.code == "idempotency_key_reused"
        elif target in self.model.reversed:
            assert result.code == "already_reversed"
        else:
            self.model.by_key[key] = (target, result.transaction_id)
            self.model.reversed.add(target)
            self.model.reversals.add(result.transaction_id)
            negated = tuple((name, -fen) for name, fen in self.model.posted[target])
            self.model.add(result.transaction_id, negated)

    @precondition(lambda self: self.model.open_from < date(2027, 3, 1))
    @rule()
    def close(self) -> None:
        closing = self.model.open_from
        assert self.act(service.close_period, closing, NOW, "model") is None
        self.model.closed = closing
        self.model.open_from = (closing + timedelta(days=32)).replace(day=1)
        again = self.act(service.close_period, closing, NOW, "model")
        assert again.code == "period_closed"

    @rule()
    def seal(self) -> None:
        self.act(service.seal, NOW)

    @invariant()
    def balances_are_the_models(self) -> None:
        found = self.run(balances(self.database, self.firm))
        assert found == {name: fen for name, fen in self.model.sums.items() if fen}
        assert sum(found.values()) == 0

    def teardown(self) -> None:
        report = self.run(in_book(self.database, self.firm, verify))
        assert report.problem is None
        assert report.transactions == len(self.model.posted)


async def test_any_history_keeps_the_models_balances(
    endpoints: Endpoints, settings: Settings
) -> None:
    def explore() -> None:
        LedgerMachine.loop = asyncio.new_event_loop()
        LedgerMachine.database = Database(endpoints, settings)
        case = LedgerMachine.TestCase()
        case.settings = bounds(
            max_examples=12, stateful_step_count=18, deadline=None,
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        try:
            case.runTest()
        finally:
            LedgerMachine.loop.run_until_complete(LedgerMachine.database.close())
            LedgerMachine.loop.close()

    await asyncio.to_thread(explore)
