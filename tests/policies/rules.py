"""Rules of a firm for tests that only need some to be there."""

import httpx


async def leave_rules(manager: httpx.AsyncClient) -> dict[str, str]:
    """A version that corrects the past, an exemption of S1: their ids and a recomputation's."""
    entered = await manager.post(
        "/api/policies",
        json={
            "code": "case.work_order", "title": "工单考核", "parameters": {"risk_fen": 4321},
            "effective_from": "2026-01-01T00:00:00+08:00",
        },
    )  # fmt: skip
    exempted = await manager.post(
        "/api/exemptions",
        json={
            "title": "台风免考", "proof": "总部通知", "effect": "add", "added_minutes": 60,
            "from_at": "2026-01-01T00:00:00Z", "to_at": "2026-01-02T00:00:00Z", "stations": ["S1"],
        },
    )  # fmt: skip
    assert (entered.status_code, exempted.status_code) == (201, 201), entered.text + exempted.text
    return {
        "version_id": entered.json()["version"]["id"],
        "recomputation_id": entered.json()["recomputation_id"],
        "exemption_id": exempted.json()["id"],
    }
