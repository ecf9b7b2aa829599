"""Which proof a chase needs."""

from stationdesk.case_kinds.chase.details import Chase
from stationdesk.workflow.definition import ChecklistItem

_CALL = ChecklistItem("call_record", "与客户通话录音或截图", "Recording of the call", False)


def checklist(_: Chase, __: str) -> tuple[ChecklistItem, ...]:
    """Helpful where the promise is disputed, never in the way of an answer."""
    return (_CALL,)
