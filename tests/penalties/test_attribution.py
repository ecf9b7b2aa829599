"""Deciding over HTTP: who may, what is refused, what an owner sees, two at once."""

import asyncio
import json
from typing import Any
from uuid import uuid4

import pytest
from litestar import Litestar

from stationdesk.foundation.database import Database
from stationdesk.ledger.verify import verify
from stationdesk.penalties.causes.words import Cause, Party
from stationdesk.penalties.service import refunds
from stationdesk.penalties.splits.rules import Rule
from stationdesk.penalties.splits.waterfall import split
from stationdesk.tenancy.actor import Role
from stationdesk.tenancy.session import hot_transaction
from tests.factories.firms import add_member, make_firm
from tests.factories.web import signed_in_client
from tests.penalties.office import Office, line


async def taken(office: Office, *rows: dict[str, str]) -> list[dict[str, Any]]:
    await office.take_in(*(rows or (line(),)))
    return await office.fines(status="undecided")


@pytest.mark.parametrize(
    ("cause", "expected"),
    [
        ("firm_process", {"station/S1": -5000, "firm/penalty_cost": 5000}),
        ("station_operation", {}),
        ("customer", {}),
        ("counterparty", {}),
        ("force_majeure", {}),
        ("carrier_error", {"unattributed/S1": 5000, "station/S1": -5000}),
    ],
)
async def test_who_bears_it_where_no_rule_says_otherwise(
    office: Office, cause: str, expected: dict[str, int]
) -> None:
    [fine] = await taken(office)
    answer = await office.attribute(fine["id"], cause)
    assert answer.status_code == 201, answer.text
    assert await office.balances() == expected
    assert answer.json()["cause"] == cause


async def test_a_carriers_error_waits_for_its_appeal_and_is_decided_after(office: Office) -> None:
    [fine] = await taken(office)
    waiting = (await office.attribute(fine["id"], "carrier_error")).json()
    assert (waiting["status"], waiting["attribution"]["transaction_id"]) == ("undecided", None)
    assert (await office.attribute(fine["id"], "carrier_error")).status_code == 409
    assert (await office.attribute(fine["id"], "station_operation")).status_code == 201
    assert await office.balances() == {}


async def test_a_second_decision_is_a_conflict_that_says_what_was_decided(office: Office) -> None:
    [fine] = await taken(office)
    await office.attribute(fine["id"], "firm_process")
    before = await office.balances()
    again = await office.attribute(fine["id"], "station_operation")
    assert again.status_code == 409
    assert (again.json()["cause"], again.json()["code"]) == ("firm_process", "already_attributed")
    assert await office.balances() == before


async def test_two_at_once_one_wins(office: Office) -> None:
    [fine] = await taken(office)
    answers = await asyncio.gather(
        *(
            office.attribute(fine["id"], cause)
            for cause in ("firm_process", "station_operation") * 3
        )
    )
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 5
    undone = await asyncio.gather(*(office.reverse(fine["id"]) for _ in range(4)))
    assert sorted(answer.status_code for answer in undone) == [201] + [409] * 3
    assert await office.balances() == {}


async def test_the_agent_is_named_or_proposed_or_asked_for(office: Office) -> None:
    [fine] = await taken(office)
    asked = await office.attribute(fine["id"], "agent_negligence")
    assert (asked.status_code, asked.json()["code"]) == (400, "agent_needed")
    unknown = await office.attribute(fine["id"], "agent_negligence", agent="nobody@example.com")
    assert (unknown.status_code, unknown.json()["code"]) == (400, "agent_unknown")
    assert (await office.attribute(fine["id"], "no_such_cause")).status_code == 400
    assert (await office.fine(fine["id"]))["status"] == "undecided"
    by_id = str(office.firm.members["agent"].id)
    done = await office.attribute(fine["id"], "agent_negligence", agent=by_id)
    assert done.status_code == 201
    assert (await office.balances())[f"agent/{office.agent_email}"] == 800


async def test_reversing_what_was_never_decided_is_a_conflict(office: Office) -> None:
    [fine] = await taken(office)
    answer = await office.reverse(fine["id"])
    assert (answer.status_code, answer.json()["code"]) == (409, "nothing_to_reverse")
    missing = await office.reverse(str(uuid4()))
    assert missing.status_code == 404


async def test_agents_and_owners_may_not_decide_and_owners_see_their_own(office: Office) -> None:
    fines = await taken(office, line(1), line(2, station="S2"))
    mine = next(each for each in fines if each["station"]["code"] == "S1")
    other = next(each for each in fines if each["station"]["code"] == "S2")
    body = {"cause": "firm_process", "note": ""}
    for client in (office.owner, office.agent):
        answer = await client.post(f"/api/fines/{mine['id']}/attribution", json=body)
        assert answer.status_code == 403
        assert (await client.get("/api/ledger/trial-balance")).status_code == 403
    assert [each["id"] for each in await office.fines(office.owner)] == [mine["id"]]
    assert (await office.owner.get(f"/api/fines/{other['id']}")).status_code == 404


async def test_an_owner_sees_why_but_neither_rules_nor_accounts_nor_e_mails(
    office: Office,
) -> None:
    await office.add_case()
    [fine] = await taken(office)
    seen = await office.fine(fine["id"], office.owner)
    assert (seen["proposal"], seen["split_preview"], seen["proposed_cause"]) == (None, None, None)
    await office.attribute(fine["id"], "agent_negligence")
    seen = await office.fine(fine["id"], office.owner)
    assert seen["attribution"]["agent"]["name"] == office.firm.members["agent"].name
    assert [(s["party"], s["amount_fen"]) for s in seen["attribution"]["shares"]] == [
        ("agent", 800), ("station", 0), ("firm", 4200),
    ]  # fmt: skip
    assert seen["proposal"]["reasons"]
    text = json.dumps(seen)
    assert office.agent_email not in text
    assert str(office.firm.members["agent"].id) not in text


async def test_another_firm_finds_nothing(
    office: Office, app: Litestar, database: Database
) -> None:
    [fine] = await taken(office)
    stranger = await make_firm(database)
    await add_member(database, stranger, "boss", Role.MANAGER)
    async with signed_in_client(app, stranger, "boss") as client:
        assert await office.fines(client) == []
        assert (await client.get(f"/api/fines/{fine['id']}")).status_code == 404
        body = {"cause": "firm_process", "note": ""}
        for action in ("attribution", "reversal"):
            answer = await client.post(f"/api/fines/{fine['id']}/{action}", json=body)
            assert answer.status_code == 404
    assert (await office.fine(fine["id"]))["status"] == "undecided"


async def test_contracts_before_the_firms_rules_and_the_version_of_the_day(
    office: Office,
) -> None:
    def rules(party: str) -> list[dict[str, Any]]:
        return [{"name": party, "match": {"causes": ["firm_process"]},
                 "steps": [{"party": party, "gives": "remainder"}]}]  # fmt: skip

    for body in (
        {
            "name": "合同",
            "station": "S1",
            "effective_from": "2026-11-10",
            "rules": rules("station"),
        },
        {"name": "公司", "effective_from": "2026-11-01", "rules": rules("station")},
        {"name": "后来", "effective_from": "2026-11-20", "rules": rules("firm")},
    ):
        answer = await office.manager.post("/api/split-rules", json=body)
        assert answer.status_code == 201, answer.text
    listed = (await office.manager.get("/api/split-rules")).json()["items"]
    assert [(each["name"], each["version"]) for each in listed[:3]] == [
        ("后来", 3), ("公司", 2), ("合同", 1),
    ]  # fmt: skip
    assert listed[-1]["is_example"] is True
    fines = await taken(
        office,
        line(1, occurred_at="2026-11-12 10:00"),
        line(2, occurred_at="2026-11-09 10:00"),
        line(3, occurred_at="2026-10-31 10:00"),
    )
    names = {}
    for fine in fines:
        decided = (await office.attribute(fine["id"], "firm_process")).json()["attribution"]
        names[fine["line_no"]] = decided["rule"]["name"]
    assert names == {"1": "合同", "2": "公司", "3": "无规则"}


async def test_bad_rules_are_refused_with_their_place(office: Office) -> None:
    answer = await office.manager.post(
        "/api/split-rules",
        json={"name": "x", "effective_from": "2026-01-01",
              "rules": [{"name": "x", "steps": [{"party": "firm", "gives": "fixed"}]}]},
    )  # fmt: skip
    assert answer.status_code == 400
    assert answer.json()["field"].startswith("rules.0.steps.0")


async def test_a_cap_a_month_counts_what_the_month_has_borne(office: Office) -> None:
    await office.manager.post(
        "/api/split-rules",
        json={"name": "月封顶", "effective_from": "2026-01-01", "rules": [
            {"name": "坐席", "steps": [
                {"party": "agent", "gives": "remainder", "cap_month_fen": 7000}]}]},
    )  # fmt: skip
    fines = await taken(office, *(line(number) for number in range(1, 4)))
    await asyncio.gather(
        *(office.attribute(fine["id"], "agent_negligence", agent=office.agent_email)
          for fine in fines)
    )  # fmt: skip
    assert await office.balances() == {
        f"agent/{office.agent_email}": 7000, "firm/penalty_cost": 8000, "station/S1": -15000,
    }  # fmt: skip


async def test_a_stored_decision_can_be_recomputed(office: Office, database: Database) -> None:
    [fine] = await taken(office)
    await office.attribute(fine["id"], "agent_negligence", agent=office.agent_email)
    async with hot_transaction(database, office.firm.actor) as connection:
        row = await connection.fetchrow(
            "SELECT rule::text, inputs::text, steps::text FROM fine_attributions"
        )
    rule, inputs, steps = (json.loads(column) for column in row)
    used = {Party(party): fen for party, fen in inputs["month_used_fen"].items()}
    again = split(Rule.model_validate(rule["rule"]), inputs["amount_fen"], used)
    assert [line.amount_fen for line in again.lines] == [step["amount_fen"] for step in steps]
    assert inputs["facts"]["cause"] == Cause.AGENT_NEGLIGENCE


async def test_the_list_is_paged(office: Office) -> None:
    await office.take_in(*(line(number) for number in range(1, 8)))
    seen: list[str] = []
    cursor: str | None = None
    while True:
        query = {"limit": "3"} | ({"cursor": cursor} if cursor else {})
        page = (await office.manager.get("/api/fines", params=query)).json()
        seen += [each["line_no"] for each in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert seen == [str(number) for number in range(1, 8)]
    assert (await office.manager.get("/api/fines?cursor=x")).status_code == 400


async def test_what_breaks_in_the_middle_leaves_nothing(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: Any) -> None:
        raise RuntimeError("power cut")

    with monkeypatch.context() as patch:
        patch.setattr(refunds, "settle", broken)
        with pytest.raises(RuntimeError):
            await office.take_in(line(1), line(2))
    assert await office.fines() == []
    assert await office.balances() == {}
    assert (await office.take_in(line(1), line(2))).accepted == 2


async def test_the_ledger_behind_it_all_is_true(office: Office, database: Database) -> None:
    fines = await taken(office, *(line(number) for number in range(1, 6)))
    for fine, cause in zip(fines, Cause, strict=False):
        await office.attribute(fine["id"], cause, agent=office.agent_email)
    await office.reverse(fines[0]["id"])
    async with hot_transaction(database, office.firm.actor) as connection:
        report = await verify(connection, office.firm.id)
    assert report.problem is None
    assert report.transactions == 5 + 5 + 2
