"""Structured logs without personal data: method, path template, status, time; never bodies."""

import logging
import sys
import time
from typing import Final

import structlog
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send

_log = structlog.get_logger("stationdesk.web")
QUIET_PATHS: Final = ("/api/health", "/assets/")
SLOW_MS: Final = 1_000


def configure_logging(*, as_json: bool = True) -> None:
    """One line an event on standard error."""
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if as_json
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )


class AccessLog(ASGIMiddleware):
    """Logs changes, refusals and slow reads; quiet reads are left to metrics.

    Paths hold ids and waybill numbers, never names or phones; query strings are left out.
    """

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        began = time.perf_counter()
        status = 0

        async def watch(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        await next_app(scope, receive, watch)
        took_ms = (time.perf_counter() - began) * 1000
        path = scope["path"]
        method = scope["method"]  # type: ignore[typeddict-item]
        if path.startswith(QUIET_PATHS) or path == "/api/stream":
            return
        if method != "GET" or status >= 400 or took_ms > SLOW_MS:
            _log.info("request", method=method, path=path, status=status, ms=round(took_ms, 1))
