"""Settings: one frozen object, read once at the composition root."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

DEFAULT_DATA_DIR = ".stationdesk"


@dataclass(frozen=True, slots=True)
class Settings:
    """Where data lives and how much of everything is allowed."""

    data_dir: Path
    database_url: str | None = None
    """Any PostgreSQL ≥ 15, as its owner; None: the embedded one in `data_dir`."""
    public_url: str = ""
    """What people type; used in the push address of a station. Empty: relative."""
    pool_size: int = 8
    statement_timeout_ms: int = 30_000
    lock_timeout_ms: int = 10_000
    idle_in_transaction_timeout_ms: int = 60_000
    session_days: int = 14
    session_idle_hours: int = 12
    upload_max_bytes: int = 4 * 1024**3
    attachment_max_bytes: int = 200 * 1024**2
    secure_cookies: bool = False
    storage: str = ""
    """Where files lie: empty for `files` in `data_dir`, or `s3://bucket/prefix`."""
    storage_endpoint: str | None = None
    """Of an S3 store that is not Amazon's, such as http://minio:9000."""
    storage_region: str = "us-east-1"
    storage_key_id: str | None = None
    storage_secret: str | None = field(default=None, repr=False)
    fonts_dir: Path | None = None
    """A folder with Noto Sans CJK for documents; None: where Linux distributions put it."""
    smtp_url: str = ""
    """Where mail is handed in, `smtp://user:password@host:port` or `smtps://…`; empty: nowhere."""
    mail_from: str = "stationdesk@localhost"
    robot_hosts: tuple[str, ...] = ()
    """`host:port` of a relay for group robots, beside the vendors' own hosts."""


def read_settings(environment: Mapping[str, str] = os.environ, **overrides: object) -> Settings:
    """Settings from `STATIONDESK_*`; what a command line says wins."""
    values: dict[str, object] = {
        "data_dir": Path(environment.get("STATIONDESK_DATA_DIR") or DEFAULT_DATA_DIR),
        "database_url": environment.get("STATIONDESK_DATABASE_URL") or None,
        "public_url": environment.get("STATIONDESK_PUBLIC_URL", "").rstrip("/"),
        "secure_cookies": environment.get("STATIONDESK_SECURE_COOKIES") == "1",
        "storage": environment.get("STATIONDESK_STORAGE", ""),
        "storage_endpoint": environment.get("STATIONDESK_STORAGE_ENDPOINT") or None,
        "storage_region": environment.get("STATIONDESK_STORAGE_REGION") or "us-east-1",
        "storage_key_id": environment.get("STATIONDESK_STORAGE_KEY_ID") or None,
        "storage_secret": environment.get("STATIONDESK_STORAGE_SECRET") or None,
        "smtp_url": environment.get("STATIONDESK_SMTP_URL", ""),
        "mail_from": environment.get("STATIONDESK_MAIL_FROM") or "stationdesk@localhost",
        "robot_hosts": tuple(environment.get("STATIONDESK_ROBOT_HOSTS", "").split()),
    }
    if fonts := environment.get("STATIONDESK_FONTS"):
        values["fonts_dir"] = Path(fonts)
    values |= {name: value for name, value in overrides.items() if value is not None}
    values["data_dir"] = Path(str(values["data_dir"])).absolute()
    return Settings(**values)  # type: ignore[arg-type]
