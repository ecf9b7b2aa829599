"""Settings: one frozen object, read once at the composition root."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
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


def read_settings(environment: Mapping[str, str] = os.environ, **overrides: object) -> Settings:
    """Settings from `STATIONDESK_*`; what a command line says wins."""
    values: dict[str, object] = {
        "data_dir": Path(environment.get("STATIONDESK_DATA_DIR") or DEFAULT_DATA_DIR),
        "database_url": environment.get("STATIONDESK_DATABASE_URL") or None,
        "public_url": environment.get("STATIONDESK_PUBLIC_URL", "").rstrip("/"),
        "secure_cookies": environment.get("STATIONDESK_SECURE_COOKIES") == "1",
    }
    values |= {name: value for name, value in overrides.items() if value is not None}
    values["data_dir"] = Path(str(values["data_dir"])).absolute()
    return Settings(**values)  # type: ignore[arg-type]
