"""States and transitions of a pickup order; it exists outbound only.

incomplete → ready → with a courier → collected with its waybill, or not, with the reason.
"""

from __future__ import annotations

from datetime import datetime
from math import ceil

from pydantic import AwareDatetime, Field

from stationdesk.case_kinds.asking import (
    SHARED_FINAL_STATES,
    Reason,
    in_future,
    not_in_future,
    reason_as_text,
    shared_transitions,
)
from stationdesk.case_kinds.pickup_order.details import (
    LARGEST_WEIGHT_G,
    NO_WISHES,
    Failure,
    Payment,
    PickupOrder,
    missing_of,
    summary_of,
)
from stationdesk.case_kinds.pickup_order.messages import FIELD_LABELS
from stationdesk.cases.forms import drawn
from stationdesk.workflow.custody import HolderKind
from stationdesk.workflow.definition import (
    CaseView,
    EventData,
    Outcome,
    Refusal,
    StartClock,
    StopClock,
    Transition,
    Workflow,
)

_OPEN = frozenset({"incomplete", "ready", "assigned"})


class OrderItems(EventData):
    """What the customer tells us; what is known already is shown and may be corrected."""

    goods: str = Field(default="", max_length=300, json_schema_extra=drawn(start="details.goods"))
    weight_g: int | None = Field(
        default=None,
        ge=1,
        le=LARGEST_WEIGHT_G,
        json_schema_extra=drawn(start="details.weight_g", unit="g"),
    )
    size: str = Field(default="", max_length=100, json_schema_extra=drawn(start="details.size"))
    addressee: str = Field(
        default="",
        max_length=100,
        json_schema_extra=drawn(start="details.addressee", personal="name"),
    )
    addressee_phone: str = Field(
        default="",
        max_length=32,
        json_schema_extra=drawn(start="details.addressee_phone", personal="phone"),
    )
    addressee_address: str = Field(
        default="",
        max_length=300,
        json_schema_extra=drawn(start="details.addressee_address", personal="address"),
    )
    collect_at: AwareDatetime | None = Field(
        default=None, json_schema_extra=drawn(start="details.collect_at", tense="future")
    )
    payment: Payment | None = Field(default=None, json_schema_extra=drawn(start="details.payment"))
    shipper: str = Field(
        default="",
        max_length=100,
        json_schema_extra=drawn(start="details.shipper", personal="name"),
    )
    phone: str = Field(
        default="",
        max_length=32,
        json_schema_extra=drawn(start="details.phone", personal="phone"),
    )
    address: str = Field(
        default="",
        max_length=300,
        json_schema_extra=drawn(start="details.address", personal="address"),
    )
    special_wishes: str | None = Field(
        default=None,
        max_length=1000,
        json_schema_extra=drawn(start="details.special_wishes", is_long=True, hint=NO_WISHES),
    )


class Assignment(EventData):
    """Which courier collects it, by name: custody is counted against that name."""

    courier: str = Field(
        min_length=1, max_length=100, json_schema_extra=drawn(start="details.courier")
    )
    text: str = Field(default="", max_length=2000)


class Postponement(Reason):
    """When the customer wants it collected instead."""

    collect_at: AwareDatetime = Field(json_schema_extra=drawn(tense="future"))


class Collection(EventData):
    """The parcel is ours: its waybill, its weight, when."""

    waybill: str = Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9]+$")
    collected_weight_g: int | None = Field(
        default=None, ge=1, le=LARGEST_WEIGHT_G, json_schema_extra=drawn(unit="g")
    )
    collected_at: AwareDatetime | None = Field(default=None, json_schema_extra=drawn(tense="past"))


class NotCollected(EventData):
    """Why not, for whoever sells to this customer next."""

    failure: Failure
    text: str = Field(default="", max_length=2000)


def _with(case: CaseView, data: OrderItems) -> PickupOrder:
    """The order after the items told now; what was not told stays as it was."""
    told = {name: value for name, value in data.model_dump().items() if value not in (None, "")}
    order: PickupOrder = case.details
    changed = order.model_copy(update=told)
    return changed.model_copy(update={"missing": missing_of(changed)})


def _noted(case: CaseView, data: OrderItems, _: datetime) -> Outcome:
    changed = _with(case, data)
    return Outcome(
        details=changed.model_dump(),
        columns={"summary": summary_of(changed)},
        text=_lacks(changed.missing, "zh"),
    )


def _lacks(missing: list[str], language: str) -> str:
    if not missing:
        return ""
    names = [getattr(FIELD_LABELS[name], language) for name in missing]
    return f"还缺:{'、'.join(names)}" if language == "zh" else f"Missing: {', '.join(names)}"


def _nothing_missing(case: CaseView, data: OrderItems, _: datetime) -> Refusal | None:
    missing = _with(case, data).missing
    if not missing:
        return None
    return Refusal("order_incomplete", _lacks(missing, "zh"), _lacks(missing, "en"), tuple(missing))


def _assign(case: CaseView, data: Assignment, now: datetime) -> Outcome:
    """HQ's collection clock runs to the time that the customer was promised, if it is later."""
    minutes = None
    if case.details.collect_at is not None and case.details.collect_at > now:
        minutes = ceil((case.details.collect_at - now).total_seconds() / 60)
    clocks = () if _is_running(case, "collect") else (StartClock("collect", minutes),)
    return Outcome(
        details={"courier": data.courier},
        clocks=clocks,
        holder_name=data.courier,
        text=data.text or data.courier,
    )


def _is_running(case: CaseView, name: str) -> bool:
    clock = case.clock(name)
    return clock is not None and clock.stopped_at is None


def _postpone(case: CaseView, data: Postponement, now: datetime) -> Outcome:
    """The customer's own wish sets the collection anew."""
    minutes = max(1, ceil((data.collect_at - now).total_seconds() / 60))
    anew = (StopClock("collect"), StartClock("collect", minutes))
    return Outcome(
        details={"collect_at": data.collect_at},
        clocks=anew if _is_running(case, "collect") else (),
        text=data.reason,
    )


def _collect(_: CaseView, data: Collection, now: datetime) -> Outcome:
    at = data.collected_at or now
    waybill = data.waybill.upper()
    return Outcome(
        details={"waybill": waybill, "collected_weight_g": data.collected_weight_g},
        columns={"waybill": waybill, "outcome": "collected", "answered_at": at},
        clocks=(StopClock("collect", at),),
        text=waybill,
    )


def _fail(_: CaseView, data: NotCollected, __: datetime) -> Outcome:
    return Outcome(
        details={"failure": data.failure}, columns={"outcome": "failed"}, text=data.text
    )  # fmt: skip


_WORKFLOW = Workflow(
    first_state="incomplete",
    final_states=frozenset({"collected", "failed"}) | SHARED_FINAL_STATES,
    transitions=(
        Transition(
            "confirm_order", frozenset({"incomplete"}), "ready", data=OrderItems, does=_noted,
            checks=(_nothing_missing, in_future("collect_at")), stops=("complete",),
            starts=("assign",),
        ),
        Transition("note_down", frozenset({"incomplete"}), data=OrderItems, does=_noted),
        Transition(
            "assign", frozenset({"ready", "assigned"}), "assigned", hands_to=HolderKind.COURIER,
            data=Assignment, does=_assign, stops=("assign",),
        ),
        Transition(
            "collect", frozenset({"assigned"}), "collected", data=Collection, does=_collect,
            checks=(not_in_future("collected_at"),), needs_checklist=True, stops=("collect",),
        ),
        Transition(
            "hand_back", frozenset({"assigned"}), "ready", hands_to=HolderKind.AGENT,
            data=Reason, does=reason_as_text, starts=("assign",),
        ),
        Transition(
            "postpone", frozenset({"ready", "assigned"}), data=Postponement, does=_postpone,
            checks=(in_future("collect_at"),),
        ),
        Transition(
            "fail", _OPEN, "failed", data=NotCollected, does=_fail, needs_checklist=True,
            stops=("complete", "assign", "collect"),
        ),
        *shared_transitions(_OPEN),
    ),
)  # fmt: skip

WORKFLOWS = {"outbound": _WORKFLOW}
