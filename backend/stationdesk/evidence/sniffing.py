"""What a file is, by its content: a name's ending proves nothing."""

import re
from typing import Final

import puremagic

HEAD_BYTES = 4096
UNKNOWN = "application/octet-stream"

# Browsers would run these: whatever they are, they are handed out as plain bytes.
_ACTIVE = frozenset({"text/html", "image/svg+xml", "application/xhtml+xml", "text/xml"})

# What phones and call centres make, where the general tables are silent or guess.
_SIGNATURES: Final[tuple[tuple[re.Pattern[bytes], str], ...]] = tuple(
    (re.compile(pattern, re.DOTALL), name)
    for pattern, name in (
        (rb"\xff\xd8\xff", "image/jpeg"),
        (rb"#!AMR", "audio/amr"),
        (rb"\x02?#!SILK_V3", "audio/silk"),
        (rb"ID3|\xff[\xfb\xf3\xf2]", "audio/mpeg"),
        (rb"RIFF....WAVE", "audio/wav"),
        (rb"....ftypM4[AB]", "audio/mp4"),
        (rb"....ftypqt", "video/quicktime"),
        (rb"....ftyp(heic|heix|heim|heis|mif1)", "image/heic"),
        (rb"....ftyp(isom|iso2|mp4|avc1|M4V|MSNV)", "video/mp4"),
        (rb"(\xef\xbb\xbf)?\s*<(!doctype html|html)", "text/html"),
        (rb"(\xef\xbb\xbf)?\s*(<\?xml[^>]*>\s*)?<svg", "image/svg+xml"),
    )
)
_ZIP = b"PK\x03\x04"
_OFFICE = "application/vnd.openxmlformats-officedocument."
_INSIDE = (
    (b"xl/", _OFFICE + "spreadsheetml.sheet"),
    (b"word/", _OFFICE + "wordprocessingml.document"),
    (b"ppt/", _OFFICE + "presentationml.presentation"),
)


def media_type(head: bytes) -> str:
    """The media type by the first bytes; text only if it decodes as such."""
    for pattern, name in _SIGNATURES:
        if pattern.match(head[:512].lower() if name == "text/html" else head):
            return name
    if head.startswith(_ZIP):
        return _archive(head)
    try:
        matches = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        matches = []
    for match in matches:
        if match.mime_type:
            return str(match.mime_type)
    return "text/plain" if _is_text(head) else UNKNOWN


def served_type(name: str) -> str:
    """The type under which a file is handed out: never one that a browser would run."""
    return UNKNOWN if name in _ACTIVE else name


PLAYABLE: Final = frozenset({"audio/mpeg", "audio/mp4", "audio/wav", "audio/ogg", "audio/flac"})
"""Recordings that every browser plays; AMR and SILK it does not know."""


def _archive(head: bytes) -> str:
    """An office document is a ZIP that says so in its first entries."""
    if b"[Content_Types].xml" in head or b"_rels/" in head:
        for folder, name in _INSIDE:
            if folder in head:
                return name
    return "application/zip"


def _is_text(head: bytes) -> bool:
    if b"\0" in head:
        return False
    for encoding in ("utf-8", "gb18030"):
        try:
            # A character may be cut in two at the end of the head.
            head[: max(0, len(head) - 4)].decode(encoding)
        except UnicodeDecodeError:
            continue
        return b"<" not in head[:64]
    return False
