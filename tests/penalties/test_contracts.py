"""Contracts: entered over HTTP, and what they do to the cause of a fine."""

from typing import Any

import httpx
import pytest

from tests.penalties.office import Office, line


async def _contract(office: Office, **fields: Any) -> httpx.Response:
    station_id = office.firm.stations["S1"].id
    return await office.manager.post(
        f"/api/stations/{station_id}/contracts", json={"valid_from": "2026-01-01"} | fields
    )


async def _proposed(office: Office) -> dict[str, Any]:
    await office.add_case()
    await office.take_in(line(1))
    (fine,) = await office.fines()
    proposal: dict[str, Any] = (await office.fine(fine["id"]))["proposal"]
    return proposal


@pytest.mark.parametrize(
    ("fields", "cause", "reason"),
    [
        (None, "agent_negligence", None),
        ({}, "agent_negligence", None),
        ({"kinds": ["work_order"], "directions": ["inbound"]}, "agent_negligence", None),
        ({"service_hours": {"workday": ["11:00-18:00"], "rest_day": []}}, "agent_negligence", None),
        ({"kinds": ["arbitration"]}, "station_operation", "uncovered_kind"),
        ({"directions": ["outbound"]}, "station_operation", "uncovered_direction"),
        ({"service_hours": {"workday": ["14:00-18:00"], "rest_day": []}}, "station_operation",
         "uncovered_hours"),
        ({"valid_from": "2026-11-13"}, "station_operation", "uncovered_no_contract"),
        ({"valid_to": "2026-11-11"}, "station_operation", "uncovered_no_contract"),
    ],
)  # fmt: skip
async def test_what_lies_outside_of_the_contract_is_the_stations(
    office: Office, fields: dict[str, Any] | None, cause: str, reason: str | None
) -> None:
    if fields is not None:
        answer = await _contract(office, **fields)
        assert answer.status_code == 201, answer.text
    proposal = await _proposed(office)
    assert proposal["cause"] == cause
    if reason is not None:
        assert proposal["reasons"][0]["code"] == reason
        assert proposal["agent"] is None
        assert proposal["against"][0]["cause"] == "agent_negligence"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"valid_to": "2025-12-31"}, "valid_to"),
        ({"kinds": ["soup"]}, "kinds"),
        ({"directions": ["up"]}, "directions"),
        ({"month_fee_fen": -1}, "month_fee_fen"),
        ({"vat_basis_points": 9999}, "vat_basis_points"),
        ({"service_hours": {"workday": ["18:00-08:00"]}}, "service_hours"),
        ({"service_hours": {"workday": 7}}, "service_hours"),
    ],
)
async def test_a_contract_that_cannot_hold_is_refused(
    office: Office, fields: dict[str, Any], field: str
) -> None:
    answer = await _contract(office, **fields)
    assert (answer.status_code, answer.json()["field"]) == (400, field), answer.text


async def test_a_new_contract_ends_the_open_one_and_never_overlaps(office: Office) -> None:
    await _contract(office)
    assert (await _contract(office, valid_from="2026-07-01")).status_code == 201
    path = f"/api/stations/{office.firm.stations['S1'].id}/contracts"
    listed = (await office.manager.get(path)).json()["items"]
    assert [(each["valid_from"], each["valid_to"]) for each in listed] == [
        ("2026-07-01", None), ("2026-01-01", "2026-06-30"),
    ]  # fmt: skip
    clash = await _contract(office, valid_from="2026-06-01", valid_to="2026-06-10")
    assert (clash.status_code, clash.json()["code"]) == (409, "contracts_overlap")
    assert (await _contract(office, valid_from="2026-07-01")).status_code == 409
    assert (await office.agent.get(path)).status_code == 403
    assert (await office.owner.get(path)).status_code == 403
