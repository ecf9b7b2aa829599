"""`decide`: from a case and an event to what must be written, or to a refusal with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from stationdesk.workflow.custody import CLOSED, QUEUE, Holder, HolderKind, not_before
from stationdesk.workflow.definition import (
    NOTHING_ELSE,
    Capacity,
    CaseView,
    ClockChange,
    Event,
    EventData,
    Outcome,
    Refusal,
    StartClock,
    StopClock,
    Transition,
    Workflow,
)
from stationdesk.workflow.faults import faults_of


@dataclass(frozen=True, slots=True)
class Decision:
    """All that one event changes. `holder` None: custody stays where it is."""

    event: str
    at: datetime
    from_state: str
    to_state: str
    is_ending: bool
    is_reopening: bool
    holder: Holder | None
    clocks: tuple[ClockChange, ...]
    details: Mapping[str, Any] = field(default_factory=dict)
    columns: Mapping[str, Any] = field(default_factory=dict)
    effects: tuple[str, ...] = ()
    text: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)


def decide(workflow: Workflow, case: CaseView, event: Event, now: datetime) -> Decision | Refusal:
    """What `event` does to `case` at `now`. Pure: the same arguments give the same answer."""
    found = permitted(workflow, case, event, now)
    if isinstance(found, Refusal):
        return found
    data = _read(found, event)
    if isinstance(data, Refusal):
        return data
    at = not_before(now, case.custody_since)
    for check in found.checks:
        refusal = check(case, data, at)
        if refusal is not None:
            return refusal
    return _decided(workflow, found, case, event, data, at)


def permitted(
    workflow: Workflow, case: CaseView, event: Event, now: datetime
) -> Transition | Refusal:
    """The transition that the event would take, before its data are looked at."""
    named = workflow.named(event.name)
    if not named:
        return Refusal("unknown_event", f"没有这个操作:{event.name}", f"No event {event.name}")
    here = [each for each in named if case.state in each.sources]
    if not here:
        return Refusal(
            "wrong_state", "当前状态不能进行此操作", f"Not possible in the state {case.state}"
        )
    refusal: Refusal | None = None
    for transition in here:
        refusal = _obstacle(transition, case, event, now)
        if refusal is None:
            return transition
    assert refusal is not None
    return refusal


def _obstacle(
    transition: Transition, case: CaseView, event: Event, now: datetime
) -> Refusal | None:
    if not transition.by & event.capacities:
        return _not_yours(transition, case)
    if transition.answers is not None and case.holder.kind is not transition.answers:
        return Refusal(
            "not_waiting", "工作项现在不在等这一方", f"Not waiting on the {transition.answers}"
        )
    for condition in transition.conditions:
        refusal = condition(case, now)
        if refusal is not None:
            return refusal
    missing = [item for item in case.checklist if item.is_missing]
    if transition.needs_checklist and missing:
        return Refusal(
            "evidence_missing",
            "缺少证据:" + "、".join(item.zh for item in missing),
            "Evidence is missing: " + ", ".join(item.en for item in missing),
            tuple(item.code for item in missing),
        )
    return None


def _not_yours(transition: Transition, case: CaseView) -> Refusal:
    if Capacity.HOLDER not in transition.by:
        wanted = "/".join(sorted(transition.by))
        return Refusal("not_permitted", "您的角色不能进行此操作", f"Only for: {wanted}")
    if case.holder.kind is HolderKind.QUEUE:
        return Refusal("not_holder", "请先认领", "Claim the case first")
    name = case.agent.name if case.agent else case.holder.name
    return Refusal("not_holder", f"工作项由 {name} 负责", f"The case is with {name}")


def _read(transition: Transition, event: Event) -> EventData | Refusal:
    try:
        return transition.data.model_validate(event.data)
    except ValidationError as error:
        faults = faults_of(error)
        zh = ";".join(dict.fromkeys(fault.zh for fault in faults))
        en = "; ".join(f"{fault.field or 'data'}: {fault.en}" for fault in faults)
        fields = tuple(fault.field.split(".")[0] for fault in faults if fault.field)
        return Refusal("invalid_data", f"填写有误:{zh}", f"Not valid: {en}", fields)


def _decided(
    workflow: Workflow,
    transition: Transition,
    case: CaseView,
    event: Event,
    data: EventData,
    at: datetime,
) -> Decision:
    outcome = transition.does(case, data, at) if transition.does else NOTHING_ELSE
    to_state = transition.target or case.state
    is_ending = to_state in workflow.final_states
    is_reopening = case.state in workflow.final_states and not is_ending
    if is_ending:
        holder: Holder | None = CLOSED
    else:
        holder = _next_holder(transition, case, outcome)
    running = [clock.name for clock in case.clocks if clock.stopped_at is None]
    stopped = running if is_ending else [name for name in transition.stops if name in running]
    own = {change.name for change in outcome.clocks if isinstance(change, StopClock)}
    return Decision(
        event=transition.event,
        at=at,
        from_state=case.state,
        to_state=to_state,
        is_ending=is_ending,
        is_reopening=is_reopening,
        holder=None if holder == case.holder else holder,
        clocks=(
            *outcome.clocks,
            *(StopClock(name) for name in dict.fromkeys(stopped) if name not in own),
            *(StartClock(name) for name in transition.starts),
        ),
        details=outcome.details,
        columns=outcome.columns,
        effects=transition.effects,
        text=outcome.text,
        data=data.model_dump(mode="json", exclude_none=True),
    )


def _next_holder(transition: Transition, case: CaseView, outcome: Outcome) -> Holder:
    wanted = outcome.hands_to or transition.hands_to
    if wanted is None:
        return case.holder
    if wanted in (HolderKind.AGENT, HolderKind.QUEUE):
        return case.agent if wanted is HolderKind.AGENT and case.agent else QUEUE
    return Holder(wanted, outcome.holder_reference, outcome.holder_name or "")
