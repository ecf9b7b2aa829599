"""What the desk's day needs over HTTP: many cases at once, macros, saved views, viewers."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from msgspec import Struct

BulkAction = Literal["claim", "release", "reassign", "snooze", "event", "note", "macro"]


class ViewFilters(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a list of cases is narrowed to; nothing given: everything that is open.

    Codes of stations; `due_within_minutes` counts from now, so that a saved view stays true.
    """

    view: str = "all"
    kinds: list[str] = []
    stations: list[str] = []
    holders: list[str] = []
    states: list[str] = []
    direction: str | None = None
    due_within_minutes: int | None = None
    risk_over_fen: int | None = None
    q: str | None = None
    status: str | None = None


class BulkIn(Struct, frozen=True, forbid_unknown_fields=True):
    """Do one thing to many cases: by `ids` (at most 1,000), or to all that `filters` show.

    `versions` are those that the caller looked at, by id; `data` is what the action needs:
    reassign `member_id`, `note`; snooze `until`, `reason`; event `event`, `data`; note `text`;
    macro `macro_id`.
    """

    action: BulkAction
    ids: list[UUID] = []
    filters: ViewFilters | None = None
    versions: dict[str, int] = {}
    data: dict[str, Any] = {}


class BulkItem(Struct, frozen=True):
    """What became of one case: its new version, or why nothing was done."""

    id: UUID
    number: str
    waybill: str
    is_done: bool
    version: int | None
    code: str
    zh: str
    en: str


class BulkOut(Struct, frozen=True):
    """Row by row, in the order asked for."""

    action: str
    done: int
    refused: int
    items: list[BulkItem]


class UndoItem(Struct, frozen=True, forbid_unknown_fields=True):
    """A case, and the version that the deed to be taken back had made."""

    id: UUID
    version: int


class UndoIn(Struct, frozen=True, forbid_unknown_fields=True):
    items: list[UndoItem]


class ViewIn(Struct, frozen=True, forbid_unknown_fields=True):
    """A view to be saved; shared ones are a supervisor's to save."""

    title: str
    filters: ViewFilters
    is_shared: bool = False
    position: int | None = None


class ViewChange(Struct, frozen=True, forbid_unknown_fields=True):
    """What is left out stays."""

    title: str | None = None
    filters: ViewFilters | None = None
    is_shared: bool | None = None
    position: int | None = None


class ViewOut(Struct, frozen=True):
    """A saved view; `count` stops at 1,000 (`is_capped`)."""

    id: UUID
    title: str
    filters: ViewFilters
    is_shared: bool
    is_mine: bool
    position: int
    created_by_name: str
    count: int
    is_capped: bool


class ViewPage(Struct, frozen=True):
    items: list[ViewOut]
    next_cursor: str | None


class MacroStep(Struct, frozen=True, forbid_unknown_fields=True):
    """One step: `event` with `data`, `note` with `text`, `snooze` with `minutes` and `reason`.

    Strings may have fields such as {运单号}.
    """

    do: Literal["event", "note", "snooze"]
    event: str = ""
    data: dict[str, Any] = {}
    text: str = ""
    minutes: int = 0
    reason: str = ""


class MacroIn(Struct, frozen=True, forbid_unknown_fields=True):
    """A macro to be saved; the firm's are a supervisor's to save."""

    title: str
    text: str = ""
    kind: str | None = None
    direction: str | None = None
    carrier: str | None = None
    steps: list[MacroStep] = []
    is_shared: bool = False
    position: int | None = None


class MacroChange(Struct, frozen=True, forbid_unknown_fields=True):
    """The whole macro anew, at the version that was read."""

    version: int
    macro: MacroIn


class MacroOut(Struct, frozen=True):
    id: UUID
    title: str
    text: str
    kind: str | None
    direction: str | None
    carrier: str | None
    steps: list[MacroStep]
    is_shared: bool
    is_mine: bool
    position: int
    version: int
    updated_by_name: str
    updated_at: datetime


class FieldOut(Struct, frozen=True):
    """A field that texts may have: written {name}, in either language."""

    name: str
    name_en: str


class EventChoice(Struct, frozen=True):
    """An event that a step may raise, and the schema of what is entered with it."""

    kind: str
    event: str
    label_zh: str
    label_en: str
    directions: list[str]
    schema: dict[str, Any]


class MacroPage(Struct, frozen=True):
    items: list[MacroOut]
    fields: list[FieldOut]
    events: list[EventChoice]
    next_cursor: str | None


class StepPreview(Struct, frozen=True):
    """A step as it would be taken: its label and its texts filled in."""

    do: str
    label_zh: str
    label_en: str
    text: str
    data: dict[str, Any]


class MacroPreview(Struct, frozen=True):
    """A macro for one case; `missing` are fields that the case does not know yet."""

    text: str
    steps: list[StepPreview]
    missing: list[str]


class MacroRun(Struct, frozen=True, forbid_unknown_fields=True):
    """Take the steps, at the version that was looked at."""

    version: int


class ViewingIn(Struct, frozen=True, forbid_unknown_fields=True):
    """Which case the member has open; none: he looks at none."""

    case_id: UUID | None
    is_editing: bool = False
