"""States and transitions of an interception.

Outbound we ask: requested → placed with the carrier → succeeded, failed or too late.
Inbound we are asked: received → stopped → sent back or on; or failed, or too late.
"""

from __future__ import annotations

from datetime import datetime

from pydantic import AwareDatetime, Field

from stationdesk.case_kinds.asking import (
    SHARED_FINAL_STATES,
    Reason,
    not_in_future,
    proven_if_earlier,
    shared_transitions,
)
from stationdesk.case_kinds.interception.details import LARGEST_FEE_FEN, Payer
from stationdesk.case_kinds.interception.facts import already_signed
from stationdesk.cases.forms import drawn
from stationdesk.tenancy.masking import mask_name
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


class OrderPlaced(EventData):
    """The order as it stands in the carrier's system, and what it costs whom."""

    carrier_order_no: str = Field(
        min_length=1, max_length=64, json_schema_extra=drawn(start="details.carrier_order_no")
    )
    fee_fen: int = Field(default=0, ge=0, le=LARGEST_FEE_FEN)
    paid_by: Payer = "shipper"
    placed_at: AwareDatetime | None = Field(default=None, json_schema_extra=drawn(tense="past"))
    proof: str = Field(default="", max_length=500)


class Success(EventData):
    """It was stopped; whoever asked has been told so."""

    told_to: str = Field(
        min_length=1, max_length=100,
        json_schema_extra=drawn(start="details.applicant_name", personal="name"),
    )  # fmt: skip
    proof: str = Field(default="", max_length=500)
    text: str = Field(default="", max_length=2000)


class Failure(Reason):
    """Why not, and who was told so."""

    told_to: str = Field(
        min_length=1, max_length=100,
        json_schema_extra=drawn(start="details.applicant_name", personal="name"),
    )  # fmt: skip


class Held(EventData):
    """The parcel is in our hands."""

    held_at: AwareDatetime | None = Field(default=None, json_schema_extra=drawn(tense="past"))
    proof: str = Field(default="", max_length=500)
    text: str = Field(default="", max_length=2000)


class SentBack(EventData):
    """It left again, to where the order says."""

    new_waybill: str = Field(default="", max_length=64)
    sent_at: AwareDatetime | None = Field(default=None, json_schema_extra=drawn(tense="past"))
    proof: str = Field(min_length=1, max_length=500)


def _place(_: CaseView, data: OrderPlaced, now: datetime) -> Outcome:
    at = data.placed_at or now
    return Outcome(
        details={
            "carrier_order_no": data.carrier_order_no, "fee_fen": data.fee_fen,
            "paid_by": data.paid_by if data.fee_fen else "nobody",
        },
        columns={"order_no": data.carrier_order_no.upper(), "answered_at": at},
        clocks=(StopClock("place", at),),
        text=data.carrier_order_no,
    )  # fmt: skip


def _succeed(_: CaseView, data: Success, __: datetime) -> Outcome:
    return Outcome(columns={"outcome": "succeeded"}, text=data.text or mask_name(data.told_to))


def _fail(_: CaseView, data: Failure, __: datetime) -> Outcome:
    return Outcome(columns={"outcome": "failed"}, text=data.reason)


def _too_late(_: CaseView, data: Failure, __: datetime) -> Outcome:
    return Outcome(columns={"outcome": "too_late"}, text=data.reason)


def _hold(_: CaseView, data: Held, now: datetime) -> Outcome:
    at = data.held_at or now
    return Outcome(details={"held_at": at}, clocks=(StopClock("hold", at),), text=data.text)


def _send_back(_: CaseView, data: SentBack, now: datetime) -> Outcome:
    at = data.sent_at or now
    return Outcome(
        details={"new_waybill": data.new_waybill},
        columns={"outcome": "succeeded", "answered_at": at},
        clocks=(StopClock("send_back", at),),
        text=" ".join(part for part in (data.new_waybill, data.proof) if part),
    )


def _went_out(_: CaseView, data: Reason, __: datetime) -> Outcome:
    return Outcome(details={"held_at": None}, text=data.reason)


def _in_time(case: CaseView, _: datetime) -> Refusal | None:
    """A signed parcel cannot be intercepted any more: say so, instead of claiming a success."""
    stage = case.facts.get("too_late")
    if stage is None:
        return None
    if stage == "signed":
        return already_signed()
    return Refusal(
        "already_dispatched",
        "该件已派件,已过拦截时段:请记来不及",
        "The parcel is out for delivery: too late by the carrier's rule",
    )


def _fail_and_too_late(*sources: str) -> tuple[Transition, ...]:
    return (
        Transition(
            "fail", frozenset(sources), "failed", data=Failure, does=_fail, needs_checklist=True
        ),
        Transition(
            "come_too_late", frozenset(sources), "too_late", data=Failure, does=_too_late,
            needs_checklist=True,
        ),
    )  # fmt: skip


_ENDS = frozenset({"succeeded", "failed", "too_late"}) | SHARED_FINAL_STATES

_OUTBOUND = Workflow(
    first_state="requested",
    final_states=_ENDS,
    transitions=(
        Transition(
            "place", frozenset({"requested"}), "placed", hands_to=HolderKind.CARRIER,
            data=OrderPlaced, does=_place, conditions=(_in_time,),
            checks=(not_in_future("placed_at"), proven_if_earlier("placed_at")),
            stops=("place",), starts=("result",),
        ),
        Transition(
            "succeed", frozenset({"placed"}), "succeeded", data=Success, does=_succeed,
            conditions=(_in_time,), needs_checklist=True, stops=("result",),
        ),
        *_fail_and_too_late("requested", "placed"),
        *shared_transitions(("requested", "placed")),
    ),
)  # fmt: skip

_INBOUND = Workflow(
    first_state="received",
    final_states=_ENDS,
    transitions=(
        Transition(
            "hold", frozenset({"received"}), "held", hands_to=HolderKind.STATION, data=Held,
            does=_hold, conditions=(_in_time,),
            checks=(not_in_future("held_at"), proven_if_earlier("held_at")),
            stops=("hold",), starts=("send_back",),
        ),
        Transition(
            "send_back", frozenset({"held"}), "succeeded", data=SentBack, does=_send_back,
            conditions=(_in_time,), checks=(not_in_future("sent_at"),), needs_checklist=True,
            stops=("send_back",),
        ),
        Transition(
            "resend", frozenset({"held"}), "received", hands_to=HolderKind.AGENT, data=Reason,
            does=_went_out, stops=("send_back",), starts=("hold",),
        ),
        *_fail_and_too_late("received", "held"),
        *shared_transitions(("received", "held")),
    ),
)  # fmt: skip

WORKFLOWS = {"inbound": _INBOUND, "outbound": _OUTBOUND}
