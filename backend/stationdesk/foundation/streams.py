"""Tells open streams that a firm's timeline has grown, without slowing those who write it.

`pg_notify` inside of a hot transaction costs two thirds of its throughput. So the web process
collects which firms were written to, and sends at most one NOTIFY a firm in 50 ms on a connection
of its own. Whoever listens looks for himself, and looks once a second anyway: a worker's writes,
or a lost connection, are seen a little later and never missed.
"""

import asyncio
from contextlib import suppress
from typing import Any, Final

import asyncpg
import structlog

from stationdesk.foundation.database import Database

CHANNEL: Final = "stationdesk_firm_changed"
GATHER_SECONDS: Final = 0.05
LOOK_ANYWAY_SECONDS: Final = 1.0
RECONNECT_SECONDS: Final = 1.0

_log = structlog.get_logger("stationdesk.streams")


class StreamHub:
    """One a web process: gathers what was written here, hears what was written anywhere."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._written: set[str] = set()
        self._wake_sender = asyncio.Event()
        self._waiting: dict[str, set[asyncio.Event]] = {}
        self._task: asyncio.Task[None] | None = None
        self.is_closing = False

    def start(self) -> None:
        """Begin to listen and to send, in a task of its own."""
        self._task = asyncio.create_task(self._run())

    async def close(self) -> None:
        """End every stream, then the task: streams close first at shutdown."""
        self.is_closing = True
        for events in self._waiting.values():
            for event in events:
                event.set()
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    def written(self, firm_id: object) -> None:
        """A transaction of this firm has committed."""
        self._written.add(str(firm_id))
        self._wake_sender.set()

    async def wait(self, firm_id: object) -> None:
        """Until somebody wrote in this firm, or it is time to look anyway."""
        event = asyncio.Event()
        events = self._waiting.setdefault(str(firm_id), set())
        events.add(event)
        try:
            with suppress(TimeoutError):
                await asyncio.wait_for(event.wait(), LOOK_ANYWAY_SECONDS)
        finally:
            events.discard(event)

    async def _run(self) -> None:
        while not self.is_closing:
            try:
                await self._listen_and_send()
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
                _log.warning("stream_connection_lost", error=type(error).__name__)
                await asyncio.sleep(RECONNECT_SECONDS)

    async def _listen_and_send(self) -> None:
        connection = await self._database.connect()
        try:
            await connection.add_listener(CHANNEL, self._heard)
            while True:
                await self._wake_sender.wait()
                self._wake_sender.clear()
                firms, self._written = self._written, set()
                for firm_id in firms:
                    await connection.execute("SELECT pg_notify($1, $2)", CHANNEL, firm_id)
                await asyncio.sleep(GATHER_SECONDS)
        finally:
            await connection.close(timeout=1)

    def _heard(self, _connection: Any, _process_id: int, _channel: str, firm_id: Any) -> None:
        for event in self._waiting.get(str(firm_id), ()):
            event.set()
