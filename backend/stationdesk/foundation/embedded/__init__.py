"""The embedded PostgreSQL: one server per data folder, shared by every command that uses it.

`embedded_server(data_dir)` starts or joins it; the last command to leave stops it. No command's
death, however sudden, leaves a server behind.
"""

from stationdesk.foundation.embedded.connection import Connection, ServiceRole
from stationdesk.foundation.embedded.dump import dump, restore
from stationdesk.foundation.embedded.errors import (
    DataFolderUnusable,
    DumpFailed,
    EmbeddedServerError,
    OtherMajorVersion,
    RestoreRefused,
    ServerNotStarted,
    StatementRefused,
)
from stationdesk.foundation.embedded.server import Server, embedded_server

__all__ = [
    "Connection",
    "DataFolderUnusable",
    "DumpFailed",
    "EmbeddedServerError",
    "OtherMajorVersion",
    "RestoreRefused",
    "Server",
    "ServerNotStarted",
    "ServiceRole",
    "StatementRefused",
    "dump",
    "embedded_server",
    "restore",
]
