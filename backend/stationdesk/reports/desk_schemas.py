"""What a search and a waybill's story show over HTTP."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from stationdesk.cases.schemas import CaseRow
from stationdesk.parcels.schemas import ParcelOut
from stationdesk.stations.customers.schemas import CustomerOut


class ParcelFact(Struct, frozen=True):
    """Where a parcel stands at one station: the last milestone, and the gap if there is one."""

    station: str
    station_name: str
    carrier: str
    direction: str
    leg: int
    milestone: str | None
    milestone_at: datetime | None
    gap: str | None
    gap_since: datetime | None
    gap_due_at: datetime | None
    is_overdue: bool
    outcome: str | None


class WaybillHit(Struct, frozen=True):
    """A waybill with its parcels and, where many were asked for, its cases."""

    waybill: str
    why: str
    parcels: list[ParcelFact]
    cases: list[CaseRow]


class CaseHit(Struct, frozen=True):
    """A case and why it was found; `source` is the event or field that has the words."""

    case: CaseRow
    why: str
    source: str
    snippet: str


class SearchOut(Struct, frozen=True):
    """At most 50 of each; `has_more` says that there are more than are shown."""

    query: str
    waybills: list[WaybillHit]
    cases: list[CaseHit]
    customers: list[CustomerOut]
    has_more: bool


class ManyIn(Struct, frozen=True, forbid_unknown_fields=True):
    """Pasted text with up to 200 waybills, whatever stands between them."""

    text: str


class ManyOut(Struct, frozen=True):
    """Each pasted waybill in its order, also those that nobody knows."""

    items: list[WaybillHit]
    unknown: list[str]
    next_cursor: str | None


class StoryEntry(Struct, frozen=True):
    """Something that happened to a waybill.

    `source` is scan, case, fine or notice; `code` the milestone, event or fine code; `by` who did
    it, `station` where it happened as far as that is known.
    """

    at: datetime
    source: str
    code: str
    title_zh: str
    title_en: str
    text: str
    by: str
    station: str
    case_id: UUID | None
    case_number: str | None
    fine_id: UUID | None
    amount_fen: int | None


class WaybillStory(Struct, frozen=True):
    """One waybill from its first scan to its last fine, in one order, oldest first."""

    waybill: str
    as_of: datetime
    parcels: list[ParcelOut]
    cases: list[CaseRow]
    entries: list[StoryEntry]
    has_more: bool
