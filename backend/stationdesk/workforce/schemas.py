"""What shifts, leave, covers and handovers show over HTTP."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from msgspec import Struct


class ShiftOut(Struct, frozen=True):
    """One day of somebody's rota; `windows` None: nothing is planned for him."""

    day: date
    windows: list[str] | None
    is_exception: bool
    note: str
    absence_kind: str | None


class RotaMember(Struct, frozen=True):
    """A member's days; `duty` is what he is now: on, off, absent or unplanned."""

    member_id: UUID
    name: str
    role: str
    duty: str
    seen_at: datetime | None
    week: dict[str, list[str]] | None
    days: list[ShiftOut]


class Rota(Struct, frozen=True):
    """Everybody's days."""

    from_day: date
    items: list[RotaMember]


class WeekIn(Struct, frozen=True, forbid_unknown_fields=True):
    """Shifts by ISO weekday, "1" is Monday; None: no shifts are kept for him."""

    week: dict[str, list[str]] | None


class DayIn(Struct, frozen=True, forbid_unknown_fields=True):
    """What a day says instead of the week; `windows` None: the week holds again."""

    member_id: UUID
    day: date
    windows: list[str] | None
    note: str = ""


class RotaText(Struct, frozen=True, forbid_unknown_fields=True):
    """Lines pasted from a table: name or e-mail, day, shifts."""

    text: str


class RotaRefusal(Struct, frozen=True):
    line: int
    text: str
    why: str


class RotaTaken(Struct, frozen=True):
    """How many days were taken, and the lines that were not, each with its reason."""

    taken: int
    refused: list[RotaRefusal]


class WeekCopy(Struct, frozen=True, forbid_unknown_fields=True):
    """Mondays; without `member_ids` everybody."""

    from_monday: date
    to_monday: date
    member_ids: list[UUID] = []


class AbsenceIn(Struct, frozen=True, forbid_unknown_fields=True):
    """`member_id` where a supervisor enters it for somebody else."""

    kind: str
    from_at: datetime
    to_at: datetime
    substitute_member_id: UUID
    reason: str = ""
    habits: str = ""
    member_id: UUID | None = None


class AbsenceDecision(Struct, frozen=True, forbid_unknown_fields=True):
    """`is_override` approves without a handover or too late; then `note` says why."""

    is_approved: bool
    note: str = ""
    is_override: bool = False


class AbsenceOut(Struct, frozen=True):
    """`reason` and `habits` are for the absent, his substitute and supervisors; else empty."""

    id: UUID
    member_id: UUID
    member_name: str
    kind: str
    from_at: datetime
    to_at: datetime
    substitute_member_id: UUID
    substitute_name: str
    reason: str
    habits: str
    state: str
    requested_at: datetime
    accepted_at: datetime | None
    decided_at: datetime | None
    decided_by: str
    decision_note: str
    is_override: bool
    lacks: list[str]


class AbsencePage(Struct, frozen=True):
    items: list[AbsenceOut]
    next_cursor: str | None


class CoverIn(Struct, frozen=True, forbid_unknown_fields=True):
    covered_member_id: UUID
    cover_member_id: UUID
    from_at: datetime
    to_at: datetime
    reason: str = ""


class CoverOut(Struct, frozen=True):
    id: UUID
    covered_member_id: UUID
    covered_name: str
    cover_member_id: UUID
    cover_name: str
    from_at: datetime
    to_at: datetime
    is_of_leave: bool
    reason: str
    entered_by: str


class CoverPage(Struct, frozen=True):
    items: list[CoverOut]
    next_cursor: str | None


class OvertimeIn(Struct, frozen=True, forbid_unknown_fields=True):
    """`station` is a code, where the station pays for it."""

    from_at: datetime
    to_at: datetime
    reason: str
    member_id: UUID | None = None
    station: str | None = None


class OvertimeOut(Struct, frozen=True):
    id: UUID
    member_id: UUID
    member_name: str
    station_name: str | None
    from_at: datetime
    to_at: datetime
    minutes: int
    reason: str
    recorded_by: str


class OvertimePage(Struct, frozen=True):
    items: list[OvertimeOut]
    next_cursor: str | None


class AbilitiesIn(Struct, frozen=True, forbid_unknown_fields=True):
    """Empty lists: all of them. `held_max` None and not `is_unlimited`: the policy's limit."""

    kinds: list[str] = []
    carriers: list[str] = []
    languages: list[str] = []
    held_max: int | None = None
    is_unlimited: bool = False


class Abilities(Struct, frozen=True):
    """What a member takes, and how many; `held_max` is what holds for him, None: no limit."""

    member_id: UUID
    name: str
    role: str
    kinds: list[str]
    carriers: list[str]
    languages: list[str]
    held_max: int | None
    is_own_limit: bool


class AbilityPage(Struct, frozen=True):
    items: list[Abilities]
    policy_held_max: int | None
    next_cursor: str | None


class Served(Struct, frozen=True):
    """Somebody who serves a lane now; `covers` names whom he stands in for."""

    member_id: UUID
    name: str
    covers: str | None


class LaneOut(Struct, frozen=True):
    """A station in a direction: who is there now, and the next alarm."""

    station_id: UUID
    station_code: str
    station_name: str
    direction: str
    primaries: list[Served]
    backups: list[Served]
    alarm: str | None
    alarm_from: datetime | None
    alarm_to: datetime | None


class Coverage(Struct, frozen=True):
    """`at` is when it was reckoned; alarms reach until `until`."""

    at: datetime
    until: datetime
    items: list[LaneOut]
    alarms: int


class HandoverItem(Struct, frozen=True):
    """A case or promise that goes over. `due_at` is its next deadline."""

    case_id: UUID
    number: str
    kind: str
    station_name: str
    waybill: str
    summary: str
    due_at: datetime | None
    is_in_hands: bool


class PromiseItem(Struct, frozen=True):
    case_id: UUID
    number: str
    to_whom: str
    text: str
    due_at: datetime


class Handover(Struct, frozen=True):
    """What somebody leaves to somebody else: cases, promises made, habits of the stations."""

    cases: list[HandoverItem]
    promises: list[PromiseItem]
    habits: str
    notes: str


class HandoverIn(Struct, frozen=True, forbid_unknown_fields=True):
    """`to_member_id` None: everything in hand goes back to the queue at once."""

    to_member_id: UUID | None = None
    notes: str = ""


class ShiftHandoverOut(Struct, frozen=True):
    id: UUID
    from_member_id: UUID
    from_name: str
    to_member_id: UUID | None
    to_name: str | None
    notes: str
    items: Any
    state: str
    offered_at: datetime
    decided_at: datetime | None


class ShiftHandoverPage(Struct, frozen=True):
    items: list[ShiftHandoverOut]
    next_cursor: str | None
