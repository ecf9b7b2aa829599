"""The web process: composes rooms into one ASGI application."""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import msgspec
from litestar import Litestar, Request, Router, get
from litestar.datastructures import State
from litestar.di import Provide
from litestar.exceptions import HTTPException
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Components, SecurityScheme
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.accounts.routes import ROUTES as ACCOUNT_ROUTES
from stationdesk.accounts.sign_in import SESSION_COOKIE, Authentication
from stationdesk.case_kinds import discover
from stationdesk.case_kinds.problem_parcel.routes import ROUTES as PROBLEM_TYPE_ROUTES
from stationdesk.cases.asking.routes import ROUTES as LINK_ROUTES
from stationdesk.cases.contacts.routes import ROUTES as CONTACT_ROUTES
from stationdesk.cases.desk.macro_routes import ROUTES as MACRO_ROUTES
from stationdesk.cases.desk.routes import ROUTES as DESK_ROUTES
from stationdesk.cases.lists.routes import ROUTES as LIST_ROUTES
from stationdesk.cases.precedents.routes import ROUTES as PRECEDENT_ROUTES
from stationdesk.cases.promises.routes import ROUTES as PROMISE_ROUTES
from stationdesk.cases.proofs.phone_routes import ROUTES as PHONE_ROUTES
from stationdesk.cases.proofs.routes import ROUTES as EVIDENCE_ROUTES
from stationdesk.cases.queue_routes import ROUTES as QUEUE_ROUTES
from stationdesk.cases.routes import ROUTES as CASE_ROUTES
from stationdesk.cases.routing.routes import ROUTES as LOAD_ROUTES
from stationdesk.cases.stream import ROUTES as STREAM_ROUTES
from stationdesk.closing.deductions.routes import ROUTES as DEDUCTION_ROUTES
from stationdesk.closing.receipts.routes import ROUTES as RECEIPT_ROUTES
from stationdesk.closing.routes import ROUTES as MONTH_ROUTES
from stationdesk.closing.statements.routes import ROUTES as STATEMENT_ROUTES
from stationdesk.foundation.database import Database, Endpoints
from stationdesk.foundation.errors import StationdeskError
from stationdesk.foundation.problems import handle_bug, handle_http, handle_refusal
from stationdesk.foundation.settings import Settings
from stationdesk.foundation.streams import StreamHub
from stationdesk.foundation.telemetry import AccessLog
from stationdesk.imports.mapping_routes import ROUTES as MAPPING_ROUTES
from stationdesk.imports.people_routes import ROUTES as PEOPLE_ROUTES
from stationdesk.imports.routes import ROUTES as IMPORT_ROUTES
from stationdesk.imports.rule_routes import ROUTES as RULE_IMPORT_ROUTES
from stationdesk.integrations.notifiers.senders import senders_of
from stationdesk.integrations.storage.objects import configured_storage
from stationdesk.notices.pace import Pace
from stationdesk.notices.routes import ROUTES as NOTICE_ROUTES
from stationdesk.parcels.routes import ROUTES as PARCEL_ROUTES
from stationdesk.parcels.word_routes import ROUTES as WORD_ROUTES
from stationdesk.penalties.approvals.routes import ROUTES as APPROVAL_ROUTES
from stationdesk.penalties.awards.routes import ROUTES as AWARD_ROUTES
from stationdesk.penalties.bulk.routes import ROUTES as BULK_FINE_ROUTES
from stationdesk.penalties.disputes.routes import ROUTES as DISPUTE_ROUTES
from stationdesk.penalties.losses.routes import ROUTES as LOSS_ROUTES
from stationdesk.penalties.own.routes import ROUTES as OWN_FINE_ROUTES
from stationdesk.penalties.routes import ROUTES as PENALTY_ROUTES
from stationdesk.penalties.splits.routes import ROUTES as RULE_ROUTES
from stationdesk.policies.calendar_routes import ROUTES as CALENDAR_ROUTES
from stationdesk.policies.routes import ROUTES as POLICY_ROUTES
from stationdesk.reports.books.routes import ROUTES as BOOK_ROUTES
from stationdesk.reports.desk_routes import ROUTES as SEARCH_ROUTES
from stationdesk.reports.filings_routes import ROUTES as FILING_ROUTES
from stationdesk.reports.routes import ROUTES as REPORT_ROUTES
from stationdesk.stations.contracts.routes import ROUTES as CONTRACT_ROUTES
from stationdesk.stations.couriers.routes import ROUTES as COURIER_ROUTES
from stationdesk.stations.customers.routes import ROUTES as CUSTOMER_ROUTES
from stationdesk.stations.reveals.routes import ROUTES as REVEAL_ROUTES
from stationdesk.stations.risk.routes import ROUTES as RISK_ROUTES
from stationdesk.stations.routes import ROUTES as STATION_ROUTES
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.permissions import public, signed_in
from stationdesk.tenancy.session import tenant_session
from stationdesk.tenancy.wiring import Connections
from stationdesk.web_files import web_routes
from stationdesk.workforce.routes import ROUTES as WORKFORCE_ROUTES

WEB_FOLDER: Final = Path(__file__).resolve().parents[2] / "frontend" / "dist"

SECURITY_HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data: blob:; style-src-attr 'unsafe-inline'; "
        "font-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
    ),
}
BODY_MAX_BYTES: Final = 4 * 1024 * 1024
"""For JSON; uploads name their own bound."""

ROUTES: Final[list[Any]] = [
    *ACCOUNT_ROUTES,
    *STATION_ROUTES,
    *CONTRACT_ROUTES,
    *COURIER_ROUTES,
    *CUSTOMER_ROUTES,
    *REVEAL_ROUTES,
    *RISK_ROUTES,
    *CASE_ROUTES,
    *CONTACT_ROUTES,
    *PROMISE_ROUTES,
    *PROBLEM_TYPE_ROUTES,
    *EVIDENCE_ROUTES,
    *PHONE_ROUTES,
    *PRECEDENT_ROUTES,
    *QUEUE_ROUTES,
    *STREAM_ROUTES,
    *DESK_ROUTES,
    *MACRO_ROUTES,
    *SEARCH_ROUTES,
    *LIST_ROUTES,
    *IMPORT_ROUTES,
    *PEOPLE_ROUTES,
    *MAPPING_ROUTES,
    *PARCEL_ROUTES,
    *WORD_ROUTES,
    *PENALTY_ROUTES,
    *BULK_FINE_ROUTES,
    *APPROVAL_ROUTES,
    *DISPUTE_ROUTES,
    *OWN_FINE_ROUTES,
    *RULE_ROUTES,
    *AWARD_ROUTES,
    *LOSS_ROUTES,
    *MONTH_ROUTES,
    *RECEIPT_ROUTES,
    *DEDUCTION_ROUTES,
    *STATEMENT_ROUTES,
    *REPORT_ROUTES,
    *BOOK_ROUTES,
    *FILING_ROUTES,
    *POLICY_ROUTES,
    *CALENDAR_ROUTES,
    *RULE_IMPORT_ROUTES,
    *NOTICE_ROUTES,
    *LINK_ROUTES,
    *WORKFORCE_ROUTES,
    *LOAD_ROUTES,
]


class NotReady(StationdeskError):
    status = 503
    code = "not_ready"
    title = "Not ready"


class Health(msgspec.Struct, frozen=True):
    """`status` is ok; the details are for whoever watches."""

    status: str
    database: str


async def provide_database(state: State) -> Database:
    """The app's connections."""
    database: Database = state.database
    return database


async def provide_actor(request: Request[Any, Any, Any]) -> Actor:
    """Whoever is signed in, or 401."""
    return signed_in(request)


async def provide_now() -> datetime:
    """The moment of the request; handlers and services never look at a clock themselves."""
    return datetime.now(UTC)


async def provide_session(
    request: Request[Any, Any, Any], state: State
) -> AsyncGenerator[AsyncSession, None]:
    """The request's one transaction, in the actor's firm; commits before the response starts."""
    async with tenant_session(state.database, signed_in(request)) as session:
        yield session


async def tell_streams(request: Request[Any, Any, Any]) -> None:
    """After a change was committed and answered, wake the firm's open streams."""
    actor = request.scope.get("user")
    if request.method != "GET" and isinstance(actor, Actor):
        request.app.state.streams.written(actor.firm_id)


@get("/health", opt=public)
async def health(database: Connections) -> Health:
    """Alive, and able to reach the database."""
    async with database.session() as session:
        await session.exec(text("SELECT 1"))  # type: ignore[call-overload]
    return Health(status="ok", database="ok")


@get("/ready", opt=public)
async def ready(request: Request[Any, Any, Any]) -> Health:
    """Migrated and able to serve; 503 otherwise. For load balancers."""
    database: Database = request.app.state.database
    try:
        async with database.session() as session:
            await session.exec(text("SELECT count(*) FROM firm_ids() LIMIT 1"))  # type: ignore[call-overload]
    except (OSError, DBAPIError) as error:
        raise NotReady(
            "The database does not answer or is not migrated.",
            zh="数据库没有响应，或还没升级到位；请稍后再试。",
        ) from error
    return Health(status="ready", database="ok")


@get("/openapi.json", opt=public, include_in_schema=False, sync_to_thread=False)
def openapi_document(request: Request[Any, Any, Any]) -> dict[str, Any]:
    """The API's own description, OpenAPI 3.1."""
    return request.app.openapi_schema.to_schema()


def create_app(
    endpoints: Endpoints, settings: Settings, *, web_folder: Path = WEB_FOLDER
) -> Litestar:
    """The application on a migrated database."""
    kinds = discover()
    database = Database(endpoints, settings)
    streams = StreamHub(database)

    @asynccontextmanager
    async def lifespan(_: Litestar) -> AsyncIterator[None]:
        streams.start()
        yield
        await streams.close()
        await database.close()

    return Litestar(
        route_handlers=[
            Router("/api", route_handlers=[health, ready, openapi_document, *ROUTES]),
            *web_routes(web_folder),
        ],
        dependencies={
            "database": Provide(provide_database),
            "actor": Provide(provide_actor),
            "now": Provide(provide_now),
            "session": Provide(provide_session),
        },
        middleware=[AccessLog(), Authentication()],
        after_response=tell_streams,
        exception_handlers={
            StationdeskError: handle_refusal,
            HTTPException: handle_http,
            Exception: handle_bug,
        },
        response_headers=SECURITY_HEADERS,
        request_max_body_size=BODY_MAX_BYTES,
        openapi_config=OpenAPIConfig(
            title="Stationdesk",
            version="1",
            path="/api/schema",
            render_plugins=[JsonRenderPlugin()],
            components=Components(
                security_schemes={
                    "bearer": SecurityScheme(type="http", scheme="bearer"),
                    "cookie": SecurityScheme(
                        type="apiKey", name=SESSION_COOKIE, security_scheme_in="cookie"
                    ),
                }
            ),
            security=[{"bearer": []}, {"cookie": []}],
        ),
        state=State(
            {
                "database": database,
                "settings": settings,
                "streams": streams,
                "senders": senders_of(settings),
                "link_pace": Pace(),
                "case_kinds": frozenset(kind.code for kind in kinds),
                "storage": configured_storage(settings),
            }
        ),
        lifespan=[lifespan],
        logging_config=None,
        debug=False,
    )
