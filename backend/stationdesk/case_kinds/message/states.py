"""States and transitions of a message; the same in both directions.

received → replied in HQ's system → settled. Whoever wrote may ask again, also after the end: then
HQ's clock runs anew.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import AwareDatetime, Field

from stationdesk.case_kinds.asking import (
    SHARED_FINAL_STATES,
    not_in_future,
    proven_if_earlier,
    shared_transitions,
)
from stationdesk.case_kinds.message.details import LONGEST_REPLY_MINUTES
from stationdesk.cases.forms import drawn
from stationdesk.workflow.custody import HolderKind
from stationdesk.workflow.definition import (
    WORKERS,
    Capacity,
    CaseView,
    EventData,
    Outcome,
    StartClock,
    StopClock,
    Transition,
    Workflow,
)


class ReplyGiven(EventData):
    """The reply as it stands in HQ's system: when it was given there, and what proves it."""

    reply_text: str = Field(min_length=1, max_length=4000)
    answered_at: AwareDatetime | None = Field(default=None, json_schema_extra=drawn(tense="past"))
    proof: str = Field(default="", max_length=500)


class FollowUpQuestion(EventData):
    """What they ask now, and how long HQ gives for it."""

    text: str = Field(min_length=1, max_length=4000)
    reply_due_minutes: int | None = Field(
        default=None, ge=1, le=LONGEST_REPLY_MINUTES, json_schema_extra=drawn(unit="minutes")
    )


class Settlement(EventData):
    """How the exchange ended."""

    note: str = Field(default="", max_length=2000)


def _reply(case: CaseView, data: ReplyGiven, now: datetime) -> Outcome:
    """The next word is theirs: custody goes to whoever wrote."""
    at = data.answered_at or now
    return Outcome(
        details={"reply_text": data.reply_text, "answered_at": at, "proof": data.proof},
        columns={"answered_at": at},
        clocks=(StopClock("reply", at),),
        hands_to=HolderKind(case.details.sender),
        holder_name=case.details.sender_name,
        text=data.reply_text,
    )


def _ask_again(case: CaseView, data: FollowUpQuestion, _: datetime) -> Outcome:
    said = case.details
    earlier: list[Any] = [
        *(each.model_dump() for each in said.earlier),
        {
            "text": said.text,
            "reply_text": said.reply_text,
            "answered_at": said.answered_at,
            "proof": said.proof,
        },
    ]
    return Outcome(
        details={
            "text": data.text, "earlier": earlier, "reply_text": "", "answered_at": None,
            "proof": "",
        },
        columns={"answered_at": None, "outcome": None, "summary": f"追问 {data.text}"[:200]},
        clocks=(StartClock("reply", data.reply_due_minutes),),
        text=data.text,
    )  # fmt: skip


def _settled(_: CaseView, data: Settlement, __: datetime) -> Outcome:
    return Outcome(columns={"outcome": "answered"}, text=data.note)


_WORKFLOW = Workflow(
    first_state="received",
    final_states=frozenset({"settled"}) | SHARED_FINAL_STATES,
    transitions=(
        Transition(
            "reply", frozenset({"received"}), "replied", data=ReplyGiven, does=_reply,
            checks=(not_in_future("answered_at"), proven_if_earlier("answered_at")),
            stops=("reply",), starts=("settle",),
        ),
        Transition(
            "settle", frozenset({"replied"}), "settled", data=Settlement, does=_settled,
            by=WORKERS | {Capacity.SYSTEM}, needs_checklist=True, stops=("settle",),
        ),
        Transition(
            "follow_up_question", frozenset({"replied", "settled"}), "received",
            hands_to=HolderKind.AGENT, data=FollowUpQuestion, does=_ask_again, stops=("settle",),
        ),
        *shared_transitions(("received", "replied")),
    ),
)  # fmt: skip

WORKFLOWS = {"inbound": _WORKFLOW, "outbound": _WORKFLOW}
