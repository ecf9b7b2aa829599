"""Every stored split is recomputed from what is stored with it, and comes out to the fen."""

import json

from stationdesk.penalties.causes.words import Party
from stationdesk.penalties.splits.relief import reliefs_of, relieve
from stationdesk.penalties.splits.rules import Rule
from stationdesk.penalties.splits.waterfall import split
from stationdesk.tenancy.session import hot_transaction
from tests.penalties.office import Office, line

RULES = [
    {
        "name": "三方", "match": {"causes": ["agent_negligence"]},
        "steps": [
            {"party": "station", "gives": "fixed", "amount_fen": 333},
            {"party": "agent", "gives": "percentage_of_remainder", "basis_points": 3333,
             "cap_fine_fen": 900, "cap_month_fen": 2000, "overflow_to": "station"},
        ],
    }
]  # fmt: skip


async def test_rule_inputs_and_steps_say_all(office: Office) -> None:
    saved = await office.manager.post(
        "/api/split-rules",
        json={"name": "三方", "effective_from": "2026-01-01", "rules": RULES},
    )
    assert saved.status_code == 201, saved.text
    await office.take_in(
        *(line(at, f"{at * 7}.13", waybill=str(at)) for at in range(1, 9)),
        line(20, "-9.99", waybill="3"),
    )
    for fine in await office.fines(status="undecided"):
        cause = "agent_negligence" if int(fine["waybill"]) % 4 else "station_operation"
        await office.attribute(fine["id"], cause, agent=office.agent_email)
    await office.take_in(line(21, "-1.00", waybill="5"), line(22, "-2.00", waybill="7"))
    async with hot_transaction(office.database, office.firm.actor) as connection:
        rows = await connection.fetch(
            "SELECT rule::text, inputs::text, steps::text, shares::text, amount_fen, agent_fen "
            "FROM fine_attributions WHERE firm_id = $1 AND transaction_id IS NOT NULL",
            office.firm.id,
        )
    assert len(rows) == 10
    for row in rows:
        stored, inputs = json.loads(row["rule"]), json.loads(row["inputs"])
        used = {Party(party): fen for party, fen in inputs["month_used_fen"].items()}
        again = relieve(
            split(Rule.model_validate(stored["rule"]), inputs["amount_fen"], used),
            reliefs_of(inputs),
        )
        assert [(line.text_zh, line.amount_fen) for line in again.lines] == [
            (step["text_zh"], step["amount_fen"]) for step in json.loads(row["steps"])
        ]
        shares = {(each["party"], each["amount_fen"]) for each in json.loads(row["shares"])}
        assert {(str(who), fen) for (who, _), fen in again.totals.items()} <= shares
        assert sum(again.totals.values()) == row["amount_fen"] == inputs["amount_fen"]
        assert again.total(Party.AGENT) == row["agent_fen"]
