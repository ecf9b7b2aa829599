"""The worked example of domain §6, steps 1 to 4 and 6, to the fen and over HTTP; step 7 too."""

from tests.penalties.office import Office, line


async def test_steps_1_to_4_and_6(office: Office) -> None:
    await office.add_case()
    batch = await office.take_in(line())
    agent, name = f"agent/{office.agent_email}", office.firm.members["agent"].name
    assert batch.figures["accepted_fen"] == 5000
    assert await office.balances() == {"unattributed/S1": 5000, "station/S1": -5000}

    [listed] = await office.fines(status="undecided", station="S1")
    assert (listed["amount_fen"], listed["proposed_cause"]) == (5000, "agent_negligence")
    fine = await office.fine(listed["id"])
    assert fine["proposal"]["agent"]["name"] == name
    assert "最后 41 分钟" in fine["proposal"]["reasons"][0]["text_zh"]
    assert [(c["holder"]["kind"], c["minutes_inside"], c["minutes_after"])
            for c in fine["custody"]] == [
        ("intake", 4, 0), ("queue", 12, 0), ("agent", 19, 0), ("station", 56, 0),
        ("agent", 29, 12),
    ]  # fmt: skip
    preview = fine["split_preview"]["agent_negligence"]
    assert preview["entries"] == [
        {"account": agent, "debit_fen": 800, "credit_fen": 0},
        {"account": "firm/penalty_cost", "debit_fen": 4200, "credit_fen": 0},
        {"account": "unattributed/S1", "debit_fen": 0, "credit_fen": 5000},
    ]

    answer = await office.attribute(fine["id"], "agent_negligence")
    assert answer.status_code == 201, answer.text
    decided = answer.json()
    assert decided["status"] == "attributed"
    assert [(s["reason_code"], s["party"], s["amount_fen"])
            for s in decided["attribution"]["steps"]] == [
        ("SHARE", "agent", 1000), ("CAP_FINE", "agent", -200), ("SHARE", "firm", 4000),
        ("OVERFLOW", "firm", 200),
    ]  # fmt: skip
    assert await office.balances() == {
        "station/S1": -5000, agent: 800, "firm/penalty_cost": 4200,
    }  # fmt: skip

    undone = await office.reverse(fine["id"])
    assert undone.status_code == 201, undone.text
    assert undone.json()["status"] == "reversed"
    assert await office.balances() == {}

    # HQ's refund line arrives after: it only matches.
    batch = await office.take_in(line(2, "-50.00"))
    assert batch.figures["accepted_fen"] == -5000
    assert await office.balances() == {}
    [refund] = [each for each in await office.fines() if each["amount_fen"] < 0]
    assert (refund["status"], refund["refund_of"]) == ("reversed", fine["id"])


async def test_step_6_when_the_refund_line_comes_first(office: Office) -> None:
    await office.take_in(line())
    [fine] = await office.fines()
    await office.attribute(fine["id"], "agent_negligence", agent=office.agent_email)
    await office.take_in(line(2, "-50.00"))
    assert await office.balances() == {}
    after = await office.fine(fine["id"])
    assert (after["status"], after["refunded_fen"]) == ("reversed", 5000)
    assert (await office.reverse(fine["id"])).status_code == 409
    assert (await office.attribute(fine["id"], "firm_process")).status_code == 409


async def test_step_7_reduced_and_split_again_under_the_original_version(office: Office) -> None:
    await office.take_in(line())
    [fine] = await office.fines()
    await office.attribute(fine["id"], "agent_negligence", agent=office.agent_email)
    new_rules = await office.manager.post(
        "/api/split-rules",
        json={
            "name": "坐席全责",
            "effective_from": "2026-01-01",
            "rules": [{"name": "全责", "steps": [{"party": "agent", "gives": "remainder"}]}],
        },
    )
    assert new_rules.status_code == 201, new_rules.text
    await office.take_in(line(2, "-30.00"))
    assert await office.balances() == {
        "station/S1": -2000, f"agent/{office.agent_email}": 400, "firm/penalty_cost": 1600,
    }  # fmt: skip
    after = await office.fine(fine["id"])
    assert after["status"] == "attributed"
    assert after["attribution"]["rule"]["version"] == 1
    await office.reverse(fine["id"])
    assert await office.balances() == {}


async def test_a_refund_of_an_undecided_fine_leaves_less_to_bear(office: Office) -> None:
    await office.take_in(line(), line(2, "-20.00"))
    assert await office.balances() == {"unattributed/S1": 3000, "station/S1": -3000}
    [fine] = await office.fines(status="undecided")
    await office.attribute(fine["id"], "station_operation")
    assert await office.balances() == {}


async def test_a_refund_that_finds_no_single_fine_stays_visible(office: Office) -> None:
    await office.take_in(line(1, "50.00"), line(2, "50.00"), line(3, "-20.00"))
    assert await office.balances() == {"unattributed/S1": 8000, "station/S1": -8000}
    [refund] = [each for each in await office.fines(status="undecided") if each["amount_fen"] < 0]
    answer = await office.attribute(refund["id"], "firm_process")
    assert answer.status_code == 201, answer.text
    assert await office.balances() == {
        "unattributed/S1": 10000, "station/S1": -8000, "firm/penalty_cost": -2000,
    }  # fmt: skip


async def test_a_wrong_decision_is_reopened(office: Office) -> None:
    await office.take_in(line())
    [fine] = await office.fines()
    await office.attribute(fine["id"], "station_operation")
    assert await office.balances() == {}
    assert (await office.reverse(fine["id"], reopen=True)).json()["status"] == "undecided"
    assert await office.balances() == {"unattributed/S1": 5000, "station/S1": -5000}
    await office.attribute(fine["id"], "firm_process")
    assert await office.balances() == {"station/S1": -5000, "firm/penalty_cost": 5000}
