"""`ledger verify` over statements, and the file of roots that is kept outside."""

from datetime import UTC, datetime

import pytest

from stationdesk.closing.months import next_month, write_month
from stationdesk.closing.statements.errors import RootsFileInvalid
from stationdesk.closing.statements.roots import check_roots, read_roots, write_roots
from stationdesk.closing.statements.verifying import Checked, verify_statements
from stationdesk.foundation.embedded import Server
from stationdesk.ledger.verify import Problem
from stationdesk.tenancy.session import hot_transaction
from tests.closing.statements.books import close_and_issue, this_month
from tests.ledger.test_verify import edit_as_superuser
from tests.penalties.office import Office, line

MOVE = (
    "UPDATE statements SET position = {to}, number = to_char(period, 'YYYY-MM-000') || {to} "
    "WHERE position = {of} AND firm_id = %(firm)s;"
)
SWAP = "".join(MOVE.format(of=of, to=to) for of, to in ((1, 9), (2, 1), (9, 2)))


async def check(office: Office) -> Checked:
    async with hot_transaction(office.database, office.firm.actor) as connection:
        return await verify_statements(connection, office.firm.id)


async def roots_file(office: Office) -> str:
    async with hot_transaction(office.database, office.firm.actor) as connection:
        return await write_roots(connection, office.firm.id, office.firm.slug, datetime.now(UTC))


async def against(office: Office, text: str) -> Problem | None:
    facts = read_roots(text, office.firm.id)
    async with hot_transaction(office.database, office.firm.actor) as connection:
        return await check_roots(connection, office.firm.id, facts)


async def issued(office: Office) -> None:
    await office.take_in(line())
    [fine] = await office.fines()
    await office.attribute(fine["id"], "agent_negligence", agent=office.agent_email)
    await close_and_issue(office, this_month())


async def test_what_was_issued_is_true(office: Office) -> None:
    await issued(office)
    checked = await check(office)
    assert (checked.problem, checked.statements, checked.months) == (None, 3, 1)


@pytest.mark.parametrize(
    ("what", "subject", "edit"),
    [
        ("statement", "0001", "UPDATE statements SET closing_fen = closing_fen + 1, payable_fen = "
                              "payable_fen + 1 WHERE position = 1 AND firm_id = %(firm)s"),
        ("statement", "0001", "UPDATE statements SET content = (SELECT content FROM statements "
                              "WHERE firm_id = %(firm)s AND position = 2) "
                              "WHERE position = 1 AND firm_id = %(firm)s"),
        ("statement", "0001", "UPDATE statements SET content = '\\x00' "
                              "WHERE position = 1 AND firm_id = %(firm)s"),
        # Two swapped whole, numbers and all: each is right by itself, the order is not.
        ("statement", "0001", SWAP),
        ("statement", "0003", "DELETE FROM statements WHERE position = 2 AND firm_id = %(firm)s"),
        ("root", "", "DELETE FROM statements WHERE position = 3 AND firm_id = %(firm)s"),
        ("root", "", "UPDATE statement_roots SET root = sha256('x') WHERE firm_id = %(firm)s"),
        ("root", "", "UPDATE ledger_seals SET chain = sha256('x') WHERE firm_id = %(firm)s"),
        ("root", "", "DELETE FROM ledger_seals WHERE firm_id = %(firm)s"),
        ("statement", "0001", "DELETE FROM statement_roots WHERE firm_id = %(firm)s"),
        ("statement", "0001", "UPDATE ledger_rollups SET balance_fen = balance_fen - 1 "
                              "WHERE firm_id = %(firm)s"),
    ],
)  # fmt: skip
async def test_an_edit_behind_the_guards_is_named(
    office: Office, server: Server, what: str, subject: str, edit: str
) -> None:
    await issued(office)
    edit_as_superuser(office.database, server, edit, firm=office.firm.id)
    problem = (await check(office)).problem
    assert problem is not None
    month = write_month(this_month())
    assert (problem.what, problem.subject) == (what, f"{month}-{subject}" if subject else month)


async def test_an_answer_to_another_content_is_named(office: Office, server: Server) -> None:
    await issued(office)
    [row] = (await office.agent.get("/api/statements")).json()["items"]
    answer = await office.agent.post(
        f"/api/statements/{row['id']}/acceptance", json={"content_hash": row["content_hash"]}
    )
    assert answer.status_code == 201, answer.text
    edit_as_superuser(
        office.database, server, "UPDATE statement_answers SET content_hash = sha256('x') "
        "WHERE firm_id = %(firm)s", firm=office.firm.id,
    )  # fmt: skip
    problem = (await check(office)).problem
    assert problem is not None
    assert (problem.what, problem.subject) == ("answer", row["id"])


async def test_an_older_file_of_roots_still_holds_after_more_months(office: Office) -> None:
    await issued(office)
    older = await roots_file(office)
    assert await against(office, older) is None
    await office.take_in(line(2, "30.00"))
    await close_and_issue(office, next_month(this_month()))
    assert await against(office, older) is None
    assert len((await roots_file(office)).splitlines()) > len(older.splitlines())


async def test_a_forged_file_names_its_line(office: Office) -> None:
    await issued(office)
    text = await roots_file(office)
    lines = text.splitlines()
    assert [each.split()[0] for each in lines] == ["stationdesk-roots", "seal", "month"]
    for line_no in (2, 3):
        forged = [*lines]
        digit = forged[line_no - 1][-1]
        forged[line_no - 1] = forged[line_no - 1][:-1] + ("0" if digit != "0" else "1")
        problem = await against(office, "\n".join(forged))
        assert problem is not None
        assert problem.subject == f"line {line_no}"


async def test_rewritten_history_is_found_by_an_older_file(office: Office, server: Server) -> None:
    """All hashes made anew would hold together: only the file outside tells."""
    await issued(office)
    older = await roots_file(office)
    edit_as_superuser(
        office.database, server, "UPDATE ledger_seals SET root = sha256('y'), chain = sha256('y') "
        "WHERE firm_id = %(firm)s", firm=office.firm.id,
    )  # fmt: skip
    problem = await against(office, older)
    assert problem is not None
    assert (problem.what, problem.subject) == ("roots file", "line 2")
    edit_as_superuser(
        office.database, server, "DELETE FROM ledger_seals WHERE firm_id = %(firm)s",
        firm=office.firm.id,
    )  # fmt: skip
    problem = await against(office, older)
    assert problem is not None
    assert "gone" in problem.detail


@pytest.mark.parametrize("text", ["", "something else\n", "stationdesk-roots 1 x y z\nseal 1\n"])
async def test_a_file_that_is_none_is_refused(office: Office, text: str) -> None:
    with pytest.raises(RootsFileInvalid):
        read_roots(text, office.firm.id)
