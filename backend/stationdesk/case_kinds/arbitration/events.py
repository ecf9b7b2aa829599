"""What comes with the events of an arbitration, and what each changes."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import AwareDatetime, Field

from stationdesk.case_kinds.arbitration.details import LARGEST_AMOUNT_FEN
from stationdesk.case_kinds.asking import Reason
from stationdesk.workflow.custody import HolderKind
from stationdesk.workflow.definition import CaseView, EventData, Outcome, Refusal, StopClock


class Offer(EventData):
    """What was offered, by us or by the other side."""

    amount_fen: int = Field(ge=0, le=LARGEST_AMOUNT_FEN)
    text: str = Field(min_length=1, max_length=2000)


class Settlement(EventData):
    """A private settlement 私了: the amount agreed and what proves it."""

    amount_fen: int = Field(ge=0, le=LARGEST_AMOUNT_FEN)
    proof: str = Field(min_length=1, max_length=500)
    text: str = Field(default="", max_length=2000)


class Contest(EventData):
    """Why we do not accept the claim, as filed with the carrier."""

    statement: str = Field(min_length=1, max_length=4000)
    contested_at: AwareDatetime | None = None
    proof: str = Field(default="", max_length=500)


class Acceptance(EventData):
    """The amount that we accept to bear."""

    amount_fen: int = Field(ge=0, le=LARGEST_AMOUNT_FEN)
    text: str = Field(default="", max_length=2000)


class Award(EventData):
    """The carrier's decision in money."""

    awarded_amount_fen: int = Field(ge=0, le=LARGEST_AMOUNT_FEN)
    decided_at: AwareDatetime | None = None
    text: str = Field(default="", max_length=2000)


class ContactMade(EventData):
    """An attempt to settle first, or to get the material: who was spoken to, what was said."""

    party: str = Field(min_length=1, max_length=100)
    text: str = Field(min_length=1, max_length=2000)
    contacted_at: AwareDatetime | None = None


class Filing(EventData):
    """The claim as it stands in the carrier's system."""

    claim_no: str = Field(min_length=1, max_length=64)
    filed_at: AwareDatetime | None = None
    proof: str = Field(default="", max_length=500)
    text: str = Field(default="", max_length=4000)


class MaterialAsked(EventData):
    """What is still needed for the claim, and of whom."""

    asked_of: Literal["shipper", "station", "counterparty"]
    name: str = Field(default="", max_length=100)
    text: str = Field(min_length=1, max_length=2000)


class MaterialReceived(EventData):
    """What came; the files themselves are evidence."""

    text: str = Field(min_length=1, max_length=2000)


class WindowMissed(Reason):
    """Why it was not filed in time, and what is lost by that."""

    lost_amount_fen: int = Field(ge=0, le=LARGEST_AMOUNT_FEN)


class Payment(EventData):
    """Money that arrived."""

    amount_fen: int = Field(ge=1, le=LARGEST_AMOUNT_FEN)
    received_at: AwareDatetime | None = None
    proof: str = Field(default="", max_length=500)


def offer(_: CaseView, data: Offer, __: datetime) -> Outcome:
    """Remember the last figure on the table."""
    return Outcome(details={"offered_amount_fen": data.amount_fen}, text=data.text)


def settle(_: CaseView, data: Settlement, __: datetime) -> Outcome:
    """Settled without the carrier."""
    return Outcome(
        details={"settled_amount_fen": data.amount_fen},
        columns={"outcome": "settled"},
        text=data.text or data.proof,
    )


def contest(_: CaseView, data: Contest, now: datetime) -> Outcome:
    """Our statement stands with the carrier: its clock stops when it was filed there."""
    at = data.contested_at or now
    return Outcome(
        details={"statement": data.statement},
        columns={"answered_at": at},
        clocks=(StopClock("respond", at),),
        text=data.statement,
    )


def accept(_: CaseView, data: Acceptance, now: datetime) -> Outcome:
    """We bear it."""
    return Outcome(
        columns={
            "outcome": "awarded", "awarded_amount_fen": data.amount_fen, "answered_at": now,
        },
        text=data.text,
    )  # fmt: skip


def award(_: CaseView, data: Award, __: datetime) -> Outcome:
    """The carrier awarded an amount."""
    return Outcome(
        columns={"outcome": "awarded", "awarded_amount_fen": data.awarded_amount_fen},
        text=data.text,
    )


def reject(_: CaseView, data: Reason, __: datetime) -> Outcome:
    """The carrier rejected the claim."""
    return Outcome(columns={"outcome": "rejected", "awarded_amount_fen": 0}, text=data.reason)


def withdraw(_: CaseView, data: Reason, __: datetime) -> Outcome:
    """Whoever claimed gave it up."""
    return Outcome(columns={"outcome": "withdrawn"}, text=data.reason)


def contact(case: CaseView, data: ContactMade, now: datetime) -> Outcome:
    """One more attempt on record."""
    contacts: list[Any] = [
        *(each.model_dump() for each in case.details.contacts),
        {"party": data.party, "text": data.text, "contacted_at": data.contacted_at or now},
    ]
    return Outcome(details={"contacts": contacts}, text=f"{data.party}:{data.text}")


_ASKED_OF = {
    "shipper": HolderKind.CUSTOMER,
    "station": HolderKind.STATION,
    "counterparty": HolderKind.COUNTERPARTY,
}


def ask_material(_: CaseView, data: MaterialAsked, __: datetime) -> Outcome:
    """The case waits on whoever has the material."""
    return Outcome(hands_to=_ASKED_OF[data.asked_of], holder_name=data.name or None, text=data.text)


def take_material(_: CaseView, data: MaterialReceived, __: datetime) -> Outcome:
    """The material is here."""
    return Outcome(text=data.text)


def miss_window(_: CaseView, data: WindowMissed, __: datetime) -> Outcome:
    """Nothing can be claimed any more; the loss is kept for whoever decides who bears it."""
    return Outcome(
        details={"lost_amount_fen": data.lost_amount_fen},
        columns={"outcome": "missed", "awarded_amount_fen": 0},
        text=data.reason,
    )


def window_is_over(case: CaseView, now: datetime) -> Refusal | None:
    """While there is time, it is filed."""
    clock = case.clock("filing_window")
    if clock is not None and clock.stopped_at is None and now > clock.due_at:
        return None
    return Refusal("window_open", "申报期限未过", "The filing window is still open")


def file_claim(_: CaseView, data: Filing, now: datetime) -> Outcome:
    """The claim is with the carrier."""
    at = data.filed_at or now
    return Outcome(
        details={"claim_no": data.claim_no, "filed_at": at},
        columns={"answered_at": at},
        clocks=(StopClock("filing_window", at),),
        text=data.text or data.claim_no,
    )


def receive_payment(_: CaseView, data: Payment, __: datetime) -> Outcome:
    """The award arrived."""
    return Outcome(details={"paid_amount_fen": data.amount_fen}, text=data.proof)


def contacted_first(case: CaseView, _: datetime) -> Refusal | None:
    """A claim without contact first is what bad senders do (domain §7)."""
    if case.details.contacts:
        return None
    return Refusal(
        "settlement_not_tried",
        "请先联系对方协商并记录",
        "Try to settle first, and record the attempt",
        ("contact",),
    )


def inside_window(case: CaseView, data: Filing, now: datetime) -> Refusal | None:
    """Filed in time, by the carrier's clock; a returned claim was filed in time already."""
    clock = case.clock("filing_window")
    if clock is None or clock.stopped_at is not None:
        return None
    if (data.filed_at or now) <= clock.due_at:
        return None
    return Refusal(
        "window_missed",
        f"已过申报期限 {clock.due_at.isoformat()}",
        f"The filing window closed at {clock.due_at.isoformat()}",
    )
