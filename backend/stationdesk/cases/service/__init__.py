"""The use cases of `cases`; nothing else changes a case."""

from stationdesk.cases.service.due import expire_leases, fire_due_rungs, wake_snoozed
from stationdesk.cases.service.events import LEASE, apply_event
from stationdesk.cases.service.facts import CaseFacts, evidence_for_waybill
from stationdesk.cases.service.notes import add_note, attach_evidence
from stationdesk.cases.service.opening import open_case
from stationdesk.cases.service.queue import (
    mark_presence,
    reassign,
    release,
    release_all,
    snooze,
    transfer,
)
from stationdesk.cases.service.reading import case_detail, cases_of_waybill, kinds

__all__ = [
    "LEASE",
    "CaseFacts",
    "add_note",
    "apply_event",
    "attach_evidence",
    "case_detail",
    "cases_of_waybill",
    "evidence_for_waybill",
    "expire_leases",
    "fire_due_rungs",
    "kinds",
    "mark_presence",
    "open_case",
    "reassign",
    "release",
    "release_all",
    "snooze",
    "transfer",
    "wake_snoozed",
]
