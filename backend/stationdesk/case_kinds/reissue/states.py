"""States and transitions of a reissue.

opened → asked → agreed → sent again under a new waybill; or refused; or the parcel is found after
all. Inbound the sending station's service is asked, outbound the shipper.
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
from stationdesk.foundation.money import format_yuan
from stationdesk.parcels.reissue import LARGEST_FEN
from stationdesk.workflow.custody import HolderKind
from stationdesk.workflow.definition import (
    CaseView,
    EventData,
    Outcome,
    StopClock,
    Transition,
    Workflow,
)

_OPEN = frozenset({"opened", "asked", "agreed"})
_ASKED = frozenset({"asked"})


class Request(EventData):
    """Who was asked to send again, when, in which words."""

    name: str = Field(min_length=1, max_length=100)
    text: str = Field(min_length=1, max_length=2000)
    asked_at: AwareDatetime | None = None


class Agreement(EventData):
    """What it will cost us, by their word."""

    text: str = Field(default="", max_length=2000)
    cost_fen: int | None = Field(default=None, ge=0, le=LARGEST_FEN)


class NewParcel(EventData):
    """The number under which the goods travel now."""

    new_waybill: str = Field(min_length=4, max_length=64, pattern=r"^[0-9A-Za-z\-]+$")
    text: str = Field(default="", max_length=2000)


class Found(EventData):
    """Where it was."""

    text: str = Field(min_length=1, max_length=2000)


def _ask(_: CaseView, data: Request, now: datetime) -> Outcome:
    at = data.asked_at or now
    return Outcome(
        details={"asked_at": at, "asked_name": data.name},
        clocks=(StopClock("ask", at),),
        holder_name=data.name,
        text=data.text,
    )


def _agree(_: CaseView, data: Agreement, __: datetime) -> Outcome:
    cost = "" if data.cost_fen is None else f"¥{format_yuan(data.cost_fen)} "
    return Outcome(details={"agreed_cost_fen": data.cost_fen}, text=f"{cost}{data.text}".strip())


def _refuse(_: CaseView, data: Reason, __: datetime) -> Outcome:
    return Outcome(columns={"outcome": "refused"}, text=data.reason)


def _reissue(_: CaseView, data: NewParcel, now: datetime) -> Outcome:
    number = data.new_waybill.upper()
    return Outcome(
        details={"new_waybill": number},
        columns={"outcome": "reissued", "answered_at": now},
        text=f"{number} {data.text}".strip(),
    )


def _found(_: CaseView, data: Found, __: datetime) -> Outcome:
    return Outcome(columns={"outcome": "found"}, text=data.text)


def _workflow(asked: HolderKind) -> Workflow:
    return Workflow(
        first_state="opened",
        final_states=frozenset({"reissued", "refused", "found"}) | SHARED_FINAL_STATES,
        transitions=(
            Transition(
                "ask", frozenset({"opened", "asked"}), "asked", hands_to=asked, data=Request,
                does=_ask, checks=(not_in_future("asked_at"),), stops=("ask",),
                starts=("answer",),
            ),
            Transition(
                "agree", _ASKED, "agreed", hands_to=asked, data=Agreement, does=_agree,
                stops=("answer",), starts=("reship",),
            ),
            Transition(
                "reissue", frozenset({"asked", "agreed"}), "reissued", data=NewParcel,
                does=_reissue, needs_checklist=True, stops=("answer", "reship"),
            ),
            Transition(
                "refuse", frozenset({"asked", "agreed"}), "refused", data=Reason, does=_refuse,
                needs_checklist=True, stops=("answer", "reship"),
            ),
            Transition(
                "found", _OPEN, "found", data=Found, does=_found, needs_checklist=True,
            ),
            Transition("wait_more", frozenset({"opened"}), data=Reason, does=reason_as_text),
            *shared_transitions(_OPEN),
        ),
    )  # fmt: skip


WORKFLOWS = {
    "inbound": _workflow(HolderKind.COUNTERPARTY),
    "outbound": _workflow(HolderKind.CUSTOMER),
}
