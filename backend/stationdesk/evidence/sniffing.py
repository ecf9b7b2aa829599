"""What a file is, by its content: a name's ending proves nothing."""

import puremagic

HEAD_BYTES = 4096
UNKNOWN = "application/octet-stream"

# Browsers would run these: whatever they are, they are handed out as plain bytes.
_ACTIVE = frozenset({"text/html", "image/svg+xml", "application/xhtml+xml", "text/xml"})


def media_type(head: bytes) -> str:
    """The media type by the first bytes; text only if it decodes as such."""
    try:
        matches = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        matches = []
    for match in matches:
        if match.mime_type:
            found = str(match.mime_type)
            return UNKNOWN if found in _ACTIVE else found
    return "text/plain" if _is_text(head) else UNKNOWN


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
