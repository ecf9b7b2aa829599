"""Walks every route as nobody, as a member of another firm and as another station's owner."""

import re
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from litestar import Litestar
from litestar.handlers import HTTPRouteHandler

from stationdesk.foundation.database import Database
from stationdesk.tenancy.actor import Role
from tests.factories.firms import Firm, add_member, make_firm
from tests.factories.web import signed_in_client

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


async def test_nobody_gets_in(app: Litestar, client: httpx.AsyncClient) -> None:
    for method, path, handler in _routes(app):
        if not handler.opt.get("public"):
            response = await client.request(method, _filled(path, {}))
            assert response.status_code == 401, f"{method} {path}: {response.text}"


@pytest.fixture
async def neighbours(
    app: Litestar, database: Database
) -> AsyncIterator[tuple[Firm, dict[str, Any], list[httpx.AsyncClient]]]:
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
        yield firm, await _things(manager, firm), [stranger, owner]


async def _things(manager: httpx.AsyncClient, firm: Firm) -> dict[str, Any]:
    """Ids of things at station S1, by the name of the path parameter that takes them."""
    return {"station_id": firm.stations["S1"].id}


def _filled(path: str, things: dict[str, Any]) -> str:
    return re.sub(r"\{(\w+)\}", lambda match: str(things.get(match[1], uuid4())), path)


async def test_neighbours_find_nothing(app: Litestar, neighbours: Any) -> None:
    """By id: 403 or 404, never a body. In lists: nothing that belongs to S1."""
    firm, things, others = neighbours
    station: UUID = firm.stations["S1"].id
    for method, path, handler in _routes(app):
        if handler.opt.get("public") or path == "/api/stream":
            continue
        for client in others:
            response = await client.request(method, _filled(path, things), json={})
            told = f"{method} {path}: {response.status_code} {response.text[:300]}"
            if "{" in path:
                assert response.status_code in (400, 403, 404), told
            assert response.status_code < 500, told
            assert str(station) not in response.text, told
