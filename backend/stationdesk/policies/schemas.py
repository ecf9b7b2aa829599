"""What the policies take and give over HTTP."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from msgspec import Struct


class VersionOut(Struct, frozen=True):
    """A version, or a shipped example (`id` null, no dates). `reference` is what clocks name."""

    id: UUID | None
    code: str
    carrier: str | None
    reference: str
    version: int
    title: str
    text: str
    source: str
    effective_from: datetime | None
    effective_to: datetime | None
    parameters: dict[str, Any]
    is_example: bool
    is_in_force: bool
    created_by_name: str
    created_at: datetime | None
    read_at: datetime | None


class VersionPage(Struct, frozen=True):
    items: list[VersionOut]
    next_cursor: str | None


class PolicyLine(Struct, frozen=True):
    """A code for a carrier (null: for every carrier): what holds now and what comes next."""

    code: str
    label_zh: str
    label_en: str
    carrier: str | None
    title: str
    version: int
    version_id: UUID | None
    effective_from: datetime | None
    is_example: bool
    versions: int
    next_version: int | None
    next_from: datetime | None
    is_unread: bool


class PolicyPage(Struct, frozen=True):
    items: list[PolicyLine]
    next_cursor: str | None


class ClockSchema(Struct, frozen=True):
    """A clock that a version may set."""

    name: str
    label_zh: str
    label_en: str
    owner: str


class PolicySchema(Struct, frozen=True):
    """What a version of a code may say: drawn as a form."""

    code: str
    label_zh: str
    label_en: str
    clocks: list[ClockSchema]
    parameters_schema: dict[str, Any]
    defaults: dict[str, Any]


class PolicySchemaPage(Struct, frozen=True):
    items: list[PolicySchema]
    next_cursor: str | None


class NewVersion(Struct, frozen=True, forbid_unknown_fields=True):
    """A version to enter; without `effective_from` it holds from now on."""

    code: str
    title: str
    parameters: dict[str, Any]
    carrier: str | None = None
    effective_from: datetime | None = None
    effective_to: datetime | None = None
    text: str = ""
    source: str = ""


class EnteredVersion(Struct, frozen=True):
    """The new version, and the recomputation of open clocks where it reaches into the past."""

    version: VersionOut
    recomputation_id: UUID | None


class ChangedParameter(Struct, frozen=True):
    """A parameter that differs, by its path; null where one side says nothing."""

    path: str
    old: Any
    new: Any


class DiffLine(Struct, frozen=True):
    """A line of the text: `same`, `gone` or `new`."""

    change: str
    text: str


class PolicyDifference(Struct, frozen=True):
    """Two versions side by side."""

    old: VersionOut
    new: VersionOut
    parameters: list[ChangedParameter]
    text: list[DiffLine]


class ReaderOut(Struct, frozen=True):
    """A member, and when he read the version; null: not yet."""

    member_id: UUID
    name: str
    read_at: datetime | None


class ReaderPage(Struct, frozen=True):
    items: list[ReaderOut]
    next_cursor: str | None


class RecomputationOut(Struct, frozen=True):
    """How far a recomputation has got; `total` null until the job has counted."""

    id: UUID
    cause: str
    reason: str
    reference_id: UUID | None
    kinds: list[str]
    carriers: list[str]
    station_ids: list[UUID]
    requested_by_name: str
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    total: int | None
    done: int
    changed: int
    failed: int


class RecomputationPage(Struct, frozen=True):
    items: list[RecomputationOut]
    next_cursor: str | None


class CalendarOut(Struct, frozen=True):
    """A calendar of a level; `calendar` null: there is none of its own."""

    level: str
    key: str
    name: str
    calendar: dict[str, Any] | None
    changed_by_name: str
    changed_at: datetime | None


class CalendarPage(Struct, frozen=True):
    items: list[CalendarOut]
    next_cursor: str | None


class CalendarIn(Struct, frozen=True, forbid_unknown_fields=True):
    """A calendar to set; `calendar` null takes it away."""

    calendar: dict[str, Any] | None


class DayOut(Struct, frozen=True):
    """A day of a calendar: which windows count, and why."""

    day: date
    kind: str
    name: str
    is_workday: bool
    windows: list[str]
    source: str


class DayPage(Struct, frozen=True):
    """`unknown_years`: years beyond the statutory list; enter their holidays."""

    items: list[DayOut]
    next_cursor: str | None
    unknown_years: list[int]


class OwnDay(Struct, frozen=True, forbid_unknown_fields=True):
    """A holiday (false) or make-up workday (true); null: leave it to the statutory list."""

    day: date
    is_workday: bool | None
    note: str = ""


class OwnDays(Struct, frozen=True, forbid_unknown_fields=True):
    days: list[OwnDay]


class OwnDayPage(Struct, frozen=True):
    items: list[OwnDay]
    next_cursor: str | None


class NewExemption(Struct, frozen=True, forbid_unknown_fields=True):
    """An exemption notice; `stations` are codes. Empty lists: all."""

    title: str
    proof: str
    from_at: datetime
    to_at: datetime
    effect: str
    carrier: str | None = None
    area: str = ""
    stations: list[str] = []
    kinds: list[str] = []
    clock_names: list[str] = []
    added_minutes: int | None = None
    new_due_at: datetime | None = None
    attachment_id: UUID | None = None


class ExemptionOut(Struct, frozen=True):
    """A notice as it stands."""

    id: UUID
    title: str
    proof: str
    carrier: str | None
    area: str
    stations: list[str]
    kinds: list[str]
    clock_names: list[str]
    from_at: datetime
    to_at: datetime
    effect: str
    added_minutes: int | None
    new_due_at: datetime | None
    attachment_id: UUID | None
    created_by_name: str
    created_at: datetime
    withdrawn_at: datetime | None
    withdrawn_by_name: str | None
    withdrawn_reason: str | None


class ExemptionPage(Struct, frozen=True):
    items: list[ExemptionOut]
    next_cursor: str | None


class Withdrawal(Struct, frozen=True, forbid_unknown_fields=True):
    reason: str
