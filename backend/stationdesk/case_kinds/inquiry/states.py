"""States and transitions of an inquiry; the same in both directions.

received → answered; or → a call back is due, after asking whoever has the parcel → answered. Only
facts, and only those that the asker may know (domain §9).
"""

from __future__ import annotations

from datetime import datetime
from math import ceil

from pydantic import AwareDatetime, Field

from stationdesk.case_kinds.asking import (
    SHARED_FINAL_STATES,
    in_future,
    shared_transitions,
)
from stationdesk.case_kinds.inquiry.details import Identity, Told
from stationdesk.cases.forms import drawn
from stationdesk.tenancy.masking import mask_phone
from stationdesk.workflow.custody import HolderKind
from stationdesk.workflow.definition import (
    CaseView,
    EventData,
    Outcome,
    Refusal,
    StartClock,
    Transition,
    Workflow,
)

_OPEN = frozenset({"received", "call_back_due"})


class AnswerGiven(EventData):
    """What the asker was told: of which sort, and in which words."""

    told: list[Told] = Field(min_length=1, max_length=4)
    answer_text: str = Field(min_length=1, max_length=2000, json_schema_extra=drawn(is_long=True))


class Verification(EventData):
    """How we came to know who asks."""

    identity: Identity
    asker_name: str = Field(
        default="", max_length=100,
        json_schema_extra=drawn(start="details.asker_name", personal="name"),
    )  # fmt: skip


class CallBack(EventData):
    """When and where we promised to call back; without a time, policy says how soon."""

    phone: str = Field(
        min_length=1, max_length=32,
        json_schema_extra=drawn(start="details.phone", personal="phone"),
    )  # fmt: skip
    call_back_at: AwareDatetime | None = Field(
        default=None, json_schema_extra=drawn(tense="future")
    )
    text: str = Field(default="", max_length=2000)


class NotReached(EventData):
    """An attempt that nobody took."""

    text: str = Field(default="", max_length=2000)


class NewQuestion(EventData):
    """What they ask now."""

    question: str = Field(min_length=1, max_length=2000, json_schema_extra=drawn(is_long=True))


def _answer(case: CaseView, data: AnswerGiven, now: datetime) -> Outcome:
    called_back = case.state == "call_back_due"
    return Outcome(
        details={"told": list(data.told), "answer_text": data.answer_text},
        columns={"answered_at": now, "outcome": "called_back" if called_back else "answered"},
        text=data.answer_text,
    )


def _may_know(case: CaseView, data: AnswerGiven, _: datetime) -> Refusal | None:
    """A parcel is told of to its shipper and recipient alone, once we know that it is him."""
    if "own_parcel" not in data.told:
        return None
    if case.details.asker == "other":
        return Refusal(
            "not_his_parcel",
            "不是收寄件人:快件信息不能告知,可告知资费、网点地址电话、办理流程",
            "Neither shipper nor recipient: he may be told tariffs, the station's address and "
            "phone, and how things are done, but nothing of the parcel",
            ("told",),
        )
    if case.details.identity != "not_verified":
        return None
    return Refusal(
        "asker_not_verified", "请先核实对方身份", "First verify who asks", ("told",)
    )  # fmt: skip


def _no_guess(case: CaseView, data: AnswerGiven, _: datetime) -> Refusal | None:
    """Where no trace exists, nobody answers from experience: ask first, then call back."""
    if "own_parcel" not in data.told:
        return None
    if case.facts.get("has_trace") or case.facts.get("is_answered"):
        return None
    return Refusal(
        "no_trace",
        "系统没有该件轨迹,不能凭经验答复:请约定回电,问过业务员或网点后再答",
        "There is no trace of the parcel: promise to call back, ask courier or station, then "
        "answer",
        ("told",),
    )


def _verify(_: CaseView, data: Verification, __: datetime) -> Outcome:
    details = {"identity": data.identity}
    return Outcome(details=details | ({"asker_name": data.asker_name} if data.asker_name else {}))


def _promise(_: CaseView, data: CallBack, now: datetime) -> Outcome:
    minutes = None
    if data.call_back_at is not None:
        minutes = max(1, ceil((data.call_back_at - now).total_seconds() / 60))
    return Outcome(
        details={"phone": data.phone, "call_back_at": data.call_back_at},
        clocks=(StartClock("call_back", minutes),),
        text=data.text or mask_phone(data.phone),
    )


def _not_reached(case: CaseView, data: NotReached, _: datetime) -> Outcome:
    return Outcome(
        details={"unreached_count": case.details.unreached_count + 1}, text=data.text
    )  # fmt: skip


def _ask_again(_: CaseView, data: NewQuestion, __: datetime) -> Outcome:
    return Outcome(
        details={"question": data.question, "told": [], "answer_text": ""},
        columns={"answered_at": None, "outcome": None, "summary": f"再询 {data.question}"[:200]},
        text=data.question,
    )


_WORKFLOW = Workflow(
    first_state="received",
    final_states=frozenset({"answered"}) | SHARED_FINAL_STATES,
    transitions=(
        Transition(
            "answer", _OPEN, "answered", data=AnswerGiven, does=_answer,
            checks=(_may_know, _no_guess), needs_checklist=True, stops=("answer", "call_back"),
        ),
        Transition(
            "promise_call_back", frozenset({"received"}), "call_back_due", data=CallBack,
            does=_promise, checks=(in_future("call_back_at"),), stops=("answer",),
        ),
        Transition("verify", _OPEN, data=Verification, does=_verify),
        Transition(
            "not_reached", frozenset({"call_back_due"}), hands_to=HolderKind.CUSTOMER,
            data=NotReached, does=_not_reached,
        ),
        Transition(
            "ask_again", frozenset({"answered"}), "received", hands_to=HolderKind.AGENT,
            data=NewQuestion, does=_ask_again, starts=("answer",),
        ),
        *shared_transitions(_OPEN),
    ),
)  # fmt: skip

WORKFLOWS = {"inbound": _WORKFLOW, "outbound": _WORKFLOW}
