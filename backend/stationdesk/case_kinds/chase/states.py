"""States and transitions of a chase; the same in both directions.

received → answered with a time → fulfilled. A broken promise and another urging bring it back. The
other station may be asked, but not with the same words as in other chases (domain §7).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from pydantic import AwareDatetime, Field

from stationdesk.case_kinds.asking import (
    SHARED_FINAL_STATES,
    NamedQuestion,
    Question,
    Reason,
    in_future,
    not_in_future,
    shared_transitions,
)
from stationdesk.case_kinds.chase.facts import CHASING
from stationdesk.case_kinds.chase.wording import wording
from stationdesk.cases.forms import drawn
from stationdesk.tenancy.masking import mask_name
from stationdesk.workflow.custody import HolderKind
from stationdesk.workflow.definition import (
    CaseView,
    EventData,
    Outcome,
    Refusal,
    Transition,
    Workflow,
)


class PromiseGiven(EventData):
    """What was told to whoever urges: by when, and in which words."""

    promised_at: AwareDatetime = Field(json_schema_extra=drawn(tense="future"))
    promised_to: str = Field(
        min_length=1, max_length=100,
        json_schema_extra=drawn(start="details.name", personal="name"),
    )  # fmt: skip
    promise_text: str = Field(min_length=1, max_length=2000, json_schema_extra=drawn(is_long=True))


class NewPromise(Reason):
    """Another time, told before the old one ran out, and why."""

    promised_at: AwareDatetime = Field(json_schema_extra=drawn(tense="future"))


class Fulfilment(EventData):
    """That it came as promised: who says so, and when it was."""

    confirmed_by: str = Field(
        min_length=1, max_length=100,
        json_schema_extra=drawn(start="details.promised_to", personal="name"),
    )  # fmt: skip
    fulfilled_at: AwareDatetime | None = Field(default=None, json_schema_extra=drawn(tense="past"))
    text: str = Field(default="", max_length=2000)


class Urging(EventData):
    """What they say this time."""

    text: str = Field(min_length=1, max_length=2000)


def _who_delivers(case: CaseView) -> HolderKind:
    """Once the time is told, the case waits on whoever has the parcel."""
    if case.direction == "outbound":
        return HolderKind.COUNTERPARTY
    return HolderKind.COURIER if case.details.courier else HolderKind.STATION


def _answer(case: CaseView, data: PromiseGiven, now: datetime) -> Outcome:
    names = {
        HolderKind.COUNTERPARTY: case.details.counterparty,
        HolderKind.COURIER: case.details.courier,
    }
    holder = _who_delivers(case)
    return Outcome(
        details=data.model_dump(),
        columns={"answered_at": now},
        hands_to=holder,
        holder_name=names.get(holder),
        text=data.promise_text,
    )


def _promise_again(_: CaseView, data: NewPromise, __: datetime) -> Outcome:
    return Outcome(
        details={"promised_at": data.promised_at},
        text=data.reason,
    )


def _fulfil(case: CaseView, data: Fulfilment, now: datetime) -> Outcome:
    at = data.fulfilled_at or now
    is_late = case.details.promised_at is not None and at > case.details.promised_at
    return Outcome(
        columns={"outcome": "kept_late" if is_late else "kept"},
        text=data.text or mask_name(data.confirmed_by),
    )


def _break(case: CaseView, data: Reason, _: datetime) -> Outcome:
    return Outcome(
        details={"broken_count": case.details.broken_count + 1},
        columns={"answered_at": None},
        text=data.reason,
    )


def _urge_again(case: CaseView, data: Urging, now: datetime) -> Outcome:
    known = case.details
    urges: list[Any] = [
        *(each.model_dump() for each in known.urges),
        {
            "text": data.text, "urged_at": now, "promised_at": known.promised_at,
            "promise_text": known.promise_text,
        },
    ]  # fmt: skip
    return Outcome(
        details={"urges": urges},
        columns={
            "answered_at": None, "outcome": None,
            "summary": f"第{len(urges) + 1}次催 {data.text}"[:200],
        },
        text=data.text,
    )  # fmt: skip


def not_copied(case: CaseView, data: Question | NamedQuestion, _: datetime) -> Refusal | None:
    """The same words to one station after another solve nothing and make enemies (domain §7)."""
    numbers = case.facts.get("chased_with", {}).get(wording(data.question), ())
    allowed, hours = case.facts.get("same_text_max", 1), case.facts.get("same_text_window_hours")
    if len(numbers) < allowed:
        return None
    told = "、".join(numbers[:3])
    return Refusal(
        "copied_text",
        f"同样的话 {hours} 小时内已用在 {told}:请写明这一票的情况",
        f"The same words were used within {hours} hours in {', '.join(numbers[:3])}: "
        "say what matters about this parcel",
        ("question",),
    )


def _guarded(transitions: tuple[Transition, ...]) -> tuple[Transition, ...]:
    return tuple(
        replace(each, checks=(*each.checks, not_copied)) if each.event == CHASING else each
        for each in transitions
    )


_AGAIN = Transition(
    "urge_again", frozenset({"answered", "fulfilled"}), "received", hands_to=HolderKind.AGENT,
    data=Urging, does=_urge_again, starts=("answer",),
)  # fmt: skip

_WORKFLOW = Workflow(
    first_state="received",
    final_states=frozenset({"fulfilled"}) | SHARED_FINAL_STATES,
    transitions=(
        Transition(
            "answer", frozenset({"received"}), "answered", data=PromiseGiven, does=_answer,
            checks=(in_future("promised_at"),), stops=("answer",), effects=("promise",),
        ),
        Transition(
            "fulfil", frozenset({"answered"}), "fulfilled", data=Fulfilment, does=_fulfil,
            checks=(not_in_future("fulfilled_at"),), needs_checklist=True, effects=("keep",),
        ),
        Transition(
            "promise_again", frozenset({"answered"}), data=NewPromise, does=_promise_again,
            checks=(in_future("promised_at"),), effects=("promise",),
        ),
        Transition(
            "break_promise", frozenset({"answered"}), "received", hands_to=HolderKind.AGENT,
            data=Reason, does=_break, starts=("answer",), effects=("give_up",),
        ),
        _AGAIN,
        # Urged again before there was an answer: the clock that runs is not set back.
        Transition(
            "urge_again", frozenset({"received"}), data=Urging, does=_urge_again
        ),
        *_guarded(shared_transitions(("received", "answered"))),
    ),
)  # fmt: skip

WORKFLOWS = {"inbound": _WORKFLOW, "outbound": _WORKFLOW}
