"""What the walk over the routes finds of the workforce, and bodies that would do harm."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx

from stationdesk.foundation.database import Database
from stationdesk.tenancy.actor import Role
from stationdesk.tenancy.session import tenant_session
from stationdesk.workforce.schemas import Handover, HandoverIn
from stationdesk.workforce.service import handovers
from tests.factories.firms import Firm, add_member


async def leave_shifts(
    database: Database, manager: httpx.AsyncClient, firm: Firm
) -> dict[str, Any]:
    """Leave, a cover and a handover of two agents at S1."""
    wu = await add_member(database, firm, "wu", Role.AGENT, "S1")
    he = await add_member(database, firm, "he", Role.AGENT, "S1")
    now = datetime.now(UTC)
    span = {
        "from_at": (now + timedelta(days=3)).isoformat(),
        "to_at": (now + timedelta(days=4)).isoformat(),
    }
    asked = await manager.post(
        "/api/workforce/absences",
        json=span | {"kind": "annual", "member_id": str(wu.id),
                     "substitute_member_id": str(he.id)},
    )  # fmt: skip
    assert asked.status_code == 201, asked.text
    cover = await manager.post(
        "/api/workforce/covers",
        json=span | {"covered_member_id": str(wu.id), "cover_member_id": str(he.id)},
    )
    assert cover.status_code == 201, cover.text
    actor = firm.as_member("wu", "S1")
    async with tenant_session(database, actor) as session:
        handover_id = await handovers.record(
            session, actor, HandoverIn(he.id), Handover([], [], "", ""), now
        )
    return {
        "member_id": wu.id,
        "absence_id": asked.json()["id"],
        "cover_id": cover.json()["id"],
        "handover_id": handover_id,
    }


def bodies_of_shifts(ids: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What would change somebody else's shifts, leave or skills."""
    member = str(ids["member_id"])
    span = {"from_at": "2027-01-01T00:00:00Z", "to_at": "2027-01-02T00:00:00Z"}
    return {
        "/api/workforce/weeks/{member_id}": {"week": {"1": ["08:30-17:30"]}},
        "/api/workforce/abilities/{member_id}": {"kinds": ["message"], "held_max": 1},
        "/api/workforce/absences/{absence_id}/decision": {
            "is_approved": True, "note": "x", "is_override": True,
        },
        "/api/workforce/absences/{absence_id}/withdraw": {},
        "/api/workforce/absences/{absence_id}/decline": {},
        "/api/workforce/absences/{absence_id}/accept": {},
        "/api/workforce/handovers/{handover_id}/accept": {},
        "/api/workforce/handovers/{handover_id}/decline": {},
        "/api/workforce/days": {"member_id": member, "day": "2026-12-01", "windows": []},
        "/api/workforce/absences": span | {
            "kind": "sick", "member_id": member, "substitute_member_id": str(uuid4()),
        },
        "/api/workforce/covers": span | {
            "covered_member_id": member, "cover_member_id": str(uuid4()),
        },
        "/api/workforce/overtime": span | {"member_id": member, "reason": "x"},
    }  # fmt: skip
