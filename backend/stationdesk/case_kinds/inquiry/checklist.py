"""Which proof an inquiry needs."""

from stationdesk.case_kinds.inquiry.details import Inquiry
from stationdesk.workflow.definition import ChecklistItem

_CALL = ChecklistItem("call_record", "通话录音", "Recording of the call", False)


def checklist(_: Inquiry, __: str) -> tuple[ChecklistItem, ...]:
    """None is demanded: the answer itself is recorded."""
    return (_CALL,)
