"""Who is asking: resolves the session cookie or the bearer token of a request to an Actor."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import urlsplit

from litestar.connection import ASGIConnection
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Receive, Scope, Send

from stationdesk.accounts.credentials import TOKEN_PREFIX, firm_of_key, token_hash
from stationdesk.accounts.errors import ForeignPage
from stationdesk.accounts.repository import ACTOR_OF_SESSION, ACTOR_OF_TOKEN, TOUCH_SESSION
from stationdesk.foundation.database import Database
from stationdesk.foundation.errors import Unauthenticated
from stationdesk.tenancy.actor import Actor, Role

SESSION_COOKIE: Final = "stationdesk_session"
TOUCH_AFTER: Final = timedelta(minutes=1)
_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})


class Authentication(ASGIMiddleware):
    """Puts the Actor into `scope["user"]`, or None. Guards decide what that means.

    A cookie that names no living session is ignored (a fresh sign-in replaces it); a bearer token
    that is wrong is refused at once, since a program sent it on purpose. Requests that change
    something by cookie must not come from another site's page (CSRF): see `refuse_foreign_page`.
    """

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        connection: ASGIConnection[Any, Any, Any, Any] = ASGIConnection(scope, receive, send)
        scope["user"] = None
        if scope["path"].startswith("/api/"):
            scope["user"] = await self._actor(connection)
        await next_app(scope, receive, send)

    async def _actor(self, connection: ASGIConnection[Any, Any, Any, Any]) -> Actor | None:
        database: Database = connection.app.state.database
        now = datetime.now(UTC)
        header = connection.headers.get("authorization", "")
        if header:
            return await _actor_of_bearer(database, header, now)
        token = connection.cookies.get(SESSION_COOKIE)
        if not token:
            return None
        actor = await _actor_of_cookie(database, token, now)
        method = connection.scope["method"]  # type: ignore[typeddict-item]
        if actor is not None and method not in _SAFE:
            refuse_foreign_page(connection)
        return actor


def refuse_foreign_page(connection: ASGIConnection[Any, Any, Any, Any]) -> None:
    """Forbidden where a browser says that another origin's page sent this.

    Every browser of the last years sends Sec-Fetch-Site, older ones Origin; a page can forge
    neither. A program sends neither and has no cookies of anybody else's. With SameSite=Lax on
    the cookie as the second wall, no token is needed (the rule of Go's CrossOriginProtection).
    """
    site = connection.headers.get("sec-fetch-site")
    if site is not None:
        is_ours = site in ("same-origin", "none")
    else:
        origin = connection.headers.get("origin")
        is_ours = origin is None or urlsplit(origin).netloc == connection.headers.get("host")
    if not is_ours:
        raise ForeignPage("This request came from another site's page; nothing was changed.")


async def _actor_of_bearer(database: Database, header: str, now: datetime) -> Actor:
    scheme, _, token = header.partition(" ")
    firm_id = firm_of_key(token.strip()) if token.startswith(TOKEN_PREFIX) else None
    row = None
    if scheme.lower() == "bearer" and firm_id is not None:
        pool = await database.hot_pool()
        row = await pool.fetchrow(ACTOR_OF_TOKEN, firm_id, token_hash(token.strip()), now)
    if row is None:
        raise Unauthenticated(
            "The bearer token is not valid; make one with `token create`.",
            zh="令牌无效，请重新生成（stationdesk token create）。",
        )
    return _actor(row)


async def _actor_of_cookie(database: Database, token: str, now: datetime) -> Actor | None:
    pool = await database.hot_pool()
    hashed = token_hash(token)
    idle = timedelta(hours=database.settings.session_idle_hours)
    row = await pool.fetchrow(ACTOR_OF_SESSION, hashed, now, idle)
    if row is None:
        return None
    if now - row["last_seen_at"] > TOUCH_AFTER:
        await pool.execute(TOUCH_SESSION, hashed, now)
    return _actor(row)


def _actor(row: Any) -> Actor:
    stations = row["station_ids"]
    return Actor(
        firm_id=row["firm_id"],
        role=Role(row["role"]),
        name=row["name"],
        member_id=row["member_id"],
        user_id=row["user_id"],
        station_ids=None if stations is None else frozenset(stations),
    )
