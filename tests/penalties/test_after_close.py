"""The worked example of domain §6 over a close: all eight steps in sequence, to the fen.

The close itself is its own room's: here its wage-cap overflow is posted as it posts it, linked to
the fine as step `close`.
"""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from stationdesk.ledger import service as ledger
from stationdesk.ledger.postings import Posting
from stationdesk.penalties.awards.service import record_award
from stationdesk.penalties.repository import fines
from stationdesk.tenancy.session import hot_transaction, tenant_session
from tests.factories.cases import open_in_service
from tests.penalties.office import NOW, Office, line

DAMAGE = {"code": "100401", "name": "破损仲裁赔款"}


def _borne(office: Office, agent: int, firm: int, station: int | None = None) -> dict[str, int]:
    found = {
        "station/S1": -agent - firm if station is None else station,
        f"agent/{office.agent_email}": agent, "firm/penalty_cost": firm,
    }  # fmt: skip
    return {account: amount for account, amount in found.items() if amount}


async def _closed(office: Office, fine: dict[str, Any], overflow_fen: int) -> None:
    """The month of the fine is closed; the wage cap cut so much off the agent's share (step 5)."""
    now = datetime.now(UTC)
    firm_id, fine_id = office.firm.id, UUID(fine["id"])
    async with hot_transaction(office.database, office.firm.actor) as connection:
        period = await ledger.open_period(connection, firm_id, now)
        if overflow_fen:
            posting = Posting(
                key=f"close/{fine_id}/{period}",
                kind="wage_cap_overflow",
                occurred_at=now,
                entries=(
                    ("firm/penalty_cost", overflow_fen),
                    (f"agent/{office.agent_email}", -overflow_fen),
                ),
                period=period,
            )
            posted = await ledger.post(connection, firm_id, posting, now)
            station_id = office.firm.stations["S1"].id
            link = (fine_id, station_id, posted.transaction_id)
            await fines.add_transactions(connection, firm_id, "close", [link])
        await ledger.close_period(connection, firm_id, period, now, "财务")


@pytest.fixture
async def fined(office: Office) -> tuple[Office, dict[str, Any]]:
    """Steps 1 and 2: agent 800, firm 4200."""
    await office.take_in(line(**DAMAGE))
    [fine] = await office.fines()
    answer = await office.attribute(fine["id"], "agent_negligence", agent=office.agent_email)
    assert answer.status_code == 201, answer.text
    return office, fine


async def _award(office: Office, amount_fen: int) -> None:
    case = await open_in_service(
        office.database, office.firm, now=NOW, kind="arbitration", direction="outbound",
        waybill=line()["waybill"],
    )  # fmt: skip
    async with tenant_session(office.database, office.firm.actor) as session:
        await record_award(
            session, office.firm.actor, case, ground="damage", amount_fen=amount_fen,
            received_at=NOW, proof="流水", now=datetime.now(UTC),
        )  # fmt: skip


async def test_steps_5_and_6_the_appeal_is_won_after_the_close(
    fined: tuple[Office, dict[str, Any]],
) -> None:
    office, fine = fined
    assert await office.balances() == _borne(office, 800, 4200)
    await _closed(office, fine, 300)
    assert await office.balances() == _borne(office, 500, 4500)
    await office.take_in(line(2, "-50.00", **DAMAGE))
    assert await office.balances() == {}
    async with hot_transaction(office.database, office.firm.actor) as connection:
        rows = await connection.fetch(
            "SELECT f.step, t.period, o.period AS of_period FROM fine_transactions f "
            "JOIN ledger_transactions t ON t.firm_id = f.firm_id AND t.id = f.transaction_id "
            "LEFT JOIN ledger_transactions o ON o.firm_id = t.firm_id AND o.id = t.reverses "
            "WHERE f.fine_id = $1 ORDER BY f.transaction_id",
            UUID(fine["id"]),
        )
    assert [row["step"] for row in rows] == [
        "intake", "attribution", "close", "reversal", "reversal", "reversal",
    ]  # fmt: skip
    assert all(row["period"] > row["of_period"] for row in rows if row["of_period"])


@pytest.mark.parametrize(
    ("refund", "agents", "firms"),
    [
        ("-30.00", 400, 1600),  # step 7: 20% of 2000, which that month's wage cap leaves room for
        ("-20.00", 500, 2500),  # 20% of 3000 is 600, of which that month's wage cap left 500
        ("-10.00", 500, 3500),
    ],
)
async def test_step_7_reduced_after_the_close_holds_that_months_caps(
    fined: tuple[Office, dict[str, Any]], refund: str, agents: int, firms: int
) -> None:
    office, fine = fined
    await _closed(office, fine, 300)
    await office.take_in(line(2, refund, **DAMAGE))
    assert await office.balances() == _borne(office, agents, firms)
    steps = (await office.fine(fine["id"]))["attribution"]["steps"]
    assert sum(each["amount_fen"] for each in steps) == agents + firms
    assert ("CAP_WAGE" in {each["reason_code"] for each in steps}) == (agents == 500)
    # Again, now that no close stands on it: what was left of it then is still all.
    await office.take_in(line(3, "-1.00", **DAMAGE))
    again = await office.balances()
    assert again[f"agent/{office.agent_email}"] <= agents
    assert again["station/S1"] == -(agents + firms - 100)
    await office.take_in(line(4, f"-{(agents + firms - 100) / 100:.2f}", **DAMAGE))
    assert await office.balances() == {}


async def test_step_8_then_the_refund_and_all_of_it_comes_back(
    fined: tuple[Office, dict[str, Any]],
) -> None:
    office, fine = fined
    await _closed(office, fine, 300)
    await _award(office, 3333)
    # In proportion to what the close left: 500 / 4500.
    assert await office.balances() == _borne(office, 500 - 333, 4500 - 3000, 3333 - 5000)
    await office.take_in(line(2, "-30.00", **DAMAGE))
    assert await office.balances() == {}, "all of what is left was awarded; the rest is S1's"
    assert (await office.reverse(fine["id"])).status_code == 201
    assert await office.balances() == {}


async def test_a_decision_taken_back_after_the_close_takes_the_overflow_with_it(
    fined: tuple[Office, dict[str, Any]],
) -> None:
    office, fine = fined
    await _closed(office, fine, 300)
    await office.reverse(fine["id"], reopen=True)
    assert await office.balances() == {"unattributed/S1": 5000, "station/S1": -5000}
    await office.attribute(fine["id"], "firm_process")
    assert await office.balances() == {"station/S1": -5000, "firm/penalty_cost": 5000}


async def test_caps_of_an_earlier_month_leave_the_open_months_alone(
    fined: tuple[Office, dict[str, Any]],
) -> None:
    """What is split again counts in the month of its decision, and takes no room from the next."""
    office, fine = fined
    rules = [{
        "name": "坐席", "match": {"causes": ["agent_negligence"]},
        "steps": [
            {"party": "agent", "gives": "percentage", "basis_points": 2000, "cap_month_fen": 900},
            {"party": "firm", "gives": "remainder"},
        ],
    }]  # fmt: skip
    await _closed(office, fine, 0)
    await office.take_in(line(2, "-30.00", **DAMAGE))
    assert await office.balances() == _borne(office, 400, 1600)
    body = {"name": "月封顶", "effective_from": "2026-01-01", "rules": rules}
    assert (await office.manager.post("/api/split-rules", json=body)).status_code == 201
    await office.take_in(line(3, "50.00", waybill="2", **DAMAGE))
    [next_one] = await office.fines(status="undecided")
    decided = await office.attribute(next_one["id"], "agent_negligence", agent=office.agent_email)
    shares = {each["party"]: each["amount_fen"] for each in decided.json()["attribution"]["shares"]}
    assert shares["agent"] == 900
