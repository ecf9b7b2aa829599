"""Walks every route as nobody, as a member of another firm and as another station's owner."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from litestar import Litestar
from litestar.handlers import HTTPRouteHandler

from stationdesk.foundation.database import Database
from stationdesk.parcels.scan_import import import_scans
from stationdesk.penalties.bill_import import import_bill
from stationdesk.penalties.bill_rows import BILL_HEADER
from stationdesk.tenancy.actor import Role
from tests.factories.cases import PNG, open_over_http
from tests.factories.firms import Firm, add_member, make_firm
from tests.factories.web import signed_in_client

WAYBILL = "78904417620835"
NOW = datetime(2026, 11, 21, tzinfo=UTC)
SCAN_HEADER = ("waybill,scan,scanned_at,site,next_site,courier,weight_g,note",)

NOT_BY_ID = {"path", "push_key", "assignment_id", "carrier", "word"}
"""Path parameters that name nothing which stands at S1 here."""

PUBLIC = {
    ("GET", "/api/health"),
    ("GET", "/api/ready"),
    ("GET", "/api/openapi.json"),
    ("POST", "/api/session"),
    ("DELETE", "/api/session"),
    ("POST", "/api/push/kuaidi100/{push_key}"),
    ("GET", "/"),
    ("GET", "/{path}"),
}
"""Nobody need sign in for these; each proves itself otherwise or tells nothing."""


def _routes(app: Litestar) -> list[tuple[str, str, HTTPRouteHandler]]:
    found = []
    for route in app.routes:
        for handler in getattr(route, "route_handlers", ()):
            if not isinstance(handler, HTTPRouteHandler) or "schema" in route.path:
                continue
            path = re.sub(r"\{(\w+):\w+\}", r"{\1}", route.path)
            found += [
                (method, path, handler) for method in handler.http_methods if method != "OPTIONS"
            ]
    return found


def test_every_route_has_a_guard_or_says_that_it_is_public(app: Litestar) -> None:
    public = set()
    for method, path, handler in _routes(app):
        if handler.opt.get("public"):
            public.add((method, path))
        else:
            assert handler.resolve_guards(), f"{method} {path} has neither guard nor `public`"
    assert public == {route for route in PUBLIC if route in {(m, p) for m, p, _ in _routes(app)}}


@dataclass
class Things:
    """What the neighbours must not find."""

    ids: dict[str, Any]
    secrets: list[str]
    manager: httpx.AsyncClient

    async def state(self) -> list[Any]:
        """What the firm's own manager sees of them."""
        paths = (f"cases/{self.ids['case_id']}", f"fines/{self.ids['fine_id']}", "cases", "members")
        return [(await self.manager.get(f"/api/{path}")).json() for path in paths]


async def test_nobody_gets_in(app: Litestar, client: httpx.AsyncClient) -> None:
    for method, path, handler in _routes(app):
        if not handler.opt.get("public"):
            response = await client.request(method, _filled(path, {}))
            assert response.status_code == 401, f"{method} {path}: {response.text}"


@pytest.fixture
async def neighbours(
    app: Litestar, database: Database, tmp_path: Path
) -> AsyncIterator[tuple[Things, list[httpx.AsyncClient]]]:
    """A firm with things in it; a manager of another firm; an owner of its other station."""
    firm, foreign = await make_firm(database), await make_firm(database)
    await add_member(database, foreign, "manager", Role.MANAGER)
    await add_member(database, firm, "other-owner", Role.STATION_OWNER, "S2")
    await add_member(database, firm, "manager", Role.MANAGER)
    async with (
        signed_in_client(app, firm, "manager") as manager,
        signed_in_client(app, foreign, "manager") as stranger,
        signed_in_client(app, firm, "other-owner") as owner,
    ):
        yield await _things(database, manager, firm, tmp_path), [stranger, owner]


async def _things(
    database: Database, manager: httpx.AsyncClient, firm: Firm, folder: Path
) -> Things:
    """Things at station S1: ids by the path parameter that takes them, and words that only
    whoever may see them can know."""
    scan = f"{WAYBILL},到件,2026-11-19 05:58:00,S1,,,,"
    write_lines(folder / "scans.csv", SCAN_HEADER, scan)
    batch = await import_scans(database, firm.actor, folder / "scans.csv", now=NOW)
    fine = f"B1,1,S1,{WAYBILL},100201,工单自动考核,50.00,2026-11-20 11:14:00,,,"
    write_lines(folder / "bill.csv", BILL_HEADER, fine)
    await import_bill(database, firm.actor, folder / "bill.csv", file_name="bill.csv", now=NOW)
    case = await open_over_http(manager, waybill=WAYBILL)
    proof = await manager.post(
        f"/api/cases/{case['id']}/attachments", files={"file": ("a.png", PNG)}
    )
    fines = (await manager.get("/api/fines")).json()["items"]
    return Things(
        ids={
            "station_id": firm.stations["S1"].id,
            "case_id": case["id"],
            "attachment_id": proof.json()["id"],
            "fine_id": fines[0]["id"],
            "batch_id": batch.batch_id,
            "waybill": WAYBILL,
        },
        secrets=[str(firm.stations["S1"].id), case["id"], fines[0]["id"]],
        manager=manager,
    )


def _filled(path: str, things: dict[str, Any]) -> str:
    return re.sub(r"\{(\w+)\}", lambda match: str(things.get(match[1], uuid4())), path)


async def test_neighbours_find_nothing(app: Litestar, neighbours: Any) -> None:
    """By id: 403 or 404, never a body. In lists: nothing that belongs to S1."""
    things, others = neighbours
    taken = {name for _, path, _ in _routes(app) for name in re.findall(r"{(\w+)}", path)}
    assert taken - NOT_BY_ID <= set(things.ids), taken
    before = await things.state()
    bodies = _bodies(things.ids)
    for method, path, handler in _routes(app):
        if handler.opt.get("public") or path == "/api/stream":
            continue
        for client in others:
            asked, body = _filled(path, things.ids), bodies.get(path, {})
            response = await client.request(method, asked, json=body)
            told = f"{method} {path}: {response.status_code} {response.text[:300]}"
            if "{" in path or (path in bodies and path.startswith("/api/queue")):
                strict = path in bodies or method == "GET"
                refusals = (403, 404) if strict else (204, 400, 403, 404)
                assert response.status_code in refusals, told
            assert response.status_code < 500, told
            # What the caller wrote himself may come back in a refusal.
            for secret in things.secrets:
                assert secret in asked + str(body) or secret not in response.text, told
    assert await things.state() == before, "a neighbour has changed something"


def _bodies(ids: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Bodies that would do harm if the walls did not stand."""
    case = {"case_id": ids["case_id"]}
    return {
        "/api/cases/{case_id}/events": {
            "event": "cancel", "version": 1, "data": {"reason": "x"},
        },
        "/api/cases/{case_id}/notes": {"text": "x"},
        "/api/queue/claim": case,
        "/api/queue/release": case,
        "/api/queue/snooze": case | {"until": "2027-01-01T00:00:00Z", "reason": "x"},
        "/api/queue/transfer": case | {"member_id": str(uuid4()), "note": "x"},
        "/api/queue/reassign": case | {"member_id": str(uuid4()), "note": "x"},
        "/api/fines/{fine_id}/attribution": {"cause": "firm_process", "note": "x"},
        "/api/fines/{fine_id}/reversal": {"note": "x"},
        "/api/stations/{station_id}": {"name": "x"},
        "/api/stations/{station_id}/couriers": {"number": "1", "name": "x"},
        "/api/assignments": {
            "agent_email": "nobody@example.com", "station": "S1", "direction": "both",
        },
        "/api/cases": {
            "kind": "problem_parcel", "direction": "inbound", "station": "S1",
            "waybill": "1", "details": {"problem_type": "A1", "description": "x"},
        },
    }  # fmt: skip


def write_lines(path: Path, header: tuple[str, ...], *lines: str) -> None:
    """A small CSV."""
    path.write_text("\n".join([",".join(header), *lines]) + "\n", encoding="utf-8")
