"""`demo`: a believable firm, filled once, then run in the foreground."""

import argparse
import asyncio
import shutil
import socket
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, Final

from stationdesk.cli.serve import refuse_taken_port, serve
from stationdesk.demo.fill import fill, is_there
from stationdesk.demo.firm import PASSWORD, SIGN_INS, SLUG, email
from stationdesk.foundation.database import Database, Endpoints
from stationdesk.foundation.embedded import embedded_server
from stationdesk.foundation.errors import Conflict
from stationdesk.foundation.hosting import migrated_database
from stationdesk.foundation.settings import Settings, read_settings
from stationdesk.integrations.storage.objects import configured_storage

FIRST_PORT: Final = 8000
LAST_PORT: Final = 8999
HOST: Final = "127.0.0.1"
FOLDER: Final = "demo"
MARK: Final = "demo-is-filled"


class NoFreePort(Conflict):
    code = "no_free_port"
    title = "No port is free"


class HalfFilled(Conflict):
    code = "demo_half_filled"
    title = "The demo was not filled to the end"


def register(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the sub-commands."""
    demo = commands.add_parser("demo", parents=[common], help="try it with invented data")
    demo.add_argument("--port", type=int, help=f"default: the first free one from {FIRST_PORT}")
    demo.add_argument("--reset", action="store_true", help="throw the demo's data away and stop")
    demo.add_argument("--fill-only", action="store_true", help="fill it and stop")
    demo.set_defaults(run=run_demo)


def run_demo(arguments: argparse.Namespace) -> int:
    """`demo [--port N] [--reset]`"""
    settings = read_settings(data_dir=arguments.data_dir)
    if arguments.reset:
        reset(settings)
        print("The demo's data is gone; `make demo` starts over.")
        return 0
    port = arguments.port or free_port()
    refuse_taken_port(HOST, port)
    (settings.data_dir / FOLDER).mkdir(parents=True, exist_ok=True)
    with migrated_database(settings) as endpoints:
        asyncio.run(_fill_once(endpoints, settings))
        if arguments.fill_only:
            return 0
        return serve(settings, HOST, port, announce=_announce)


def reset(settings: Settings) -> None:
    """Database and files of the data folder."""
    with embedded_server(settings.data_dir) as server:
        server.drop_database(server.connection.database)
        server.create_database(server.connection.database)
    for name in ("files", FOLDER):
        with suppress(FileNotFoundError):
            shutil.rmtree(settings.data_dir / name)
    (settings.data_dir / MARK).unlink(missing_ok=True)


def free_port() -> int:
    """The first port from FIRST_PORT on that nobody listens on."""
    for port in range(FIRST_PORT, LAST_PORT + 1):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with suppress(OSError):
                probe.bind((HOST, port))
                return port
    raise NoFreePort(
        f"No port from {FIRST_PORT} to {LAST_PORT} is free; name one with --port.",
        zh=f"{FIRST_PORT} 到 {LAST_PORT} 的端口都被占用，请用 --port 指定一个。",
    )


async def _fill_once(endpoints: Endpoints, settings: Settings) -> None:
    mark = settings.data_dir / MARK
    database = Database(endpoints, settings)
    try:
        if await is_there(database):
            if not mark.exists():
                raise HalfFilled(
                    f"The firm {SLUG!r} is there, but not whole (an earlier start was cut "
                    "short). `make demo-reset` throws it away, then start again.",
                    zh=f"演示公司“{SLUG}”没建完整（上次启动中断了）；请先执行 make demo-reset，"
                    "再重新启动。",
                )
            return
        storage = configured_storage(settings)
        now = datetime.now(UTC)
        await fill(database, storage, settings.data_dir / FOLDER, now, _say)
        mark.write_text(now.isoformat())
    finally:
        await database.close()


def _say(line: str) -> None:
    print(f"  {line}", flush=True)


def _announce(address: str) -> None:
    print(f"\n驿席 Stationdesk  {address}\n")
    for role, name in SIGN_INS:
        print(f"  {role:<24} {email(name):<36} {PASSWORD}")
    print("\nCtrl+C stops it; the next start keeps the data.", flush=True)
