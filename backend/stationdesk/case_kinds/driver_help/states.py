"""States and transitions of a courier's call for help; it exists inbound only.

waiting → told: a new contact from the sender's side, a fee that the sender agreed to, or to bring
the parcel back. What did not help opens it again, and the minutes count again.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import Field, model_validator

from stationdesk.case_kinds.asking import SHARED_FINAL_STATES, shared_transitions
from stationdesk.case_kinds.driver_help.details import LARGEST_FEE_FEN, BringBack
from stationdesk.cases.forms import drawn
from stationdesk.foundation.money import format_yuan
from stationdesk.tenancy.masking import mask_address, mask_name, mask_phone
from stationdesk.workflow.custody import HolderKind
from stationdesk.workflow.definition import (
    CaseView,
    EventData,
    Outcome,
    Refusal,
    Transition,
    Workflow,
)
from stationdesk.workflow.faults import stated


class NewContact(EventData):
    """What the sender's side gave us; one of the two at least."""

    new_phone: str = Field(default="", max_length=32, json_schema_extra=drawn(personal="phone"))
    new_address: str = Field(
        default="", max_length=300, json_schema_extra=drawn(personal="address")
    )
    given_by: str = Field(min_length=1, max_length=100, json_schema_extra=drawn(personal="name"))

    @model_validator(mode="after")
    def _says_something(self) -> NewContact:
        if not self.new_phone and not self.new_address:
            raise stated(
                "new_phone", "新电话、新地址至少写一样", "a new phone or a new address is needed"
            )
        return self


class FeeAgreed(EventData):
    """Who pays the carrying, how much, and what proves that he agreed."""

    fee_fen: int = Field(ge=1, le=LARGEST_FEE_FEN)
    agreed_with: str = Field(min_length=1, max_length=100, json_schema_extra=drawn(personal="name"))
    proof: str = Field(min_length=1, max_length=500)


class BroughtBack(EventData):
    """Why the courier need not wait any longer."""

    why: BringBack
    text: str = Field(default="", max_length=2000)


class StillStuck(EventData):
    """What the courier says now."""

    told: str = Field(min_length=1, max_length=2000)


def _give_contact(_: CaseView, data: NewContact, now: datetime) -> Outcome:
    given = (mask_phone(data.new_phone), mask_address(data.new_address))
    contact = " ".join(part for part in given if part)
    return Outcome(
        details={"new_phone": data.new_phone, "new_address": data.new_address},
        columns={"outcome": "new_contact", "answered_at": now},
        text=f"{mask_name(data.given_by)}:{contact}",
    )


def _agree_fee(_: CaseView, data: FeeAgreed, now: datetime) -> Outcome:
    return Outcome(
        details={"fee_fen": data.fee_fen, "agreed_with": data.agreed_with},
        columns={"outcome": "fee_agreed", "answered_at": now},
        text=f"{mask_name(data.agreed_with)} {format_yuan(data.fee_fen)}",
    )


def _is_about_money(case: CaseView, _: datetime) -> Refusal | None:
    if case.details.trouble == "carry_upstairs_unpaid":
        return None
    return Refusal(
        "no_fee_at_stake", "这次求助不涉及上楼费用", "This call for help is not about a fee"
    )


def _is_about_contact(case: CaseView, _: datetime) -> Refusal | None:
    if case.details.trouble != "carry_upstairs_unpaid":
        return None
    return Refusal(
        "contact_known", "收件人已联系上,问题在费用", "The recipient is there; it is about the fee"
    )


def _bring_back(_: CaseView, data: BroughtBack, now: datetime) -> Outcome:
    return Outcome(
        details={"bring_back": data.why},
        columns={"outcome": "brought_back", "answered_at": now},
        text=data.text,
    )


def _still_stuck(case: CaseView, data: StillStuck, now: datetime) -> Outcome:
    attempts: list[Any] = [
        *(each.model_dump() for each in case.details.attempts),
        {"told": data.told, "tried_at": now},
    ]
    return Outcome(
        details={"attempts": attempts},
        columns={"outcome": None, "answered_at": None},
        text=data.told,
    )


_WORKFLOW = Workflow(
    first_state="waiting",
    final_states=frozenset({"helped"}) | SHARED_FINAL_STATES,
    transitions=(
        Transition(
            "give_contact", frozenset({"waiting"}), "helped", data=NewContact, does=_give_contact,
            conditions=(_is_about_contact,), needs_checklist=True, stops=("help",),
        ),
        Transition(
            "agree_fee", frozenset({"waiting"}), "helped", data=FeeAgreed, does=_agree_fee,
            conditions=(_is_about_money,), needs_checklist=True, stops=("help",),
        ),
        Transition(
            "bring_back", frozenset({"waiting"}), "helped", data=BroughtBack, does=_bring_back,
            needs_checklist=True, stops=("help",),
        ),
        Transition(
            "still_stuck", frozenset({"helped"}), "waiting", hands_to=HolderKind.AGENT,
            data=StillStuck, does=_still_stuck, starts=("help",),
        ),
        *shared_transitions(("waiting",)),
    ),
)  # fmt: skip

WORKFLOWS = {"inbound": _WORKFLOW}
