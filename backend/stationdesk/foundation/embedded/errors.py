"""What can go wrong with the embedded server, each with what the reader must do about it."""

from __future__ import annotations

from stationdesk.foundation.errors import StationdeskError


class EmbeddedServerError(StationdeskError):
    """Base of all errors of the embedded server."""

    status = 503
    code = "embedded_server"
    title = "The embedded database is not available"


class DataFolderUnusable(EmbeddedServerError):
    """The data folder cannot be written, belongs to someone else, or holds something unknown."""

    code = "data_folder_unusable"
    title = "The data folder cannot be used"


class OtherMajorVersion(EmbeddedServerError):
    """The data folder was written by another major version of PostgreSQL; nothing was changed."""

    code = "other_major_version"
    title = "The data folder belongs to another PostgreSQL version"


class ServerNotStarted(EmbeddedServerError):
    """PostgreSQL refused to start; the detail ends with its last log lines."""

    code = "server_not_started"
    title = "The embedded database did not start"


class StatementRefused(EmbeddedServerError):
    """The server refused a statement of the superuser (create or drop a database)."""

    code = "statement_refused"
    title = "The embedded database refused a statement"


class DumpFailed(EmbeddedServerError):
    """The dump was not written; an earlier file of that name is untouched."""

    code = "dump_failed"
    title = "The database could not be dumped"


class RestoreRefused(EmbeddedServerError):
    """The file could not be restored; the database is what it was before."""

    code = "restore_refused"
    title = "The dump could not be restored"
