"""States and transitions of a problem parcel.

Inbound: found → registered → outcome reported → confirmed by the customer.
Outbound: received → replied → confirmed; a reply that the other station rejects comes back.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import AwareDatetime, Field

from stationdesk.case_kinds.asking import (
    SHARED_FINAL_STATES,
    Reason,
    not_in_future,
    reason_as_text,
    shared_transitions,
)
from stationdesk.case_kinds.problem_parcel.details import ParcelOutcome, Reply
from stationdesk.workflow.custody import HolderKind
from stationdesk.workflow.definition import (
    CaseView,
    EventData,
    Outcome,
    Refusal,
    StopClock,
    Transition,
    Workflow,
)


class Registration(EventData):
    """What was registered with the carrier. The code decides which evidence is needed."""

    problem_type: str | None = Field(default=None, min_length=1, max_length=32)
    registered_at: AwareDatetime | None = None
    proof: str = Field(default="", max_length=500)
    text: str = Field(default="", max_length=2000)


class ReplyGiven(EventData):
    """Our instruction to the other station, when and with what proof it stands in HQ's system."""

    instruction: Reply
    text: str = Field(min_length=1, max_length=2000)
    answered_at: AwareDatetime | None = None
    proof: str = Field(default="", max_length=500)


class OutcomeReported(EventData):
    """What became of the parcel, still to be confirmed by the customer."""

    outcome: ParcelOutcome
    text: str = Field(default="", max_length=2000)


class Confirmation(EventData):
    """The customer's word on the outcome: who said it, how, when."""

    outcome: ParcelOutcome
    confirmed_by: str = Field(min_length=1, max_length=100)
    channel: Literal["call", "message", "in_person", "online"] = "call"
    confirmed_at: AwareDatetime | None = None
    text: str = Field(default="", max_length=2000)


def _register(case: CaseView, data: Registration, now: datetime) -> Outcome:
    at = data.registered_at or now
    return Outcome(
        details={
            "problem_type": data.problem_type or case.details.problem_type,
            "registered_at": at,
        },
        clocks=(StopClock("register", at),),
        text=data.text,
    )


def _type_is_known(case: CaseView, data: Registration, _: datetime) -> Refusal | None:
    if data.problem_type or case.details.problem_type:
        return None
    return Refusal(
        "type_missing", "缺少问题件类型", "The carrier's problem type is missing", ("problem_type",)
    )


def _reply(_: CaseView, data: ReplyGiven, now: datetime) -> Outcome:
    at = data.answered_at or now
    return Outcome(
        details={"reply": data.instruction, "reply_text": data.text},
        columns={"answered_at": at},
        clocks=(StopClock("reply", at),),
        text=data.text,
    )


def _report(_: CaseView, data: OutcomeReported, __: datetime) -> Outcome:
    return Outcome(details={"outcome": data.outcome}, text=data.text)


def _confirm(_: CaseView, data: Confirmation, __: datetime) -> Outcome:
    return Outcome(
        details={"outcome": data.outcome, "confirmed_by": data.confirmed_by},
        columns={"outcome": data.outcome},
        text=data.text,
    )


def _confirmation(*sources: str) -> Transition:
    return Transition(
        "confirm_outcome", frozenset(sources), "confirmed", data=Confirmation, does=_confirm,
        checks=(not_in_future("confirmed_at"),), needs_checklist=True, stops=("outcome",),
    )  # fmt: skip


_FINAL = frozenset({"confirmed"}) | SHARED_FINAL_STATES

_INBOUND = Workflow(
    first_state="found",
    final_states=_FINAL,
    transitions=(
        Transition(
            "register", frozenset({"found"}), "registered", data=Registration, does=_register,
            checks=(_type_is_known, not_in_future("registered_at")), starts=("outcome",),
            stops=("register",),
        ),
        Transition(
            "report_outcome", frozenset({"registered"}), "outcome_reported",
            hands_to=HolderKind.CUSTOMER, data=OutcomeReported, does=_report,
        ),
        Transition(
            "outcome_disputed", frozenset({"outcome_reported"}), "registered",
            hands_to=HolderKind.AGENT, data=Reason, does=reason_as_text,
        ),
        _confirmation("registered", "outcome_reported"),
        *shared_transitions(("found", "registered", "outcome_reported")),
    ),
)  # fmt: skip

_OUTBOUND = Workflow(
    first_state="received",
    final_states=_FINAL,
    transitions=(
        Transition(
            "reply", frozenset({"received"}), "replied", hands_to=HolderKind.COUNTERPARTY,
            data=ReplyGiven, does=_reply, checks=(not_in_future("answered_at"),),
            starts=("outcome",), stops=("reply",),
        ),
        Transition(
            "reply_rejected", frozenset({"replied"}), "received", hands_to=HolderKind.AGENT,
            data=Reason, does=reason_as_text, starts=("reply",), stops=("outcome",),
        ),
        _confirmation("replied"),
        *shared_transitions(("received", "replied")),
    ),
)  # fmt: skip

WORKFLOWS = {"inbound": _INBOUND, "outbound": _OUTBOUND}
