"""Fines over HTTP and through the services in any order, against an independent model.

The model knows the house's rules in plain arithmetic and nothing of the product's code: who bore
what, what awards gave back, what a close cut off, which account that is. After every step the
product's exact balances are the model's, they sum to zero, and a refusal has changed nothing.
"""

import asyncio
from collections.abc import Coroutine
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from stationdesk.case_kinds import discover
from stationdesk.cases.schemas import CaseRecord
from stationdesk.foundation.database import Database, Endpoints
from stationdesk.foundation.errors import StationdeskError
from stationdesk.foundation.settings import Settings
from stationdesk.ledger import service as ledger
from stationdesk.ledger.postings import Posting
from stationdesk.penalties.awards import service as awards
from stationdesk.penalties.bills.importing import import_bill
from stationdesk.penalties.causes.words import Cause
from stationdesk.penalties.repository import fines as fine_rows
from stationdesk.penalties.service import attribute, reverse
from stationdesk.penalties.service.appeals import Conclusion, conclude
from stationdesk.tenancy.actor import Role
from stationdesk.tenancy.session import hot_transaction, tenant_session
from tests.factories.cases import open_in_service
from tests.factories.firms import Firm, add_member, make_firm
from tests.penalties.money_model import Fine
from tests.penalties.office import NOW, line, write_bill

T = TypeVar("T")


class Money(RuleBasedStateMachine):
    """One firm, one station, one agent; each fine is about a parcel of its own."""

    endpoints: Endpoints
    folder: Path

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.database = Database(self.endpoints, Settings(data_dir=self.folder))
        self.fines: dict[str, Fine] = {}
        self.ids: dict[str, UUID] = {}
        self.numbers = count(1)
        self.posted: list[tuple[Posting, UUID]] = []

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(work)

    def teardown(self) -> None:
        self.run(self.database.close())
        self.loop.close()

    @initialize()
    def begin(self) -> None:
        async def make() -> Firm:
            firm = await make_firm(self.database)
            await add_member(self.database, firm, "agent", Role.AGENT, "S1")
            return firm

        self.firm = self.run(make())
        self.email = self.firm.members["agent"].email
        # A history begins where it becomes interesting: one fine an agent bears, one undecided.
        self.charge(5000)
        self.charge(3333)
        self.attribute(0, "agent_negligence")

    async def take_in(self, *rows: dict[str, str]) -> None:
        path = write_bill(self.folder / "bill.csv", *rows)
        await import_bill(self.database, self.firm.actor, path, file_name="b.csv", now=NOW)

    def tried(self, work: Coroutine[Any, Any, Any]) -> bool:
        """Whether it was carried out; what was refused must leave no trace (the invariant)."""
        try:
            self.run(work)
        except StationdeskError:
            return False
        return True

    def chosen(self, number: int) -> tuple[UUID, Fine]:
        waybill = sorted(self.fines)[number % len(self.fines)]
        return self.ids[waybill], self.fines[waybill]

    has_fines = precondition(lambda self: bool(self.fines))

    @rule(amount=st.integers(1, 9999))
    def take_in_a_fine(self, amount: int) -> None:
        self.charge(amount)

    def charge(self, amount: int) -> None:
        number = next(self.numbers)
        waybill = f"{number:012d}"
        row = line(
            number, f"{amount / 100:.2f}", waybill=waybill, code="100401", name="破损仲裁赔款"
        )
        self.run(self.take_in(row))
        self.run(self.take_in(row))  # the same file again takes nothing in
        self.fines[waybill] = Fine(waybill, amount)

        async def find() -> UUID:
            async with hot_transaction(self.database, self.firm.actor) as connection:
                found = await connection.fetchval(
                    "SELECT id FROM fines WHERE firm_id = $1 AND waybill = $2 AND amount_fen > 0",
                    self.firm.id, waybill,
                )  # fmt: skip
                return UUID(str(found))

        self.ids[waybill] = self.run(find())

    @has_fines
    @rule(
        number=st.integers(0, 9),
        cause=st.sampled_from(["agent_negligence", "firm_process", "station_operation"]),
    )
    def decide(self, number: int, cause: str) -> None:
        self.attribute(number, cause)

    def attribute(self, number: int, cause: str) -> None:
        fine_id, fine = self.chosen(number)
        is_allowed = fine.cause is None and not fine.is_given_back

        async def work() -> None:
            async with tenant_session(self.database, self.firm.actor) as session:
                await attribute(
                    session, self.firm.actor, fine_id, cause=Cause(cause),
                    agent=self.email if cause == "agent_negligence" else None, note="",
                    now=datetime.now(UTC),
                )  # fmt: skip

        assert self.tried(work()) is is_allowed
        if is_allowed:
            fine.cause, fine.wage_room = cause, None
            fine.split()

    @has_fines
    @rule(number=st.integers(0, 9), is_reopening=st.booleans())
    def take_a_decision_back(self, number: int, is_reopening: bool) -> None:
        fine_id, fine = self.chosen(number)
        is_allowed = fine.cause is not None

        async def work() -> None:
            async with tenant_session(self.database, self.firm.actor) as session:
                await reverse(
                    session, self.firm.actor, fine_id, note="", is_reopening=is_reopening,
                    now=datetime.now(UTC),
                )  # fmt: skip

        assert self.tried(work()) is is_allowed
        if is_allowed:
            fine.is_given_back = not is_reopening
            fine.forget()

    @has_fines
    @rule(number=st.integers(0, 9), share=st.integers(1, 100))
    def refund_line(self, number: int, share: int) -> None:
        """Part or all of what headquarters have not given back yet, as a line of a bill."""
        _, fine = self.chosen(number)
        left = fine.amount - fine.refunded
        amount = max(1, left * share // 100)
        if left == 0 or (fine.is_given_back and fine.advanced == 0 and amount != left):
            return  # such a line waits for a person: tried in test_appeals
        was_reversed = fine.is_given_back
        self.run(self.take_in(self.refund(fine, amount)))
        before = fine.net
        fine.refunded += amount
        if not was_reversed:
            self.restated(fine, before)

    def refund(self, fine: Fine, amount: int) -> dict[str, str]:
        return line(
            next(self.numbers), f"-{amount / 100:.2f}", waybill=fine.waybill, code="100401",
            name="破损仲裁赔款",
        )  # fmt: skip

    def restated(self, fine: Fine, before: int) -> None:
        if fine.net == before:
            return
        if fine.net == 0:
            fine.is_given_back = True
            fine.forget()
        elif fine.cause is not None:
            if fine.cut:
                # No more is the agent's than that month's close has left him.
                fine.wage_room = fine.agent - fine.cut
            fine.split()

    @has_fines
    @rule(number=st.integers(0, 9), share=st.integers(0, 100))
    def appeal_ends(self, number: int, share: int) -> None:
        """Upheld, reduced or cancelled, and posted at once."""
        fine_id, fine = self.chosen(number)
        to = fine.amount * share // 100
        outcome = {0: "fine_cancelled", fine.amount: "fine_upheld"}.get(to, "fine_reduced")
        case_id = self.run(self.a_case(fine.waybill)).id

        async def work() -> None:
            async with tenant_session(self.database, self.firm.actor) as session:
                await conclude(
                    session, self.firm.actor, fine_id, case_id, Conclusion(outcome, to, True),
                    datetime.now(UTC),
                )  # fmt: skip

        self.run(work())
        if not fine.is_given_back:
            before = fine.net
            fine.advanced = max(fine.advanced, fine.amount - to)
            self.restated(fine, before)

    async def a_case(self, waybill: str) -> CaseRecord:
        return await open_in_service(
            self.database, self.firm, now=NOW, kind="arbitration", direction="outbound",
            waybill=waybill,
        )  # fmt: skip

    @has_fines
    @rule(number=st.integers(0, 9), amount=st.integers(1, 9999), is_line=st.booleans())
    def award_comes(self, number: int, amount: int, is_line: bool) -> None:
        """Recorded by its case, or as a bill's line. Of both, or of equal amounts, one could be
        the other: that is tried in test_awards."""
        _, fine = self.chosen(number)
        if amount in fine.awards or fine.has_line or (fine.awards and is_line):
            return
        if is_line:
            row = line(
                next(self.numbers), f"-{amount / 100:.2f}", waybill=fine.waybill, code="100402",
                name="破损仲裁返款",
            )  # fmt: skip
            self.run(self.take_in(row))
        else:
            self.run(self.record(fine.waybill, amount))
        fine.has_line = is_line
        fine.awards.append(amount)
        fine.share(amount)

    async def record(self, waybill: str, amount: int) -> None:
        record = await self.a_case(waybill)
        async with tenant_session(self.database, self.firm.actor) as session:
            await awards.record_award(
                session, self.firm.actor, record, ground="damage", amount_fen=amount,
                received_at=NOW, proof="", now=datetime.now(UTC),
            )  # fmt: skip

    @has_fines
    @rule(share=st.integers(1, 100))
    def close_the_month(self, share: int) -> None:
        """What the wage cap cuts off is posted as the close posts it; then the month is shut."""
        cuts = {
            waybill: (fine.agent - fine.given["agent"]) * share // 100
            for waybill, fine in self.fines.items()
            if not fine.cut
        }
        cuts = {waybill: fen for waybill, fen in cuts.items() if fen}

        async def work() -> None:
            now, station_id = datetime.now(UTC), self.firm.stations["S1"].id
            async with hot_transaction(self.database, self.firm.actor) as connection:
                period = await ledger.open_period(connection, self.firm.id, now)
                for waybill, fen in cuts.items():
                    posting = Posting(
                        key=f"close/{self.ids[waybill]}/{next(self.numbers)}",
                        kind="wage_cap_overflow",
                        occurred_at=now,
                        entries=(("firm/penalty_cost", fen), (f"agent/{self.email}", -fen)),
                    )
                    posted = await ledger.post(connection, self.firm.id, posting, now)
                    link = (self.ids[waybill], station_id, posted.transaction_id)
                    await fine_rows.add_transactions(connection, self.firm.id, "close", [link])
                    self.posted.append((posting, posted.transaction_id))
                await ledger.close_period(connection, self.firm.id, period, now, "x")

        self.run(work())
        for waybill, fen in cuts.items():
            self.fines[waybill].cut = fen

    @precondition(lambda self: bool(self.posted))
    @rule()
    def replay(self) -> None:
        """The same key with the same content is the same transaction, closed month or not."""
        posting, transaction_id = self.posted[-1]

        async def work() -> UUID:
            async with hot_transaction(self.database, self.firm.actor) as connection:
                posted = await ledger.post(connection, self.firm.id, posting, datetime.now(UTC))
                assert posted.is_replay
                return posted.transaction_id

        assert self.run(work()) == transaction_id

    def expected(self) -> dict[str, int]:
        agent = f"agent/{self.email}"
        found = dict.fromkeys(("station/S1", "unattributed/S1", "firm/penalty_cost", agent), 0)
        for fine in self.fines.values():
            if fine.is_given_back:
                continue
            bears, given = fine.bears(), fine.given
            found[agent] += bears["agent"] - given["agent"]
            found["firm/penalty_cost"] += bears["firm"] - given["firm"]
            found["station/S1"] += bears["station"] + given["agent"] + given["firm"] - fine.net
            if fine.cause is None:
                waiting = fine.awards[0] if fine.has_line else 0
                found["unattributed/S1"] += fine.net - waiting
                found["station/S1"] += waiting
        return {account: amount for account, amount in found.items() if amount}

    @invariant()
    def the_books_are_the_models(self) -> None:
        if not hasattr(self, "firm"):
            return

        async def read() -> dict[str, int]:
            async with hot_transaction(self.database, self.firm.actor) as connection:
                found = await ledger.trial_balance(connection, self.firm.id)
            return {each.account: each.balance_fen for each in found if each.balance_fen}

        balances = self.run(read())
        assert sum(balances.values()) == 0
        assert balances == self.expected()


MACHINE = settings(
    max_examples=15,
    # A history of 20 steps is short enough to read; to shrink one takes minutes.
    phases=[Phase.generate],
    stateful_step_count=20,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)


def test_the_books_are_the_models_whatever_happens(
    endpoints: Endpoints, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Bounded: some runs of up to 20 steps."""
    discover()
    Money.endpoints, Money.folder = endpoints, tmp_path_factory.mktemp("bills")
    run_state_machine_as_test(Money, settings=MACHINE)
