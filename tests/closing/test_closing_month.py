"""Steps 4 and 5 of the worked example of domain §6, to the fen and over HTTP."""

from typing import Any

from tests.closing.books import Books


def _line(found: dict[str, Any], code: str) -> dict[str, Any]:
    return next(each for each in found["items"] if each["code"] == code)


async def test_steps_4_and_5(books: Books) -> None:
    contract = await books.manager.post(
        f"/api/stations/{books.firm.stations['S1'].id}/contracts",
        json={"valid_from": "2020-01-01", "month_fee_fen": 1000, "vat_basis_points": 600},
    )
    assert contract.status_code == 201, contract.text
    [fine] = await books.decided("50.00")
    listed = await books.get("/checklist")
    assert _line(listed, "wages_missing")["level"] == "blocker"
    assert _line(listed, "not_noticed")["amount_fen"] == 800
    refused = await books.ask_for_close()
    assert (refused.status_code, refused.json()["blockers"]) == (409, ["wages_missing"])

    # ¥2,205 against a minimum of ¥2,200 leaves ¥5.00 of the ¥8.00.
    taken = await books.import_wages((books.agent_email, "2205", "", "", "2200", "", ""))
    assert taken.json() == {"rows": 1, "accepted": 1, "refused": []}
    [notice] = await books.notify()
    assert (notice["amount_fen"], notice["number"][:3]) == (800, "KK-")
    assert _line(await books.get("/checklist"), "caps")["amount_fen"] == 300

    closed = await books.close()
    assert closed["figures"]["deducted_fen"] == 500
    assert await books.balances() == {
        "station/S1": -5000 + 1060, "firm/penalty_cost": 4500, "payroll": 500,
        "firm/service_revenue": -1000, "vat_payable": -60,
    }  # fmt: skip
    [share] = (await books.get(f"/deductions/shares?account={books.agent_account}"))["items"]
    assert (share["fine_id"], share["state"], share["deducted_fen"], share["overflow_fen"]) == (
        fine, "over_cap", 500, 300,
    )  # fmt: skip
    [settlement] = (await books.get("/settlements"))["items"]
    assert (settlement["payable_fen"], settlement["fee_fen"]) == (3940, 1060)
