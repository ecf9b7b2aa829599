"""`db migrate|status|reset|dump|restore`."""

import argparse
import json
import shutil
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from stationdesk.cli.runtime import lines_of
from stationdesk.foundation import embedded
from stationdesk.foundation.errors import Invalid
from stationdesk.foundation.hosting import hosted_database
from stationdesk.foundation.migrations import MigrationStatus, migrate, status
from stationdesk.foundation.settings import Settings, read_settings


class NotEmbedded(Invalid):
    code = "not_embedded"
    title = "This is for the embedded database only"


class NotConfirmed(Invalid):
    code = "not_confirmed"
    title = "Say --yes"


def register(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the sub-commands."""
    db = commands.add_parser("db", help="the database").add_subparsers(
        metavar="ACTION", required=True
    )
    for name, handler, text in (
        ("migrate", migrate_schema, "bring the schema to the newest version"),
        ("status", show_status, "where the schema stands"),
        ("reset", reset, "throw everything away and start over"),
        ("dump", dump, "write everything to FILE"),
        ("restore", restore, "read everything from FILE into an empty database"),
    ):
        parser = db.add_parser(name, parents=[common], help=text)
        if name in ("dump", "restore"):
            parser.add_argument("file", metavar="FILE")
        if name == "reset":
            parser.add_argument("--yes", action="store_true", help="do not ask")
        parser.set_defaults(run=handler)


def migrate_schema(arguments: argparse.Namespace) -> None:
    """`db migrate`"""
    with hosted_database(_settings(arguments)) as endpoints:
        _show(arguments, migrate(endpoints.owner))


def show_status(arguments: argparse.Namespace) -> None:
    """`db status`"""
    with hosted_database(_settings(arguments)) as endpoints:
        _show(arguments, status(endpoints.owner))


def reset(arguments: argparse.Namespace) -> None:
    """`db reset`: database and files; asks where a person is typing."""
    settings = _settings(arguments)
    if not arguments.yes and sys.stdin is not None and sys.stdin.isatty():
        answer = input("This throws away every firm's data. Type yes to go on: ")
        if answer.strip() != "yes":
            raise NotConfirmed("Nothing was changed.", zh="没有确认，未做任何更改。")
    _refuse_other_servers(settings, "drop and create the database with your server's own tools")
    with embedded.embedded_server(settings.data_dir) as server:
        server.drop_database(server.connection.database)
        server.create_database(server.connection.database)
    with suppress(FileNotFoundError):
        shutil.rmtree(settings.data_dir / "files")
    migrate_schema(arguments)


def dump(arguments: argparse.Namespace) -> None:
    """`db dump FILE`"""
    settings = _settings(arguments)
    _refuse_other_servers(settings, "use your server's pg_dump")
    with embedded.embedded_server(settings.data_dir) as server:
        embedded.dump(server.connection, Path(arguments.file))
    _say(arguments, {"file": arguments.file, "bytes": Path(arguments.file).stat().st_size})


def restore(arguments: argparse.Namespace) -> None:
    """`db restore FILE`"""
    settings = _settings(arguments)
    _refuse_other_servers(settings, "use your server's pg_restore")
    with embedded.embedded_server(settings.data_dir) as server:
        embedded.restore(server.connection, Path(arguments.file))
    migrate_schema(arguments)


def _settings(arguments: argparse.Namespace) -> Settings:
    return read_settings(data_dir=arguments.data_dir)


def _refuse_other_servers(settings: Settings, remedy: str) -> None:
    if settings.database_url is not None:
        raise NotEmbedded(
            f"STATIONDESK_DATABASE_URL names another server; {remedy}.",
            zh="STATIONDESK_DATABASE_URL 指向别的数据库服务器，请在那台服务器上做这一步。",
        )


def _show(arguments: argparse.Namespace, state: MigrationStatus) -> None:
    document = {"current": state.current, "newest": state.newest, "pending": list(state.pending)}
    _say(arguments, document)


def _say(arguments: argparse.Namespace, document: dict[str, Any]) -> None:
    print(json.dumps(document) if arguments.json else lines_of(document))
