"""What of a case crosses HTTP, and the record that the services work on."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import UNSET, Struct, UnsetType

from stationdesk.cases.contacts.schemas import ContactIn, ContactOut, StationPublic
from stationdesk.cases.dealing.rules import Finding
from stationdesk.cases.promises.schemas import PromiseOut
from stationdesk.stations.customers.schemas import CustomerOut
from stationdesk.stations.risk.schemas import RiskOut


class CaseRecord(Struct, kw_only=True):
    """A case's row with its station, as the services read it. `details` is raw JSON text."""

    firm_id: UUID
    id: UUID
    number: str
    kind: str
    direction: str
    state: str
    version: int
    station_id: UUID
    station_code: str
    station_name: str
    carrier: str
    waybill: str
    summary: str
    details: str
    order_no: str | None
    counterparty: str | None
    claimed_amount_fen: int | None
    awarded_amount_fen: int | None
    risk_fen: int
    due_at: datetime | None
    holder_kind: str
    holder_reference: UUID | None
    holder_name: str
    custody_since: datetime
    agent_member_id: UUID | None
    agent_kind: str | None
    agent_name: str
    lease_until: datetime | None
    snoozed_until: datetime | None
    source: str
    opened_at: datetime
    answered_at: datetime | None
    closed_at: datetime | None
    outcome: str | None
    parent_case_id: UUID | None


class StationRef(Struct, frozen=True):
    """Which station."""

    id: UUID
    code: str
    name: str
    carrier: str


class HolderRef(Struct, frozen=True):
    """Whom the case waits on. `member_id` where that is one of the firm's people."""

    kind: str
    name: str
    member_id: UUID | None
    is_me: bool


class CaseRow(Struct, frozen=True):
    """A line of the queue. Times are UTC, amounts fen."""

    id: UUID
    number: str
    kind: str
    direction: str
    state: str
    version: int
    station: StationRef
    waybill: str
    summary: str
    due_at: datetime | None
    risk_fen: int
    holder: HolderRef
    agent: HolderRef | None
    opened_at: datetime
    closed_at: datetime | None
    snoozed_until: datetime | None


class ClaimedCase(CaseRow, frozen=True):
    """What a claim answers with: the line, the details and how long the lease lasts."""

    lease_until: datetime | None
    details: Any


class CasePage(Struct, frozen=True):
    """A page of the queue."""

    items: list[CaseRow]
    next_cursor: str | None


class RungOut(Struct, frozen=True):
    minutes_before: int
    at: datetime
    fired_at: datetime | None
    is_late: bool


class ExemptionRef(Struct, frozen=True):
    """An exemption that moved a clock, with its proof."""

    id: UUID
    title: str
    proof: str


class PolicyRef(Struct, frozen=True):
    """The version that set a clock; `version_id` null: a shipped example."""

    code: str
    version: int
    title: str
    version_id: UUID | None


class ClockOut(Struct, frozen=True):
    """A clock; `breached_at` is the moment it ran out, also while nobody has stopped it."""

    id: UUID
    name: str
    label_zh: str
    label_en: str
    owner: str
    started_at: datetime
    due_at: datetime
    paused_at: datetime | None
    stopped_at: datetime | None
    breached_at: datetime | None
    rungs: list[RungOut]
    policy: PolicyRef
    exemptions: list[ExemptionRef]
    granted_due_at: datetime | None


class CustodyOut(Struct, frozen=True):
    """One interval of custody; the last one of an open case runs."""

    holder: HolderRef
    from_at: datetime
    to_at: datetime | None


class TimelineOut(Struct, frozen=True):
    id: UUID
    at: datetime
    version: int
    actor_name: str
    event: str
    label_zh: str
    label_en: str
    text: str
    data: dict[str, Any]


class ChecklistOut(Struct, frozen=True):
    code: str
    label_zh: str
    label_en: str
    is_required: bool
    done_by_attachment_id: UUID | None
    waived_by: str | None
    waived_reason: str | None


class RefusalOut(Struct, frozen=True):
    code: str
    zh: str
    en: str
    missing: list[str]


class ActionOut(Struct, frozen=True):
    """Something that could be done in this state; `refusal` says why not, if not."""

    event: str
    label_zh: str
    label_en: str
    is_allowed: bool
    refusal: RefusalOut | None
    schema: dict[str, Any]


class AttachmentOut(Struct, frozen=True):
    id: UUID
    name: str
    size_bytes: int
    sha256: str
    media_type: str
    checklist_code: str | None
    uploaded_by: str
    created_at: datetime
    captured_at: datetime | None
    captured_by: str | None
    source: str
    has_preview: bool
    is_playable: bool
    deleted_at: datetime | None


class CaseDetail(CaseRow, frozen=True):
    """Everything about one case; its parcel is asked for by waybill."""

    order_no: str | None
    counterparty: str | None
    claimed_amount_fen: int | None
    awarded_amount_fen: int | None
    outcome: str | None
    answered_at: datetime | None
    lease_until: datetime | None
    source: str
    details: Any
    clocks: list[ClockOut]
    custody: list[CustodyOut]
    timeline: list[TimelineOut]
    checklist: list[ChecklistOut]
    actions: list[ActionOut]
    attachments: list[AttachmentOut]
    related: list[CaseRow]
    contacts: list[ContactOut]
    station_public: StationPublic
    customers: list[CustomerOut]
    risk_hits: list[RiskOut]
    promises: list[PromiseOut]
    parent_case_id: UUID | None


class StationCount(Struct, frozen=True):
    id: UUID
    code: str
    name: str
    count: int


class CaseCounts(Struct, frozen=True):
    """How much is open; `is_capped`: there is more than was counted."""

    views: dict[str, int]
    holders: dict[str, int]
    kinds: dict[str, int]
    stations: list[StationCount]
    is_capped: bool


class StateOut(Struct, frozen=True):
    state: str
    label_zh: str
    label_en: str
    is_final: bool


class KindOut(Struct, frozen=True):
    """A kind as the front end needs it to draw forms and lists."""

    kind: str
    label_zh: str
    label_en: str
    directions: list[str]
    states: dict[str, list[StateOut]]
    outcomes: dict[str, dict[str, str]]
    details_schema: dict[str, Any]
    create_schema: dict[str, Any]
    group: str
    is_waybill_optional: bool


class KindPage(Struct, frozen=True):
    items: list[KindOut]
    next_cursor: str | None


class NewCase(Struct, frozen=True, forbid_unknown_fields=True):
    """A case opened by hand; `station` is the station's code, `from_case` what it follows from."""

    kind: str
    direction: str
    station: str
    waybill: str
    details: dict[str, Any]
    from_case: UUID | None = None
    contacts: list[ContactIn] = []


class EventIn(Struct, frozen=True, forbid_unknown_fields=True):
    """An event; `version` is the one the caller looked at."""

    event: str
    version: int
    data: dict[str, Any] = {}


class FilingIn(Struct, frozen=True, forbid_unknown_fields=True):
    """What is about to be sent to another station: the event, and its text."""

    event: str
    text: str = ""


class FilingCheck(Struct, frozen=True):
    """What the rules of fair dealing say to it: refusals first, then warnings."""

    findings: list[Finding]


class NoteIn(Struct, frozen=True, forbid_unknown_fields=True):
    text: str


class ClaimIn(Struct, frozen=True, forbid_unknown_fields=True):
    case_id: UUID | UnsetType | None = UNSET
    version: int | None = None


class TransferIn(Struct, frozen=True, forbid_unknown_fields=True):
    case_id: UUID
    member_id: UUID
    note: str = ""


class SnoozeIn(Struct, frozen=True, forbid_unknown_fields=True):
    case_id: UUID
    until: datetime
    reason: str
