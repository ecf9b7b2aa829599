"""Transitions that every kind shares: asking others, their answers, escalation, waiver, the ends
that nobody works for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from pydantic import AwareDatetime, ConfigDict, Field

from stationdesk.cases.forms import drawn
from stationdesk.cases.kinds import Label
from stationdesk.tenancy.masking import mask_name
from stationdesk.workflow.custody import OUTSIDE, HolderKind
from stationdesk.workflow.definition import (
    WORKERS,
    Capacity,
    CaseView,
    Check,
    Effect,
    EventData,
    Outcome,
    Refusal,
    Transition,
)

RESOLVED_ITSELF = "resolved_itself"
CANCELLED = "cancelled"
SHARED_FINAL_STATES = frozenset({RESOLVED_ITSELF, CANCELLED})
CLOCK_TOLERANCE = timedelta(minutes=5)
"""Clocks of headquarters and ours may differ by this much."""


class Question(EventData):
    """What was asked, and of whom."""

    question: str = Field(min_length=1, max_length=2000)
    name: str = Field(default="", max_length=100)
    reference: UUID | None = None


class NamedQuestion(Question):
    """A question to a person, who must be named: custody will be counted against that name."""

    name: str = Field(
        min_length=1, max_length=100, json_schema_extra=drawn(start="details.courier")
    )


class CustomersQuestion(Question):
    """A question to a customer: whom the case waits on is shown to everybody, he is not."""

    name: str = Field(default="", max_length=100, json_schema_extra=drawn(personal="name"))


class Answer(EventData):
    """What was answered, when, and what proves it."""

    answer: str = Field(min_length=1, max_length=2000)
    answered_at: AwareDatetime | None = Field(default=None, json_schema_extra=drawn(tense="past"))
    proof: str = Field(default="", max_length=500)


class Reason(EventData):
    """Why."""

    reason: str = Field(min_length=1, max_length=2000)


class Instruction(EventData):
    """What a supervisor decided."""

    instruction: str = Field(min_length=1, max_length=2000)


class Waiver(Reason):
    """Which proof is waived, and why."""

    code: str = Field(min_length=1)


class Resolution(EventData):
    """What made the case pointless; the sweep adds its facts."""

    model_config = ConfigDict(extra="allow")

    reason: str = ""


def not_in_future(field: str) -> Check:
    """A check that the time entered has come."""

    def check(_: CaseView, data: Any, now: datetime) -> Refusal | None:
        entered: datetime | None = getattr(data, field)
        if entered is not None and entered > now + CLOCK_TOLERANCE:
            return Refusal("in_the_future", "时间在未来", f"{field} lies in the future", (field,))
        return None

    return check


def in_future(field: str) -> Check:
    """A check that the time promised is still to come."""

    def check(_: CaseView, data: Any, now: datetime) -> Refusal | None:
        promised: datetime | None = getattr(data, field)
        if promised is None or promised > now:
            return None
        return Refusal("in_the_past", "时间已经过去", f"{field} lies in the past", (field,))

    return check


def proven_if_earlier(field: str) -> Check:
    """A check that whoever dates an answer back shows what proves it: HQ's clock stops then."""

    def check(_: CaseView, data: Any, now: datetime) -> Refusal | None:
        entered: datetime | None = getattr(data, field)
        if entered is None or data.proof or entered >= now - CLOCK_TOLERANCE:
            return None
        return Refusal(
            "proof_missing",
            "时间早于现在,请写明凭据(总部系统截图或编号)",
            "The time lies back: say what proves it",
            ("proof",),
        )

    return check


def _asked(_: CaseView, data: Question, __: datetime) -> Outcome:
    return Outcome(
        text=data.question, holder_name=data.name or None, holder_reference=data.reference
    )


def _customer_asked(_: CaseView, data: CustomersQuestion, __: datetime) -> Outcome:
    return Outcome(
        text=data.question, holder_name=mask_name(data.name) or None,
        holder_reference=data.reference,
    )  # fmt: skip


def _answered(_: CaseView, data: Answer, __: datetime) -> Outcome:
    return Outcome(text=data.answer)


def reason_as_text(_: CaseView, data: Any, __: datetime) -> Outcome:
    """The reason is what the timeline shows."""
    return Outcome(text=data.reason)


def _instructed(_: CaseView, data: Instruction, __: datetime) -> Outcome:
    return Outcome(text=data.instruction)


def _is_waiting(case: CaseView, _: datetime) -> Refusal | None:
    if case.holder.kind in OUTSIDE:
        return None
    return Refusal("not_waiting", "工作项现在没有在等别人", "It is not waiting on anybody outside")


def _can_be_waived(case: CaseView, data: Waiver, _: datetime) -> Refusal | None:
    if any(item.code == data.code and item.is_missing for item in case.checklist):
        return None
    return Refusal("nothing_to_waive", f"没有缺少 {data.code}", f"{data.code} is not missing")


_QUESTIONS: Mapping[HolderKind, tuple[type[Question], Effect]] = {
    HolderKind.COURIER: (NamedQuestion, _asked),
    HolderKind.CUSTOMER: (CustomersQuestion, _customer_asked),
}


def shared_transitions(working: Iterable[str]) -> tuple[Transition, ...]:
    """Asking, answers, recall, escalation, waiver and the two ends, from all working states."""
    sources = frozenset(working)
    asked: list[Transition] = []
    for party in sorted(OUTSIDE):
        data, does = _QUESTIONS.get(party, (Question, _asked))
        asked.append(Transition(f"ask_{party}", sources, hands_to=party, does=does, data=data))
        by = WORKERS | {Capacity.STATION} if party is HolderKind.STATION else WORKERS
        asked.append(
            Transition(
                f"{party}_answered", sources, hands_to=HolderKind.AGENT, answers=party, by=by,
                data=Answer, does=_answered, checks=(not_in_future("answered_at"),),
            )
        )  # fmt: skip
    return (
        *asked,
        Transition("recall", sources, hands_to=HolderKind.AGENT, conditions=(_is_waiting,)),
        Transition(
            "escalate", sources, hands_to=HolderKind.SUPERVISOR, data=Reason, does=reason_as_text
        ),
        Transition(
            "supervisor_answered", sources, hands_to=HolderKind.AGENT,
            answers=HolderKind.SUPERVISOR, by=frozenset({Capacity.SUPERVISOR}),
            data=Instruction, does=_instructed,
        ),
        Transition(
            "waive_evidence", sources, by=frozenset({Capacity.SUPERVISOR}), data=Waiver,
            checks=(_can_be_waived,), does=reason_as_text,
        ),
        Transition(
            "cancel", sources, CANCELLED, by=frozenset({Capacity.SUPERVISOR}), data=Reason,
            does=reason_as_text,
        ),
        Transition(
            RESOLVED_ITSELF, sources, RESOLVED_ITSELF, by=frozenset({Capacity.SYSTEM}),
            data=Resolution, does=reason_as_text,
        ),
    )  # fmt: skip


SHARED_EVENTS: Mapping[str, Label] = {
    "ask_station": Label("转网点", "Ask the station"),
    "station_answered": Label("网点已答复", "The station answered"),
    "ask_courier": Label("转业务员", "Ask the courier"),
    "courier_answered": Label("业务员已答复", "The courier answered"),
    "ask_customer": Label("等客户答复", "Ask the customer"),
    "customer_answered": Label("客户已答复", "The customer answered"),
    "ask_counterparty": Label("转对方网点", "Ask the other station"),
    "counterparty_answered": Label("对方网点已答复", "The other station answered"),
    "ask_carrier": Label("转总部", "Ask headquarters"),
    "carrier_answered": Label("总部已答复", "Headquarters answered"),
    "recall": Label("收回", "Take back"),
    "escalate": Label("升级给组长", "Escalate"),
    "supervisor_answered": Label("组长已批示", "The supervisor decided"),
    "waive_evidence": Label("免除证据", "Waive evidence"),
    "cancel": Label("作废", "Cancel"),
    "resolved_itself": Label("自行恢复", "Resolved itself"),
}
SHARED_STATES: Mapping[str, Label] = {
    RESOLVED_ITSELF: Label("自行恢复", "Resolved itself"),
    CANCELLED: Label("已作废", "Cancelled"),
}
