"""Customers, couriers, promises and risk entries, as the walk over the routes needs them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from tests.factories.firms import Firm

CUSTOMER = {"name": "欧阳娜娜", "phones": ["13800138067"], "stations": ["S1"]}
RECIPIENT = {
    "role": "recipient",
    "name": "欧阳娜娜",
    "phone": "13800138067",
    "address": "杭州市滨江区江陵路88号3幢501室",
}


async def leave_people(
    client: httpx.AsyncClient, firm: Firm, case: dict[str, Any]
) -> dict[str, Any]:
    """Somebody to find at S1, by the path parameter that takes each."""
    await client.put(f"/api/cases/{case['id']}/contacts", json={"contacts": [RECIPIENT]})
    customer = await client.post("/api/customers", json=CUSTOMER)
    station_id = firm.stations["S1"].id
    courier = await client.post(
        f"/api/stations/{station_id}/couriers", json={"number": "07", "name": "吴建军"}
    )
    due_at = (datetime.now(UTC) + timedelta(hours=5)).isoformat()
    promised = await client.post(
        f"/api/cases/{case['id']}/promises",
        json={"to_role": "recipient", "text": "今天送达", "due_at": due_at},
    )
    wanted = {
        "role": "recipient", "match_by": "phone", "category": "refuses",
        "courier_instruction": "先电联",
    }  # fmt: skip
    await client.post(f"/api/cases/{case['id']}/risk", json=wanted)
    (entry,) = (await client.get("/api/risk")).json()["items"]
    return {
        "customer_id": customer.json()["id"],
        "courier_id": courier.json()["id"],
        "promise_id": promised.json()["promises"][0]["id"],
        "risk_id": entry["id"],
    }


def bodies_about_people() -> dict[str, dict[str, Any]]:
    """Bodies that would do harm if the walls did not stand."""
    settle = "/api/cases/{case_id}/promises/{promise_id}"
    due_at = (datetime.now(UTC) + timedelta(hours=5)).isoformat()
    return {
        "/api/cases/{case_id}/contacts": {"contacts": [RECIPIENT]},
        "/api/cases/{case_id}/contacts/reveal": {"role": "recipient", "reason": "xx"},
        "/api/cases/{case_id}/details/reveal": {"reason": "xx"},
        "/api/cases/{case_id}/risk": {
            "role": "recipient", "match_by": "phone", "category": "other",
        },
        "/api/cases/{case_id}/promises": {
            "to_role": "recipient", "text": "x", "due_at": due_at,
        },
        f"{settle}/kept": {"proof": "x"},
        f"{settle}/broken": {"reason": "x"},
        f"{settle}/withdrawn": {"reason": "x"},
        f"{settle}/moved": {"reason": "x", "due_at": due_at},
        "/api/customers/{customer_id}": {"version": 1, "tier": "watch"},
        "/api/customers/{customer_id}/reveal": {"reason": "xx"},
        "/api/couriers/{courier_id}": {"name": "x"},
        "/api/risk/{risk_id}": {"version": 1, "agent_instruction": "x"},
        "/api/risk/{risk_id}/confirm": {
            "version": 1, "reviewer_name": "x", "review_on": "2099-01-01",
        },
        "/api/risk/{risk_id}/dismiss": {"version": 1, "reason": "x"},
        "/api/risk/{risk_id}/reveal": {"reason": "xx"},
    }  # fmt: skip
