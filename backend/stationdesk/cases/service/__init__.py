"""The use cases of `cases`; nothing else changes a case."""

from stationdesk.cases.service.clusters import propose_clusters
from stationdesk.cases.service.due import expire_leases, fire_due_rungs, wake_snoozed
from stationdesk.cases.service.events import LEASE, apply_event
from stationdesk.cases.service.facts import CaseFacts, evidence_for_waybill
from stationdesk.cases.service.fair_dealing import filing_check
from stationdesk.cases.service.handing import move_begun_absences
from stationdesk.cases.service.notes import add_note, attach_evidence
from stationdesk.cases.service.opening import open_case
from stationdesk.cases.service.promises import break_due_promises
from stationdesk.cases.service.queue import (
    mark_presence,
    reassign,
    release,
    release_all,
    snooze,
    transfer,
)
from stationdesk.cases.service.reading import case_detail, cases_of_waybill, kinds
from stationdesk.cases.service.still import surface_forgotten

__all__ = [
    "LEASE",
    "CaseFacts",
    "add_note",
    "apply_event",
    "attach_evidence",
    "break_due_promises",
    "case_detail",
    "cases_of_waybill",
    "evidence_for_waybill",
    "expire_leases",
    "filing_check",
    "fire_due_rungs",
    "kinds",
    "mark_presence",
    "move_begun_absences",
    "open_case",
    "propose_clusters",
    "reassign",
    "release",
    "release_all",
    "snooze",
    "surface_forgotten",
    "transfer",
    "wake_snoozed",
]
