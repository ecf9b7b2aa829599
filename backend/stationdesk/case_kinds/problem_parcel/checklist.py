"""Which proof a problem parcel needs, by the carrier's type code (domain §3, §12).

A false problem parcel is fined as such: who could not be reached must have been called.
"""

from stationdesk.case_kinds.problem_parcel.details import ProblemParcel
from stationdesk.workflow.definition import ChecklistItem

_CALL = ("call_record", "通话录音或截图", "Call recording or screenshot")
_PHOTO = ("photo", "照片", "Photo")
_REQUEST = ("customer_request", "客户要求的记录", "Record of the customer's request")
_DELIVERY = ("delivery_proof", "投递证明", "Proof of delivery")

BY_TYPE = {
    "A1": (_CALL,),
    "A2": (_CALL,),
    "A3": (_CALL,),
    "A4": (_CALL,),
    "A5": (_CALL,),
    "A9": (_REQUEST,),
    "A10": (_REQUEST,),
    "A12": (_REQUEST,),
    "A13": (_REQUEST,),
    "B4": (_PHOTO,),
    "B5": (_PHOTO,),
    "B6": (_PHOTO,),
    "B9": (_PHOTO,),
    "B11": (_PHOTO,),
    "B17": (_DELIVERY,),
}
"""ZTO's legacy codes; other carriers' codes come as policy data and need nothing until then."""


def checklist(details: ProblemParcel, direction: str) -> tuple[ChecklistItem, ...]:
    """Inbound: by type. Outbound: the proof is the other station's to give."""
    if direction == "outbound":
        return ()
    needed = BY_TYPE.get((details.problem_type or "").upper(), ())
    return tuple(ChecklistItem(code, zh, en, is_required=True) for code, zh, en in needed)
