"""What every command shares: its database, its tenant, how it prints and how it fails."""

import argparse
import asyncio
import json
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.accounts.repository import FirmRow
from stationdesk.accounts.service import firm_by_slug
from stationdesk.foundation.database import Database, Endpoints
from stationdesk.foundation.errors import Invalid
from stationdesk.foundation.hosting import migrated_database
from stationdesk.foundation.settings import Settings, read_settings
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import tenant_session

REFUSED = 1


class MomentInvalid(Invalid):
    code = "moment_invalid"
    title = "The moment is not valid"


@dataclass(frozen=True, slots=True)
class Command:
    """A running command: what was typed, and the database it works on."""

    arguments: argparse.Namespace
    settings: Settings
    endpoints: Endpoints
    database: Database
    now: datetime

    def show(self, document: Any, text: str | None = None) -> None:
        """Print one JSON document with --json, otherwise lines for a person."""
        if self.arguments.json:
            print(json.dumps(document, ensure_ascii=False, default=_plain))
        else:
            print(text if text is not None else lines_of(document))

    async def firm(self) -> FirmRow:
        """The firm named by --firm."""
        async with self.database.session() as session:
            return await firm_by_slug(session, self.arguments.firm)

    async def actor(self) -> Actor:
        """The system, in the firm named by --firm."""
        return Actor.system((await self.firm()).id)

    @asynccontextmanager
    async def in_firm(self) -> AsyncIterator[tuple[AsyncSession, Actor]]:
        """One transaction in the firm named by --firm."""
        actor = await self.actor()
        async with tenant_session(self.database, actor) as session:
            yield session, actor


Handler = Callable[[Command], Awaitable[int | None]]


def run(handler: Handler, arguments: argparse.Namespace) -> int:
    """Run a command on the migrated database; the embedded one for the command's own duration."""
    settings = read_settings(data_dir=arguments.data_dir)
    with migrated_database(settings) as endpoints:
        return asyncio.run(_run(handler, arguments, settings, endpoints))


async def _run(
    handler: Handler, arguments: argparse.Namespace, settings: Settings, endpoints: Endpoints
) -> int:
    database = Database(endpoints, settings)
    try:
        command = Command(arguments, settings, endpoints, database, datetime.now(UTC))
        return await handler(command) or 0
    finally:
        await database.close()


def read_password() -> str:
    """One line from standard input, without its end of line."""
    return sys.stdin.readline().rstrip("\r\n")


def local(moment: datetime, timezone: str) -> str:
    """A moment for a person, in the zone of the firm or station."""
    return f"{moment.astimezone(ZoneInfo(timezone)):%m-%d %H:%M}"


def moment(text: str) -> datetime:
    """An ISO 8601 moment with an offset; without one it would mean different things."""
    try:
        read = datetime.fromisoformat(text)
    except ValueError as error:
        raise MomentInvalid(
            f"{text!r} is no ISO 8601 moment; write one like 2026-11-20T14:32:00+08:00.",
            zh=f"“{text}”不是时间，请写成 2026-11-20T14:32:00+08:00。",
        ) from error
    if read.tzinfo is None:
        raise MomentInvalid(
            f"{text!r} has no offset; write {text}+08:00 for Shanghai.",
            zh=f"时间“{text}”没写时区，北京时间请写 {text}+08:00。",
        )
    return read


def lines_of(document: dict[str, Any]) -> str:
    """ "key: value" lines for a person."""
    return "\n".join(f"{key}: {'—' if value is None else value}" for key, value in document.items())


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
