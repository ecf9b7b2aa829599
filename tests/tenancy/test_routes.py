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
from stationdesk.penalties.bills.importing import import_bill
from stationdesk.penalties.bills.rows import BILL_HEADER
from stationdesk.tenancy.actor import Role
from tests.closing.statements.walked import bodies_of_statements, leave_statements
from tests.closing.walked import bodies_of_months, leave_months
from tests.factories.asking import bodies_of_asking, leave_asking
from tests.factories.cases import PNG, open_over_http
from tests.factories.firms import Firm, add_member, make_firm
from tests.factories.lists import leave_lists
from tests.factories.people import bodies_about_people, leave_people
from tests.factories.proofs import bodies_about_proofs, leave_proofs
from tests.factories.web import signed_in_client
from tests.penalties.walked import bodies_about_rights, leave_rights
from tests.penalties.walked_losses import bodies_about_losses, leave_losses
from tests.policies.rules import leave_rules
from tests.workforce.walked import bodies_of_shifts, leave_shifts

WAYBILL = "78904417620835"
NOW = datetime(2026, 11, 21, tzinfo=UTC)
SCAN_HEADER = ("waybill,scan,scanned_at,site,next_site,courier,weight_g,note",)

NOT_BY_ID = {
    "path", "token", "push_key", "assignment_id", "carrier", "word", "code", "level", "key",
    "period",
}  # fmt: skip
"""Path parameters that name nothing which stands at S1 here."""

PUBLIC = {
    ("GET", "/api/health"),
    ("GET", "/api/ready"),
    ("GET", "/api/openapi.json"),
    ("POST", "/api/session"),
    ("DELETE", "/api/session"),
    ("POST", "/api/push/kuaidi100/{push_key}"),
    ("GET", "/api/links/{token}"),
    ("POST", "/api/links/{token}"),
    ("POST", "/api/links/{token}/help"),
    ("GET", "/api/u/{token}"),
    ("POST", "/api/u/{token}/uploads"),
    ("GET", "/api/u/{token}/uploads/{upload_id}"),
    ("PUT", "/api/u/{token}/uploads/{upload_id}"),
    ("POST", "/api/u/{token}/uploads/{upload_id}/seal"),
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
    people = await leave_people(manager, firm, case)
    proof = await manager.post(
        f"/api/cases/{case['id']}/attachments", files={"file": ("a.png", PNG)}
    )
    fines = (await manager.get("/api/fines")).json()["items"]
    booked = await manager.get("/api/ledger/entries", params={"account": "station/S1"})
    return Things(
        ids={
            "station_id": firm.stations["S1"].id,
            "case_id": case["id"],
            "attachment_id": proof.json()["id"],
            "fine_id": fines[0]["id"],
            "batch_id": batch.batch_id,
            "transaction_id": booked.json()["items"][0]["transaction_id"],
            "waybill": WAYBILL,
            **people,
            **await _kept(manager, case),
            **await leave_asking(database, manager, firm, case["id"]),
            **await leave_proofs(manager, case),
            **await leave_rules(manager),
            **await leave_losses(database, manager, firm, case["id"], proof.json()["id"]),
            **await leave_shifts(database, manager, firm),
            **await leave_lists(database, firm, case["id"]),
            **await leave_months(database, firm),
            **await leave_statements(database, firm),
            **await leave_rights(database, manager, firm, folder),
        },
        secrets=[str(firm.stations["S1"].id), case["id"], fines[0]["id"]],
        manager=manager,
    )


async def _kept(manager: httpx.AsyncClient, case: dict[str, Any]) -> dict[str, Any]:
    """What the manager has kept for his day: a macro, a view, a note."""
    macro = await manager.post("/api/macros", json={"title": "致歉", "text": "{网点}致歉"})
    view = await manager.post("/api/case-views", json={"title": "急", "filters": {}})
    noted = await manager.post(f"/api/cases/{case['id']}/notes", json={"text": "已致电"})
    return {
        "macro_id": macro.json()["id"],
        "view_id": view.json()["id"],
        "note_id": noted.json()["timeline"][-1]["id"],
    }


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
                if not set(re.findall(r"{(\w+)}", path)) - NOT_BY_ID:
                    strict = False  # it names nothing of ours: that no secret comes is all
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
        "/api/cases/{case_id}/filing-check": {"event": "ask_counterparty", "text": "x"},
        "/api/fines/{fine_id}/appeal": {"ground": "in_time", "reason": "x"},
        "/api/queue/claim": case,
        "/api/ledger/receipts": {
            "counterparty": "HZ-9", "amount_fen": 1, "paid_on": "2026-11-17", "reference": "x",
        },
        "/api/cases/bulk": {"action": "claim", "ids": [ids["case_id"]]},
        "/api/cases/undo": {"items": [{"id": ids["case_id"], "version": 1}]},
        "/api/cases/viewing": case | {"is_editing": True},
        "/api/cases/{case_id}/macros/{macro_id}/run": {"version": 1},
        "/api/macros/{macro_id}": {"version": 1, "macro": {"title": "x", "text": "x"}},
        "/api/case-views/{view_id}": {"title": "x"},
        "/api/search": {"text": WAYBILL},
        "/api/queue/release": case,
        "/api/queue/snooze": case | {"until": "2027-01-01T00:00:00Z", "reason": "x"},
        "/api/queue/transfer": case | {"member_id": str(uuid4()), "note": "x"},
        "/api/queue/reassign": case | {"member_id": str(uuid4()), "note": "x"},
        "/api/fines/{fine_id}/attribution": {"cause": "firm_process", "note": "x"},
        "/api/fines/{fine_id}/reversal": {"note": "x"},
        "/api/reconciliations/{reconciliation_id}/items/{item_id}/settle": {"how": "x"},
        "/api/reconciliations/{reconciliation_id}/open": {"item_ids": [str(ids["item_id"])]},
        "/api/stations/{station_id}": {"name": "x"},
        "/api/exemptions/{exemption_id}/withdrawal": {"reason": "x"},
        "/api/stations/{station_id}/couriers": {"number": "1", "name": "x"},
        **bodies_about_people(),
        **bodies_of_asking(),
        **bodies_about_proofs(),
        **bodies_of_shifts(ids),
        **bodies_about_losses(ids["attachment_id"]),
        **bodies_of_months(),
        **bodies_of_statements(),
        **bodies_about_rights(ids),
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
