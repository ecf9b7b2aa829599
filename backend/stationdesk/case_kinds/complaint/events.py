"""What comes with the events of a complaint, and what each changes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import AwareDatetime, Field

from stationdesk.case_kinds.asking import Reason
from stationdesk.case_kinds.complaint.clocks import ALL_REPLIES, REPLY_CLOCKS
from stationdesk.case_kinds.complaint.details import (
    LARGEST_AMOUNT_FEN,
    LONGEST_REPLY_MINUTES,
    Mark,
    Responsible,
)
from stationdesk.case_kinds.complaint.limits import limit_of, within_limit
from stationdesk.cases.forms import drawn
from stationdesk.foundation.money import format_yuan
from stationdesk.tenancy.masking import mask_name
from stationdesk.workflow.definition import (
    CaseView,
    EventData,
    Outcome,
    Refusal,
    StartClock,
    StopClock,
)


class Findings(EventData):
    """What the station and its people say, and what the traces show."""

    checked_with: str = Field(min_length=1, max_length=200)
    finding: str = Field(min_length=1, max_length=4000)


class Proposal(EventData):
    """The apology as it was said, and what is offered."""

    apology: str = Field(min_length=1, max_length=2000)
    proposal: str = Field(min_length=1, max_length=2000)


class Compensation(Proposal):
    """The same with money."""

    compensation_fen: int = Field(ge=1, le=LARGEST_AMOUNT_FEN)


class Sanction(EventData):
    """Who was responsible, and what became of him; `nobody` needs its reason as well."""

    responsible: Responsible
    name: str = Field(default="", max_length=100)
    sanction: str = Field(min_length=1, max_length=1000)


class SourceAnswer(EventData):
    """The answer as it stands in the source's own system."""

    text: str = Field(min_length=1, max_length=4000)
    answered_at: AwareDatetime | None = None
    proof: str = Field(default="", max_length=500)


class Remedy(EventData):
    """What was done of the proposal, and what was paid."""

    remedy: str = Field(min_length=1, max_length=2000)
    paid_fen: int = Field(default=0, ge=0, le=LARGEST_AMOUNT_FEN)


class Confirmation(EventData):
    """Who said that it is settled."""

    confirmed_by: str = Field(
        min_length=1,
        max_length=100,
        json_schema_extra=drawn(start="details.caller", personal="name"),
    )
    text: str = Field(default="", max_length=2000)


class Again(EventData):
    """What he complains of this time, and how long the source gives."""

    text: str = Field(min_length=1, max_length=4000)
    reply_due_minutes: int | None = Field(default=None, ge=1, le=LONGEST_REPLY_MINUTES)


class Marking(Reason):
    """Why the complaint does not stand."""

    mark: Mark


def check_facts(_: CaseView, data: Findings, __: datetime) -> Outcome:
    """What was found."""
    return Outcome(
        details={"finding": data.finding, "checked_with": data.checked_with},
        text=f"{data.checked_with}:{data.finding}",
    )


def propose(_: CaseView, data: Proposal, __: datetime) -> Outcome:
    """An apology and a remedy that cost nothing need nobody's approval."""
    return Outcome(
        details={
            "apology": data.apology, "proposal": data.proposal, "compensation_fen": None,
            "approved_fen": None, "approved_by_limit_fen": None,
        },
        text=data.proposal,
    )  # fmt: skip


def propose_compensation(_: CaseView, data: Compensation, __: datetime) -> Outcome:
    """Money is proposed; nobody has approved it yet."""
    return Outcome(
        details={
            "apology": data.apology, "proposal": data.proposal,
            "compensation_fen": data.compensation_fen, "approved_fen": None,
            "approved_by_limit_fen": None,
        },
        text=f"¥{format_yuan(data.compensation_fen)} {data.proposal}",
    )  # fmt: skip


def inside_own_limit(case: CaseView, _: datetime) -> Refusal | None:
    """Over his own limit nobody approves (domain §3)."""
    return within_limit(case.details.compensation_fen or 0, case.facts)


def over_own_limit(case: CaseView, now: datetime) -> Refusal | None:
    """What he may approve himself need not wait for anybody."""
    if not case.facts or inside_own_limit(case, now) is not None:
        return None
    return Refusal(
        "inside_limit",
        "金额在您的权限内,可直接批准",
        "The amount is inside of your own limit: approve it",
    )


def approve(case: CaseView, _: EventData, __: datetime) -> Outcome:
    """Approved, with the limit that covered it."""
    amount = case.details.compensation_fen or 0
    limits = case.facts.get("limits_fen")
    limit = None if limits is None else limit_of(case.facts["role"], limits)
    return Outcome(
        details={"approved_fen": amount, "approved_by_limit_fen": limit},
        text=f"¥{format_yuan(amount)}",
    )


def record_sanction(_: CaseView, data: Sanction, __: datetime) -> Outcome:
    """Who was responsible; what the station does to its people stays out of our ledger."""
    text = f"{data.name} {data.sanction}".strip()
    return Outcome(details={"responsible": data.responsible, "sanction": text}, text=text)


def answer_source(case: CaseView, data: SourceAnswer, now: datetime) -> Outcome:
    """The source's clock stops at the answer in its own system."""
    at = data.answered_at or now
    return Outcome(
        details={"answer_text": data.text},
        columns={"answered_at": at},
        clocks=(StopClock(REPLY_CLOCKS[case.details.source], at),),
        text=data.text,
    )


def not_over_approved(case: CaseView, data: Remedy, _: datetime) -> Refusal | None:
    """Nobody pays more than was approved."""
    approved = case.details.approved_fen or 0
    if data.paid_fen <= approved:
        return None
    shown = format_yuan(approved)
    return Refusal(
        "over_approved",
        f"已付金额超过批准的 ¥{shown};请先重新提出赔付方案",
        f"More was paid than the ¥{shown} that was approved: propose it anew first",
        ("paid_fen",),
    )


def carry_out(_: CaseView, data: Remedy, __: datetime) -> Outcome:
    """Done; the customer has the last word."""
    return Outcome(details={"remedy": data.remedy, "paid_fen": data.paid_fen}, text=data.remedy)


def sanction_recorded(case: CaseView, _: datetime) -> Refusal | None:
    """No complaint ends without saying who was responsible (domain §3)."""
    if case.details.responsible is not None:
        return None
    return Refusal(
        "sanction_missing",
        "请先登记责任处理(无责任人也要写明理由)",
        "Record who was responsible first; that nobody was needs its reason too",
        ("record_sanction",),
    )


def source_answered(case: CaseView, _: datetime) -> Refusal | None:
    """A complaint from outside does not end before its answer stands there."""
    if case.details.source == "customer" or case.details.answer_text:
        return None
    return Refusal(
        "source_not_answered",
        "请先登记对来源方的答复",
        "Record the answer given in the source's system first",
        ("answer_source",),
    )


def confirm(_: CaseView, data: Confirmation, now: datetime) -> Outcome:
    """Settled, in the customer's own words."""
    return Outcome(
        columns={"outcome": "confirmed", "answered_at": now},
        text=f"{mask_name(data.confirmed_by)} {data.text}".strip(),
    )


def complain_again(case: CaseView, data: Again, _: datetime) -> Outcome:
    """Once more, with its history; the source's time runs anew."""
    name = REPLY_CLOCKS[case.details.source]
    return Outcome(
        details={
            "times": case.details.times + 1, "mark": None, "mark_reason": "", "answer_text": "",
        },
        columns={
            "outcome": None, "answered_at": None, "summary": f"再次投诉 {data.text}"[:200],
        },
        clocks=(StartClock("first_contact"), StartClock(name, data.reply_due_minutes)),
        text=data.text,
    )  # fmt: skip


def propose_mark(_: CaseView, data: Marking, __: datetime) -> Outcome:
    """The agent's opinion; a supervisor confirms or refuses it."""
    return Outcome(details={"mark": data.mark, "mark_reason": data.reason}, text=data.reason)


def confirm_mark(case: CaseView, _: Any, __: datetime) -> Outcome:
    """It does not stand, by a supervisor's name."""
    return Outcome(columns={"outcome": case.details.mark}, text=case.details.mark_reason)


def drop_mark(_: CaseView, data: EventData, __: datetime) -> Outcome:
    """It stands after all."""
    return Outcome(details={"mark": None, "mark_reason": ""}, text=getattr(data, "reason", ""))


REPLIES = ALL_REPLIES
