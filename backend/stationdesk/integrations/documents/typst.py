"""PDF by typst, with the fonts of one folder only: the same paper on every machine that has them.

A template reads its facts as `json("data.json")` and pictures by the names given in `files`; it
sees no other file and no network.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import msgspec
import typst

from stationdesk.foundation.errors import StationdeskError

FONT_FAMILY: Final = "Noto Sans CJK SC"
FONT_FILE: Final = "NotoSansCJK-Regular.ttc"
SYSTEM_FOLDERS: Final = (
    Path("/usr/share/fonts/opentype/noto"),
    Path("/usr/share/fonts/noto-cjk"),
    Path("/usr/share/fonts/google-noto-sans-cjk-fonts"),
    Path("/usr/local/share/fonts"),
)
"""Debian and Ubuntu, Arch, Fedora, by hand."""
DATA_FILE: Final = "data.json"


class FontsMissing(StationdeskError):
    """Without a Chinese font every character would be an empty box."""

    status = 503
    code = "fonts_missing"
    title = "The fonts for documents are not installed"


class TemplateBroken(RuntimeError):
    """The template does not compile: our bug."""


def render(
    template: str,
    data: Mapping[str, Any],
    files: Mapping[str, bytes] | None = None,
    *,
    fonts_dir: Path | None = None,
) -> bytes:
    """A PDF of the template with these facts; blocking, and holding Python's lock: to be called in
    a thread, or for many papers in a process.

    Raises FontsMissing, naming what to install.
    """
    fonts = _fonts(fonts_dir)
    with tempfile.TemporaryDirectory(prefix="stationdesk-paper-") as folder:
        root = Path(folder)
        (root / "main.typ").write_text(template, encoding="utf-8")
        (root / DATA_FILE).write_bytes(msgspec.json.encode(data))
        for name, body in (files or {}).items():
            (root / name).write_bytes(body)
        try:
            pdf = typst.compile(
                root / "main.typ", root=root, font_paths=fonts, ignore_system_fonts=True,
                format="pdf",
            )  # fmt: skip
        except typst.TypstError as error:
            raise TemplateBroken(str(error)) from error
    if not isinstance(pdf, bytes):
        raise TemplateBroken("typst made no single document")
    return pdf


@lru_cache(maxsize=4)
def _fonts(fonts_dir: Path | None) -> typst.Fonts:
    """Read once in a process: reading them takes longer than setting a page."""
    for folder in (fonts_dir,) if fonts_dir is not None else SYSTEM_FOLDERS:
        if (folder / FONT_FILE).is_file():
            return typst.Fonts(include_system_fonts=False, font_paths=[folder])
    looked = fonts_dir or ", ".join(str(folder) for folder in SYSTEM_FOLDERS)
    raise FontsMissing(
        f"There is no {FONT_FILE} in {looked}. Install Noto Sans CJK (Debian, Ubuntu: apt-get "
        "install fonts-noto-cjk) or set STATIONDESK_FONTS to a folder that has it.",
        zh=f"{looked} 里没有字体 {FONT_FILE}；请安装 fonts-noto-cjk，"
        "或用 STATIONDESK_FONTS 指定字体目录。",
    )
