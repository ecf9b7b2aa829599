"""What a kind of case consists of, as far as the engine is concerned: states and transitions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from stationdesk.workflow.custody import Holder, HolderKind


class EventData(BaseModel):
    """What comes with an event. Unknown fields are refused: a typing error must not pass."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, frozen=True)


class Capacity(StrEnum):
    """In what capacity somebody raises an event."""

    HOLDER = "holder"
    SUPERVISOR = "supervisor"
    STATION = "station"
    SYSTEM = "system"


WORKERS = frozenset({Capacity.HOLDER, Capacity.SUPERVISOR})


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an event cannot happen, in words for the person who tried it."""

    code: str
    zh: str
    en: str
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """A proof that the case needs, and whether it is there or was waived."""

    code: str
    zh: str
    en: str
    is_required: bool
    is_done: bool = False
    is_waived: bool = False

    @property
    def is_missing(self) -> bool:
        """Whether it stands in the way of an ending."""
        return self.is_required and not self.is_done and not self.is_waived


@dataclass(frozen=True, slots=True)
class ClockView:
    """What a guard may know of a clock."""

    name: str
    due_at: datetime
    stopped_at: datetime | None


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case as the engine sees it. `agent` is who claimed it, also while others are asked."""

    state: str
    direction: str
    opened_at: datetime
    holder: Holder
    custody_since: datetime
    agent: Holder | None
    details: Any
    checklist: tuple[ChecklistItem, ...] = ()
    clocks: tuple[ClockView, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    """What the kind asked of other rooms for its guards (see the kind's `facts.py`)."""

    def clock(self, name: str) -> ClockView | None:
        """The latest clock of that name: a second complaint starts a second one."""
        return next((clock for clock in reversed(self.clocks) if clock.name == name), None)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a case, raised by somebody in some capacities."""

    name: str
    capacities: frozenset[Capacity]
    data: Mapping[str, Any] = field(default_factory=dict)
    member_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class StartClock:
    """Set the clock of that name. Without a length, the policy in force gives it."""

    name: str
    length_minutes: int | None = None


@dataclass(frozen=True, slots=True)
class StopClock:
    """What the clock watched has happened; `at` None: now, else when it happened at HQ."""

    name: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class MoveClock:
    """Give a clock another deadline: an extension that was granted."""

    name: str
    due_at: datetime


ClockChange = StartClock | StopClock | MoveClock


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an event changes besides state and custody.

    `details` are fields of the kind's details, `columns` fields that all kinds share
    (outcome, amounts, counterparty), `hands_to` whom the case waits on where only its details
    know, `holder_name` and `holder_reference` who exactly that is.
    """

    details: Mapping[str, Any] = field(default_factory=dict)
    columns: Mapping[str, Any] = field(default_factory=dict)
    clocks: tuple[ClockChange, ...] = ()
    hands_to: HolderKind | None = None
    holder_name: str | None = None
    holder_reference: UUID | None = None
    text: str = ""


NOTHING_ELSE = Outcome()

Condition = Callable[[CaseView, datetime], Refusal | None]
Check = Callable[[CaseView, Any, datetime], Refusal | None]
Effect = Callable[[CaseView, Any, datetime], Outcome]


@dataclass(frozen=True, slots=True)
class Transition:
    """One event that a kind knows, where it is allowed and what it does.

    - `target` None: the state stays. `hands_to` None: custody stays; AGENT: back to whoever
      claimed the case, to the queue if nobody did.
    - `answers`: the event only makes sense while the case waits on that holder.
    - `conditions` look at the case alone (a button can be greyed out with their reason),
      `checks` at what was entered as well.
    - `needs_checklist`: refused while a required proof is neither there nor waived.
    """

    event: str
    sources: frozenset[str]
    target: str | None = None
    hands_to: HolderKind | None = None
    answers: HolderKind | None = None
    by: frozenset[Capacity] = WORKERS
    data: type[EventData] = EventData
    conditions: tuple[Condition, ...] = ()
    checks: tuple[Check, ...] = ()
    needs_checklist: bool = False
    stops: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    does: Effect | None = None
    effects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Workflow:
    """States and transitions of one kind in one direction."""

    first_state: str
    final_states: frozenset[str]
    transitions: tuple[Transition, ...]

    def named(self, event: str) -> tuple[Transition, ...]:
        """The transitions of that name; an event may do different things in different states."""
        return tuple(each for each in self.transitions if each.event == event)

    @property
    def states(self) -> frozenset[str]:
        """Every state that is mentioned anywhere."""
        return frozenset(
            {self.first_state, *self.final_states}
            | {state for each in self.transitions for state in each.sources}
            | {each.target for each in self.transitions if each.target is not None}
        )
