"""What a folder under `case_kinds/` gives to the product, and the registry that holds it.

`cases` lies below the kinds and never imports one: the composition root calls
`case_kinds.discover()`, which registers each.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict

from stationdesk.cases.errors import UnknownKind
from stationdesk.clocks.deadlines import ClockOwner
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
    """What the details of a new case say about the columns that all kinds share."""

    summary: str
    clocks: tuple[FirstClock, ...] = ()
    issued_at: datetime | None = None
    order_no: str | None = None
    counterparty: str | None = None
    claimed_amount_fen: int | None = None


@dataclass(frozen=True, slots=True)
class Messages:
    """Everything that a person reads of a kind."""

    name: Label
    states: Mapping[str, Label]
    events: Mapping[str, Label]
    outcomes: Mapping[str, Label] = field(default_factory=dict)


EffectHandler = Callable[..., Awaitable[None]]


@dataclass(frozen=True, slots=True)
class CaseKind:
    """A kind of case: definitions only. Queue, custody, clocks, evidence are the same for all.

    - `checklist(details, direction)`: the proofs that such a case needs;
    - `opening(details, direction, now)`: summary and columns of a new case;
    - `refuse_opening(details, direction, parameters)`: why such a case may not be opened, if so;
    - `risk_fen(details, parameters)`: what a breach may cost, by the policy's parameters;
    - `effects`: handlers by name, called in the transaction of the event that names them.
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

    def workflow(self, direction: str) -> Workflow:
        """The states and transitions in that direction. Raises UnknownKind."""
        try:
            return self.workflows[direction]
        except KeyError as error:
            raise UnknownKind(
                f"{self.messages.name.zh} ({self.code}) has no direction {direction!r}; it knows "
                f"{', '.join(self.workflows)}."
            ) from error


_registry: dict[str, CaseKind] = {}


def register(kind: CaseKind) -> None:
    """Make a kind known. Registering the same definition again changes nothing."""
    known = _registry.get(kind.code)
    if known is not None and known is not kind:
        raise ValueError(f"two kinds call themselves {kind.code}")
    _registry[kind.code] = kind


def kind_of(code: str) -> CaseKind:
    """The kind of that code. Raises UnknownKind."""
    try:
        return _registry[code]
    except KeyError as error:
        known = ", ".join(sorted(_registry)) or "none yet"
        raise UnknownKind(f"There is no kind {code!r}; known: {known}.") from error


def all_kinds() -> tuple[CaseKind, ...]:
    """Every kind, by code."""
    return tuple(_registry[code] for code in sorted(_registry))
