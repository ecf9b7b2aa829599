"""What reconciliations show over HTTP."""

from datetime import datetime
from uuid import UUID

import msgspec


class ReconciliationOut(msgspec.Struct, frozen=True):
    """One comparison. `hq_open` lines = `matched` + what only HQ has + answered_here + due_differs;
    `by_result` counts what is not settled yet."""

    id: UUID
    carrier: str
    kind: str
    direction: str | None
    file_name: str
    listed_at: datetime
    made_at: datetime
    made_by_name: str
    hq_open: int
    ours_open: int
    matched: int
    named: int
    unsettled: int
    by_result: dict[str, int]


class ReconciliationPage(msgspec.Struct, frozen=True):
    items: list[ReconciliationOut]
    next_cursor: str | None


class DifferenceOut(msgspec.Struct, frozen=True):
    """A difference. `row_number` is the line of HQ's list; `case_id` our case, if there is one."""

    id: UUID
    result: str
    station: str
    station_name: str
    order_no: str
    waybill: str
    case_id: UUID | None
    case_number: str | None
    case_state: str | None
    answered_at: datetime | None
    closed_at: datetime | None
    hq_due_at: datetime | None
    our_due_at: datetime | None
    row_number: int | None
    raw: str
    settled_at: datetime | None
    settled_by_name: str
    settled_how: str


class DifferencePage(msgspec.Struct, frozen=True):
    items: list[DifferenceOut]
    next_cursor: str | None


class SettleIn(msgspec.Struct, frozen=True):
    """How the difference was settled, in words."""

    how: str


class OpenIn(msgspec.Struct, frozen=True):
    """Which missing cases to open; at most 200 at once."""

    item_ids: list[UUID]


class OpenedOut(msgspec.Struct, frozen=True):
    """Per item: opened, or why not."""

    item_id: UUID
    is_opened: bool
    refusal: str | None
