"""Draft rules and item codes over HTTP."""

from datetime import UTC, datetime
from typing import Any

from tests.penalties.office import Office, line

AGENT_TENTH = {
    "name": "坐席 10%", "match": {"causes": ["agent_negligence"]},
    "steps": [
        {"party": "agent", "gives": "percentage", "basis_points": 1000, "cap_fine_fen": 300},
        {"party": "firm", "gives": "remainder"},
    ],
}  # fmt: skip


async def _try(office: Office, **body: Any) -> dict[str, Any]:
    answer = await office.manager.post("/api/split-rules/what-if", json=body)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_a_month_under_a_draft_says_who_would_have_paid_what(office: Office) -> None:
    await office.take_in(line(1), line(2, waybill="2"), line(3, "7.00", waybill="3"))
    for fine in await office.fines():
        answer = await office.attribute(fine["id"], "agent_negligence", agent=office.agent_email)
        assert answer.status_code == 201, answer.text
    balances = await office.balances()
    period = datetime.now(UTC).date().isoformat()
    found = await _try(office, rules=[AGENT_TENTH], period=period)
    assert (found["fines"], found["differing"]) == (3, 3)
    assert {
        (each["party"], each["before_fen"], each["after_fen"]) for each in found["bearers"]
    } == {("agent", 1740, 670), ("firm", 8960, 10030)}
    assert found["moved"][0]["moved_fen"] == 500
    assert await office.balances() == balances
    other = await _try(office, rules=[AGENT_TENTH], period=period, station="S2")
    assert other["fines"] == 0
    assert (await _try(office, rules=[AGENT_TENTH]))["fines"] == 0


async def test_doubts_are_told_before_a_version_is_saved(office: Office) -> None:
    answer = await office.manager.post(
        "/api/split-rules/check", json={"rules": [AGENT_TENTH, AGENT_TENTH | {"name": "again"}]}
    )
    assert answer.status_code == 200, answer.text
    assert [(each["code"], each["severity"], each["rule"]) for each in answer.json()] == [
        ("never_matches", "error", 2)
    ]
    wrong = await office.manager.post("/api/split-rules/check", json={"rules": [{"name": "x"}]})
    assert (wrong.status_code, wrong.json()["field"]) == (400, "rules.0.steps")
    assert (
        await office.agent.post("/api/split-rules/check", json={"rules": []})
    ).status_code == 403


async def test_a_code_gets_its_category_and_rules_ask_for_it(office: Office) -> None:
    await office.take_in(line(1, code="900", name="某种考核"))
    listed = (await office.manager.get("/api/fine-codes")).json()
    assert [(each["code"], each["category"], each["is_own"]) for each in listed["items"]] == [
        ("900", "other", False)
    ]
    path = "/api/fine-codes/zto/900"
    unknown = await office.manager.put(path, json={"category": "soup"})
    assert (unknown.status_code, unknown.json()["field"]) == (400, "category")
    assert (await office.manager.put(path, json={"category": "complaint"})).status_code == 204
    assert (await office.agent.put(path, json={"category": "delay"})).status_code == 403
    answer = await office.manager.post(
        "/api/split-rules",
        json={
            "name": "投诉归网点", "effective_from": "2026-01-01",
            "rules": [{
                "name": "投诉", "match": {"categories": ["complaint"]},
                "steps": [{"party": "station", "gives": "remainder"}],
            }],
        },
    )  # fmt: skip
    assert answer.status_code == 201, answer.text
    (fine,) = await office.fines()
    decided = await office.attribute(fine["id"], "firm_process")
    assert decided.status_code == 201, decided.text
    assert decided.json()["attribution"]["rule"]["name"] == "投诉归网点"
    assert (await office.balances()) == {}


MONTH_CAPPED = {
    "name": "坐席月封顶", "match": {"causes": ["agent_negligence"]},
    "steps": [
        {"party": "agent", "gives": "percentage", "basis_points": 2000, "cap_month_fen": 1500},
        {"party": "firm", "gives": "remainder"},
    ],
}  # fmt: skip


async def test_a_stations_draft_meets_what_its_agents_bear_elsewhere(office: Office) -> None:
    """The same rules as hold change nothing; caps per month fill up over all stations."""
    saved = await office.manager.post(
        "/api/split-rules",
        json={"name": "月封顶", "effective_from": "2026-01-01", "rules": [MONTH_CAPPED]},
    )
    assert saved.status_code == 201, saved.text
    await office.take_in(
        line(1), line(2, waybill="2", station="S2"), line(3, waybill="3"), line(4, waybill="4")
    )
    listed = sorted(await office.fines(), key=lambda each: each["line_no"])
    for fine in listed:
        answer = await office.attribute(fine["id"], "agent_negligence", agent=office.agent_email)
        assert answer.status_code == 201, answer.text
    # 1000 at S1, the 500 that are left at S2, then nothing: as it was decided.
    period = datetime.now(UTC).date().isoformat()
    same = await _try(office, rules=[MONTH_CAPPED], period=period, station="S1")
    assert (same["fines"], same["differing"]) == (3, 0)
    raised = MONTH_CAPPED | {
        "steps": [MONTH_CAPPED["steps"][0] | {"cap_month_fen": 2500}, MONTH_CAPPED["steps"][1]]
    }  # type: ignore[index,operator]
    higher = await _try(office, rules=[raised], period=period, station="S1")
    agent = next(each for each in higher["bearers"] if each["party"] == "agent")
    assert (agent["before_fen"], agent["after_fen"]) == (1000, 2000)
