"""States and transitions of an arbitration.

Inbound (accused): received → negotiating → settled, or contested → decided, or accepted.
Outbound (claimant): opened → contacted, or material asked for → filed → awarded → paid or not;
settled or withdrawn on the way; returned for more material; the window missed.
"""

from __future__ import annotations

from stationdesk.case_kinds.arbitration import events
from stationdesk.case_kinds.asking import (
    SHARED_FINAL_STATES,
    Reason,
    not_in_future,
    reason_as_text,
    shared_transitions,
)
from stationdesk.workflow.custody import HolderKind
from stationdesk.workflow.definition import Transition, Workflow

_ACCUSED = frozenset({"received", "negotiating", "contested"})
_UNANSWERED = frozenset({"received", "negotiating"})

_INBOUND = Workflow(
    first_state="received",
    final_states=frozenset({"settled", "accepted", "awarded", "rejected", "withdrawn"})
    | SHARED_FINAL_STATES,
    transitions=(
        Transition(
            "negotiate", _UNANSWERED, "negotiating", hands_to=HolderKind.COUNTERPARTY,
            data=events.Offer, does=events.offer,
        ),
        Transition(
            "counteroffer", frozenset({"negotiating"}), hands_to=HolderKind.AGENT,
            data=events.Offer, does=events.offer,
        ),
        Transition(
            "contest", _UNANSWERED, "contested", hands_to=HolderKind.CARRIER,
            data=events.Contest, does=events.contest, checks=(not_in_future("contested_at"),),
            needs_checklist=True, stops=("respond",),
        ),
        Transition(
            "settle", _ACCUSED, "settled", data=events.Settlement, does=events.settle,
            needs_checklist=True,
        ),
        Transition(
            "accept", _UNANSWERED, "accepted", data=events.Acceptance, does=events.accept,
            needs_checklist=True, stops=("respond",),
        ),
        Transition(
            "award", _ACCUSED, "awarded", data=events.Award, does=events.award,
            checks=(not_in_future("decided_at"),), needs_checklist=True,
        ),
        Transition(
            "reject", _ACCUSED, "rejected", data=Reason, does=events.reject,
            needs_checklist=True,
        ),
        Transition(
            "claim_withdrawn", _ACCUSED, "withdrawn", data=Reason, does=events.withdraw,
            needs_checklist=True,
        ),
        *shared_transitions(_ACCUSED),
    ),
)  # fmt: skip

_UNFILED = frozenset({"opened", "contacted", "collecting"})

_OUTBOUND = Workflow(
    first_state="opened",
    final_states=frozenset(
        {"settled", "paid", "not_paid", "rejected", "withdrawn", "missed"}
    )
    | SHARED_FINAL_STATES,
    transitions=(
        Transition(
            "contact", _UNFILED, "contacted", data=events.ContactMade, does=events.contact,
            checks=(not_in_future("contacted_at"),),
        ),
        Transition(
            "ask_material", _UNFILED, "collecting", data=events.MaterialAsked,
            does=events.ask_material,
        ),
        Transition(
            "material_received", frozenset({"collecting"}), "contacted",
            hands_to=HolderKind.AGENT, data=events.MaterialReceived, does=events.take_material,
        ),
        Transition(
            "offer", frozenset({"contacted", "filed"}), data=events.Offer, does=events.offer,
        ),
        Transition(
            "window_missed", _UNFILED, "missed", data=events.WindowMissed,
            does=events.miss_window, conditions=(events.window_is_over,), needs_checklist=True,
            stops=("filing_window",), effects=("suggest_loss",),
        ),
        Transition(
            "file", _UNFILED, "filed", hands_to=HolderKind.CARRIER, data=events.Filing,
            does=events.file_claim, conditions=(events.contacted_first,),
            checks=(not_in_future("filed_at"), events.inside_window), needs_checklist=True,
            stops=("filing_window",),
        ),
        Transition(
            "return_claim", frozenset({"filed"}), "contacted", hands_to=HolderKind.AGENT,
            data=Reason, does=reason_as_text,
        ),
        Transition(
            "award", frozenset({"filed"}), "awarded", data=events.Award, does=events.award,
            checks=(not_in_future("decided_at"),), starts=("award_payment",),
        ),
        Transition(
            "receive_payment", frozenset({"awarded"}), "paid", data=events.Payment,
            does=events.receive_payment, checks=(not_in_future("received_at"),),
            needs_checklist=True, stops=("award_payment",), effects=("keep_award",),
        ),
        Transition(
            "give_up_payment", frozenset({"awarded"}), "not_paid", data=Reason,
            does=reason_as_text, needs_checklist=True, stops=("award_payment",),
        ),
        Transition(
            "reject", frozenset({"filed"}), "rejected", data=Reason, does=events.reject,
            needs_checklist=True,
        ),
        Transition(
            "settle", _UNFILED | {"filed"}, "settled", data=events.Settlement,
            does=events.settle, needs_checklist=True,
        ),
        Transition(
            "withdraw", _UNFILED | {"filed"}, "withdrawn", data=Reason, does=events.withdraw,
            needs_checklist=True,
        ),
        *shared_transitions(_UNFILED | {"filed", "awarded"}),
    ),
)  # fmt: skip

WORKFLOWS = {"inbound": _INBOUND, "outbound": _OUTBOUND}
