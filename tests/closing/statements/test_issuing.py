"""Statements of a closed month: numbered, hashed, sealed, and equal to the ledger."""

import hashlib
import zlib

import asyncpg
import pytest

from stationdesk.closing.errors import MonthOpen
from stationdesk.closing.months import next_month
from stationdesk.ledger.merkle import MerkleLog, leaf_hash
from stationdesk.tenancy.session import hot_transaction
from tests.closing.statements.books import (
    close,
    close_and_issue,
    issue,
    of,
    post,
    statements,
    stored,
    this_month,
)
from tests.penalties.office import Office, line


async def test_the_worked_example_netted_against_a_fee(office: Office) -> None:
    """Steps 1, 2, 4 and 5: what the station is owed, less its fee; what the agent bears."""
    await office.add_case()
    await office.take_in(line())
    [fine] = await office.fines()
    assert (await office.attribute(fine["id"], "agent_negligence")).status_code == 201
    await post(office, "service_fee", ("station/S1", 106_00), ("firm/service_revenue", -100_00),
               ("vat_payable", -6_00), reference="11 月服务费")  # fmt: skip
    await post(office, "payroll", ("payroll", 800), (f"agent/{office.agent_email}", -800))
    period = this_month()
    issued = await close_and_issue(office, period)
    made = await statements(office, period)
    assert [each.number for each in made] == [f"{period:%Y-%m}-{n:04d}" for n in (1, 2, 3)]
    assert issued.tree_size == 3

    station = of(made, "S1")
    assert (station.opening_fen, station.closing_fen, station.payable_fen) == (0, -5600, -5600)
    assert station.vat_fen == 600
    charged, fee = station.lines
    assert (charged.charged_fen, charged.borne_fen, charged.amount_fen) == (5000, 0, 5000)
    assert (fee.kind, fee.amount_fen, fee.vat_fen, fee.reference) == (
        "service_fee", -106_00, 600, "11 月服务费",
    )  # fmt: skip
    assert charged.fine is not None
    assert charged.why is not None
    assert (charged.fine.bill_no, charged.fine.waybill) == ("ZTO-2026-11", fine["waybill"])
    why = charged.why
    assert (why.cause, why.decided_by) == ("agent_negligence", "manager")
    assert "最后 41 分钟" in why.reason_zh
    assert why.case.startswith("GD")
    assert [(each.party, each.amount_fen) for each in why.shares] == [
        ("agent", 800), ("station", 0), ("firm", 4200),
    ]  # fmt: skip

    agent = of(made, office.agent_email)
    assert (agent.party.kind, agent.closing_fen) == ("agent", 0)
    assert [(each.kind, each.borne_fen, each.amount_fen) for each in agent.lines] == [
        ("fine_attribution", 800, -800), ("payroll", 0, 800),
    ]  # fmt: skip
    assert of(made, "S2").lines == []


async def test_hashes_tree_and_root_are_those_of_the_contents(office: Office) -> None:
    await office.take_in(line())
    period = this_month()
    issued = await close_and_issue(office, period)
    tree = MerkleLog()
    for row in await stored(office, period):
        digest = hashlib.sha256(zlib.decompress(row["content"])).digest()
        assert digest == row["content_hash"]
        tree.append(leaf_hash(digest))
    assert (tree.size, tree.root()) == (issued.tree_size, issued.root)
    async with hot_transaction(office.database, office.firm.actor) as connection:
        root = await connection.fetchrow(
            "SELECT r.root, r.ledger_chain = s.chain AS is_chained FROM statement_roots r "
            "JOIN ledger_seals s ON s.firm_id = r.firm_id AND s.number = r.ledger_seal "
            "WHERE r.firm_id = $1", office.firm.id,
        )  # fmt: skip
    assert root is not None
    assert (root["root"], root["is_chained"]) == (issued.root, True)


async def test_a_second_call_finds_them_issued(office: Office) -> None:
    await office.take_in(line())
    period = this_month()
    first = await close_and_issue(office, period)
    before = await stored(office, period)
    again = await issue(office, period)
    assert (again.is_replay, again.root) == (True, first.root)
    assert await stored(office, period) == before


async def test_an_open_month_has_no_statements(office: Office) -> None:
    await office.take_in(line())
    with pytest.raises(MonthOpen):
        await issue(office, this_month())
    assert await stored(office, this_month()) == []


async def test_what_is_undecided_is_named_and_not_payable(office: Office) -> None:
    await office.take_in(line(1), line(2, "30.00", waybill="78904417620836"))
    fine = next(each for each in await office.fines() if each["line_no"] == "2")
    await office.attribute(fine["id"], "station_operation")
    period = this_month()
    await close_and_issue(office, period)
    station = of(await statements(office, period), "S1")
    assert (station.closing_fen, station.undecided_fen, station.payable_fen) == (5000, 5000, 0)
    [item] = station.undecided
    assert item.fine is not None
    assert (item.fine.line_no, item.amount_fen) == ("1", 5000)


async def test_a_correction_names_the_statement_that_it_corrects(office: Office) -> None:
    """Step 6: reversed after the close, the next month's statement says why the station owes."""
    await office.take_in(line(1), line(2, "30.00", waybill="78904417620836"))
    first = next(each for each in await office.fines() if each["line_no"] == "1")
    second = next(each for each in await office.fines() if each["line_no"] == "2")
    await office.attribute(first["id"], "agent_negligence", agent=office.agent_email)
    month = this_month()
    await close_and_issue(office, month)
    old = of(await statements(office, month), "S1")
    assert (await office.reverse(first["id"])).status_code == 201
    await office.attribute(second["id"], "station_operation")
    later = next_month(month)
    await close_and_issue(office, later)
    made = await statements(office, later)
    new = of(made, "S1")
    assert (new.opening_fen, new.closing_fen) == (8000, 0)
    taken_back, decided = new.lines
    assert (taken_back.charged_fen, taken_back.amount_fen) == (-5000, -5000)
    assert (taken_back.corrects, taken_back.movements[0].kind) == (old.number, "reversal")
    assert (decided.borne_fen, decided.corrects, decided.continues) == (3000, None, old.number)
    agent = of(made, office.agent_email)
    assert (agent.opening_fen, agent.closing_fen) == (-800, 0)


async def test_a_kind_that_nobody_knows_is_a_line_all_the_same(office: Office) -> None:
    await post(office, "moon_tax", ("station/S2", 1234), ("firm/penalty_cost", -1234),
               reference="月亮")  # fmt: skip
    period = this_month()
    await close_and_issue(office, period)
    [strange] = of(await statements(office, period), "S2").lines
    assert (strange.kind, strange.reference, strange.other_fen) == ("moon_tax", "月亮", -1234)


async def test_what_is_frozen_by_a_dispute_is_not_payable(office: Office) -> None:
    await office.take_in(line())
    [fine] = await office.fines()
    await office.attribute(fine["id"], "agent_negligence", agent=office.agent_email)
    raised = await office.agent.post(
        f"/api/fines/{fine['id']}/disputes", json={"reason": "当时不在班", "amount_fen": 800}
    )
    assert raised.status_code == 201, raised.text
    period = this_month()
    await close_and_issue(office, period)
    made = await statements(office, period)
    station, agent = of(made, "S1"), of(made, office.agent_email)
    assert (station.closing_fen, station.frozen_fen, station.payable_fen) == (5000, 5000, 0)
    assert (agent.closing_fen, agent.frozen_fen, agent.payable_fen) == (-800, -800, 0)


@pytest.mark.parametrize("table", ["statements", "statement_roots", "statement_answers"])
async def test_what_was_issued_cannot_be_changed(office: Office, table: str) -> None:
    """Not by the app, which lacks the right, and not by the owner, whom the guard stops."""
    await office.take_in(line())
    await close_and_issue(office, this_month())
    owner = await asyncpg.connect(**office.database.endpoints.owner.asyncpg_arguments())
    try:
        for sql in (f"UPDATE {table} SET firm_id = firm_id", f"DELETE FROM {table}",
                    f"TRUNCATE {table} CASCADE"):  # fmt: skip
            with pytest.raises(asyncpg.PostgresError) as refusal:
                await owner.execute(sql)
            assert refusal.value.sqlstate == "ST001"
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                async with hot_transaction(office.database, office.firm.actor) as connection:
                    await connection.execute(sql)
    finally:
        await owner.close()


async def test_nothing_is_added_to_a_sealed_month(office: Office) -> None:
    await office.take_in(line())
    period = this_month()
    await close_and_issue(office, period)
    before = await stored(office, period)
    with pytest.raises(asyncpg.PostgresError) as refusal:
        async with hot_transaction(office.database, office.firm.actor) as connection:
            await connection.execute(
                "INSERT INTO statements SELECT firm_id, gen_random_uuid(), period, 99, "
                "to_char(period, 'YYYY-MM-') || '0099', 'agent', 'x', 'x', NULL, NULL, 'agent/x', "
                "0, 0, 0, 0, 0, 0, 0, content, content_hash FROM statements WHERE firm_id = $1 "
                "LIMIT 1", office.firm.id,
            )  # fmt: skip
    assert refusal.value.sqlstate == "ST002"
    assert await stored(office, period) == before


async def test_closing_balances_that_the_ledger_does_not_have_are_refused(office: Office) -> None:
    await office.take_in(line())
    period = this_month()
    await close(office, period)
    with pytest.raises(asyncpg.PostgresError, match="closing balance"):
        async with hot_transaction(office.database, office.firm.actor) as connection:
            await connection.execute(
                "INSERT INTO statements (firm_id, id, period, position, number, party, party_code, "
                "party_name, station_id, account, opening_fen, closing_fen, undecided_fen, "
                "frozen_fen, paid_since_fen, payable_fen, line_count, content, content_hash) "
                "VALUES ($1, gen_random_uuid(), $2, 1, to_char($2::date, 'YYYY-MM-') || '0001', "
                "'station', 'S1', 'x', $3, 'station/S1', 0, 4999, 0, 0, 0, 4999, 0, "
                "'{}', sha256('{}'))",
                office.firm.id, period, office.firm.stations["S1"].id,
            )  # fmt: skip
