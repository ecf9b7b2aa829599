"""`decide` on a small workflow of its own: the engine knows no kind."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from pydantic import Field

from stationdesk.workflow.custody import CLOSED, QUEUE, Holder, HolderKind
from stationdesk.workflow.decisions import Decision, decide
from stationdesk.workflow.definition import (
    Capacity,
    CaseView,
    ChecklistItem,
    ClockView,
    Event,
    EventData,
    MoveClock,
    Outcome,
    Refusal,
    StartClock,
    StopClock,
    Transition,
    Workflow,
)

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
AGENT = Holder(HolderKind.AGENT, UUID(int=1), "陈")
HOLDER = frozenset({Capacity.HOLDER})
SUPERVISOR = frozenset({Capacity.SUPERVISOR})


class Words(EventData):
    text: str = Field(min_length=1)


def _more_time(case: CaseView, _: Any, __: datetime) -> Outcome:
    clock = case.clock("reply")
    assert clock is not None
    return Outcome(clocks=(MoveClock("reply", clock.due_at + timedelta(minutes=5)),))


WORKFLOW = Workflow(
    first_state="new",
    final_states=frozenset({"done"}),
    transitions=(
        Transition("ask", frozenset({"new"}), hands_to=HolderKind.STATION, data=Words),
        Transition(
            "answered", frozenset({"new"}), hands_to=HolderKind.AGENT,
            answers=HolderKind.STATION, by=frozenset({Capacity.HOLDER, Capacity.STATION}),
        ),
        Transition("extend", frozenset({"new"}), does=_more_time, by=SUPERVISOR),
        Transition("finish", frozenset({"new"}), "done", needs_checklist=True),
        Transition(
            "reopen", frozenset({"done"}), "new", hands_to=HolderKind.AGENT, starts=("reply",)
        ),
    ),
)  # fmt: skip


def case(**changes: Any) -> CaseView:
    fields: dict[str, Any] = {
        "state": "new",
        "direction": "inbound",
        "opened_at": NOW,
        "holder": AGENT,
        "custody_since": NOW,
        "agent": AGENT,
        "details": None,
        "clocks": (ClockView("reply", NOW + timedelta(hours=2), None),),
    }
    return CaseView(**(fields | changes))


def decided(view: CaseView, name: str, **data: Any) -> Decision:
    found = decide(WORKFLOW, view, Event(name, HOLDER | SUPERVISOR, data), NOW)
    assert isinstance(found, Decision), found
    return found


def refused(view: CaseView, event: Event, now: datetime = NOW) -> Refusal:
    found = decide(WORKFLOW, view, event, now)
    assert isinstance(found, Refusal), found
    assert found.zh
    assert found.en
    return found


def test_asking_moves_custody_and_the_answer_brings_it_back_to_who_claimed() -> None:
    asked = decided(case(), "ask", text="在哪")
    assert asked.holder == Holder(HolderKind.STATION)
    assert not asked.is_ending
    waiting = case(holder=Holder(HolderKind.STATION))
    assert decided(waiting, "answered").holder == AGENT
    assert decided(case(holder=Holder(HolderKind.STATION), agent=None), "answered").holder == QUEUE


def test_an_answer_is_refused_where_nobody_was_asked() -> None:
    assert refused(case(), Event("answered", HOLDER)).code == "not_waiting"


def test_unknown_events_wrong_states_and_strangers_are_told_apart() -> None:
    assert refused(case(), Event("dance", HOLDER)).code == "unknown_event"
    assert refused(case(), Event("reopen", HOLDER)).code == "wrong_state"
    stranger = refused(case(), Event("ask", frozenset(), {"text": "x"}))
    assert stranger.code == "not_holder"
    assert "陈" in stranger.zh
    in_queue = case(holder=QUEUE, agent=None)
    assert refused(in_queue, Event("ask", frozenset(), {"text": "x"})).zh == "请先认领"
    assert refused(case(), Event("extend", HOLDER)).code == "not_permitted"


def test_data_are_refused_field_by_field() -> None:
    refusal = refused(case(), Event("ask", HOLDER, {"text": "", "colour": "red"}))
    assert refusal.code == "invalid_data"
    assert "text" in refusal.en
    assert "colour" in refusal.en


def test_an_end_needs_its_proofs_unless_waived() -> None:
    photo = ChecklistItem("photo", "照片", "Photo", is_required=True)
    refusal = refused(case(checklist=(photo,)), Event("finish", HOLDER))
    assert refusal.code == "evidence_missing"
    assert refusal.missing == ("photo",)
    waived = ChecklistItem("photo", "照片", "Photo", is_required=True, is_waived=True)
    assert decided(case(checklist=(waived,)), "finish").is_ending


def test_an_end_stops_every_clock_and_a_reopening_starts_what_it_names() -> None:
    ending = decided(case(), "finish")
    assert ending.holder == CLOSED
    assert ending.clocks == (StopClock("reply"),)
    again = decided(case(state="done", holder=CLOSED), "reopen")
    assert again.is_reopening
    assert again.holder == AGENT
    assert again.clocks[-1] == StartClock("reply")


def test_after_waiting_for_the_lock_nothing_happens_before_the_last_change() -> None:
    since = NOW + timedelta(seconds=3)
    assert decided(case(custody_since=since), "ask", text="x").at == since


def test_only_what_is_named_moves_a_clock() -> None:
    assert decided(case(), "extend").clocks == (
        MoveClock("reply", NOW + timedelta(hours=2, minutes=5)),
    )
    assert decided(case(), "ask", text="x").clocks == ()
