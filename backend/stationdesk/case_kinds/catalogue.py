"""Finding the folders of kinds and refusing to start with an incomplete one."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules
from types import ModuleType
from typing import Any

from stationdesk.case_kinds.words import FIELDS, VALUES
from stationdesk.cases.kinds import DIRECTIONS, CaseKind, Messages, register
from stationdesk.workflow.definition import Workflow

_ROOT = "stationdesk.case_kinds"
_PARTS = ("details", "states", "clocks", "checklist", "opening", "messages")


class KindIncomplete(RuntimeError):
    """A kind's folder lacks an export, or names something that it does not define."""


def discover(root: str = _ROOT) -> tuple[CaseKind, ...]:
    """Import every kind under the package `root`, check it and register it.

    The same again changes nothing. Raises KindIncomplete, naming folder and fault: the process
    must not start with half a kind.
    """
    folders = list(import_module(root).__path__)
    names = sorted(found.name for found in iter_modules(folders) if found.ispkg)
    kinds = tuple(_assembled.get(name) or _assemble(root, name) for name in names)
    for kind in kinds:
        register(kind)
    return kinds


_assembled: dict[str, CaseKind] = {}


def _assemble(root: str, name: str) -> CaseKind:
    parts = {part: _part(root, name, part) for part in _PARTS}
    effects: dict[str, Any] = {}
    if find_spec(f"{root}.{name}.effects") is not None:
        effects = _export(import_module(f"{root}.{name}.effects"), "EFFECTS")
    facts = settle = None
    if find_spec(f"{root}.{name}.facts") is not None:
        found = import_module(f"{root}.{name}.facts")
        facts, settle = _export(found, "facts"), getattr(found, "settle", None)
    kind = CaseKind(
        code=name,
        details=_export(parts["details"], "DETAILS"),
        details_version=_export(parts["details"], "VERSION"),
        workflows=_export(parts["states"], "WORKFLOWS"),
        clocks=_export(parts["clocks"], "CLOCKS"),
        checklist=_export(parts["checklist"], "checklist"),
        opening=_export(parts["opening"], "opening"),
        risk_fen=_export(parts["opening"], "risk_fen"),
        refuse_opening=_export(parts["opening"], "refuse_opening"),
        messages=_with_shared_words(_export(parts["messages"], "MESSAGES")),
        effects=effects,
        facts=facts,
        settle=settle,
        asked=getattr(parts["opening"], "ASKED", {}),
        is_waybill_optional=getattr(parts["opening"], "WAYBILL_IS_OPTIONAL", False),
    )
    for direction, workflow in kind.workflows.items():
        _check(kind, direction, workflow)
    _assembled[name] = kind
    return kind


def _with_shared_words(messages: Messages) -> Messages:
    """Fields and values that every kind calls the same; the kind's own words come first."""
    return replace(
        messages, fields={**FIELDS, **messages.fields}, values={**VALUES, **messages.values}
    )


def _part(root: str, name: str, part: str) -> ModuleType:
    module = f"{root}.{name}.{part}"
    if find_spec(module) is None:
        raise KindIncomplete(f"{root}.{name} has no {part}.py")
    return import_module(module)


def _export(module: ModuleType, name: str) -> Any:
    if not hasattr(module, name):
        raise KindIncomplete(f"{module.__name__} does not export {name}")
    return getattr(module, name)


def _check(kind: CaseKind, direction: str, workflow: Workflow) -> None:
    """What is named must be defined: texts, clocks, effects."""
    if direction not in DIRECTIONS:
        raise KindIncomplete(f"{kind.code}: {direction!r} is no direction")
    events = {each.event for each in workflow.transitions}
    clocks = {name for each in workflow.transitions for name in (*each.starts, *each.stops)}
    effects = {name for each in workflow.transitions for name in each.effects}
    for what, named, defined in (
        ("state without a text", workflow.states, kind.messages.states),
        ("event without a text", events, kind.messages.events),
        ("unknown clock", clocks, kind.clocks),
        ("effect without a handler", effects, kind.effects),
    ):
        missing = sorted(set(named) - set(defined))
        if missing:
            raise KindIncomplete(f"{kind.code}/{direction}: {what}: {', '.join(missing)}")
