"""States and transitions of a work order; the same in both directions.

issued → followed up → answered in HQ → accepted. HQ may bounce the answer; a second complaint
reopens the order, also after its end, with its history. An extension that is asked for leaves the
case with us: HQ's clock runs on until it is granted.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from pydantic import AwareDatetime, Field

from stationdesk.case_kinds.asking import (
    SHARED_FINAL_STATES,
    Reason,
    not_in_future,
    proven_if_earlier,
    shared_transitions,
)
from stationdesk.case_kinds.work_order.details import (
    LARGEST_WEIGHT_G,
    LONGEST_REPLY_MINUTES,
)
from stationdesk.cases.forms import drawn
from stationdesk.workflow.custody import HolderKind
from stationdesk.workflow.definition import (
    WORKERS,
    Capacity,
    CaseView,
    EventData,
    MoveClock,
    Outcome,
    Refusal,
    StartClock,
    StopClock,
    Transition,
    Workflow,
)

_WORKING = frozenset({"issued", "followed_up", "bounced"})
_OPEN = _WORKING | {"answered"}


class FollowUp(EventData):
    """The first follow-up 首跟: HQ measures it apart from the answer."""

    text: str = Field(min_length=1, max_length=2000)
    followed_up_at: AwareDatetime | None = Field(
        default=None, json_schema_extra=drawn(tense="past")
    )
    proof: str = Field(default="", max_length=500)


class AnswerGiven(EventData):
    """The answer as it stands in HQ's system: when it was given there, and what proves it."""

    text: str = Field(min_length=1, max_length=4000)
    answered_at: AwareDatetime | None = Field(default=None, json_schema_extra=drawn(tense="past"))
    proof: str = Field(default="", max_length=500)


class Bounce(Reason):
    """Why HQ sent the answer back, and how long it gives now."""

    reply_due_minutes: int | None = Field(
        default=None, ge=1, le=LONGEST_REPLY_MINUTES, json_schema_extra=drawn(unit="minutes")
    )


class SecondComplaint(EventData):
    """What the customer complains of this time."""

    text: str = Field(min_length=1, max_length=4000)
    reply_due_minutes: int | None = Field(
        default=None, ge=1, le=LONGEST_REPLY_MINUTES, json_schema_extra=drawn(unit="minutes")
    )


class ExtensionAsked(Reason):
    """How much more time is asked of HQ."""

    minutes: int = Field(ge=1, le=LONGEST_REPLY_MINUTES, json_schema_extra=drawn(unit="minutes"))


class ExtensionGranted(EventData):
    """HQ's grant: either the new deadline or the minutes on top, with its proof."""

    due_at: AwareDatetime | None = Field(default=None, json_schema_extra=drawn(tense="future"))
    minutes: int | None = Field(
        default=None,
        ge=1,
        le=LONGEST_REPLY_MINUTES,
        json_schema_extra=drawn(start="details.extension_minutes", unit="minutes"),
    )
    proof: str = Field(min_length=1, max_length=500)


class AssistanceAsked(Reason):
    """The order was escalated in HQ's system 升级协助: whom it went to, what proves it."""

    to_whom: str = Field(default="", max_length=100)
    proof: str = Field(min_length=1, max_length=500)


class AssistanceGiven(EventData):
    """What HQ did or said."""

    text: str = Field(min_length=1, max_length=2000)


class Weighing(EventData):
    """What the scales showed; the photo of them is on the checklist."""

    measured_weight_g: int = Field(ge=1, le=LARGEST_WEIGHT_G, json_schema_extra=drawn(unit="g"))
    claimed_weight_g: int | None = Field(
        default=None,
        ge=1,
        le=LARGEST_WEIGHT_G,
        json_schema_extra=drawn(start="details.claimed_weight_g", unit="g"),
    )
    weighed_by: str = Field(min_length=1, max_length=100)


class TransferredBack(Reason):
    """Why HQ gave it back to us, and how long it gives now."""

    reply_due_minutes: int | None = Field(
        default=None, ge=1, le=LONGEST_REPLY_MINUTES, json_schema_extra=drawn(unit="minutes")
    )


class TransferOut(Reason):
    """To whom HQ moved the order: it is no longer ours."""

    to: str = Field(min_length=1, max_length=100)
    proof: str = Field(min_length=1, max_length=500)


def _follow_up(_: CaseView, data: FollowUp, now: datetime) -> Outcome:
    return Outcome(
        details={"follow_up_text": data.text},
        clocks=(StopClock("first_follow_up", data.followed_up_at or now),),
        text=data.text,
    )


def _answer(_: CaseView, data: AnswerGiven, now: datetime) -> Outcome:
    at = data.answered_at or now
    return Outcome(
        details={"answer_text": data.text, "answer_proof": data.proof, "answered_at": at},
        columns={"answered_at": at},
        clocks=(StopClock("reply", at),),
        text=data.text,
    )


def _bounce(case: CaseView, data: Bounce, _: datetime) -> Outcome:
    return Outcome(
        details={"bounced_count": case.details.bounced_count + 1},
        columns={"answered_at": None},
        clocks=(StartClock("reply", data.reply_due_minutes),),
        text=data.reason,
    )


def _second_complaint(case: CaseView, data: SecondComplaint, now: datetime) -> Outcome:
    history: list[Any] = [
        *(each.model_dump() for each in case.details.complaints),
        {
            "text": data.text,
            "received_at": now,
            "answered_before": case.details.answer_text,
            "answered_before_at": case.details.answered_at,
            "proof_before": case.details.answer_proof,
        },
    ]
    return Outcome(
        details={"complaints": history, "extension": None, "extension_minutes": None},
        columns={"answered_at": None, "outcome": None, "summary": f"二次投诉 {data.text}"[:200]},
        clocks=(StartClock("first_follow_up"), StartClock("reply", data.reply_due_minutes)),
        text=data.text,
    )


def _ask_extension(_: CaseView, data: ExtensionAsked, __: datetime) -> Outcome:
    return Outcome(
        details={"extension": "asked", "extension_minutes": data.minutes}, text=data.reason
    )


def _new_due_at(case: CaseView, data: ExtensionGranted) -> datetime | None:
    clock = case.clock("reply")
    if clock is None:
        return None
    if data.due_at is not None:
        return data.due_at
    minutes = data.minutes or case.details.extension_minutes
    return clock.due_at + timedelta(minutes=minutes)


def _grant_extension(case: CaseView, data: ExtensionGranted, _: datetime) -> Outcome:
    due_at = _new_due_at(case, data)
    return Outcome(
        details={"extension": "granted"},
        clocks=(MoveClock("reply", due_at),) if due_at else (),
        text=data.proof,
    )


def _moves_later(case: CaseView, data: ExtensionGranted, _: datetime) -> Refusal | None:
    clock, due_at = case.clock("reply"), _new_due_at(case, data)
    if clock is not None and due_at is not None and due_at > clock.due_at:
        return None
    return Refusal("not_later", "延期后的时限不晚于原时限", "The new deadline is not later")


def _refuse_extension(_: CaseView, data: Reason, __: datetime) -> Outcome:
    return Outcome(details={"extension": "refused"}, text=data.reason)


def _extension_pending(case: CaseView, _: datetime) -> Refusal | None:
    if case.details.extension == "asked":
        return None
    return Refusal("no_extension_asked", "没有待批的延期申请", "No extension has been asked for")


def _no_extension_pending(case: CaseView, _: datetime) -> Refusal | None:
    if case.details.extension != "asked":
        return None
    return Refusal("extension_pending", "延期申请待批", "An extension is being asked for already")


def _accepted(_: CaseView, __: Any, ___: datetime) -> Outcome:
    return Outcome(columns={"outcome": "answered"})


def _transferred(_: CaseView, data: TransferOut, __: datetime) -> Outcome:
    return Outcome(
        details={"transferred_to": data.to},
        columns={"outcome": "transferred"},
        text=f"{data.to}:{data.reason}",
    )


def _transferred_back(_: CaseView, data: TransferredBack, __: datetime) -> Outcome:
    return Outcome(
        details={"transferred_to": ""},
        columns={"outcome": None, "answered_at": None},
        clocks=(StartClock("first_follow_up"), StartClock("reply", data.reply_due_minutes)),
        text=data.reason,
    )


def _ask_assistance(case: CaseView, data: AssistanceAsked, __: datetime) -> Outcome:
    return Outcome(
        details={"assistance_count": case.details.assistance_count + 1},
        holder_name=data.to_whom or None,
        text=data.reason,
    )


def _assisted(_: CaseView, data: AssistanceGiven, __: datetime) -> Outcome:
    return Outcome(text=data.text)


def _weigh(case: CaseView, data: Weighing, _: datetime) -> Outcome:
    claimed = data.claimed_weight_g or case.details.claimed_weight_g
    told = f"{data.weighed_by} {data.measured_weight_g} g"
    return Outcome(
        details={"measured_weight_g": data.measured_weight_g, "claimed_weight_g": claimed},
        text=f"{told} / {claimed} g" if claimed else told,
    )


def _is_about_weight(case: CaseView, _: datetime) -> Refusal | None:
    if case.details.category == "weight":
        return None
    return Refusal("not_about_weight", "这张工单不涉及重量", "The order is not about weight")


def _is_weighed(case: CaseView, _: datetime) -> Refusal | None:
    """Nobody answers about a weight that he has not seen on the scales."""
    if case.details.category != "weight" or case.details.measured_weight_g is not None:
        return None
    return Refusal(
        "weight_missing",
        "请先记录复称重量",
        "Record the weight measured first",
        ("measured_weight_g",),
    )


_EXTENSIONS = (
    Transition(
        "ask_extension", _WORKING, data=ExtensionAsked, does=_ask_extension,
        conditions=(_no_extension_pending,),
    ),
    Transition(
        "extension_granted", _WORKING, data=ExtensionGranted, does=_grant_extension,
        conditions=(_extension_pending,), checks=(_moves_later,),
    ),
    Transition(
        "extension_refused", _WORKING, data=Reason, does=_refuse_extension,
        conditions=(_extension_pending,),
    ),
)  # fmt: skip

_ASSISTANCE = (
    Transition(
        "ask_assistance", _WORKING, hands_to=HolderKind.CARRIER, data=AssistanceAsked,
        does=_ask_assistance,
    ),
    Transition(
        "assistance_given", _WORKING, hands_to=HolderKind.AGENT, answers=HolderKind.CARRIER,
        data=AssistanceGiven, does=_assisted,
    ),
)  # fmt: skip

_WORKFLOW = Workflow(
    first_state="issued",
    final_states=frozenset({"accepted", "transferred"}) | SHARED_FINAL_STATES,
    transitions=(
        Transition(
            "first_follow_up", frozenset({"issued"}), "followed_up", data=FollowUp,
            does=_follow_up, 
            checks=(not_in_future("followed_up_at"), proven_if_earlier("followed_up_at")),
            stops=("first_follow_up",),
        ),
        Transition(
            "answer", frozenset({"followed_up", "bounced"}), "answered",
            hands_to=HolderKind.CARRIER, data=AnswerGiven, does=_answer,
            conditions=(_is_weighed,),
            checks=(not_in_future("answered_at"), proven_if_earlier("answered_at")),
            needs_checklist=True, stops=("reply",),
        ),
        Transition(
            "bounce", frozenset({"answered"}), "bounced", hands_to=HolderKind.AGENT,
            data=Bounce, does=_bounce,
        ),
        Transition(
            "accept_answer", frozenset({"answered"}), "accepted", does=_accepted,
            by=WORKERS | {Capacity.SYSTEM}, needs_checklist=True,
        ),
        Transition(
            "second_complaint", frozenset({"answered", "accepted"}), "issued",
            hands_to=HolderKind.AGENT, data=SecondComplaint, does=_second_complaint,
        ),
        Transition(
            "transfer_out", _WORKING, "transferred", data=TransferOut, does=_transferred,
            needs_checklist=True,
        ),
        Transition(
            "record_weight", _WORKING, data=Weighing, does=_weigh, conditions=(_is_about_weight,)
        ),
        Transition(
            "transferred_back", frozenset({"transferred"}), "issued", hands_to=HolderKind.AGENT,
            data=TransferredBack, does=_transferred_back,
        ),
        *_ASSISTANCE,
        *_EXTENSIONS,
        *shared_transitions(_OPEN),
    ),
)  # fmt: skip

WORKFLOWS = {"inbound": _WORKFLOW, "outbound": _WORKFLOW}
