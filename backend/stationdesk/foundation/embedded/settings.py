"""The server's settings for a small machine. Callers may override each."""

from __future__ import annotations

DEFAULT_SETTINGS = {
    # Reached through the private socket only. With TCP, pg_hba.conf asks for SCRAM.
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "password_encryption": "scram-sha-256",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "max_wal_size": "4GB",
    "fsync": "on",
    "synchronous_commit": "on",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "shared_preload_libraries": "pg_stat_statements",
    # Statements carry personal data; the log must not, not even beside an error.
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_checkpoints": "off",
    "log_line_prefix": "%m [%p] ",
}


def server_settings(overrides: dict[str, str]) -> dict[str, str]:
    """The settings with the caller's own on top."""
    return DEFAULT_SETTINGS | overrides
