"""The use cases of `cases`; nothing else changes a case."""

from stationdesk.cases.clusters.service import propose_clusters
from stationdesk.cases.core.due import expire_leases, fire_due_rungs, wake_snoozed
from stationdesk.cases.core.events import apply_event
from stationdesk.cases.core.facts import CaseFacts, evidence_for_waybills
from stationdesk.cases.core.notes import add_note, attach_evidence
from stationdesk.cases.core.opening import open_case
from stationdesk.cases.core.queue import (
    mark_presence,
    reassign,
    release,
    release_all,
    snooze,
    transfer,
)
from stationdesk.cases.core.reading import case_detail, cases_of_waybill, kinds
from stationdesk.cases.core.writing import LEASE
from stationdesk.cases.dealing.service import filing_check
from stationdesk.cases.promises.service import break_due_promises
from stationdesk.cases.routing.handing import move_begun_absences
from stationdesk.cases.routing.still import surface_forgotten

__all__ = [
    "LEASE",
    "CaseFacts",
    "add_note",
    "apply_event",
    "attach_evidence",
    "break_due_promises",
    "case_detail",
    "cases_of_waybill",
    "evidence_for_waybills",
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
