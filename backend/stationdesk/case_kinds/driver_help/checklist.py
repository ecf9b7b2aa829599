"""Which proof a call for help needs: none that would keep the courier waiting."""

from stationdesk.case_kinds.driver_help.details import DriverHelp
from stationdesk.workflow.definition import ChecklistItem

_CALL = ChecklistItem("call_record", "业务员通话记录截图", "Screenshot of the calls", False)
_CONSENT = ChecklistItem("fee_consent", "寄件方同意付费的记录", "The sender's consent", False)
_DOOR = ChecklistItem("place_photo", "现场照片", "Photo of the place", False)

BY_TROUBLE = {
    "unreachable": (_CALL,),
    "carry_upstairs_unpaid": (_CONSENT, _DOOR),
    "wrong_address": (_DOOR,),
}


def checklist(details: DriverHelp, _: str) -> tuple[ChecklistItem, ...]:
    """What helps against a later complaint, by what the trouble is."""
    return BY_TROUBLE[details.trouble]
