"""Which proof a problem parcel needs: what its type said on the day of its registration.

A false problem parcel is fined as such: who could not be reached must have been called.
"""

from stationdesk.case_kinds.problem_parcel.details import ProblemParcel
from stationdesk.workflow.definition import ChecklistItem


def checklist(details: ProblemParcel, direction: str) -> tuple[ChecklistItem, ...]:
    """Inbound: by type. Outbound: the proof is the other station's to give."""
    if direction == "outbound":
        return ()
    return tuple(
        ChecklistItem(proof.code, proof.zh, proof.en, is_required=proof.required)
        for proof in details.needed
    )
