"""States and transitions of an appeal; the same in both directions.

drafted → filed before the deadline → upheld, reduced or cancelled by headquarters. It may come
back for more material; it may be given up.
"""

from __future__ import annotations

from datetime import datetime

from pydantic import AwareDatetime, Field

from stationdesk.case_kinds.asking import (
    SHARED_FINAL_STATES,
    Reason,
    not_in_future,
    reason_as_text,
    shared_transitions,
)
from stationdesk.case_kinds.penalty_appeal.details import LARGEST_AMOUNT_FEN
from stationdesk.foundation.money import format_yuan
from stationdesk.workflow.custody import HolderKind
from stationdesk.workflow.definition import (
    WORKERS,
    Capacity,
    CaseView,
    EventData,
    Outcome,
    Refusal,
    StopClock,
    Transition,
    Workflow,
)

_OPEN = frozenset({"drafted", "filed"})
_FILED = frozenset({"filed"})
_DECIDERS = WORKERS | {Capacity.SYSTEM}
RECORD_OUTCOME = ("record_outcome",)


class AppealFiled(EventData):
    """The appeal as it stands in the carrier's system."""

    appeal_no: str = Field(min_length=1, max_length=64)
    statement: str = Field(min_length=1, max_length=4000)
    filed_at: AwareDatetime | None = None
    proof: str = Field(default="", max_length=500)


class Decision(EventData):
    """HQ's words on an appeal that changes nothing, or everything."""

    text: str = Field(default="", max_length=2000)


class Reduction(Decision):
    """What the fine comes to from now on."""

    decided_amount_fen: int = Field(ge=1, le=LARGEST_AMOUNT_FEN)


def _file(_: CaseView, data: AppealFiled, now: datetime) -> Outcome:
    at = data.filed_at or now
    return Outcome(
        details={"appeal_no": data.appeal_no, "statement": data.statement, "filed_at": at},
        columns={"answered_at": at},
        clocks=(StopClock("appeal_deadline", at),),
        text=f"{data.appeal_no} {data.statement}",
    )


def _before_deadline(case: CaseView, data: AppealFiled, now: datetime) -> Refusal | None:
    """By HQ's clock; what came back for material was filed in time already."""
    clock = case.clock("appeal_deadline")
    if clock is None or clock.stopped_at is not None:
        return None
    if (data.filed_at or now) <= clock.due_at:
        return None
    return Refusal(
        "deadline_passed",
        f"已过申诉期限 {clock.due_at.isoformat()}",
        f"The appeal deadline was {clock.due_at.isoformat()}",
    )


def _upheld(case: CaseView, data: Decision, _: datetime) -> Outcome:
    return Outcome(
        details={"decided_amount_fen": case.details.amount_fen, "decision_text": data.text},
        columns={"outcome": "fine_upheld", "awarded_amount_fen": 0},
        text=data.text,
    )


def _reduced(case: CaseView, data: Reduction, _: datetime) -> Outcome:
    back = case.details.amount_fen - data.decided_amount_fen
    shown = format_yuan(data.decided_amount_fen)
    return Outcome(
        details={
            "decided_amount_fen": data.decided_amount_fen, "decision_text": data.text,
        },
        columns={"outcome": "fine_reduced", "awarded_amount_fen": back},
        text=f"¥{format_yuan(case.details.amount_fen)} → ¥{shown} {data.text}".strip(),
    )  # fmt: skip


def _is_less(case: CaseView, data: Reduction, _: datetime) -> Refusal | None:
    if data.decided_amount_fen < case.details.amount_fen:
        return None
    shown = format_yuan(case.details.amount_fen)
    return Refusal(
        "not_less",
        f"减免后的金额须小于 ¥{shown};没有变化请选“维持”",
        f"A reduced fine is less than ¥{shown}; choose upheld where nothing changed",
        ("decided_amount_fen",),
    )


def _cancelled(case: CaseView, data: Decision, _: datetime) -> Outcome:
    return Outcome(
        details={"decided_amount_fen": 0, "decision_text": data.text},
        columns={"outcome": "fine_cancelled", "awarded_amount_fen": case.details.amount_fen},
        text=data.text,
    )


def _withdrawn(_: CaseView, data: Reason, __: datetime) -> Outcome:
    return Outcome(columns={"outcome": "withdrawn"}, text=data.reason)


_WORKFLOW = Workflow(
    first_state="drafted",
    final_states=frozenset({"fine_upheld", "fine_reduced", "fine_cancelled", "withdrawn"})
    | SHARED_FINAL_STATES,
    transitions=(
        Transition(
            "file", frozenset({"drafted"}), "filed", hands_to=HolderKind.CARRIER,
            data=AppealFiled, does=_file, checks=(not_in_future("filed_at"), _before_deadline),
            needs_checklist=True, stops=("appeal_deadline",), starts=("decision",),
        ),
        Transition(
            "fine_cancelled", _FILED, "fine_cancelled", data=Decision, does=_cancelled,
            by=_DECIDERS, needs_checklist=True, stops=("decision",), effects=RECORD_OUTCOME,
        ),
        Transition(
            "fine_reduced", _FILED, "fine_reduced", data=Reduction, does=_reduced,
            checks=(_is_less,), by=_DECIDERS, needs_checklist=True, stops=("decision",),
            effects=RECORD_OUTCOME,
        ),
        Transition(
            "fine_upheld", _FILED, "fine_upheld", data=Decision, does=_upheld, by=_DECIDERS,
            needs_checklist=True, stops=("decision",), effects=RECORD_OUTCOME,
        ),
        Transition(
            "return_appeal", _FILED, "drafted", hands_to=HolderKind.AGENT, data=Reason,
            does=reason_as_text, stops=("decision",),
        ),
        Transition(
            "withdraw", _OPEN, "withdrawn", data=Reason, does=_withdrawn, needs_checklist=True,
            effects=RECORD_OUTCOME,
        ),
        *shared_transitions(_OPEN),
    ),
)  # fmt: skip

WORKFLOWS = {"inbound": _WORKFLOW, "outbound": _WORKFLOW}
