"""States and transitions of a complaint; the same in both directions.

received → checked → proposed (money) → approved within limits → carried out → confirmed by the
customer. Over one's own limit it waits for a supervisor; one that does not stand is marked by an
agent with reasons, and ends once a supervisor confirms that.
"""

from __future__ import annotations

from stationdesk.case_kinds.asking import (
    SHARED_FINAL_STATES,
    Reason,
    not_in_future,
    reason_as_text,
    shared_transitions,
)
from stationdesk.case_kinds.complaint import events
from stationdesk.workflow.custody import HolderKind
from stationdesk.workflow.definition import Capacity, Transition, Workflow

_SUPERVISOR = frozenset({Capacity.SUPERVISOR})
_OPEN = frozenset(
    {
        "received",
        "checked",
        "proposed",
        "awaiting_approval",
        "agreed",
        "remedied",
        "mark_proposed",
    }
)
_KNOWN = _OPEN - {"received", "mark_proposed"}

_MONEY = (
    Transition(
        "propose", frozenset({"checked", "agreed"}), "agreed", data=events.Proposal,
        does=events.propose,
    ),
    Transition(
        "propose_compensation", frozenset({"checked", "proposed", "agreed"}), "proposed",
        data=events.Compensation, does=events.propose_compensation,
    ),
    Transition(
        "approve_compensation", frozenset({"proposed"}), "agreed",
        conditions=(events.inside_own_limit,), does=events.approve,
    ),
    Transition(
        "ask_approval", frozenset({"proposed"}), "awaiting_approval",
        hands_to=HolderKind.SUPERVISOR, data=Reason, does=reason_as_text,
        conditions=(events.over_own_limit,),
    ),
    Transition(
        "approve_compensation", frozenset({"awaiting_approval"}), "agreed",
        hands_to=HolderKind.AGENT, by=_SUPERVISOR, conditions=(events.inside_own_limit,),
        does=events.approve,
    ),
    Transition(
        "reject_compensation", frozenset({"awaiting_approval"}), "checked",
        hands_to=HolderKind.AGENT, by=_SUPERVISOR, data=Reason, does=reason_as_text,
    ),
    Transition(
        "revise", frozenset({"proposed", "awaiting_approval"}), "checked",
        hands_to=HolderKind.AGENT,
    ),
)  # fmt: skip

_MARKS = (
    Transition(
        "propose_mark", frozenset({"received", "checked"}), "mark_proposed",
        hands_to=HolderKind.SUPERVISOR, data=events.Marking, does=events.propose_mark,
    ),
    Transition(
        "confirm_mark", frozenset({"mark_proposed"}), "unfounded", by=_SUPERVISOR,
        does=events.confirm_mark, needs_checklist=True, stops=events.REPLIES,
    ),
    Transition(
        "reject_mark", frozenset({"mark_proposed"}), "checked", hands_to=HolderKind.AGENT,
        by=_SUPERVISOR, data=Reason, does=events.drop_mark,
    ),
    Transition(
        "revise", frozenset({"mark_proposed"}), "checked", hands_to=HolderKind.AGENT,
        does=events.drop_mark,
    ),
)  # fmt: skip

_WORKFLOW = Workflow(
    first_state="received",
    final_states=frozenset({"confirmed", "unfounded"}) | SHARED_FINAL_STATES,
    transitions=(
        Transition(
            "check_facts", frozenset({"received", "checked"}), "checked", data=events.Findings,
            does=events.check_facts, stops=("first_contact",),
        ),
        *_MONEY,
        Transition(
            "carry_out", frozenset({"agreed"}), "remedied", hands_to=HolderKind.CUSTOMER,
            data=events.Remedy, does=events.carry_out, checks=(events.not_over_approved,),
        ),
        Transition(
            "confirm", frozenset({"remedied"}), "confirmed", data=events.Confirmation,
            does=events.confirm, needs_checklist=True, stops=events.REPLIES,
            conditions=(events.sanction_recorded, events.source_answered),
        ),
        Transition(
            "not_accepted", frozenset({"remedied"}), "checked", hands_to=HolderKind.AGENT,
            data=Reason, does=reason_as_text,
        ),
        Transition(
            "record_sanction", _KNOWN, data=events.Sanction, does=events.record_sanction,
        ),
        Transition(
            "answer_source", _KNOWN, data=events.SourceAnswer, does=events.answer_source,
            checks=(not_in_future("answered_at"),),
        ),
        *_MARKS,
        Transition(
            "complain_again", frozenset({"confirmed", "unfounded"}), "received",
            hands_to=HolderKind.AGENT, data=events.Again, does=events.complain_again,
        ),
        *shared_transitions(_OPEN),
    ),
)  # fmt: skip

WORKFLOWS = {"inbound": _WORKFLOW, "outbound": _WORKFLOW}
