"""Which proof an appeal needs."""

from stationdesk.case_kinds.penalty_appeal.details import PenaltyAppeal
from stationdesk.workflow.definition import ChecklistItem

_TRACE = ChecklistItem("trace", "轨迹或系统截图", "Screenshot of traces or systems", True)
_NOTICE = ChecklistItem("exemption_notice", "免考通知", "HQ's exemption notice", True)
_TWICE = ChecklistItem("both_lines", "两笔扣款截图", "Screenshot of both charges", True)
_RECORD = ChecklistItem("record", "通话录音或照片", "Recording or photo", is_required=True)
_MORE = ChecklistItem("more", "其他证据", "Other evidence", is_required=False)

BY_GROUND = {
    "exempt": _NOTICE,
    "duplicate": _TWICE,
    "customer_fault": _RECORD,
}


def checklist(details: PenaltyAppeal, _: str) -> tuple[ChecklistItem, ...]:
    """By ground; what the fine's own cases have sealed already need not be uploaded again."""
    wanted = BY_GROUND.get(details.ground)
    if wanted is not None:
        return (wanted, _MORE)
    return (_MORE,) if details.exhibits else (_TRACE, _MORE)
