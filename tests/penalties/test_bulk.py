"""Many fines at once: what is decided as proposed, what is left to a person, what is appealed."""

from typing import Any
from uuid import uuid4

from stationdesk.tenancy.actor import Role
from tests.factories.firms import add_member
from tests.factories.web import signed_in_client
from tests.penalties.office import WAYBILL, Office, line

OTHER = "78904417620836"
MONTH = {"month": "2026-11-01"}


async def decided(office: Office, *fine_ids: str, **body: Any) -> dict[str, Any]:
    answer = await office.manager.post("/api/fines/decisions", json={"fine_ids": fine_ids} | body)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def appealed(office: Office, *fine_ids: str, **body: Any) -> dict[str, Any]:
    answer = await office.manager.post("/api/fines/appeals", json={"fine_ids": fine_ids} | body)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def outcomes(answer: dict[str, Any]) -> list[str]:
    return [each["code"] or each["outcome"] for each in answer["items"]]


async def exempt(office: Office, **changes: Any) -> None:
    body = {
        "title": "台风停运", "proof": "总部通知 11-10", "from_at": "2026-11-12T00:00:00+08:00",
        "to_at": "2026-11-13T00:00:00+08:00", "effect": "suspend",
    } | changes  # fmt: skip
    answer = await office.manager.post("/api/exemptions", json=body)
    assert answer.status_code == 201, answer.text


async def test_what_is_agreed_is_decided_as_one_by_one_would(office: Office) -> None:
    await office.add_case()
    await office.add_case(OTHER)
    await office.take_in(line(1), line(2, "30.00", waybill=OTHER))
    ids = [each["id"] for each in await office.fines(proposed="agent_negligence")]
    answer = await decided(office, *ids, note="核对过")
    assert (answer["asked"], answer["done"]) == (2, 2)
    assert await office.balances() == {
        "agent/" + office.agent_email: 1400, "firm/penalty_cost": 6600,
        "station/S1": -8000,
    }  # fmt: skip
    fine = await office.fine(ids[0])
    assert fine["attribution"]["note"] == "核对过"
    assert fine["attribution"]["agent_dispute_until"]
    # Undone by a reversal alone.
    assert (await office.reverse(ids[0], reopen=True)).status_code == 201
    again = await decided(office, *ids)
    assert outcomes(again) == ["decided", "already_attributed"]


async def test_caps_a_month_see_what_the_bulk_itself_takes(office: Office) -> None:
    rules = [{
        "name": "月封顶", "match": {"causes": ["agent_negligence"]},
        "steps": [
            {"party": "agent", "gives": "percentage", "basis_points": 2000, "cap_month_fen": 1500},
            {"party": "firm", "gives": "remainder"},
        ],
    }]  # fmt: skip
    saved = await office.manager.post(
        "/api/split-rules",
        json={"name": "公司规则", "effective_from": "2026-01-01", "rules": rules},
    )
    assert saved.status_code == 201, saved.text
    await office.add_case()
    await office.add_case(OTHER)
    await office.take_in(line(1), line(2, waybill=OTHER))
    ids = [each["id"] for each in await office.fines()]
    await decided(office, *ids)
    assert (await office.balances())["agent/" + office.agent_email] == 1500


async def test_what_a_person_must_look_at_is_left_out_with_why(office: Office) -> None:
    await office.add_case()
    await office.take_in(
        line(1), line(2, "-3.00", code="100402"), line(3, waybill="1111", code="044309"), line(4)
    )
    by_line = {each["line_no"]: each["id"] for each in await office.fines()}
    before = await office.balances()
    answer = await decided(
        office, by_line["2"], by_line["3"], by_line["4"], "00000000-0000-7000-8000-000000000000"
    )
    assert outcomes(answer) == ["refund", "no_proposal", "appeal_first", "fine_unknown"]
    assert all(each["text_zh"] and each["text_en"] for each in answer["items"])
    assert await office.balances() == before


async def test_a_proposal_that_has_changed_is_shown_before_it_is_followed(office: Office) -> None:
    await office.take_in(line(1))
    await office.add_case()
    [fine] = await office.fines()
    assert fine["proposed_cause"] is None
    assert outcomes(await decided(office, fine["id"])) == ["proposal_changed"]
    [fine] = await office.fines()
    assert (fine["proposed_cause"], fine["confidence_percent"]) == ("agent_negligence", 90)
    assert outcomes(await decided(office, fine["id"])) == ["decided"]


async def test_limits_hold_in_bulk(office: Office) -> None:
    firm = office.firm
    await add_member(office.database, firm, "supervisor", Role.SUPERVISOR)
    await office.add_case()
    await office.add_case(OTHER)
    await office.take_in(line(1), line(2, "5000.00", waybill=OTHER))
    by_amount = {each["amount_fen"]: each["id"] for each in await office.fines()}
    small, large = by_amount[5000], by_amount[500_000]
    app = office.manager._transport.app  # type: ignore[attr-defined]
    async with signed_in_client(app, firm, "supervisor") as supervisor:
        answer = await supervisor.post("/api/fines/decisions", json={"fine_ids": [small, large]})
    assert outcomes(answer.json()) == ["decided", "waiting"]
    assert (await office.balances())["unattributed/S1"] == 500_000
    assert outcomes(await decided(office, large)) == ["awaits_approval"]


async def test_who_may_not_decide_may_not_in_bulk_and_nothing_is_no_selection(
    office: Office,
) -> None:
    await office.take_in(line(1))
    [fine] = await office.fines()
    for client in (office.agent, office.owner):
        refused = await client.post("/api/fines/decisions", json={"fine_ids": [fine["id"]]})
        assert refused.status_code == 403
    for path, body in (
        ("decisions", {"fine_ids": []}),
        ("decisions", {"fine_ids": [str(uuid4()) for _ in range(201)]}),
        ("appeals", {"fine_ids": [fine["id"]], "ground": "odd", "reason": "x"}),
        ("appeals", {"fine_ids": [fine["id"]], "ground": "other"}),
    ):
        odd = await office.manager.post(f"/api/fines/{path}", json=body)
        assert odd.status_code == 400, odd.text
        assert odd.json()["code"] == "bulk_of_fines_invalid"


async def test_repeats_are_pointed_out_within_a_bill_and_across_bills(office: Office) -> None:
    await office.add_case()
    await office.take_in(line(1), line(2, "48.00"), line(3, occurred_at="2026-11-12 11:15"))
    await office.take_in(line(9, bill_no="ZTO-2026-12"), line(10, waybill=""))
    marked = {each["line_no"]: each["mark"] for each in await office.fines()}
    assert marked["1"] is marked["3"] is marked["10"] is None
    assert {marked[no]["first_line_no"] for no in ("2", "9")} == {"1"}
    repeated = await office.fines(mark="duplicate")
    assert {each["line_no"] for each in repeated} == {"2", "9"}
    assert {each["proposed_cause"] for each in repeated} == {"carrier_error"}
    detail = await office.fine(repeated[0]["id"])
    assert detail["proposal"]["reasons"][0]["code"] == "CHARGED_TWICE"
    # Once the first was given back, the other is the only charge.
    first = next(each["id"] for each in await office.fines() if each["line_no"] == "1")
    await office.attribute(first, "firm_process")
    await office.reverse(first)
    assert await office.fines(mark="duplicate") == []
    assert (await office.fine(repeated[0]["id"]))["proposal"]["cause"] == "agent_negligence"


async def test_one_case_twice_only_where_the_carriers_rule_says_so(office: Office) -> None:
    await office.add_case()
    twice = (line(1), line(2, occurred_at="2026-11-14 11:14"))
    await office.take_in(*twice)
    assert await office.fines(mark="any") == []
    rule = await office.manager.post(
        "/api/policies",
        json={
            "code": "penalties", "carrier": "zto", "title": "一单一罚", "text": "同一工单只罚一次",
            "effective_from": "2026-01-01T00:00:00+08:00", "parameters": {"same_case_days": 7},
        },
    )  # fmt: skip
    assert rule.status_code == 201, rule.text
    await office.take_in(*[each | {"bill_no": "B2", "waybill": OTHER} for each in twice])
    assert await office.fines(mark="any") == []  # another waybill, without a case
    await office.take_in(line(3, occurred_at="2026-11-15 11:14"))
    [marked] = await office.fines(mark="duplicate")
    assert marked["mark"]["duplicate_rule"] == "same_case"


async def test_notices_point_out_what_lies_in_them_whenever_they_are_entered(
    office: Office,
) -> None:
    await office.add_case()
    await office.take_in(
        line(1), line(2, waybill=OTHER), line(3, station="S2"),
        line(4, occurred_at="2026-11-13 00:00"),
    )  # fmt: skip
    assert await office.fines(mark="exempted") == []
    await exempt(office, carrier="zto", kinds=["work_order"])
    assert [each["line_no"] for each in await office.fines(mark="exempted")] == ["1"]
    detail = await office.fine((await office.fines(mark="exempted"))[0]["id"])
    assert detail["proposal"]["cause"] == "carrier_error"
    assert detail["mark"]["exempted_by"] == "台风停运"
    await exempt(office)
    assert {each["line_no"] for each in await office.fines(mark="exempted")} == {"1", "2", "3"}
    assert [each["line_no"] for each in await office.fines(mark="none")] == ["4"]
    assert all(each["mark"] is None for each in await office.fines(office.owner))


async def test_pointed_out_ones_are_appealed_with_their_grounds(office: Office) -> None:
    await office.add_case()
    later = {"appeal_due_at": "2035-01-01"}
    await office.take_in(
        line(1, **later), line(2, **later),
        line(3, waybill=OTHER, occurred_at="2026-11-11 08:00", **later),
        line(4, waybill="2222", occurred_at="2026-11-11 09:00", appeal_due_at="2020-01-01"),
        line(5, waybill="3333", **later),
    )  # fmt: skip
    await exempt(office, from_at="2026-11-11T00:00:00+08:00", to_at="2026-11-12T00:00:00+08:00")
    by_line = {each["line_no"]: each["id"] for each in await office.fines()}
    ids = [by_line[no] for no in ("2", "3", "4", "5")]
    answer = await appealed(office, *ids)
    assert outcomes(answer) == [
        "appealed", "appealed", "appeal_deadline_passed", "not_pointed_out",
    ]  # fmt: skip
    cases = [
        (await office.manager.get(f"/api/cases/{each['case_id']}")).json()
        for each in answer["items"][:2]
    ]
    assert [each["details"]["ground"] for each in cases] == ["duplicate", "exempt"]
    assert "第 1 行" in cases[0]["details"]["reason"]
    assert "台风停运" in cases[1]["details"]["reason"]
    assert outcomes(await appealed(office, ids[0])) == ["already_open"]
    assert outcomes(await decided(office, ids[0])) == ["under_appeal"]
    named = await appealed(office, by_line["5"], ground="not_ours", reason="不是本网点的件")
    assert outcomes(named) == ["appealed"]


async def test_proposals_are_measured_against_what_was_decided(office: Office) -> None:
    await office.add_case()
    await office.add_case(OTHER)
    await office.take_in(line(1), line(2, waybill=OTHER), line(3, waybill="1", code="044309"))
    by_line = {each["line_no"]: each["id"] for each in await office.fines()}
    await decided(office, by_line["1"])
    await office.attribute(by_line["2"], "firm_process")
    await office.attribute(by_line["3"], "station_operation")
    month = {"month": (await office.fine(by_line["1"]))["attribution"]["decided_at"][:10]}
    found = (await office.manager.get("/api/fines/accuracy", params=month)).json()
    assert (found["fines"], found["proposed"], found["same"], found["looked_at"]) == (3, 2, 1, 1)
    assert found["same_looked_at"] == 0
    rows = {(row["category"], row["proposed"]): row for row in found["rows"]}
    late = rows["late_reply", "agent_negligence"]
    assert (late["fines"], late["same"], late["in_bulk"]) == (2, 1, 1)
    assert late["otherwise"] == [{"cause": "firm_process", "fines": 1}]
    assert rows["interception", ""]["otherwise"] == [{"cause": "station_operation", "fines": 1}]
    table = await office.manager.get("/api/fines/accuracy/export", params={"format": "csv"} | month)
    assert "回复超时,坐席疏忽,2,1,1,90,公司流程,1" in table.content.decode("utf-8-sig")
    sheet = await office.manager.get("/api/fines/accuracy/export", params=month)
    assert sheet.content[:2] == b"PK"


async def test_the_list_is_narrowed_and_summed(office: Office) -> None:
    await office.add_case()
    batch = await office.take_in(
        line(1), line(2, "7.00", station="S2", code="264-18", occurred_at="2026-11-10"),
        line(3, "-2.00", code="100402"),
    )  # fmt: skip
    wanted: list[tuple[dict[str, str], set[str]]] = [
        ({"station": "S2"}, {"2"}),
        ({"category": "late_reply"}, {"1"}),
        ({"proposed": "none"}, {"2", "3"}),
        ({"confidence": "90"}, {"1"}),
        ({"day_from": "2026-11-10", "day_to": "2026-11-10"}, {"2"}),
        ({"amount_from": "0.01", "amount_to": "7"}, {"2"}),
        ({"batch": str(batch.id), "status": "undecided"}, {"1", "2", "3"}),
    ]
    for query, lines in wanted:
        assert {each["line_no"] for each in await office.fines(**query)} == lines, query
        sums = (await office.manager.get("/api/fines/sums", params=query)).json()
        assert sums["fines"] == len(lines)
    total = (await office.manager.get("/api/fines/sums")).json()
    assert (total["amount_fen"], total["proposed"]) == (5500, 1)
    for query in ({"mark": "odd"}, {"category": "odd"}, {"amount_from": "五十"}):
        refused = await office.manager.get("/api/fines", params=query)
        assert refused.status_code == 400
        assert refused.json()["code"] == "filter_invalid"


async def test_a_codes_category_moves_its_lines(office: Office) -> None:
    await office.take_in(line(1, code="999", name="某项"))
    assert [each["category"] for each in await office.fines()] == ["other"]
    changed = await office.manager.put(
        "/api/fine-codes/zto/999", json={"name": "某项", "category": "delay"}
    )
    assert changed.status_code == 204, changed.text
    assert [each["category"] for each in await office.fines(category="delay")] == ["delay"]


async def test_waybills_of_the_picture(office: Office) -> None:
    """The sentence of the design: who was asked, by which policy, and what the code says."""
    await office.add_case(WAYBILL)
    await office.take_in(line(1))
    [fine] = await office.fines()
    reasons = (await office.fine(fine["id"]))["proposal"]["reasons"]
    assert [each["code"] for each in reasons][-2:] == ["CODE_FITS", "POLICY"]
    assert "回复超时" in reasons[-2]["text_zh"]
    assert "第 1 版" in reasons[-1]["text_zh"]
