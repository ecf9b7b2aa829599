"""Places in lists that are sorted by a moment and an id."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from stationdesk.foundation.cursors import CursorInvalid, read_cursor


def read_place(cursor: str | None) -> tuple[datetime, UUID] | None:
    """A moment and an id from a cursor. Raises CursorInvalid."""
    place = read_cursor(cursor, tuple[datetime, UUID])
    if place is not None and place[0].tzinfo is None:
        raise CursorInvalid("The cursor is not of this list; ask without one to begin anew.")
    return place
