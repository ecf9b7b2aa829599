"""States and transitions of a problem parcel.

Inbound: found → registered, waiting on whom the type names → instructed by the other station →
outcome reported → confirmed by the customer.
Outbound: received → replied → confirmed; a reply that the other station rejects comes back.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal, TypeVar

from pydantic import AwareDatetime, Field, model_validator

from stationdesk.case_kinds.asking import (
    SHARED_FINAL_STATES,
    Reason,
    not_in_future,
    proven_if_earlier,
    reason_as_text,
    shared_transitions,
)
from stationdesk.case_kinds.problem_parcel.details import ParcelOutcome, Reply
from stationdesk.case_kinds.problem_parcel.facts import snapshot, unknown_type
from stationdesk.cases.forms import drawn
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
from stationdesk.workflow.faults import stated

_ELSEWHERE = ("change_address", "forward")
Said = TypeVar("Said", bound="Instructed | ReplyGiven")


def _where(said: Said) -> Said:
    """Another address or another number that is not named helps nobody."""
    if said.instruction in _ELSEWHERE and not (said.new_address or said.text):
        raise stated(
            "new_address", "请写新地址", "new_address is missing: where the parcel is to go"
        )
    if said.instruction == "new_contact" and not (said.new_phone or said.text):
        raise stated("new_phone", "请写新电话", "new_phone is missing: whom to call now")
    return said


class Registration(EventData):
    """What was registered with the carrier. The code decides which evidence is needed."""

    problem_type: str | None = Field(
        default=None,
        min_length=1,
        max_length=32,
        json_schema_extra=drawn(start="details.problem_type", is_needed=True),
    )
    registered_at: AwareDatetime | None = Field(default=None, json_schema_extra=drawn(tense="past"))
    proof: str = Field(default="", max_length=500)
    text: str = Field(default="", max_length=2000)


class Correction(Reason):
    """The type that it should have been: a wrong code is fined like a false problem parcel."""

    problem_type: str = Field(
        min_length=1, max_length=32, json_schema_extra=drawn(start="details.problem_type")
    )


class Instructed(EventData):
    """What the other station wants done with the parcel."""

    instruction: Reply
    new_phone: str = Field(
        default="", max_length=32,
        json_schema_extra=drawn(when=("instruction", "new_contact"), personal="phone"),
    )  # fmt: skip
    new_address: str = Field(
        default="", max_length=300,
        json_schema_extra=drawn(when=("instruction", *_ELSEWHERE), personal="address"),
    )  # fmt: skip
    given_by: str = Field(
        default="", max_length=100, json_schema_extra=drawn(start="details.counterparty")
    )
    text: str = Field(default="", max_length=2000)

    @model_validator(mode="after")
    def _says_where(self) -> Instructed:
        return _where(self)


class ReplyGiven(EventData):
    """Our instruction to the other station, when and with what proof it stands in HQ's system."""

    instruction: Reply
    new_phone: str = Field(
        default="", max_length=32,
        json_schema_extra=drawn(when=("instruction", "new_contact"), personal="phone"),
    )  # fmt: skip
    new_address: str = Field(
        default="", max_length=300,
        json_schema_extra=drawn(when=("instruction", *_ELSEWHERE), personal="address"),
    )  # fmt: skip
    text: str = Field(min_length=1, max_length=2000)
    answered_at: AwareDatetime | None = Field(default=None, json_schema_extra=drawn(tense="past"))
    proof: str = Field(default="", max_length=500)

    @model_validator(mode="after")
    def _says_where(self) -> ReplyGiven:
        return _where(self)


class OutcomeReported(EventData):
    """What became of the parcel, still to be confirmed by the customer."""

    outcome: ParcelOutcome
    text: str = Field(default="", max_length=2000)


class Confirmation(EventData):
    """The customer's word on the outcome: who said it, how, when."""

    outcome: ParcelOutcome = Field(json_schema_extra=drawn(start="details.outcome"))
    confirmed_by: str = Field(
        min_length=1, max_length=100, json_schema_extra=drawn(personal="name")
    )
    channel: Literal["call", "message", "in_person", "online"] = "call"
    confirmed_at: AwareDatetime | None = Field(default=None, json_schema_extra=drawn(tense="past"))
    text: str = Field(default="", max_length=2000)


def _register(case: CaseView, data: Registration, now: datetime) -> Outcome:
    """From here on the parcel waits on whom its type names: the sender's station, the customer."""
    at = data.registered_at or now
    kept = _kept(case, data.problem_type or case.details.problem_type)
    holder = HolderKind(kept.get("waits_on", case.details.waits_on))
    return Outcome(
        details=kept | {"registered_at": at},
        clocks=(StopClock("register", at),),
        hands_to=holder,
        holder_name=case.details.counterparty if holder is HolderKind.COUNTERPARTY else None,
        text=data.text,
    )


def _kept(case: CaseView, code: str) -> dict[str, Any]:
    types = case.facts.get("types")
    return {"problem_type": code} if types is None else snapshot(types, code, case.direction)


def _correct(case: CaseView, data: Correction, _: datetime) -> Outcome:
    before = case.details.problem_type
    return Outcome(
        details=_kept(case, data.problem_type), text=f"{before} → {data.problem_type}:{data.reason}"
    )


def _type_is_known(case: CaseView, data: Registration | Correction, _: datetime) -> Refusal | None:
    code = data.problem_type or case.details.problem_type
    if code is None:
        return Refusal(
            "type_missing",
            "缺少问题件类型",
            "The carrier's problem type is missing",
            ("problem_type",),
        )
    types = case.facts.get("types")
    return None if types is None else unknown_type(types, code, case.direction)


def _instructed(_: CaseView, data: Instructed, __: datetime) -> Outcome:
    return Outcome(details=_instruction(data), text=data.text or data.given_by)


def _instruction(data: Instructed | ReplyGiven) -> dict[str, Any]:
    return {
        "reply": data.instruction,
        "reply_text": data.text,
        "new_phone": data.new_phone,
        "new_address": data.new_address,
    }


def _reply(case: CaseView, data: ReplyGiven, now: datetime) -> Outcome:
    at = data.answered_at or now
    return Outcome(
        holder_name=case.details.counterparty or None,
        details=_instruction(data),
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
            
            checks=(
                _type_is_known, not_in_future("registered_at"), proven_if_earlier("registered_at"),
            ),
            starts=("outcome",),
            stops=("register",),
        ),
        Transition(
            "correct_type", frozenset({"registered"}), data=Correction, does=_correct,
            checks=(_type_is_known,),
        ),
        Transition(
            "instruction_received", frozenset({"registered"}), hands_to=HolderKind.AGENT,
            data=Instructed, does=_instructed,
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
            data=ReplyGiven, does=_reply, 
            checks=(not_in_future("answered_at"), proven_if_earlier("answered_at")),
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
