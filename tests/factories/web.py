"""Clients that are signed in, over the application itself."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
from litestar import Litestar

from tests.factories.firms import PASSWORD, Firm


@asynccontextmanager
async def client_of(app: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    """A client that is nobody yet."""
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://desk.test") as client:
        yield client


@asynccontextmanager
async def signed_in_client(
    app: Litestar, firm: Firm, email: str
) -> AsyncIterator[httpx.AsyncClient]:
    """A client with the session cookie of the member."""
    async with client_of(app) as client:
        answer = await client.post(
            "/api/session",
            json={"email": firm.members[email].email, "password": PASSWORD, "firm": firm.slug},
        )
        assert answer.status_code == 200, answer.text
        yield client
