"""What holds for every kind: nothing unreachable, no dead end, no clock that cannot be stopped."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from stationdesk.case_kinds import KindIncomplete, discover
from stationdesk.cases import clockwork, personal
from stationdesk.cases.clockwork import CaseClock
from stationdesk.cases.forms import form_schema, opening_schema
from stationdesk.cases.kinds import DIRECTIONS, CaseKind
from stationdesk.clocks.deadlines import ClockOwner
from stationdesk.policies.examples import example_for
from stationdesk.policies.terms import CaseTerms, read_terms
from stationdesk.workflow.custody import (
    Holder,
    HolderKind,
    Interval,
    assert_adds_up,
    begin,
    hand_over,
)
from stationdesk.workflow.decisions import Decision, decide, permitted
from stationdesk.workflow.definition import Capacity, CaseView, ClockView, Event, Refusal
from tests.case_kinds.samples import DETAILS, data_for

KINDS = discover()
NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
AGENT = Holder(HolderKind.AGENT, UUID(int=1), "陈小雨")
EVERYBODY = frozenset(Capacity)
PEOPLE = frozenset({Capacity.HOLDER})
CASES = [(kind, direction) for kind in KINDS for direction in kind.workflows]
each_case = pytest.mark.parametrize(
    ("kind", "direction"), CASES, ids=[f"{kind.code}-{direction}" for kind, direction in CASES]
)


def reachable(kind: CaseKind, direction: str, start: str, capacities: frozenset[Any]) -> set[str]:
    """States that can be reached from `start` by events of those capacities."""
    workflow = kind.workflow(direction)
    found, frontier = {start}, [start]
    while frontier:
        state = frontier.pop()
        for each in workflow.transitions:
            if state in each.sources and each.by & capacities:
                target = each.target or state
                if target not in found:
                    found.add(target)
                    frontier.append(target)
    return found


def terms_of(kind: CaseKind) -> CaseTerms:
    example = example_for(kind.code, "zto")
    assert example is not None
    return read_terms(example.code, example.version, example.title, example.parameters)


@each_case
def test_every_state_is_reachable(kind: CaseKind, direction: str) -> None:
    workflow = kind.workflow(direction)
    assert reachable(kind, direction, workflow.first_state, EVERYBODY) == workflow.states


@each_case
def test_from_every_open_state_whoever_works_it_can_reach_an_end(
    kind: CaseKind, direction: str
) -> None:
    workflow = kind.workflow(direction)
    for state in workflow.states - workflow.final_states:
        assert reachable(kind, direction, state, PEOPLE) & workflow.final_states, state


@each_case
def test_every_clock_can_be_stopped(kind: CaseKind, direction: str) -> None:
    """By an event of its own, not only by the end of the case."""
    workflow = kind.workflow(direction)
    details = kind.details.model_validate(DETAILS[kind.code][direction])
    started = {first.name for first in kind.opening(details, direction, NOW).clocks}
    started |= {name for each in workflow.transitions for name in each.starts}
    stopped = {name for each in workflow.transitions for name in each.stops}
    assert started <= stopped
    assert started <= set(terms_of(kind).clocks), "the example policy sets every clock"


@each_case
def test_no_end_without_its_proofs(kind: CaseKind, direction: str) -> None:
    """Only what resolves itself, or was opened in error, ends without its checklist."""
    workflow = kind.workflow(direction)
    endings = [each for each in workflow.transitions if each.target in workflow.final_states]
    unproven = {each.event for each in endings if not each.needs_checklist}
    assert unproven == {"cancel", "resolved_itself"}
    for each in endings:
        if not each.needs_checklist:
            assert Capacity.HOLDER not in each.by


@each_case
def test_every_refusal_has_a_reason_in_both_languages(kind: CaseKind, direction: str) -> None:
    workflow = kind.workflow(direction)
    events = {each.event for each in workflow.transitions}
    for state in workflow.states:
        for event in events:
            for capacities in (frozenset[Capacity](), PEOPLE, frozenset({Capacity.STATION})):
                view = view_of(kind, direction, state)
                found = permitted(workflow, view, Event(event, capacities), NOW)
                if isinstance(found, Refusal):
                    assert found.code
                    assert found.zh
                    assert found.en


@each_case
def test_forms_can_be_drawn_from_the_schemas(kind: CaseKind, direction: str) -> None:
    assert kind.details.model_json_schema()["properties"]
    for each in kind.workflow(direction).transitions:
        assert issubclass(each.data, BaseModel)
        assert each.data.model_json_schema()["type"] == "object"


SAYS_A_PERSON = ("姓名", "电话", "手机", "地址", "收件人", "寄件人", "投诉人")
SECRETS = {
    "name": "欧阳娜娜", "phone": "13800138067", "staff_phone": "13700001111",
    "address": "杭州市滨江区江陵路88号3幢501室",
}  # fmt: skip


def models_of(kind: CaseKind) -> dict[str, Any]:
    """The details and the data of every event."""
    found: dict[str, Any] = {"details": kind.details}
    for workflow in kind.workflows.values():
        found |= {each.event: each.data for each in workflow.transitions}
    return found


@pytest.mark.parametrize("kind", KINDS, ids=[kind.code for kind in KINDS])
def test_every_field_that_holds_a_person_is_marked(kind: CaseKind) -> None:
    """By its label: whoever adds such a field and forgets the mark shows it to everybody."""
    for of, model in models_of(kind).items():
        marks = personal.marks_of(model)
        for name in model.model_fields:
            label = kind.messages.fields.get(name)
            if label is not None and any(word in label.zh for word in SAYS_A_PERSON):
                assert name in marks, f"{of}.{name} ({label.zh})"
        schema = form_schema(kind, model)["properties"]
        for name in marks:
            assert schema[name]["x_personal"] == marks[name], "the form knows it, too"


@each_case
def test_nobody_is_named_in_what_everybody_reads(kind: CaseKind, direction: str) -> None:
    """Summary, text of the timeline and holder stand in lists, notices and exports."""

    def named(model: Any, given: dict[str, Any]) -> dict[str, Any]:
        marks = personal.marks_of(model)
        return given | {name: SECRETS[mark] for name, mark in marks.items()}

    given = named(kind.details, DETAILS[kind.code][direction])
    details = kind.details.model_validate(given)
    summaries = [kind.opening(details, direction, NOW).summary]
    for each in kind.workflow(direction).transitions:
        if each.does is None or each.event == "resolved_itself":
            continue
        data = each.data.model_validate(named(each.data, data_for(each.event, kind.code)))
        view = replace(view_of(kind, direction, min(each.sources)), details=details)
        outcome = each.does(view, data, NOW)
        summaries += [outcome.text, str(outcome.columns), outcome.holder_name or ""]
    for text in summaries:
        assert not [secret for secret in SECRETS.values() if secret in text], text


def view_of(kind: CaseKind, direction: str, state: str) -> CaseView:
    details = kind.details.model_validate(DETAILS[kind.code][direction])
    return CaseView(
        state=state, direction=direction, opened_at=NOW, holder=AGENT, custody_since=NOW,
        agent=AGENT, details=details, checklist=kind.checklist(details, direction),
    )  # fmt: skip


class Walk:
    """One case taken through its workflow in memory, as `apply_event` would."""

    def __init__(self, kind: CaseKind, direction: str) -> None:
        self.kind, self.terms = kind, terms_of(kind)
        details = kind.details.model_validate(DETAILS[kind.code][direction])
        opening = kind.opening(details, direction, NOW)
        self.intervals = hand_over(begin(opening.issued_at, NOW), AGENT, NOW)
        self.clocks: list[CaseClock] = [
            clockwork.start_clock(
                UUID(int=n), first.name, kind.clocks[first.name], self.terms,
                first.started_at or NOW, first.length_minutes,
            )
            for n, first in enumerate(opening.clocks)
        ]  # fmt: skip
        self.closed_at: datetime | None = None
        self.view = replace(
            view_of(kind, direction, kind.workflow(direction).first_state),
            checklist=tuple(
                replace(item, is_done=True) for item in kind.checklist(details, direction)
            ),
            clocks=self._clock_views(),
        )

    def _clock_views(self) -> tuple[ClockView, ...]:
        return tuple(
            ClockView(each.clock.name, each.clock.due_at, each.clock.stopped_at)
            for each in self.clocks
        )

    def events(self) -> list[str]:
        workflow = self.kind.workflow(self.view.direction)
        return [each.event for each in workflow.transitions if self.view.state in each.sources]

    def apply(self, event: str, now: datetime) -> Decision | Refusal:
        workflow = self.kind.workflow(self.view.direction)
        decision = decide(
            workflow, self.view, Event(event, EVERYBODY, data_for(event, self.kind.code)), now
        )
        if isinstance(decision, Refusal):
            return decision
        if decision.holder is not None:
            self.intervals = hand_over(self.intervals, decision.holder, decision.at)
        if decision.is_ending:
            self.closed_at = decision.at
        elif decision.is_reopening:
            self.closed_at = None
        ids = [UUID(int=1000 + n) for n in range(len(decision.clocks))]
        clocks = clockwork.apply_changes(
            self.clocks, decision.clocks, self.kind.clocks, self.terms, decision.at, ids
        )
        holder = decision.holder or self.view.holder
        self.clocks = clockwork.follow_custody(clocks, self.kind.clocks, holder.kind, decision.at)
        details = self.kind.details.model_validate(
            self.view.details.model_dump() | dict(decision.details)
        )
        self.view = replace(
            self.view, state=decision.to_state, holder=holder, details=details,
            custody_since=self.intervals[-1].from_at, clocks=self._clock_views(),
        )  # fmt: skip
        return decision


@each_case
@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_every_walk_adds_up(kind: CaseKind, direction: str, data: st.DataObject) -> None:
    """Any order of events at any times: custody covers the life, HQ's clocks never pause."""
    walk, now = Walk(kind, direction), NOW
    for _ in range(data.draw(st.integers(1, 14))):
        if not walk.events():
            break
        event = data.draw(st.sampled_from(walk.events()))
        now += timedelta(minutes=data.draw(st.integers(-10, 600)))
        walk.apply(event, now)
        assert_adds_up(walk.intervals, walk.intervals[0].from_at, walk.closed_at)
        assert (walk.closed_at is not None) == (
            walk.view.state in kind.workflow(direction).final_states
        )
        for each in walk.clocks:
            assert each.clock.owner is ClockOwner.FIRM or each.clock.paused_at is None
            if walk.closed_at is not None:
                assert each.clock.stopped_at is not None
    running: list[Interval] = [each for each in walk.intervals if each.to_at is None]
    assert len(running) == 1


ONE_WAY = {"driver_help": ("inbound",), "pickup_order": ("outbound",)}
"""Kinds that exist in one direction only (domain §3)."""


def test_every_kind_of_the_table_in_its_directions() -> None:
    assert {kind.code for kind in KINDS} >= {
        "arbitration", "chase", "driver_help", "inquiry", "interception", "message",
        "pickup_order", "problem_parcel", "work_order",
    }  # fmt: skip
    for kind in KINDS:
        assert tuple(kind.workflows) == ONE_WAY.get(kind.code, DIRECTIONS)


@each_case
def test_every_field_of_every_form_has_its_name_in_both_languages(
    kind: CaseKind, direction: str
) -> None:
    """Nobody reads `promised_at` on a screen."""
    forms = [opening_schema(kind)]
    forms += [form_schema(kind, each.data) for each in kind.workflow(direction).transitions]
    for form in forms:
        for name, field in form.get("properties", {}).items():
            assert "label_zh" in field or field.get("format") == "uuid" or name == "reference", name
            for value, label in field.get("labels_zh", {}).items():
                assert label != value, (name, value)


@pytest.mark.parametrize(
    ("root", "fault"),
    [("without_states", r"has no states\.py"), ("without_texts", "event without a text: vanish")],
)
def test_half_a_kind_does_not_start(root: str, fault: str) -> None:
    with pytest.raises(KindIncomplete, match=fault):
        discover(f"tests.case_kinds.broken.{root}")
