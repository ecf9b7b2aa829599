"""Keyset cursors: the place of the last item, as text that means nothing to whoever carries it."""

import base64
import binascii
from typing import Any, TypeVar

import msgspec

from stationdesk.parcels.errors import CursorInvalid

Place = TypeVar("Place")


def write_cursor(place: Any) -> str:
    """A place in a list as a cursor."""
    return base64.urlsafe_b64encode(msgspec.json.encode(place)).decode().rstrip("=")


def read_cursor(cursor: str, kind: type[Place]) -> Place:
    """The place in a cursor. Raises CursorInvalid."""
    try:
        return msgspec.json.decode(base64.urlsafe_b64decode(cursor + "=="), type=kind)
    except (binascii.Error, ValueError, msgspec.MsgspecError) as error:
        raise CursorInvalid(
            f"{cursor[:40]!r} is no cursor of this list; ask without one to begin anew."
        ) from error
