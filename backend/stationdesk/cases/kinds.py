"""What a folder under `case_kinds/` gives to the product, and the registry that holds it.

`cases` lies below the kinds and never imports one: the composition root calls
`case_kinds.discover()`, which registers each.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict
from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.cases.errors import UnknownKind
from stationdesk.cases.policy_forms import case_form
from stationdesk.clocks.deadlines import ClockOwner
from stationdesk.policies import forms
from stationdesk.tenancy.actor import Actor
from stationdesk.workflow.custody import HolderKind
from stationdesk.workflow.definition import ChecklistItem, Refusal, Workflow

DIRECTIONS = ("inbound", "outbound")


class Details(BaseModel):
    """Base of every kind's details: what only this kind knows, stored as validated JSON."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


@dataclass(frozen=True, slots=True)
class Label:
    """A text for people, in both languages of the product."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class ClockRule:
    """A clock that a kind knows. How long it runs is policy; this is what it means.

    `pauses_while` only has an effect on clocks of the firm: HQ's never pause.
    """

    owner: ClockOwner
    label: Label
    pauses_while: frozenset[HolderKind] = frozenset()


@dataclass(frozen=True, slots=True)
class FirstClock:
    """A clock that runs from the opening; `length_minutes` where the case itself says how long."""

    name: str
    length_minutes: int | None = None
    started_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Opening:
    """What the details of a new case say about the columns that all kinds share.

    `state` None: the workflow's first.
    """

    summary: str
    state: str | None = None
    clocks: tuple[FirstClock, ...] = ()
    issued_at: datetime | None = None
    order_no: str | None = None
    counterparty: str | None = None
    claimed_amount_fen: int | None = None


@dataclass(frozen=True, slots=True)
class Messages:
    """Everything that a person reads of a kind.

    `fields` are the labels of what its forms ask for, `values` those of the choices: by value, or
    by `field.value` where one value means different things. `group` is its shelf in the list of
    kinds.
    """

    name: Label
    states: Mapping[str, Label]
    events: Mapping[str, Label]
    outcomes: Mapping[str, Label] = field(default_factory=dict)
    fields: Mapping[str, Label] = field(default_factory=dict)
    values: Mapping[str, Label] = field(default_factory=dict)
    group: str = "exception"


@dataclass(frozen=True, slots=True)
class Occasion:
    """What facts are looked up for: a case about to be opened (`case_id` None), looked at
    (`event` None) or worked. `parameters` are those of the policy in force."""

    case_id: UUID | None
    station_id: UUID
    carrier: str
    direction: str
    waybill: str
    parameters: Mapping[str, Any]
    now: datetime
    event: str | None = None


EffectHandler = Callable[..., Awaitable[None]]
FactFinder = Callable[[AsyncSession, Actor, Occasion], Awaitable[Mapping[str, Any]]]
Settler = Callable[[Any, str, Mapping[str, Any]], Details | Refusal]


@dataclass(frozen=True, slots=True)
class CaseKind:
    """A kind of case: definitions only. Queue, custody, clocks, evidence are the same for all.

    - `checklist(details, direction)`: the proofs that such a case needs;
    - `opening(details, direction, now)`: summary and columns of a new case;
    - `refuse_opening(details, direction, parameters)`: why such a case may not be opened, if so;
    - `risk_fen(details, parameters)`: what a breach may cost, by the policy's parameters;
    - `effects`: handlers by name, called in the transaction of the event that names them;
    - `facts(session, actor, occasion)`: what its guards need to know of other rooms;
    - `settle(details, direction, facts)`: the details of a new case as the facts complete them,
      or why it cannot be opened;
    - `asked`: the details that a person is asked for at the opening, and whether he must answer.
    """

    code: str
    details: type[Details]
    details_version: int
    workflows: Mapping[str, Workflow]
    clocks: Mapping[str, ClockRule]
    checklist: Callable[[Any, str], tuple[ChecklistItem, ...]]
    opening: Callable[[Any, str, datetime], Opening]
    risk_fen: Callable[[Any, Mapping[str, Any]], int]
    refuse_opening: Callable[[Any, str, Mapping[str, Any]], Refusal | None]
    messages: Messages
    effects: Mapping[str, EffectHandler] = field(default_factory=dict)
    facts: FactFinder | None = None
    settle: Settler | None = None
    asked: Mapping[str, bool] = field(default_factory=dict)
    is_waybill_optional: bool = False

    def workflow(self, direction: str) -> Workflow:
        """The states and transitions in that direction. Raises UnknownKind."""
        try:
            return self.workflows[direction]
        except KeyError as error:
            raise UnknownKind(
                f"{self.messages.name.zh} ({self.code}) has no direction {direction!r}; it knows "
                f"{', '.join(self.workflows)}.",
                zh=f"{self.messages.name.zh}没有“{direction}”这个方向，请重新选择。",
            ) from error


_registry: dict[str, CaseKind] = {}


def register(kind: CaseKind) -> None:
    """Make a kind known, and its policy. The same definition again changes nothing."""
    known = _registry.get(kind.code)
    if known is not None and known is not kind:
        raise ValueError(f"two kinds call themselves {kind.code}")
    if known is None:
        clocks = {
            name: (rule.label.zh, rule.label.en, rule.owner) for name, rule in kind.clocks.items()
        }
        forms.register(case_form(kind.code, (kind.messages.name.zh, kind.messages.name.en), clocks))
    _registry[kind.code] = kind


def kind_of(code: str) -> CaseKind:
    """The kind of that code. Raises UnknownKind."""
    try:
        return _registry[code]
    except KeyError as error:
        known = ", ".join(sorted(_registry)) or "none yet"
        raise UnknownKind(
            f"There is no kind {code!r}; known: {known}.",
            zh=f"没有“{code}”这种工作项，请从列表里选。",
        ) from error


def all_kinds() -> tuple[CaseKind, ...]:
    """Every kind, by code."""
    return tuple(_registry[code] for code in sorted(_registry))
