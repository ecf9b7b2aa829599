"""Keyset cursors: the place of the last item, as text that means nothing to whoever carries it."""

import base64
import binascii
from typing import Any, TypeVar

import msgspec

from stationdesk.foundation.errors import Invalid

Place = TypeVar("Place")
PAGE_MAX = 200


class CursorInvalid(Invalid):
    code = "cursor_invalid"
    title = "The cursor cannot be read"
    zh = "翻页位置失效了，请从第一页重新打开。"


class LimitInvalid(Invalid):
    code = "limit_invalid"
    title = "The page's length is not possible"


def write_cursor(*place: Any) -> str:
    """A place in a list as a cursor."""
    return base64.urlsafe_b64encode(msgspec.json.encode(place)).decode().rstrip("=")


def read_cursor(cursor: str | None, kind: type[Place]) -> Place | None:
    """The place in a cursor; None for the first page. Raises CursorInvalid."""
    if cursor is None:
        return None
    try:
        return msgspec.json.decode(base64.urlsafe_b64decode(cursor + "=="), type=kind)
    except (binascii.Error, ValueError, msgspec.MsgspecError) as error:
        raise CursorInvalid(
            f"{cursor[:40]!r} is no cursor of this list; ask without one to begin anew.",
        ) from error


def page_limit(limit: int) -> int:
    """The limit itself. Raises LimitInvalid outside of 1 to PAGE_MAX."""
    if not 1 <= limit <= PAGE_MAX:
        raise LimitInvalid(
            f"limit is {limit}; it must lie between 1 and {PAGE_MAX}.",
            zh=f"每页条数是 {limit}，要在 1 到 {PAGE_MAX} 之间。",
        )
    return limit
